//! Stand-ins for the vendors, for development and tests only: stateful models that speak the
//! vendors' wire, behind one front door that also serves the site and proxies the API.
//! Nothing that ships depends on this crate.

pub mod config;
pub mod front_door;
pub mod gemini;
pub mod glovo;
pub mod graph;
mod http;
mod money;
pub mod pawapay;
pub mod phone;
pub mod push;
mod random;
pub mod telephony;
#[cfg(test)]
mod testing;
mod time;
pub mod wave;
pub mod yango;

pub use http::ClientError;
