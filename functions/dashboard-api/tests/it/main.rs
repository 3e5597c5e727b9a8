//! The function as API Gateway calls it, against the AWS emulator.

#[cfg(test)]
#[path = "../../../../shared/aws-adapters/tests/it/emulator.rs"]
mod emulator;
#[cfg(test)]
mod stage;

#[cfg(test)]
mod conversations;
#[cfg(test)]
mod live;
#[cfg(test)]
mod preparations;
#[cfg(test)]
mod push;
