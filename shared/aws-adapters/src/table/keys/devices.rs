//! Devices that ring, and what they were told of.

use domain::ids::SellerId;

use super::{Key, Range, of, range};
use crate::commit::EventId;

/// A device that a seller lets ring; `device` is `contracts::push::Endpoint::device`.
pub fn device(seller: &SellerId, device: &str) -> Key {
    Key::new(of(seller, "devices"), format!("device#{device}"))
}

/// All devices of a seller that ring.
pub fn devices(seller: &SellerId) -> Range {
    range(of(seller, "devices"), "device#")
}

/// That an alert was sent to a device.
pub fn told(seller: &SellerId, device: &str, alert: &EventId) -> Key {
    Key::new(of(seller, "devices"), format!("told#{device}#{}", alert.as_str()))
}

/// Whose device it is: one browser rings for one seller.
pub fn device_holder(device: &str) -> Key {
    Key::new(format!("E#{device}"), "seller")
}

impl Key {
    /// The device of a row of [`devices`].
    pub(crate) fn device(&self) -> Option<&str> {
        self.sk().strip_prefix("device#")
    }
}
