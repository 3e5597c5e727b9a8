//! The outside services we call over HTTP: Meta's Graph API, Google's Gemini, delivery services,
//! payment providers, the vendors who call and text couriers, and browsers' push services.
//!
//! Concrete clients, told apart from production by their base URL only. No error or log of theirs
//! holds a token, a code, a phone or a text: URLs are taken out of errors, bodies are never kept.

pub mod delivery;
pub mod gemini;
pub mod http;
pub mod meta;
pub mod payments;
pub mod push;
pub mod telephony;

#[cfg(test)]
mod stub;
