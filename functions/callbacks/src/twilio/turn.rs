//! One turn of a call: which offer, what was pressed, and the addresses it may go on at.

use aws_adapters::ride::Ride;
use contracts::{
    callbacks::{OfferTag, twilio::VerifiedForm},
    messages::{Channel, CourierAct, CourierActed, DispatchMessage},
};
use domain::{copy::call::Call, moment};
use jiff::Timestamp;
use lambda_support::http::Problem;
use url::form_urlencoded::Serializer;

use super::{PROVIDER, offer};
use crate::verified::{Callback, unreadable};

/// A turn, verified.
pub(super) struct Turn<'a> {
    pub(super) offer: OfferTag,
    callback: &'a Callback<'a>,
    form: &'a VerifiedForm,
    public_api_url: &'a str,
}

impl<'a> Turn<'a> {
    pub(super) fn of(
        callback: &'a Callback<'a>,
        form: &'a VerifiedForm,
        public_api_url: &'a str,
    ) -> Result<Self, Problem> {
        Ok(Self::about(offer(callback)?, callback, form, public_api_url))
    }

    /// A turn about an offer that the address does not name.
    pub(super) fn about(
        offer: OfferTag,
        callback: &'a Callback<'a>,
        form: &'a VerifiedForm,
        public_api_url: &'a str,
    ) -> Self {
        Self { offer, callback, form, public_api_url }
    }

    /// The keys that were pressed; empty when none was.
    pub(super) fn keys(&self) -> &str {
        self.form.field("Digits").unwrap_or_default()
    }

    /// A number of the address; 0 when it is not there.
    pub(super) fn number(&self, name: &str) -> u64 {
        self.callback.query(name).and_then(|value| value.parse().ok()).unwrap_or_default()
    }

    pub(super) fn word(&self, name: &str) -> String {
        self.callback.query(name).unwrap_or_default()
    }

    /// What the courier did in this turn of this call: the same when Twilio tells it twice.
    pub(super) fn acted(
        &self,
        turn: u64,
        act: CourierAct,
    ) -> Result<(String, DispatchMessage), Problem> {
        let call = self.form.field("CallSid").ok_or_else(|| unreadable(PROVIDER, "CallSid"))?;
        let OfferTag { of, attempt } = self.offer.clone();
        let acted = CourierActed { of, attempt, via: Channel::Call, act };
        Ok((format!("{call}.{turn}"), DispatchMessage::CourierActed(acted)))
    }

    /// Where the call goes on.
    pub(super) fn url(&self, kind: &str, rest: &[(&str, &str)]) -> String {
        address(self.public_api_url, kind, &self.offer, rest)
    }
}

/// An address of ours about an offer.
pub(super) fn address(
    public_api_url: &str,
    kind: &str,
    offer: &OfferTag,
    rest: &[(&str, &str)],
) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("of", &offer.to_string()).extend_pairs(rest);
    format!("{public_api_url}/callbacks/{PROVIDER}/{kind}?{}", query.finish())
}

/// The words of a ride on the telephone.
pub(super) fn words(ride: &Ride, now: Timestamp) -> Call<'_> {
    Call {
        order: &ride.order,
        seller: &ride.seller,
        courier_name: ride.courier_name(),
        to_collect: ride.to_collect(),
        today: moment::today(now, &ride.seller.time_zone()),
    }
}
