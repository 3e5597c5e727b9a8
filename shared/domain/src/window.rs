//! Meta's customer service window: free-form messages only within 24 h of the user's last one.

use jiff::{Timestamp, ToSpan};

/// Hours a user's message keeps the window open (Meta, "Customer service windows").
const HOURS: i64 = 24;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_closes_at_24_hours_sharp() {
        let asked: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let open = |now: &str| at(Some(asked), now.parse().unwrap()).is_some();
        assert!(open("2026-11-24T07:59:59Z"));
        assert!(!open("2026-11-24T08:00:00Z"));
        assert!(at(None, asked).is_none());
    }
}
