//! Every fixed sentence a person can receive, as constructor functions. The model writes
//! conversation; these state facts.

pub mod courier;
pub mod onboarding;
pub mod paper;
pub mod prospect;
pub mod seller;
pub mod shop;
mod voice;

pub use voice::{Manner, Voice};
