//! The adapters against the AWS emulator: conditions, transactions, leases, cursors, queues,
//! seals and timers as the services keep them.

mod support;

mod claims;
mod commits;
mod messaging;
mod people;
mod table;
mod vault;
