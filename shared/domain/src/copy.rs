//! Every fixed sentence a person can receive, as constructor functions. The model writes
//! conversation; these state facts.

pub mod alert;
pub mod call;
pub mod cash;
pub mod courier;
pub mod courier_page;
pub mod onboarding;
pub mod paper;
pub mod payment;
pub mod prospect;
pub mod seller;
pub mod shop;
pub mod sms;
pub mod template;
mod voice;

pub use voice::{Manner, Voice};
