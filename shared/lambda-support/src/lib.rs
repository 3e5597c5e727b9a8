//! What every function needs at its edge: start-up, the clock, chance, deadlines, the queue driver,
//! the HTTP edge and the events of sockets and streams.
//!
//! The only crate of ours that knows the Lambda runtime. It depends on no other crate of ours, so
//! a change of the domain never rebuilds it.

pub mod chain;
pub mod clock;
pub mod deadline;
pub mod env;
pub mod http;
pub mod random;
pub mod sqs;
pub mod telemetry;
pub mod trigger;

/// An error whose type the edge does not need to know; it is only logged.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
