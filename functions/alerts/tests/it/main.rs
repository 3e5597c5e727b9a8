//! The function as Lambda calls it, against the AWS emulator and the simulated push service.

#[cfg(test)]
#[path = "../../../../shared/aws-adapters/tests/it/emulator.rs"]
mod emulator;
#[cfg(test)]
mod stage;

#[cfg(test)]
mod rings;
