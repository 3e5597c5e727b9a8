//! The one-time link to Meta's dialog: bound to a seller, short-lived, used once.

use jiff::Timestamp;

use super::Refusal;
use crate::ids::SellerId;

/// A link that was given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Who asked for it; what comes back through it is theirs.
    pub seller: SellerId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl Link {
    /// The link after its use at `now`. Storing it must fail if somebody else used it meanwhile.
    pub fn redeemed(&self, now: Timestamp) -> Result<Self, Refusal> {
        if self.used_at.is_some() {
            return Err(Refusal::LinkUsed);
        }
        if self.expires_at <= now {
            return Err(Refusal::LinkExpired);
        }
        Ok(Self { used_at: Some(now), ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_works_once_and_not_after_its_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let seller = SellerId::from_uuid(Uuid::from_u128(1));
        let link = Link { seller, expires_at: at(600), used_at: None };
        let used = link.redeemed(at(599)).unwrap();
        assert_eq!(used.redeemed(at(599)), Err(Refusal::LinkUsed));
        assert_eq!(used.redeemed(at(700)), Err(Refusal::LinkUsed));
        assert_eq!(link.redeemed(at(600)), Err(Refusal::LinkExpired));
    }
}
