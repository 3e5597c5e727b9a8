//! Identifiers: ours are prefixed and sort by time, those of others are opaque.
//!
//! The two families never convert into each other, so a `PhoneNumberId` cannot be used where a
//! `WaId` belongs although both are strings of digits. Ours fit EventBridge Scheduler names
//! (`[A-Za-z0-9_-]`).

use std::{fmt, str::FromStr};

use data_encoding::{Encoding, Specification};
use thiserror::Error;
use uuid::Uuid;

/// Length of the part after the prefix: 128 bits in base32.
const BODY_LEN: usize = 26;

/// A text is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a {kind} identifier")]
pub struct InvalidId {
    pub kind: &'static str,
}

fn alphabet() -> Encoding {
    let mut specification = Specification::new();
    // Crockford's alphabet in lower case: its order is the order of the values, so ids sort by time.
    specification.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    specification.encoding().unwrap_or(data_encoding::BASE32HEX_NOPAD)
}

fn encode(prefix: &str, uuid: Uuid) -> String {
    format!("{prefix}_{}", alphabet().encode(uuid.as_bytes()))
}

fn decode(prefix: &str, text: &str) -> Option<Uuid> {
    let body = text.strip_prefix(prefix)?.strip_prefix('_')?;
    let bytes = alphabet().decode(body.as_bytes()).ok().filter(|_| body.len() == BODY_LEN)?;
    Uuid::from_slice(&bytes).ok()
}

macro_rules! own_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// Makes the identifier of a UUID that the caller drew (version 7 sorts by time).
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(encode($prefix, uuid))
            }

            /// The identifier as it is written everywhere.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The UUID it was made of.
            pub fn uuid(&self) -> Uuid {
                decode($prefix, &self.0).unwrap_or_default()
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if decode($prefix, text).is_some() {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(InvalidId { kind: stringify!($name) })
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

own_ids! {
    /// A seller, the tenant of everything. Made of the `sub` of its Cognito user.
    SellerId = "slr";
    /// One prospect's thread with one seller.
    ConversationId = "cnv";
    /// A product of a seller's catalogue.
    ProductId = "prd";
    /// A delivery zone of a seller, with its fee.
    ZoneId = "zon";
    /// A courier a seller works with.
    CourierId = "cou";
    /// An order; its delivery carries the same identifier, one being made for the other.
    OrderId = "ord";
    /// A recap shown to a prospect; a confirmation names the one it confirms.
    RecapId = "rcp";
    /// A person's or the AI's message as we keep it.
    MessageId = "msg";
    /// A payment by mobile money; what its provider knows it by.
    PaymentId = "pay";
}

macro_rules! foreign_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes the identifier as its issuer wrote it.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier as its issuer wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

foreign_ids! {
    /// Meta's identifier of a WhatsApp Business number (not the number).
    PhoneNumberId;
    /// Meta's identifier of a WhatsApp Business Account.
    WabaId;
    /// Meta's identifier of a WhatsApp message.
    Wamid;
    /// A WhatsApp user's phone as Meta writes it: an opaque key, sometimes of an old numbering plan.
    WaId;
    /// A WhatsApp user as one business sees them when the phone is hidden (`CC.alnum`).
    Bsuid;
}

macro_rules! plain_debug {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

macro_rules! private_debug {
    ($($name:ident),*) => {$(
        // A person's identifier never reaches a log whole.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let tail: Vec<char> = self.0.chars().rev().take(2).collect();
                write!(f, "…{}", tail.iter().rev().collect::<String>())
            }
        }
    )*};
}

plain_debug!(PhoneNumberId, WabaId, Wamid);
private_debug!(WaId, Bsuid);

/// A variant of a product inside its catalogue entry, such as `42-noir`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariantId(String);

impl VariantId {
    /// The variant of a product that has only one.
    pub fn only() -> Self {
        Self("unique".to_owned())
    }

    /// Makes the identifier of a label: lower case, without accents, words joined by `-`.
    pub fn of_label(label: &str) -> Self {
        let slug = crate::text::slug(label, 40);
        if slug.is_empty() { Self::only() } else { Self(slug) }
    }

    /// The identifier as it is written everywhere.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VariantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_refuse_another_kind() {
        let id = OrderId::from_uuid(Uuid::from_u128(7));
        assert_eq!(id.as_str().parse::<OrderId>().as_ref(), Ok(&id));
        assert!(id.as_str().parse::<CourierId>().is_err());
        for bad in
            ["", "ord_", "ord_0", "ord_#000000000000000000000000", "xxx_00000000000000000000000007"]
        {
            assert!(bad.parse::<OrderId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_sort_as_their_uuids_do() {
        let ids: Vec<_> = [1_u128, 31, 32, 1 << 64, u128::MAX]
            .map(|value| SellerId::from_uuid(Uuid::from_u128(value)))
            .to_vec();
        let mut sorted = ids.clone();
        sorted.sort();
        assert_eq!(ids, sorted);
    }

    #[test]
    fn a_persons_identifier_is_not_shown_whole() {
        assert_eq!(format!("{:?}", WaId::new("2250707123456")), "…56");
    }
}
