//! The delivery services' clients against the simulators that speak the vendors' wire.

mod glovo;
mod world;
mod yango;
