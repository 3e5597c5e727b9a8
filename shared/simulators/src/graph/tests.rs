//! The simulator's rules, tried through its routes as a client sees them.

mod media;
mod messages;
mod oauth;
mod platform;
