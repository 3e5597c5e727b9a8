//! A thread and its messages as they are kept.

use domain::{
    conversation::{Author, Cart, Recap, cart::Amends},
    haggling::Deal,
    ids::{ProductId, VariantId},
    money::Money,
    order::{Address, Line, Recipient, Totals},
    phone::Phone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CorruptRecord,
    deal::DealRecord,
    usage::UsageRecord,
    values::{AddressValue, MomentValue, MoneyValue, RecipientValue},
};
use crate::{as_text, messages::Units, meta::webhook::OrderLine};

mod manners;
mod threads;

pub use manners::{BudgetRecord, HeardRecord, PaceRecord, ReachRecord};

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationRecord {
    pub id: String,
    pub seller: String,
    pub number: String,
    #[serde(default)]
    pub wa_id: Option<String>,
    #[serde(default)]
    pub user_id: Option<String>,
    #[serde(default)]
    pub contact_name: String,
    pub owner: OwnerRecord,
    #[serde(default, with = "as_text::option")]
    pub last_inbound_at: Option<Timestamp>,
    pub turn: u64,
    #[serde(default, with = "as_text::option")]
    pub waiting_since: Option<Timestamp>,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub called_since: Option<Timestamp>,
    pub cart: CartRecord,
    #[serde(default)]
    pub recap: Option<RecapRecord>,
    #[serde(default)]
    pub orders: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_for: Option<String>,
    #[serde(default)]
    pub reminded: bool,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder_set: Option<ReminderSetRecord>,
    #[serde(default)]
    pub ad: Option<AdRecord>,
    #[serde(default)]
    pub unread: u32,
    #[serde(default)]
    pub other_app: bool,
    #[serde(default, with = "as_text::option")]
    pub clicked_at: Option<Timestamp>,
    #[serde(default, with = "as_text::option")]
    pub answered_click_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed_changes: Vec<String>,
    /// What the prospect was last clearly heard to write.
    #[serde(default)]
    pub heard: Option<HeardRecord>,
    #[serde(default)]
    pub pace: PaceRecord,
    #[serde(default)]
    pub reach: ReachRecord,
    #[serde(default)]
    pub budget: BudgetRecord,
    #[serde(default)]
    pub usage: UsageRecord,
    #[serde(default)]
    pub usage_since_order: UsageRecord,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<WaitingPaper>,
    /// The thread that took this one in; this one is history then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<String>,
    /// The last message in a few words, for the seller's list.
    #[serde(default)]
    pub preview: String,
    #[serde(with = "as_text")]
    pub last_message_at: Timestamp,
}

/// A reminder that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderSetRecord {
    pub turn: u64,
    #[serde(with = "as_text")]
    pub at: Timestamp,
}

/// A paper that waits for the prospect to write again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPaper {
    pub number: String,
    pub object: String,
    pub file_name: String,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OwnerRecord {
    Ai,
    Human {
        #[serde(default, with = "as_text::option")]
        until: Option<Timestamp>,
    },
}

/// A cart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CartRecord {
    pub lines: Vec<LineRecord>,
    pub address: AddressValue,
    pub contact_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    pub moment: Option<MomentValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amends: Option<AmendsRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<DealRecord>,
}

/// The confirmed order that a cart changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendsRecord {
    pub order: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    pub lines: Vec<LineRecord>,
}

/// A line of a cart or an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRecord {
    pub product: String,
    pub variant: String,
    pub name: String,
    pub quantity: u32,
    pub unit_price: MoneyValue,
}

/// A recap that may be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecapRecord {
    pub id: String,
    pub lines: Vec<LineRecord>,
    pub delivery_fee: MoneyValue,
    pub address: AddressValue,
    pub contact_phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<RecipientValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    pub moment: MomentValue,
    #[serde(with = "as_text")]
    pub shown_at: Timestamp,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Units>,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
}

/// The ad that brought the prospect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdRecord {
    pub id: String,
    #[serde(default)]
    pub headline: String,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub click_id: Option<String>,
}

/// A message of a thread, in either direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRecord {
    /// The wamid of a prospect's message, the effect's id of ours.
    pub id: String,
    #[serde(with = "as_text")]
    pub at: Timestamp,
    pub from: Sender,
    /// `text`, `image`, `location`, `buttons`…
    pub kind: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<String>,
    /// What became of a message of ours: `pending`, `sent`, `delivered`, `read`, `failed`.
    #[serde(default)]
    pub status: Option<String>,
    /// Meta's code when it failed.
    #[serde(default)]
    pub error_code: Option<i64>,
    /// What Meta bills it as, once a status said: a word of `domain::window::Billing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billed: Option<String>,
    /// The file it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<MediaRecord>,
    /// What was heard or seen in the file, in words: an outsider's data, like `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perceived: Option<String>,
    /// The ad this very message came by; a later click may be another ad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ad: Option<AdRecord>,
    /// The recap it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recap: Option<String>,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// The catalogue product it asks about (the retailer's identifier).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about_product: Option<String>,
    /// The lines of a WhatsApp cart, without prices: every price is ours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cart: Vec<OrderLine>,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaRecord {
    /// Meta's identifier, good for 7 days.
    pub id: String,
    /// As Meta announced it, parameters included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Where our copy lies, under the seller's prefix of the media bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Why there is no copy, when there will be none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl MessageRecord {
    /// A line of words and nothing else.
    pub fn said(
        id: impl Into<String>,
        at: Timestamp,
        from: Sender,
        text: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            at,
            from,
            kind: "text".to_owned(),
            text: text.into(),
            buttons: Vec::new(),
            status: None,
            billed: None,
            error_code: None,
            media: None,
            perceived: None,
            ad: None,
            recap: None,
            answers: None,
            about_product: None,
            cart: Vec::new(),
        }
    }
}

/// Who a message is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    Prospect,
    Ai,
    Human,
    System,
}

impl From<Author> for Sender {
    fn from(author: Author) -> Self {
        match author {
            Author::Ai => Self::Ai,
            Author::Human => Self::Human,
            Author::System => Self::System,
        }
    }
}

impl From<&Line> for LineRecord {
    fn from(line: &Line) -> Self {
        Self {
            product: line.product.to_string(),
            variant: line.variant.to_string(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
        }
    }
}

impl TryFrom<&LineRecord> for Line {
    type Error = CorruptRecord;

    fn try_from(record: &LineRecord) -> Result<Self, CorruptRecord> {
        let product: ProductId =
            record.product.parse().map_err(|_bad_id| CorruptRecord::new("line", "product"))?;
        Ok(Self {
            product,
            variant: VariantId::of_label(&record.variant),
            name: record.name.clone(),
            quantity: record.quantity,
            unit_price: Money::try_from(&record.unit_price)?,
        })
    }
}

/// Reads lines back, the first that is damaged refusing them all.
pub(crate) fn lines_of(records: &[LineRecord]) -> Result<Vec<Line>, CorruptRecord> {
    records.iter().map(Line::try_from).collect()
}

fn phone_of(entity: &'static str, e164: &str) -> Result<Phone, CorruptRecord> {
    Phone::of_e164(e164).map_err(|_no_phone| CorruptRecord::new(entity, "contact_phone"))
}

impl From<&Cart> for CartRecord {
    fn from(cart: &Cart) -> Self {
        Self {
            lines: cart.lines.iter().map(LineRecord::from).collect(),
            address: AddressValue::from(&cart.address),
            contact_phone: cart.contact_phone.as_ref().map(|phone| phone.e164().to_owned()),
            recipient: cart.recipient.as_ref().map(RecipientValue::from),
            payer: cart.payer.clone(),
            moment: cart.moment.map(MomentValue::from),
            amends: cart.amends.as_ref().map(|amends| AmendsRecord {
                order: amends.order.to_string(),
                revision: amends.revision,
                lines: amends.lines.iter().map(LineRecord::from).collect(),
            }),
            deals: cart.deals.iter().map(DealRecord::from).collect(),
        }
    }
}

impl TryFrom<&AmendsRecord> for Amends {
    type Error = CorruptRecord;

    fn try_from(record: &AmendsRecord) -> Result<Self, CorruptRecord> {
        let order = record.order.parse();
        Ok(Self {
            order: order.map_err(|_bad_id| CorruptRecord::new("cart", "amends"))?,
            revision: record.revision,
            lines: lines_of(&record.lines)?,
        })
    }
}

impl From<&domain::stock::Units> for Units {
    fn from(units: &domain::stock::Units) -> Self {
        Self {
            product: units.product.to_string(),
            variant: units.variant.to_string(),
            quantity: units.quantity,
        }
    }
}

impl TryFrom<&Units> for domain::stock::Units {
    type Error = CorruptRecord;

    fn try_from(units: &Units) -> Result<Self, CorruptRecord> {
        let product = units.product.parse();
        Ok(Self {
            product: product.map_err(|_bad_id| CorruptRecord::new("units", "product"))?,
            variant: VariantId::of_label(&units.variant),
            quantity: units.quantity,
        })
    }
}

impl TryFrom<&CartRecord> for Cart {
    type Error = CorruptRecord;

    fn try_from(record: &CartRecord) -> Result<Self, CorruptRecord> {
        let phone = record.contact_phone.as_deref().map(|phone| phone_of("cart", phone));
        Ok(Self {
            lines: lines_of(&record.lines)?,
            address: Address::try_from(&record.address)?,
            contact_phone: phone.transpose()?,
            recipient: record.recipient.as_ref().map(Recipient::try_from).transpose()?,
            payer: record.payer.clone(),
            moment: record.moment.as_ref().map(Into::into),
            amends: record.amends.as_ref().map(Amends::try_from).transpose()?,
            deals: record.deals.iter().map(Deal::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Recap> for RecapRecord {
    fn from(recap: &Recap) -> Self {
        Self {
            id: recap.id.to_string(),
            lines: recap.lines.iter().map(LineRecord::from).collect(),
            delivery_fee: recap.totals.delivery_fee.into(),
            address: AddressValue::from(&recap.address),
            contact_phone: recap.contact_phone.e164().to_owned(),
            recipient: recap.recipient.as_ref().map(RecipientValue::from),
            payer: recap.payer.clone(),
            moment: recap.moment.into(),
            shown_at: recap.shown_at,
            left_at: recap.left_at,
            amends: recap.amends.as_ref().map(ToString::to_string),
            revision: recap.revision,
            takes: recap.takes.iter().map(Units::from).collect(),
            held_until: recap.held_until,
        }
    }
}

impl TryFrom<&RecapRecord> for Recap {
    type Error = CorruptRecord;

    fn try_from(record: &RecapRecord) -> Result<Self, CorruptRecord> {
        let lines = lines_of(&record.lines)?;
        let fee = Money::try_from(&record.delivery_fee)?;
        let amends = record.amends.as_ref().map(|order| order.parse()).transpose();
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| CorruptRecord::new("recap", "id"))?,
            totals: Totals::of(&lines, fee)
                .map_err(|_amounts| CorruptRecord::new("recap", "lines"))?,
            lines,
            address: Address::try_from(&record.address)?,
            contact_phone: phone_of("recap", &record.contact_phone)?,
            recipient: record.recipient.as_ref().map(Recipient::try_from).transpose()?,
            payer: record.payer.clone(),
            moment: (&record.moment).into(),
            shown_at: record.shown_at,
            left_at: record.left_at,
            amends: amends.map_err(|_bad_id| CorruptRecord::new("recap", "amends"))?,
            revision: record.revision,
            takes: record.takes.iter().map(TryFrom::try_from).collect::<Result<_, _>>()?,
            held_until: record.held_until,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::order::Order;

    use super::*;
    use crate::records::order::tests::order;

    #[test]
    fn what_a_change_is_made_from_reads_back_and_is_unknown_in_older_threads() {
        let mut cart = Cart::default();
        cart.amend(&Order { revision: 3, ..order() });
        let mut kept = serde_json::to_value(CartRecord::from(&cart)).unwrap();
        let read = |kept: &serde_json::Value| {
            let record: CartRecord = serde_json::from_value(kept.clone()).unwrap();
            Cart::try_from(&record).unwrap()
        };
        assert_eq!(read(&kept), cart);
        let later = kept.as_object_mut().unwrap();
        later.remove("recipient");
        later.remove("payer");
        assert_eq!((read(&kept).recipient, read(&kept).payer), (None, None));
        kept["amends"].as_object_mut().unwrap().remove("revision");
        assert_eq!(read(&kept).amends.unwrap().revision, None);
    }
}
