//! The function as API Gateway calls it, against the AWS emulator and a Graph of our own.

#[cfg(test)]
#[path = "../../../../shared/aws-adapters/tests/it/emulator.rs"]
mod emulator;
#[cfg(test)]
mod graph;
#[cfg(test)]
mod support;

#[cfg(test)]
mod checking;
#[cfg(test)]
mod connecting;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod signing_up;
