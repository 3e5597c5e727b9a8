//! The people of a flow, acting on the deployed local stack from outside: a seller over HTTP, a
//! prospect and couriers on simulated phones, the model's puppeteer.
//!
//! Every test signs up its own seller with its own number, so tests run side by side and isolation
//! is tried all the time. Nothing sleeps: a condition is awaited, or fails with what was seen.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a flow that meets another shape than it expects has failed"
)]

pub mod aws;
pub mod browser;
pub mod model;
pub mod page;
pub mod payment;
pub mod phone;
pub mod sale;
pub mod seller;
pub mod site;
pub mod stack;
pub mod telephone;
pub mod waiting;
