//! Statuses only ever move forward: they arrive late, twice and out of order.

use contracts::meta::webhook::DeliveryState;

/// The word a status is kept as.
fn word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Sent => "sent",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Read => "read",
        DeliveryState::Played => "played",
        DeliveryState::Failed => "failed",
    }
}

fn rank(kept: &str) -> u8 {
    let states = [
        DeliveryState::Sent,
        DeliveryState::Delivered,
        DeliveryState::Read,
        DeliveryState::Played,
        DeliveryState::Failed,
    ];
    states.into_iter().find(|state| word(*state) == kept).map_or(0, DeliveryState::rank)
}

/// What a kept status becomes, if the one that arrived says more.
pub(crate) fn advanced(kept: Option<&str>, arrived: DeliveryState) -> Option<&'static str> {
    let kept = kept.map_or(0, rank);
    (arrived.rank() > kept).then(|| word(arrived))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_never_goes_back() {
        use DeliveryState::{Delivered, Failed, Read, Sent};
        assert_eq!(advanced(None, Sent), Some("sent"));
        assert_eq!(advanced(Some("pending"), Delivered), Some("delivered"));
        assert_eq!(advanced(Some("delivered"), Sent), None);
        assert_eq!(advanced(Some("read"), Delivered), None);
        assert_eq!(advanced(Some("sent"), Read), Some("read"));
        assert_eq!(advanced(Some("failed"), Read), None);
        assert_eq!(advanced(Some("sent"), Failed), Some("failed"));
    }
}
