//! When to ask a provider again that does not call: often at first, then seldom, once more at the
//! end.

use jiff::{SignedDuration, Timestamp};

use super::{Payment, Status};

/// Looks at first, this far apart.
pub const EARLY_LOOKS: u32 = 10;
/// Between two looks: at first, during the first hour, and after it (the longest an SQS message
/// can be delayed).
pub const BETWEEN_LOOKS: [SignedDuration; 3] =
    [SignedDuration::from_secs(30), SignedDuration::from_mins(2), SignedDuration::from_mins(15)];
/// After the page's end, so that the provider has closed it when it is asked for the last time.
const LAST_LOOK: SignedDuration = SignedDuration::from_secs(5);
/// The seldom looks begin this long after the request.
const SELDOM_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// Money on its way back is asked after for so long.
const REFUND_PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// `minutes` after `now`.
pub(super) fn after_minutes(now: Timestamp, minutes: u32) -> Timestamp {
    plus(now, SignedDuration::from_mins(i64::from(minutes)))
}

impl Payment {
    /// When nobody can pay any more: our own end or the page's, whichever comes first.
    pub(super) fn end(&self) -> Timestamp {
        match &self.status {
            Status::Opened(page) => self.ends_at.min(page.until),
            Status::Requested
            | Status::Paid(_)
            | Status::Lapsed { .. }
            | Status::Suspicious { .. }
            | Status::Refunding { .. }
            | Status::Refunded { .. } => self.ends_at,
        }
    }

    /// When to look after the look at `now`; `None` when there is nothing to wait for.
    pub(super) fn next_look(&self, now: Timestamp) -> Option<Timestamp> {
        let next = plus(now, pause(self.round, now.duration_since(self.created_at)));
        match &self.status {
            Status::Opened(_) => {
                let last = plus(self.end(), LAST_LOOK);
                // Past its end it is looked at until it is closed.
                Some(if now < last { next.min(last) } else { next })
            }
            Status::Refunding { since, .. } => {
                (now < plus(*since, REFUND_PATIENCE)).then_some(next)
            }
            Status::Requested
            | Status::Paid(_)
            | Status::Lapsed { .. }
            | Status::Suspicious { .. }
            | Status::Refunded { .. } => None,
        }
    }
}

fn pause(round: u32, age: SignedDuration) -> SignedDuration {
    let [early, usual, seldom] = BETWEEN_LOOKS;
    if round < EARLY_LOOKS {
        early
    } else if age < SELDOM_AFTER {
        usual
    } else {
        seldom
    }
}

fn plus(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}
