//! Whether and how a person may and can be written to.

use jiff::{Timestamp, ToSpan};

/// Failures in a row after which a person counts as out of reach.
const FLAGGED_AFTER: u32 = 3;
/// Hours Meta's cap on marketing to one person is left alone (Meta, error 131049).
const CAPPED_HOURS: i64 = 24;

/// What is known of reaching a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// They said STOP, here or in WhatsApp's settings: no marketing, no reminder.
    pub opted_out_at: Option<Timestamp>,
    /// Until when Meta holds marketing to them back.
    pub capped_until: Option<Timestamp>,
    /// Messages in a row that could not be delivered.
    pub failures: u32,
    /// Their business-scoped id is not accepted for sending: the phone is needed.
    pub needs_phone: bool,
}

impl Reach {
    /// Whether they may be sent what they did not ask for.
    pub fn takes_marketing(&self, now: Timestamp) -> bool {
        self.opted_out_at.is_none()
            && self.capped_until.is_none_or(|until| until <= now)
            && !self.is_flagged()
    }

    /// Whether a template may go to them at all, whatever Meta bills it as.
    pub const fn is_welcome(&self) -> bool {
        self.opted_out_at.is_none() && !self.is_flagged()
    }

    /// Whether messages to them fail time after time.
    pub const fn is_flagged(&self) -> bool {
        self.failures >= FLAGGED_AFTER
    }

    /// Notes a failure; `true` at the one that flags them.
    pub const fn failed(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.failures == FLAGGED_AFTER
    }

    /// Notes that Meta holds marketing back.
    pub fn capped(&mut self, now: Timestamp) {
        self.capped_until = now.saturating_add(CAPPED_HOURS.hours()).ok();
    }

    /// What is known of two threads of one person.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        Self {
            opted_out_at: self.opted_out_at.max(other.opted_out_at),
            capped_until: self.capped_until.max(other.capped_until),
            failures: self.failures.min(other.failures),
            needs_phone: self.needs_phone && other.needs_phone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_and_caps_keep_marketing_away() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut reach = Reach::default();
        assert!(reach.takes_marketing(now));
        reach.capped(now);
        assert!(!reach.takes_marketing(now));
        assert!(reach.takes_marketing("2026-11-24T10:00:00Z".parse().unwrap()));
        reach.opted_out_at = Some(now);
        assert!(!reach.takes_marketing("2027-11-24T10:00:00Z".parse().unwrap()));
    }

    #[test]
    fn the_third_failure_in_a_row_flags_once() {
        let mut reach = Reach::default();
        let flagged: Vec<bool> = (0..5).map(|_| reach.failed()).collect();
        assert_eq!(flagged, [false, false, true, false, false]);
        assert!(reach.is_flagged());
    }
}
