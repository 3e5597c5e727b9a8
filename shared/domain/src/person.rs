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

    /// Both identities in one: what was known, completed by what a later message brought.
    #[must_use]
    pub fn completed_by(&self, later: &Self) -> Self {
        Self {
            wa_id: self.wa_id.clone().or_else(|| later.wa_id.clone()),
            user_id: later.user_id.clone().or_else(|| self.user_id.clone()),
        }
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
}
