//! What vendors of telephony, deliveries and payments call us back with, and how they prove it is
//! them. One file per vendor; Meta's webhook has its own modules.

pub mod infobip;
mod offer_tag;
pub mod twilio;

pub use offer_tag::{InvalidTag, OfferTag};
