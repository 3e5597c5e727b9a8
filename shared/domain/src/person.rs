//! Who a prospect is on WhatsApp: a phone, a business-scoped id, or both.

use crate::ids::{Bsuid, WaId};

/// How a WhatsApp user is known to one business. At least one of the two is there, which the
/// private fields keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    wa_id: Option<WaId>,
    user_id: Option<Bsuid>,
}

impl Identity {
    /// An identity of what Meta sent; `None` when it sent neither.
    pub fn new(wa_id: Option<WaId>, user_id: Option<Bsuid>) -> Option<Self> {
        let wa_id = wa_id.filter(|id| !id.as_str().is_empty());
        let user_id = user_id.filter(|id| !id.as_str().is_empty());
        (wa_id.is_some() || user_id.is_some()).then_some(Self { wa_id, user_id })
    }

    /// The phone as Meta writes it.
    pub fn wa_id(&self) -> Option<&WaId> {
        self.wa_id.as_ref()
    }

    /// The business-scoped id.
    pub fn user_id(&self) -> Option<&Bsuid> {
        self.user_id.as_ref()
    }

    /// The text that tells this person from others of the same business: the phone when known,
    /// else the business-scoped id.
    pub fn key(&self) -> &str {
        match (&self.wa_id, &self.user_id) {
            (Some(wa_id), _) => wa_id.as_str(),
            (None, Some(user_id)) => user_id.as_str(),
            (None, None) => "",
        }
    }

    /// Both identities in one: what a later message says wins over what was known. The
    /// business-scoped id changes with the phone, so a new one without a phone leaves none.
    #[must_use]
    pub fn completed_by(&self, later: &Self) -> Self {
        let is_renewed =
            later.user_id.is_some() && self.user_id.is_some() && later.user_id != self.user_id;
        let known = self.wa_id.clone().filter(|_| !is_renewed);
        Self {
            wa_id: later.wa_id.clone().or(known),
            user_id: later.user_id.clone().or_else(|| self.user_id.clone()),
        }
    }

    /// Whether both are one person as far as Meta's ids can tell. The business-scoped id decides
    /// when both have one: a phone number that comes with another id was given to somebody else,
    /// who must not meet the first one's orders and address.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.user_id, &other.user_id) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, _) | (_, None) => self.shares_phone(other),
        }
    }

    /// Whether both have the same phone. Of people of two business numbers nothing else tells, since
    /// a business-scoped id is another one in every portfolio (Meta, "Business-scoped user IDs").
    pub fn shares_phone(&self, other: &Self) -> bool {
        self.wa_id.is_some() && self.wa_id == other.wa_id
    }

    /// The same person without a phone that is somebody else's now; `None` when nothing is left.
    pub fn without_phone(&self) -> Option<Self> {
        Self::new(None, self.user_id.clone())
    }

    /// Every id the person can be found by.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let wa_id = self.wa_id.as_ref().map(WaId::as_str);
        wa_id.into_iter().chain(self.user_id.as_ref().map(Bsuid::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_never_empty() {
        assert_eq!(Identity::new(None, None), None);
        assert_eq!(Identity::new(Some(WaId::new("")), None), None);
        let hidden = Identity::new(None, Some(Bsuid::new("CI.42"))).unwrap();
        assert_eq!(hidden.key(), "CI.42");
        let known = hidden.completed_by(&Identity::new(Some(WaId::new("225")), None).unwrap());
        assert_eq!((known.key(), known.user_id().map(Bsuid::as_str)), ("225", Some("CI.42")));
    }

    #[test]
    fn a_number_with_another_id_is_another_person() {
        let id = |phone: Option<&str>, user: Option<&str>| {
            Identity::new(phone.map(WaId::new), user.map(Bsuid::new)).unwrap()
        };
        let known = id(Some("225"), Some("CI.1"));
        assert!(known.is_same(&id(Some("225"), None)));
        assert!(known.is_same(&id(None, Some("CI.1"))));
        assert!(known.is_same(&id(Some("226"), Some("CI.1"))), "moved to another number");
        assert!(!known.is_same(&id(Some("225"), Some("CI.2"))), "the number was given away");
        assert!(
            known.shares_phone(&id(Some("225"), Some("CI.2"))),
            "or wrote to another portfolio"
        );
        assert!(!id(None, Some("CI.1")).shares_phone(&id(None, Some("CI.1"))));
        assert!(!known.is_same(&id(Some("226"), None)));
        let renewed = known.completed_by(&id(None, Some("CI.3")));
        assert_eq!(renewed.wa_id(), None, "the old phone goes with the old id");
        assert_eq!(known.completed_by(&id(Some("226"), None)).keys().count(), 2);
        assert!(!id(None, Some("CI.1")).is_same(&id(Some("225"), None)), "nothing in common");
    }
}
