//! Identifiers of aggregates, events and effects, and the items pending effects are.

use std::{fmt, str::FromStr};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{ConversationId, OrderId, PaymentId, SellerId};

use crate::{
    digest::sha256_hex,
    table::{Item, NewItem, StoreError, keys},
};

/// The longest event id kept as it is; Meta allows 512 characters for an effect's whole text.
const MAX_EVENT: usize = 256;

/// What has one writer and one partition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// The seller, with its onboarding.
    Seller(SellerId),
    /// A conversation of a seller.
    Conversation(SellerId, ConversationId),
    /// An order of a seller, with its delivery.
    Order(SellerId, OrderId),
    /// A payment of a seller's.
    Payment(SellerId, PaymentId),
}

/// What tells an event from every other: a wamid, a message's id, a timer's name.
///
/// One that is too long for a key, or has characters keys are made of, is replaced by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(String);

impl EventId {
    /// The identifier of an event; the same text gives the same identifier.
    pub fn new(text: &str) -> Self {
        let fits = !text.is_empty()
            && text.len() <= MAX_EVENT
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if fits { Self(text.to_owned()) } else { Self(format!("sha256-{}", sha256_hex(text))) }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What tells an effect from every other: the aggregate, the event and the position in its commit.
///
/// As text (at most 512 characters of ASCII) it goes out as `biz_opaque_callback_data` or as a
/// deduplication id, and reads back: `slr_…/cnv_…:000:wamid.…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EffectId {
    aggregate: Aggregate,
    event: EventId,
    index: u16,
}

/// A text is not the identifier of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an effect identifier")]
pub struct InvalidEffectId;

impl EffectId {
    /// The identifier of the effect at a position of an event's commit.
    pub fn new(aggregate: Aggregate, event: EventId, index: u16) -> Self {
        Self { aggregate, event, index }
    }

    /// What it belongs to.
    pub fn aggregate(&self) -> &Aggregate {
        &self.aggregate
    }

    /// The event that decided it.
    pub fn event(&self) -> &EventId {
        &self.event
    }

    /// Its position in the commit.
    pub fn index(&self) -> u16 {
        self.index
    }

    /// A name of at most 64 characters of `[0-9a-z-]`, for a schedule.
    pub fn short_name(&self) -> String {
        let hash: String = sha256_hex(&self.to_string()).chars().take(40).collect();
        format!("fx-{hash}")
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seller(seller) => write!(f, "{seller}"),
            Self::Conversation(seller, conversation) => write!(f, "{seller}/{conversation}"),
            Self::Order(seller, order) => write!(f, "{seller}/{order}"),
            Self::Payment(seller, payment) => write!(f, "{seller}/{payment}"),
        }
    }
}

impl FromStr for Aggregate {
    type Err = InvalidEffectId;

    fn from_str(text: &str) -> Result<Self, InvalidEffectId> {
        let (seller, rest) = match text.split_once('/') {
            Some((seller, rest)) => (seller, Some(rest)),
            None => (text, None),
        };
        let seller: SellerId = seller.parse().ok().ok_or(InvalidEffectId)?;
        let Some(rest) = rest else {
            return Ok(Self::Seller(seller));
        };
        if let Ok(conversation) = rest.parse::<ConversationId>() {
            return Ok(Self::Conversation(seller, conversation));
        }
        if let Ok(payment) = rest.parse::<PaymentId>() {
            return Ok(Self::Payment(seller, payment));
        }
        let order: OrderId = rest.parse().ok().ok_or(InvalidEffectId)?;
        Ok(Self::Order(seller, order))
    }
}

impl fmt::Display for EffectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:03}:{}", self.aggregate, self.index, self.event)
    }
}

impl FromStr for EffectId {
    type Err = InvalidEffectId;

    fn from_str(text: &str) -> Result<Self, InvalidEffectId> {
        let mut parts = text.splitn(3, ':');
        let mut part = || parts.next().ok_or(InvalidEffectId);
        let (aggregate, index, event) = (part()?, part()?, part()?);
        if event.is_empty() {
            return Err(InvalidEffectId);
        }
        Ok(Self {
            aggregate: aggregate.parse()?,
            index: index.parse().ok().ok_or(InvalidEffectId)?,
            event: EventId::new(event),
        })
    }
}

/// An effect that was decided and not yet seen to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingEffect {
    pub id: EffectId,
    /// What to do, as the committing function wrote it.
    pub payload: serde_json::Value,
}

impl PendingEffect {
    pub(super) fn to_item(&self) -> Result<NewItem, StoreError> {
        let key = keys::effect(&self.id);
        // As text: numbers and empty objects come back exactly as they went in.
        let payload = serde_json::to_string(&self.payload).map_err(|error| {
            StoreError::Unwritable { key: key.to_string(), reason: error.into() }
        })?;
        Ok(NewItem::bare(key).with(keys::PAYLOAD, AttributeValue::S(payload)))
    }

    pub(super) fn read(aggregate: &Aggregate, item: &Item) -> Result<Self, StoreError> {
        let key = item.key();
        let (event, index) =
            keys::effect_parts(&key).ok_or_else(|| item.corrupt("its key is not an effect's"))?;
        let payload = item.text(keys::PAYLOAD).ok_or_else(|| item.corrupt("it has no payload"))?;
        Ok(Self {
            id: EffectId::new(aggregate.clone(), event, index),
            payload: serde_json::from_str(payload).map_err(|error| item.corrupt(error))?,
        })
    }
}

#[cfg(test)]
mod tests;
