//! The function as Lambda calls it, against the AWS emulator and a stand-in for open sockets.

#[cfg(test)]
#[path = "../../../../shared/aws-adapters/tests/it/emulator.rs"]
mod emulator;
#[cfg(test)]
mod stage;

#[cfg(test)]
mod counts;
#[cfg(test)]
mod feed;
#[cfg(test)]
mod rings;
