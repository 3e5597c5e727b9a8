//! Delivery services with an API: who may be booked, at what price, and how a booking moves.
//!
//! A service is another rung of the search for a courier. Its callbacks are hints; what counts is
//! what the service answers when it is asked, and that only ever moves a booking forward. Sources:
//! Yango Delivery claims API, Glovo On-Demand v2, as summarised in `docs/adr/0015`.

mod booking;
mod state;

use jiff::Timestamp;

use crate::{money::Money, phone::Phone, seller::DeliveryService};

pub use self::{
    booking::{
        Approval, NotBookable, PARCEL_VALUE_MAX, ServiceItem, ServiceRequest, Stop, bookable,
    },
    state::ServiceState,
};

/// Whether a service collects cash at the door. Yango documents it for Russia only, Glovo per
/// contract: neither is relied upon.
pub const fn takes_cash(service: DeliveryService) -> bool {
    match service {
        DeliveryService::Yango | DeliveryService::Glovo => false,
    }
}

/// A service by its name, as people know it.
pub const fn name(service: DeliveryService) -> &'static str {
    match service {
        DeliveryService::Yango => "Yango Delivery",
        DeliveryService::Glovo => "Glovo",
    }
}

/// What a service asks for a delivery before it is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Rounded up to whole francs when the service counts smaller ones.
    pub price: Money,
    /// Until the parcel is handed over.
    pub eta_minutes: Option<u32>,
    /// When the price is no longer good; not all services say.
    pub expires_at: Option<Timestamp>,
    /// The service's name for the quote, which Glovo books by.
    pub reference: Option<String>,
}

/// What giving a booking up costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelTerms {
    Free,
    /// It costs this much; `None` when the service does not say how much.
    Paid(Option<Money>),
    /// It can no longer be given up.
    Unavailable,
}

/// Who carries the parcel, as far as the service tells.
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceCourier {
    pub name: String,
    /// Often a number of the service's own that leads to them.
    pub phone: Option<Phone>,
    /// What to dial after that number has answered.
    pub extension: Option<String>,
}

/// A booking as the service shows it when asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `None` for a word we do not know, which changes nothing.
    pub state: Option<ServiceState>,
    /// What a confirmation or a cancellation must name; 0 for services without versions.
    pub version: i64,
    /// It waits for [`ServiceState::AwaitingConfirm`] to be confirmed, which may be done now.
    pub awaits_us: bool,
    pub price: Option<Money>,
    /// When an unconfirmed price is no longer good.
    pub expires_at: Option<Timestamp>,
    pub courier: Option<ServiceCourier>,
    /// Where the prospect may follow the parcel.
    pub tracking: Option<String>,
    pub eta_minutes: Option<u32>,
    /// The service's word for why there is no delivery, never shown to people.
    pub trouble: Option<String>,
}

/// Never the name or the number.
impl std::fmt::Debug for ServiceCourier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServiceCourier(…)")
    }
}

#[cfg(test)]
mod tests;
