//! How long the invocation may still run.
//!
//! A deadline that has come, or that is missing, leaves no time at all; it is never read as "no
//! limit". Leases end at the deadline, so that a killed invocation holds nothing longer.

use std::time::Duration;

use jiff::Timestamp;
use lambda_runtime::Context;

/// The moment at which Lambda ends the invocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline(Timestamp);

impl Deadline {
    /// The deadline Lambda announced with the event; the distant past if it announced none.
    pub fn of(context: &Context) -> Self {
        let millis = i64::try_from(context.deadline).unwrap_or(0);
        Self(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// A deadline known by other means.
    pub const fn at(moment: Timestamp) -> Self {
        Self(moment)
    }

    /// The moment itself, for a lease.
    pub const fn moment(self) -> Timestamp {
        self.0
    }

    /// The time left at `now`; `None` when it is zero or less.
    pub fn remaining(self, now: Timestamp) -> Option<Duration> {
        let left = self.0.duration_since(now);
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// Whether at least `needed` is left at `now`.
    pub fn allows(self, needed: Duration, now: Timestamp) -> bool {
        self.remaining(now).is_some_and(|left| left >= needed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(value: i64) -> Timestamp {
        Timestamp::from_second(value).unwrap()
    }

    #[test]
    fn at_the_deadline_and_after_it_nothing_is_left() {
        let deadline = Deadline::at(second(100));
        assert_eq!(deadline.remaining(second(97)), Some(Duration::from_secs(3)));
        assert_eq!(deadline.remaining(second(100)), None);
        assert_eq!(deadline.remaining(second(101)), None);
        assert!(deadline.allows(Duration::from_secs(3), second(97)));
        assert!(!deadline.allows(Duration::from_secs(4), second(97)));
        assert!(!deadline.allows(Duration::ZERO, second(100)));
    }

    #[test]
    fn a_missing_deadline_is_expired_rather_than_endless() {
        let deadline = Deadline::of(&Context::default());
        assert_eq!(deadline.remaining(second(1)), None);
    }
}
