//! Who calls and texts couriers for this deployment, as it is configured.

use std::str::FromStr;

use aws_adapters::secrets::SecretFields;
use domain::hours::{Span, minute_of_clock};
use http_clients::{
    http::Http,
    telephony::{Infobip, InfobipAccount, Telephony, Twilio, TwilioAccount},
};
use lambda_support::BoxError;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// The vendor's addresses and our names there; its keys are secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    pub vendor: Vendor,
    pub twilio_url: String,
    pub infobip_url: String,
    /// The number couriers are called from, E.164.
    pub from: String,
    /// Whom text messages are from; the number, when it is empty.
    pub sms_sender: String,
}

/// See [`Telephone`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vendor {
    /// Couriers are asked on WhatsApp alone.
    #[default]
    None,
    Twilio,
    Infobip,
}

/// A text is none of the words or spans expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not one of the values expected")]
pub struct Unexpected;

impl FromStr for Vendor {
    type Err = Unexpected;

    fn from_str(text: &str) -> Result<Self, Unexpected> {
        match text {
            "none" => Ok(Self::None),
            "twilio" => Ok(Self::Twilio),
            "infobip" => Ok(Self::Infobip),
            _ => Err(Unexpected),
        }
    }
}

/// A span of the day such as `07:00-21:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CallHours(pub(crate) Span);

impl Default for CallHours {
    fn default() -> Self {
        Self(Span::ALL_DAY)
    }
}

impl FromStr for CallHours {
    type Err = Unexpected;

    fn from_str(text: &str) -> Result<Self, Unexpected> {
        let (from, until) = text.split_once('-').ok_or(Unexpected)?;
        let minute = |clock| minute_of_clock(clock).ok_or(Unexpected);
        Ok(Self(Span::new(minute(from)?, minute(until)?).or(Err(Unexpected))?))
    }
}

impl Telephone {
    /// The vendor's client, if there is a vendor.
    ///
    /// # Errors
    /// Its keys are missing, or its address is none.
    pub(crate) fn client(
        self,
        public_api_url: &str,
        keys: &mut SecretFields,
        callback_secret: &SecretString,
        http: &Http,
    ) -> Result<Option<Telephony>, BoxError> {
        let Self { vendor, twilio_url, infobip_url, from, sms_sender } = self;
        let sms_sender = if sms_sender.is_empty() { from.clone() } else { sms_sender };
        Ok(match vendor {
            Vendor::None => None,
            Vendor::Twilio => {
                let account = TwilioAccount {
                    sid: keys.take("twilio_account_sid")?.expose_secret().to_owned(),
                    auth_token: keys.take("twilio_auth_token")?,
                    from,
                    sms_sender,
                };
                let twilio = Twilio::new(&twilio_url, public_api_url, account, http.clone())?;
                Some(Telephony::Twilio(twilio))
            }
            Vendor::Infobip => {
                let account = InfobipAccount {
                    api_key: keys.take("infobip_api_key")?,
                    callback_secret: callback_secret.clone(),
                    from,
                    sms_sender,
                };
                let infobip = Infobip::new(&infobip_url, public_api_url, account, http.clone())?;
                Some(Telephony::Infobip(infobip))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_and_hours_are_read_as_they_are_written_in_the_template() {
        assert_eq!("none".parse(), Ok(Vendor::None));
        assert_eq!("twilio".parse(), Ok(Vendor::Twilio));
        assert_eq!("infobip".parse(), Ok(Vendor::Infobip));
        assert_eq!("Orange".parse::<Vendor>(), Err(Unexpected));
        let hours = Span::new(7 * 60, 21 * 60).map(CallHours);
        assert_eq!("07:00-21:00".parse(), Ok(hours.unwrap()));
        assert_eq!("00:00-24:00".parse(), Ok(CallHours(Span::ALL_DAY)));
        for wrong in ["", "07:00", "21:00-07:00", "7-21"] {
            assert_eq!(wrong.parse::<CallHours>(), Err(Unexpected), "{wrong}");
        }
    }
}
