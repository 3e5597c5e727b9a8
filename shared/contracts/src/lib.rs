//! The serde types at every boundary: queue messages, table records, Meta, Gemini.
//!
//! Whatever is serialised lives here, so that `domain` can change shape without a message or an
//! item changing with it. Lenient to what others write, strict to what we write.

pub mod as_text;
pub mod callbacks;
pub mod fingerprint;
pub mod gemini;
mod hex;
pub mod link;
pub mod live;
pub mod messages;
pub mod meta;
pub mod push;
pub mod records;
pub mod signature;
