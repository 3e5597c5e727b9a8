//! The only place that asks what time it is; everything below an edge takes `now`.

use jiff::Timestamp;

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "this is the one place the lint points to")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
