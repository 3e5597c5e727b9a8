//! Meta's WhatsApp Cloud API: what it tells us, what we may tell it, and how it refuses.
//!
//! Reading is lenient (Meta adds fields and kinds without notice), writing is strict: a body that
//! Meta would refuse cannot be built.

pub mod consequence;
pub mod error_class;
pub(crate) mod foreign;
pub mod graph;
mod node;
pub(crate) mod redacted;
pub mod send;
pub mod webhook;
