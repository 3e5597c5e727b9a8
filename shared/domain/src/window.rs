//! When and at what price WhatsApp lets a business write: one answer for everybody who asks.
//!
//! Free-form messages only within 24 h of the person's last one, templates at any time; for 72 h
//! from the first answer to an ad's click everything is free. (Meta, "Customer service windows",
//! "Free entry points"; prices since 1 October 2026.)

use jiff::{Timestamp, ToSpan};

use crate::word::by_word;

/// Hours a user's message keeps the window open (Meta, "Customer service windows").
const HOURS: i64 = 24;
/// Hours an ad's click waits for the answer that opens the free entry point.
const CLICK_HOURS: i64 = 24;
/// Hours a free entry point lasts, counted from that answer (Meta, "Free entry points").
const FREE_ENTRY_HOURS: i64 = 72;

/// Proof that free-form text may be sent at the instant it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenWindow {
    until: Timestamp,
}

impl OpenWindow {
    /// When the window closes.
    pub const fn until(self) -> Timestamp {
        self.until
    }
}

/// The window a user's last message leaves open at `now`, if it still is.
pub fn at(last_inbound: Option<Timestamp>, now: Timestamp) -> Option<OpenWindow> {
    let until = last_inbound?.saturating_add(HOURS.hours()).ok()?;
    (now < until).then_some(OpenWindow { until })
}

/// What a thread's windows are computed from, by Meta's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contact {
    /// When the person last wrote.
    pub last_inbound_at: Option<Timestamp>,
    /// When they last came by an ad.
    pub clicked_at: Option<Timestamp>,
    /// When the first answer to that click left.
    pub answered_click_at: Option<Timestamp>,
}

impl Contact {
    /// Notes that a message leaves: the first within a day of a click opens the free entry point.
    pub fn answered(&mut self, now: Timestamp) {
        let Some(clicked) = self.clicked_at else { return };
        let is_first = self.answered_click_at.is_none_or(|answered| answered < clicked);
        let in_time = clicked.saturating_add(CLICK_HOURS.hours()).is_ok_and(|end| now < end);
        if is_first && in_time {
            self.answered_click_at = Some(now);
        }
    }
}

/// The windows of a thread at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Until when free-form text may be sent.
    pub free_form: Option<OpenWindow>,
    /// Until when nothing is billed.
    pub free_entry_until: Option<Timestamp>,
}

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    FreeForm,
    Utility,
    Marketing,
}

/// What Meta bills a delivered message as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Billing {
    /// Nothing, inside the 72 h after an ad.
    FreeEntryPoint,
    /// The market's utility rate, beyond the number's 1,000 free ones of the month.
    Service,
    /// The market's utility rate.
    Utility,
    /// The market's marketing rate.
    Marketing,
}

by_word!(Billing, "billing" {
    FreeEntryPoint => "free_entry_point",
    Service => "service",
    Utility => "utility",
    Marketing => "marketing",
});

/// Service messages of a number that are free in a month (Meta, prices since 1 October 2026).
pub const FREE_SERVICE_MESSAGES: u32 = 1_000;

/// The windows of a thread at `now`.
pub fn of(contact: Contact, now: Timestamp) -> Window {
    let free_entry_until = contact
        .answered_click_at
        .and_then(|answered| answered.saturating_add(FREE_ENTRY_HOURS.hours()).ok())
        .filter(|until| now < *until);
    Window { free_form: at(contact.last_inbound_at, now), free_entry_until }
}

impl Window {
    /// What sending would be billed as; `None` when it may not be sent at all.
    pub const fn billing(self, kind: Kind) -> Option<Billing> {
        match (kind, self.free_form, self.free_entry_until) {
            (Kind::FreeForm, None, _) => None,
            (_, _, Some(_)) => Some(Billing::FreeEntryPoint),
            (Kind::FreeForm, Some(_), None) => Some(Billing::Service),
            (Kind::Utility, _, None) => Some(Billing::Utility),
            (Kind::Marketing, _, None) => Some(Billing::Marketing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_closes_at_24_hours_sharp() {
        let asked = t("2026-11-23T08:00:00Z");
        let open = |now: &str| at(Some(asked), t(now)).is_some();
        assert!(open("2026-11-24T07:59:59Z"));
        assert!(!open("2026-11-24T08:00:00Z"));
        assert!(at(None, asked).is_none());
    }

    #[test]
    fn an_answer_to_a_click_makes_everything_free_for_72_hours() {
        let clicked = t("2026-11-23T08:00:00Z");
        let mut contact = Contact {
            last_inbound_at: Some(clicked),
            clicked_at: Some(clicked),
            answered_click_at: None,
        };
        assert_eq!(of(contact, clicked).billing(Kind::FreeForm), Some(Billing::Service));
        contact.answered(t("2026-11-23T09:00:00Z"));
        contact.answered(t("2026-11-23T15:00:00Z"));
        assert_eq!(contact.answered_click_at, Some(t("2026-11-23T09:00:00Z")));
        let billed = |now: &str, kind| of(contact, t(now)).billing(kind);
        assert_eq!(billed("2026-11-23T10:00:00Z", Kind::FreeForm), Some(Billing::FreeEntryPoint));
        // After a day of silence only templates pass, and they are still free.
        assert_eq!(billed("2026-11-25T08:00:00Z", Kind::FreeForm), None);
        assert_eq!(billed("2026-11-25T08:00:00Z", Kind::Marketing), Some(Billing::FreeEntryPoint));
        assert_eq!(billed("2026-11-26T09:00:00Z", Kind::Marketing), Some(Billing::Marketing));
        assert_eq!(billed("2026-11-26T09:00:00Z", Kind::Utility), Some(Billing::Utility));
    }

    #[test]
    fn an_answer_after_a_day_opens_nothing_and_a_new_click_begins_again() {
        let mut contact =
            Contact { clicked_at: Some(t("2026-11-20T08:00:00Z")), ..Contact::default() };
        contact.answered(t("2026-11-21T08:00:00Z"));
        assert_eq!(contact.answered_click_at, None);
        contact.clicked_at = Some(t("2026-11-23T08:00:00Z"));
        contact.answered(t("2026-11-23T08:01:00Z"));
        contact.clicked_at = Some(t("2026-11-27T08:00:00Z"));
        contact.answered(t("2026-11-27T08:01:00Z"));
        assert_eq!(contact.answered_click_at, Some(t("2026-11-27T08:01:00Z")));
    }
}
