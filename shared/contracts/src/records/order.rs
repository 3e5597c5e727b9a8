//! An order as it is kept: born in `reply`, written by `dispatch` from then on.
//!
//! Its totals are not stored but added up again from lines and fee, so that they cannot disagree.

use domain::{
    ids::{ProductId, VariantId},
    money::Money,
    order::{Address, Amendment, Order, OrderStatus, Part, Recipient, Totals, Units},
    phone::Phone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CorruptRecord,
    conversation::{LineRecord, lines_of},
    usage::UsageRecord,
    values::{AddressValue, MomentValue, MoneyValue, RecipientValue},
};
use crate::{
    as_text,
    messages::{self, Party},
};

/// How many changes an order remembers.
const HISTORY_KEPT: usize = 20;

/// An order. `contact_phone` is E.164.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRecord {
    pub id: String,
    pub seller: String,
    pub conversation: String,
    pub status: OrderStatusValue,
    pub lines: Vec<LineRecord>,
    pub delivery_fee: MoneyValue,
    pub address: AddressValue,
    #[serde(default)]
    pub contact_name: String,
    pub contact_phone: String,
    /// Who receives it, when it is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientValue>,
    /// Who pays, when it is somebody else again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    pub moment: MomentValue,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ad_id: Option<String>,
    #[serde(with = "as_text")]
    pub placed_at: Timestamp,
    /// Changes so far of its lines, place, contact or moment, by whomever.
    #[serde(default)]
    pub revision: u32,
    /// The latest of them, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<OrderChange>,
    /// What the model was used for since the thread's order before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<UsageRecord>,
}

/// An amendment that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderChange {
    #[serde(with = "as_text")]
    pub at: Timestamp,
    pub by: Party,
    pub what: Vec<ChangedPart>,
}

/// A part of an order that an amendment changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedPart {
    Lines,
    DeliveryFee,
    Address,
    ContactPhone,
    Recipient,
    Payer,
    Moment,
}

impl From<Part> for ChangedPart {
    fn from(part: Part) -> Self {
        match part {
            Part::Lines => Self::Lines,
            Part::DeliveryFee => Self::DeliveryFee,
            Part::Address => Self::Address,
            Part::ContactPhone => Self::ContactPhone,
            Part::Recipient => Self::Recipient,
            Part::Payer => Self::Payer,
            Part::Moment => Self::Moment,
        }
    }
}

impl OrderRecord {
    /// The record of the order as amended, which remembers what changed. `before` is the order
    /// this record holds.
    #[must_use]
    pub fn amended(&self, before: &Order, after: &Order, by: Party, at: Timestamp) -> Self {
        let what = before.changed_parts(after).into_iter().map(ChangedPart::from).collect();
        let mut history = self.history.clone();
        history.push(OrderChange { at, by, what });
        let surplus = history.len().saturating_sub(HISTORY_KEPT);
        history.drain(..surplus);
        let revision = self.revision.saturating_add(1);
        Self { revision, history, usage: self.usage, ..Self::from(after) }
    }
}

/// Where an order stands, in the words of the API as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatusValue {
    Pending,
    Confirmed,
    Delivered,
    Failed,
    Cancelled,
}

impl From<OrderStatus> for OrderStatusValue {
    fn from(status: OrderStatus) -> Self {
        match status {
            OrderStatus::Pending => Self::Pending,
            OrderStatus::Confirmed => Self::Confirmed,
            OrderStatus::Delivered => Self::Delivered,
            OrderStatus::Failed => Self::Failed,
            OrderStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl From<OrderStatusValue> for OrderStatus {
    fn from(status: OrderStatusValue) -> Self {
        match status {
            OrderStatusValue::Pending => Self::Pending,
            OrderStatusValue::Confirmed => Self::Confirmed,
            OrderStatusValue::Delivered => Self::Delivered,
            OrderStatusValue::Failed => Self::Failed,
            OrderStatusValue::Cancelled => Self::Cancelled,
        }
    }
}

impl From<&Order> for OrderRecord {
    fn from(order: &Order) -> Self {
        Self {
            id: order.id.to_string(),
            seller: order.seller.to_string(),
            conversation: order.conversation.to_string(),
            status: order.status.into(),
            lines: order.lines.iter().map(LineRecord::from).collect(),
            delivery_fee: order.totals.delivery_fee.into(),
            address: AddressValue::from(&order.address),
            contact_name: order.contact_name.clone(),
            contact_phone: order.contact_phone.e164().to_owned(),
            recipient: order.recipient.as_ref().map(RecipientValue::from),
            payer: order.payer.clone(),
            moment: order.moment.into(),
            ad_id: order.ad_id.clone(),
            placed_at: order.placed_at,
            revision: order.revision,
            history: Vec::new(),
            usage: None,
        }
    }
}

impl TryFrom<&messages::Amendment> for Amendment {
    type Error = CorruptRecord;

    fn try_from(message: &messages::Amendment) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("amendment", field);
        let lines = lines_of(&message.lines)?;
        let fee = Money::try_from(&message.delivery_fee)?;
        Ok(Self {
            totals: Totals::of(&lines, fee).map_err(|_amounts| corrupt("lines"))?,
            lines,
            address: Address::try_from(&message.address)?,
            contact_phone: Phone::of_e164(&message.contact_phone)
                .map_err(|_no_phone| corrupt("contact_phone"))?,
            recipient: message.recipient.as_ref().map(Recipient::try_from).transpose()?,
            payer: message.payer.clone(),
            moment: (&message.moment).into(),
        })
    }
}

/// The units an amendment's sender took from stock.
pub fn units_taken(message: &messages::Amendment) -> Result<Units, CorruptRecord> {
    let mut units = Units::new();
    for taken in &message.taken {
        let product: ProductId =
            taken.product.parse().map_err(|_bad_id| CorruptRecord::new("amendment", "taken"))?;
        let variant = VariantId::of_label(&taken.variant);
        let sum = units.entry((product, variant)).or_default();
        *sum = sum.saturating_add(taken.quantity);
    }
    Ok(units)
}

impl TryFrom<&OrderRecord> for Order {
    type Error = CorruptRecord;

    fn try_from(record: &OrderRecord) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("order", field);
        let lines = lines_of(&record.lines)?;
        let fee = Money::try_from(&record.delivery_fee)?;
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| corrupt("id"))?,
            seller: record.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            conversation: record.conversation.parse().map_err(|_bad_id| corrupt("conversation"))?,
            status: record.status.into(),
            revision: record.revision,
            totals: Totals::of(&lines, fee).map_err(|_amounts| corrupt("lines"))?,
            lines,
            address: Address::try_from(&record.address)?,
            contact_name: record.contact_name.clone(),
            contact_phone: Phone::of_e164(&record.contact_phone)
                .map_err(|_no_phone| corrupt("contact_phone"))?,
            recipient: record.recipient.as_ref().map(Recipient::try_from).transpose()?,
            payer: record.payer.clone(),
            moment: (&record.moment).into(),
            ad_id: record.ad_id.clone(),
            placed_at: record.placed_at,
        })
    }
}

/// The prospect's name, phone and address are never in a log.
impl std::fmt::Debug for OrderRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrderRecord")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use domain::{
        country::Country,
        ids::{ConversationId, OrderId, ProductId, SellerId, VariantId, ZoneId},
        moment::{Moment, Period},
        money::Currency,
        order::{Line, Pin},
    };
    use uuid::Uuid;

    use super::*;

    pub(in crate::records) fn order() -> Order {
        let line = Line {
            product: ProductId::from_uuid(Uuid::from_u128(1)),
            variant: VariantId::of_label("42 noir"),
            name: "Air Max 42 noir".into(),
            quantity: 2,
            unit_price: Money::new(45_000, Currency::Xof),
        };
        let lines = vec![line];
        Order {
            id: OrderId::from_uuid(Uuid::from_u128(2)),
            seller: SellerId::from_uuid(Uuid::from_u128(3)),
            conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
            status: OrderStatus::Confirmed,
            revision: 0,
            totals: Totals::of(&lines, Money::new(1_500, Currency::Xof)).unwrap(),
            lines,
            address: Address {
                commune: "Cocody".into(),
                pin: Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_000 }),
                zone: Some(ZoneId::from_uuid(Uuid::from_u128(5))),
                ..Address::default()
            },
            contact_name: "Mariam".into(),
            contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
            recipient: Some(Recipient {
                name: "Adjoua".into(),
                phone: Phone::parse("0708090102", Country::IvoryCoast).unwrap(),
            }),
            payer: Some("Yao".into()),
            moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
            ad_id: Some("120211".into()),
            placed_at: "2026-11-23T10:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_order_reads_back_and_hides_who_it_is_for() {
        let order = order();
        let record = OrderRecord::from(&order);
        let json = serde_json::to_string(&record).unwrap();
        let read: OrderRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(Order::try_from(&read), Ok(order));
        let shown = format!("{record:?}");
        for hidden in ["Mariam", "0505", "Cocody", "Adjoua", "0708", "Yao"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }

    #[test]
    fn an_order_remembers_its_latest_changes() {
        let before = order();
        let mut record = OrderRecord::from(&before);
        record.usage = Some(UsageRecord { turns: 3, ..UsageRecord::default() });
        let mut after = before.clone();
        after.address.landmark = "derrière la pharmacie".into();
        after.moment.period = Period::Afternoon;
        for _ in 0..25 {
            record = record.amended(&before, &after, Party::Prospect, before.placed_at);
        }
        assert_eq!((record.revision, record.history.len()), (25, HISTORY_KEPT));
        let last = record.history.last().unwrap();
        assert_eq!(last.what, [ChangedPart::Address, ChangedPart::Moment]);
        assert_eq!(Order::try_from(&record), Ok(Order { revision: 25, ..after }));
        assert_eq!(record.usage.map(|usage| usage.turns), Some(3));
    }

    #[test]
    fn an_order_kept_before_amendments_reads() {
        let mut old = serde_json::to_value(OrderRecord::from(&order())).unwrap();
        for later in ["revision", "recipient", "payer"] {
            old.as_object_mut().unwrap().remove(later);
        }
        let read: OrderRecord = serde_json::from_value(old).unwrap();
        let order = Order::try_from(&read).unwrap();
        assert_eq!((order.receiver_name(), order.payer.as_deref()), ("Mariam", None));
        assert_eq!(order.receiver_phone(), &order.contact_phone);
        assert_eq!((read.revision, read.history), (0, Vec::new()));
    }

    #[test]
    fn an_amendment_is_added_up_anew() {
        let order = order();
        let message = messages::Amendment {
            of: messages::OrderRef { seller: order.seller.clone(), order: order.id.clone() },
            lines: order.lines.iter().map(LineRecord::from).collect(),
            delivery_fee: MoneyValue { amount: 2_000, currency: "XOF".into() },
            address: AddressValue::from(&order.address),
            contact_phone: order.contact_phone.e164().to_owned(),
            recipient: order.recipient.as_ref().map(RecipientValue::from),
            payer: order.payer.clone(),
            moment: order.moment.into(),
            taken: vec![
                messages::Units {
                    product: order.lines[0].product.to_string(),
                    variant: order.lines[0].variant.to_string(),
                    quantity: 2,
                };
                2
            ],
            by: Party::Seller,
            revision: Some(3),
        };
        let amended = order.amended(&Amendment::try_from(&message).unwrap());
        assert_eq!(amended.totals.total.amount(), 92_000);
        assert_eq!(order.changed_parts(&amended), [Part::DeliveryFee]);
        let taken = units_taken(&message).unwrap();
        assert_eq!(taken.into_values().collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn a_damaged_order_names_the_field() {
        let good = OrderRecord::from(&order());
        let damaged = |change: fn(&mut OrderRecord)| {
            let mut record = good.clone();
            change(&mut record);
            Order::try_from(&record).map_err(|error| error.field)
        };
        assert_eq!(damaged(|r| r.id = "ord_1".into()), Err("id"));
        assert_eq!(damaged(|r| r.contact_phone = "07".into()), Err("contact_phone"));
        assert_eq!(damaged(|r| r.delivery_fee.currency = "XAF".into()), Err("lines"));
        assert_eq!(damaged(|r| r.delivery_fee.currency = "EUR".into()), Err("currency"));
    }
}
