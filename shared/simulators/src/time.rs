//! The crate's only clock. It is a value, so that a test can move it past a window or a code's
//! life without waiting.

use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since the Unix epoch.
pub(crate) type UnixMs = i64;

pub(crate) const SECOND: UnixMs = 1_000;
pub(crate) const MINUTE: UnixMs = 60 * SECOND;
pub(crate) const HOUR: UnixMs = 60 * MINUTE;
pub(crate) const DAY: UnixMs = 24 * HOUR;

/// The machine's time plus whatever a test added.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: AtomicI64,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the simulators' clock")]
    pub(crate) fn now(&self) -> UnixMs {
        jiff::Timestamp::now().as_millisecond().saturating_add(self.ahead.load(Ordering::Relaxed))
    }

    /// Moves every later reading forward.
    pub(crate) fn advance(&self, by: UnixMs) {
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }
}
