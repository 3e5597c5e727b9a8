//! A thread and its messages as they are kept.

use domain::{
    conversation::{Ad, Author, Cart, Conversation, Owner, Recap},
    ids::{Bsuid, PhoneNumberId, ProductId, VariantId, WaId},
    money::Money,
    order::{Address, Line, Totals},
    person::Identity,
    phone::Phone,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CorruptRecord,
    values::{AddressValue, MomentValue, MoneyValue},
};
use crate::{as_text, meta::webhook::OrderLine};

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
    pub cart: CartRecord,
    #[serde(default)]
    pub recap: Option<RecapRecord>,
    #[serde(default)]
    pub orders: Vec<String>,
    #[serde(default)]
    pub reminded: bool,
    #[serde(default)]
    pub ad: Option<AdRecord>,
    #[serde(default)]
    pub unread: u32,
    /// The last message in a few words, for the seller's list.
    #[serde(default)]
    pub preview: String,
    #[serde(with = "as_text")]
    pub last_message_at: Timestamp,
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
    pub moment: Option<MomentValue>,
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
    pub moment: MomentValue,
    #[serde(with = "as_text")]
    pub shown_at: Timestamp,
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
    /// The file it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<MediaRecord>,
    /// What was heard or seen in the file, in words: an outsider's data, like `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perceived: Option<String>,
    /// The ad this very message came by; a later click may be another ad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ad: Option<AdRecord>,
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
            error_code: None,
            media: None,
            perceived: None,
            ad: None,
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
            moment: cart.moment.map(MomentValue::from),
        }
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
            moment: record.moment.as_ref().map(Into::into),
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
            moment: recap.moment.into(),
            shown_at: recap.shown_at,
        }
    }
}

impl TryFrom<&RecapRecord> for Recap {
    type Error = CorruptRecord;

    fn try_from(record: &RecapRecord) -> Result<Self, CorruptRecord> {
        let lines = lines_of(&record.lines)?;
        let fee = Money::try_from(&record.delivery_fee)?;
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| CorruptRecord::new("recap", "id"))?,
            totals: Totals::of(&lines, fee)
                .map_err(|_amounts| CorruptRecord::new("recap", "lines"))?,
            lines,
            address: Address::try_from(&record.address)?,
            contact_phone: phone_of("recap", &record.contact_phone)?,
            moment: (&record.moment).into(),
            shown_at: record.shown_at,
        })
    }
}

impl ConversationRecord {
    /// The record of a thread, with what the seller's list shows of it.
    pub fn of(thread: &Conversation, preview: String, last_message_at: Timestamp) -> Self {
        Self {
            id: thread.id.to_string(),
            seller: thread.seller.to_string(),
            number: thread.number.as_str().to_owned(),
            wa_id: thread.identity.wa_id().map(|id| id.as_str().to_owned()),
            user_id: thread.identity.user_id().map(|id| id.as_str().to_owned()),
            contact_name: thread.contact_name.clone(),
            owner: match thread.owner {
                Owner::Ai => OwnerRecord::Ai,
                Owner::Human { until } => OwnerRecord::Human { until },
            },
            last_inbound_at: thread.last_inbound_at,
            turn: thread.turn,
            waiting_since: thread.waiting_since,
            cart: CartRecord::from(&thread.cart),
            recap: thread.recap.as_ref().map(RecapRecord::from),
            orders: thread.orders.iter().map(ToString::to_string).collect(),
            reminded: thread.reminded,
            ad: thread.ad.as_ref().map(|ad| AdRecord {
                id: ad.id.clone(),
                headline: ad.headline.clone(),
                body: ad.body.clone(),
                click_id: ad.click_id.clone(),
            }),
            unread: thread.unread,
            preview,
            last_message_at,
        }
    }
}

impl TryFrom<&ConversationRecord> for Conversation {
    type Error = CorruptRecord;

    fn try_from(record: &ConversationRecord) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("conversation", field);
        let identity = Identity::new(
            record.wa_id.clone().map(WaId::new),
            record.user_id.clone().map(Bsuid::new),
        );
        let orders = record.orders.iter().map(|id| id.parse());
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| corrupt("id"))?,
            seller: record.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            number: PhoneNumberId::new(&record.number),
            identity: identity.ok_or(corrupt("wa_id"))?,
            contact_name: record.contact_name.clone(),
            owner: match record.owner {
                OwnerRecord::Ai => Owner::Ai,
                OwnerRecord::Human { until } => Owner::Human { until },
            },
            last_inbound_at: record.last_inbound_at,
            turn: record.turn,
            waiting_since: record.waiting_since,
            cart: Cart::try_from(&record.cart)?,
            recap: record.recap.as_ref().map(Recap::try_from).transpose()?,
            orders: orders.collect::<Result<_, _>>().map_err(|_bad_id| corrupt("orders"))?,
            reminded: record.reminded,
            ad: record.ad.as_ref().map(|ad| Ad {
                id: ad.id.clone(),
                headline: ad.headline.clone(),
                body: ad.body.clone(),
                click_id: ad.click_id.clone(),
            }),
            unread: record.unread,
        })
    }
}
