//! A delivery as it is kept. Only `dispatch` writes it.

mod booking;
mod status;
mod trail;

use domain::{
    country::Country,
    dispatch::{Attempt, Booking, Deed, Delivery, DeliveryCode, DeliveryStatus, Photo, Undo},
    ids::CourierId,
    money::Money,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    booking::{BookingRecord, ServiceStateValue, ServiceValue},
    status::DeliveryStatusRecord,
    trail::{
        ActorRecord, AttemptRecord, DeedKindValue, DeedRecord, OutcomeValue, PhotoRecord,
        RungEndValue, RungRecord, UndoRecord,
    },
};
use super::{
    CorruptRecord,
    values::{MomentValue, MoneyValue},
};
use crate::as_text;

/// The delivery of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one parcel")]
pub struct DeliveryRecord {
    pub order: String,
    pub seller: String,
    #[serde(with = "as_text")]
    pub requested_at: Timestamp,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    pub due: MoneyValue,
    /// What payment providers got of it, refunds included; absent for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<MoneyValue>,
    /// How much of that went back; absent for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded: Option<MoneyValue>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub payment_open: bool,
    pub promised: MomentValue,
    #[serde(default = "usual_lead", skip_serializing_if = "is_usual_lead")]
    pub lead_hours: u32,
    /// The prospect's four digits.
    pub code: String,
    pub round: u32,
    #[serde(default)]
    pub retried: bool,
    /// Absent in records older than the rule that a failure gives units back.
    #[serde(default)]
    pub units_returned: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub fetched: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub exhausted: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub position_asked: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRecord>,
    #[serde(default)]
    pub attempts: Vec<AttemptRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<BookingRecord>,
    pub status: DeliveryStatusRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<UndoRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<DeedRecord>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde calls")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What records older than the setting go by.
const fn usual_lead() -> u32 {
    4
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde calls")]
const fn is_usual_lead(hours: &u32) -> bool {
    *hours == usual_lead()
}

fn unless_zero(money: Money) -> Option<MoneyValue> {
    (money.amount() != 0).then(|| money.into())
}

fn corrupt(field: &'static str) -> CorruptRecord {
    CorruptRecord::new("delivery", field)
}

fn courier_of(id: &str) -> Result<CourierId, CorruptRecord> {
    id.parse().map_err(|_bad_id| corrupt("courier"))
}

impl From<&Delivery> for DeliveryRecord {
    fn from(delivery: &Delivery) -> Self {
        Self {
            order: delivery.order.to_string(),
            seller: delivery.seller.to_string(),
            requested_at: delivery.requested_at,
            country: delivery.country.code().to_owned(),
            zone: delivery.zone.as_ref().map(ToString::to_string),
            due: delivery.due.into(),
            paid: unless_zero(delivery.paid),
            refunded: unless_zero(delivery.refunded),
            payment_open: delivery.payment_open,
            promised: delivery.promised.into(),
            lead_hours: delivery.lead_hours,
            code: delivery.code.as_str().to_owned(),
            round: delivery.round,
            retried: delivery.retried,
            units_returned: delivery.units_returned,
            fetched: delivery.fetched,
            exhausted: delivery.exhausted,
            position_asked: delivery.position_asked,
            photo: delivery.photo.as_ref().map(PhotoRecord::from),
            attempts: delivery.attempts.iter().map(AttemptRecord::from).collect(),
            bookings: delivery.bookings.iter().map(BookingRecord::from).collect(),
            status: DeliveryStatusRecord::from(&delivery.status),
            undo: delivery.undo.as_ref().map(UndoRecord::from),
            history: delivery.history.iter().map(DeedRecord::from).collect(),
        }
    }
}

impl TryFrom<&DeliveryRecord> for Delivery {
    type Error = CorruptRecord;

    fn try_from(record: &DeliveryRecord) -> Result<Self, CorruptRecord> {
        let zone = record.zone.as_deref().map(str::parse).transpose();
        let due = Money::try_from(&record.due)?;
        let nothing = Money::new(0, due.currency());
        let or_nothing =
            |value: &Option<MoneyValue>| value.as_ref().map_or(Ok(nothing), Money::try_from);
        let attempts = record.attempts.iter().map(Attempt::try_from);
        let bookings = record.bookings.iter().map(Booking::try_from);
        let history = record.history.iter().map(Deed::try_from);
        Ok(Self {
            order: record.order.parse().map_err(|_bad_id| corrupt("order"))?,
            seller: record.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            requested_at: record.requested_at,
            country: Country::of_code(&record.country).ok_or(corrupt("country"))?,
            zone: zone.map_err(|_bad_id| corrupt("zone"))?,
            due,
            paid: or_nothing(&record.paid)?,
            refunded: or_nothing(&record.refunded)?,
            payment_open: record.payment_open,
            promised: (&record.promised).into(),
            lead_hours: record.lead_hours,
            code: DeliveryCode::said(&record.code).map_err(|_not_a_code| corrupt("code"))?,
            round: record.round,
            retried: record.retried,
            units_returned: record.units_returned,
            fetched: record.fetched,
            exhausted: record.exhausted,
            position_asked: record.position_asked,
            photo: record.photo.as_ref().map(Photo::from),
            attempts: attempts.collect::<Result<_, _>>()?,
            bookings: bookings.collect::<Result<_, _>>()?,
            status: DeliveryStatus::try_from(&record.status)?,
            undo: record.undo.as_ref().map(Undo::try_from).transpose()?,
            history: history.collect::<Result<_, _>>()?,
        })
    }
}

/// Without the code, which closes the delivery.
impl std::fmt::Debug for DeliveryRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeliveryRecord")
            .field("order", &self.order)
            .field("round", &self.round)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
