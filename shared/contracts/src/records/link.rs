//! Where the link in a courier's text message leads; `dispatch` writes it before the message goes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::CorruptRecord;
use crate::{as_text, callbacks::OfferTag, messages::OrderRef};

/// The offer behind a link. The link itself is not in it: whoever reads the table cannot act with
/// what is written there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierLinkRecord {
    pub seller: String,
    pub order: String,
    pub attempt: u32,
    /// When the page stops showing anything.
    #[serde(with = "as_text")]
    pub expires_at: Timestamp,
}

impl CourierLinkRecord {
    /// The link of an offer.
    pub fn new(offer: &OfferTag, expires_at: Timestamp) -> Self {
        Self {
            seller: offer.of.seller.to_string(),
            order: offer.of.order.to_string(),
            attempt: offer.attempt,
            expires_at,
        }
    }

    /// The offer, if the record reads back.
    pub fn offer(&self) -> Result<OfferTag, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("link", field);
        let of = OrderRef {
            seller: self.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            order: self.order.parse().map_err(|_bad_id| corrupt("order"))?,
        };
        Ok(OfferTag { of, attempt: self.attempt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reads_back_and_names_what_is_damaged() {
        let tag = "slr_00000000000000000000000004.ord_00000000000000000000000008.3";
        let offer: OfferTag = tag.parse().unwrap();
        let record = CourierLinkRecord::new(&offer, Timestamp::UNIX_EPOCH);
        let json = serde_json::to_string(&record).unwrap();
        let read: CourierLinkRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(read.offer(), Ok(offer));
        let damaged = CourierLinkRecord { order: "x".into(), ..record };
        assert_eq!(damaged.offer().map_err(|error| error.field), Err("order"));
    }
}
