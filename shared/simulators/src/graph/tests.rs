//! The simulator's rules, tried through its routes as a client sees them.

mod messages;
mod oauth;
mod platform;
