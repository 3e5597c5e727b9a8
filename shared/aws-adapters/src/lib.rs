//! Everything of ours that imports an `aws_sdk_*` crate: the table, the queues, the timers, the
//! token vault, secrets, files, open sockets and the user pool.
//!
//! Clients are concrete and configured by endpoint. No error here holds a body, a token or a
//! person's identifier, so a whole chain can be logged.

pub mod activity;
pub mod cash;
pub mod commit;
pub mod devices;
mod digest;
pub mod error;
pub mod figures;
pub mod health;
pub mod identity;
pub mod live;
pub mod objects;
pub mod queues;
pub mod receipts;
pub mod ride;
pub mod schedules;
pub mod sdk;
pub mod secrets;
pub mod sockets;
pub mod table;
pub mod vault;

pub use self::error::{CallError, CallFailure, Disposition};
