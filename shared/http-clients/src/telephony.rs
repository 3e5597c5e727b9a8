//! Telephone calls and text messages to couriers, by whichever vendor the deployment has an
//! account with.
//!
//! Both vendors are told which offer a call or message is about, and say so when they call back:
//! what a courier pressed never comes as an answer to us. No error or log holds a number or words.

mod error;
mod infobip;
mod twilio;

use contracts::callbacks::OfferTag;
use domain::phone::Phone;

pub use self::{
    error::{Disposition, Refused, TelephonyError, TelephonyErrorClass},
    infobip::{Infobip, InfobipAccount},
    twilio::{Twilio, TwilioAccount},
};

/// The longest a call may last, in seconds: an offer read three times.
const MAX_CALL_SECONDS: u32 = 90;

/// A call that reads an offer and takes the key that answers it.
#[derive(Clone, PartialEq, Eq)]
pub struct Call<'a> {
    pub to: &'a Phone,
    /// French, read by a voice. A vendor that asks us during the call gets its words then.
    pub prompt: &'a str,
    pub offer: &'a OfferTag,
    /// How long it rings, in seconds.
    pub ring_seconds: u32,
}

/// A text message.
#[derive(Clone, PartialEq, Eq)]
pub struct Sms<'a> {
    pub to: &'a Phone,
    /// In the alphabet of [`domain::sms::gsm7`], else it costs more segments.
    pub body: &'a str,
    pub offer: &'a OfferTag,
    /// After so many seconds on its way it is not delivered any more.
    pub valid_seconds: u32,
}

/// The vendor's id of a call.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallId(String);

/// The vendor's id of a text message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SmsId(String);

macro_rules! vendor_ids {
    ($($name:ident),*) => {$(
        impl $name {
            /// Takes an id back that was stored.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the vendor writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

vendor_ids!(CallId, SmsId);

/// Who can call and text. A trait, since two vendors are in production.
pub trait Telephone {
    /// Starts a call; that somebody answered, or pressed a key, comes by callback.
    ///
    /// # Errors
    /// [`TelephonyError::disposition`] tells whether the call can have been placed.
    fn call(&self, call: &Call<'_>) -> impl Future<Output = Result<CallId, TelephonyError>> + Send;

    /// Ends a call, whether it rings or is answered. One that is over is ended.
    fn hang_up(&self, call: &CallId) -> impl Future<Output = Result<(), TelephonyError>> + Send;

    /// Sends a text message; that it was delivered comes by callback.
    ///
    /// # Errors
    /// [`TelephonyError::disposition`] tells whether the message can have gone out.
    fn text(&self, sms: &Sms<'_>) -> impl Future<Output = Result<SmsId, TelephonyError>> + Send;
}

/// The vendor of this deployment; cheap to clone.
#[derive(Debug, Clone)]
pub enum Telephony {
    Twilio(Twilio),
    Infobip(Infobip),
}

impl Telephony {
    /// The vendor's name, for logs and records.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Twilio(_) => "twilio",
            Self::Infobip(_) => "infobip",
        }
    }
}

impl Telephone for Telephony {
    async fn call(&self, call: &Call<'_>) -> Result<CallId, TelephonyError> {
        match self {
            Self::Twilio(twilio) => twilio.call(call).await,
            Self::Infobip(infobip) => infobip.call(call).await,
        }
    }

    async fn hang_up(&self, call: &CallId) -> Result<(), TelephonyError> {
        match self {
            Self::Twilio(twilio) => twilio.hang_up(call).await,
            Self::Infobip(infobip) => infobip.hang_up(call).await,
        }
    }

    async fn text(&self, sms: &Sms<'_>) -> Result<SmsId, TelephonyError> {
        match self {
            Self::Twilio(twilio) => twilio.text(sms).await,
            Self::Infobip(infobip) => infobip.text(sms).await,
        }
    }
}

/// Neither the number nor the words.
impl std::fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("offer", &self.offer).finish_non_exhaustive()
    }
}

/// Neither the number nor the words.
impl std::fmt::Debug for Sms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").field("offer", &self.offer).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
