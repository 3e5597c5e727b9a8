//! Which offer a call or a text message is about, as its vendor carries it for us.

use std::{fmt, str::FromStr};

use thiserror::Error;

use crate::messages::OrderRef;

/// A text is not the tag of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the tag of an offer")]
pub struct InvalidTag;

/// An offer: `<seller>.<order>.<attempt>`, at most 71 characters, all of them allowed in a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferTag {
    pub of: OrderRef,
    /// Attempts count from 1.
    pub attempt: u32,
}

impl fmt::Display for OfferTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.of.seller, self.of.order, self.attempt)
    }
}

impl FromStr for OfferTag {
    type Err = InvalidTag;

    fn from_str(text: &str) -> Result<Self, InvalidTag> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(InvalidTag);
        let (seller, order, attempt) = (part()?, part()?, part()?);
        if parts.next().is_some() || attempt.starts_with('+') {
            return Err(InvalidTag);
        }
        Ok(Self {
            of: OrderRef {
                seller: seller.parse().or(Err(InvalidTag))?,
                order: order.parse().or(Err(InvalidTag))?,
            },
            attempt: attempt.parse().or(Err(InvalidTag))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008.3";

    #[test]
    fn a_tag_reads_back() {
        let tag: OfferTag = TAG.parse().unwrap();
        assert_eq!((tag.to_string().as_str(), tag.attempt), (TAG, 3));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in [
            "",
            "3",
            &TAG.replace(".3", ""),
            &TAG.replace(".3", ".-3"),
            &TAG.replace(".3", ".+3"),
            &TAG.replace("slr_", "ord_"),
            &format!("{TAG}.1"),
        ] {
            assert_eq!(bad.parse::<OfferTag>(), Err(InvalidTag), "{bad}");
        }
    }
}
