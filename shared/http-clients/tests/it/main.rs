//! The delivery services' clients against the simulators that speak the vendors' wire.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy does not see that helpers of an integration test are tests"
)]

mod glovo;
mod world;
mod yango;
