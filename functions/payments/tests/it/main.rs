//! The function as its queue calls it, against the AWS emulator and the simulated providers.

#[cfg(test)]
#[path = "../../../../shared/aws-adapters/tests/it/emulator.rs"]
mod emulator;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod wire;

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod deaths;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod refunds;
