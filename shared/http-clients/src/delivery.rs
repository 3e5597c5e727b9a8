//! Delivery services: Yango Delivery and Glovo On-Demand, behind one set of calls.
//!
//! Every call takes the seller's keys and forgets them. Reading is the only proof: whatever a
//! callback or an answer to a change says, [`DeliveryServiceClient::read`] decides. No error holds
//! a name, a phone or an address.

use domain::{
    delivery_service::{CancelTerms, Quote, Seen, ServiceRequest},
    money::Money,
    seller::DeliveryService,
};
use secrecy::SecretString;

mod error;
mod glovo;
mod wire;
mod yango;

pub use error::{Disposition, RefusalClass, ServiceError, ServiceRefusal};
pub use glovo::{Glovo, GlovoKeys};
pub use yango::{Callback, Yango};

/// A delivery as it was booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The service's name for it: a claim or a tracking number.
    pub reference: String,
    pub seen: Seen,
}

/// What every service can do.
trait Provider {
    async fn quote(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
    ) -> Result<Quote, ServiceError>;
    async fn create(
        &self,
        keys: &SecretString,
        request: &ServiceRequest,
        quote: Option<&Quote>,
    ) -> Result<Booked, ServiceError>;
    async fn read(&self, keys: &SecretString, reference: &str) -> Result<Seen, ServiceError>;
    async fn confirm(
        &self,
        keys: &SecretString,
        reference: &str,
        seen: &Seen,
    ) -> Result<Seen, ServiceError>;
    async fn cancel_terms(
        &self,
        keys: &SecretString,
        reference: &str,
    ) -> Result<CancelTerms, ServiceError>;
    async fn cancel(
        &self,
        keys: &SecretString,
        reference: &str,
        version: i64,
        terms: CancelTerms,
    ) -> Result<Seen, ServiceError>;
}

/// All services; cheap to clone.
#[derive(Debug, Clone)]
pub struct DeliveryServices {
    yango: Yango,
    glovo: Glovo,
}

impl DeliveryServices {
    /// The services at the addresses their clients were made with.
    pub const fn new(yango: Yango, glovo: Glovo) -> Self {
        Self { yango, glovo }
    }

    /// Glovo itself, which alone is told where to call by itself.
    pub const fn glovo(&self) -> &Glovo {
        &self.glovo
    }

    /// The client of one of them.
    pub const fn of(&self, service: DeliveryService) -> DeliveryServiceClient<'_> {
        match service {
            DeliveryService::Yango => DeliveryServiceClient::Yango(&self.yango),
            DeliveryService::Glovo => DeliveryServiceClient::Glovo(&self.glovo),
        }
    }
}

/// The client of one service. `keys` is the seller's secret, as the vault opens it: Yango's token,
/// or the JSON that [`GlovoKeys`] reads.
#[derive(Debug, Clone, Copy)]
pub enum DeliveryServiceClient<'a> {
    Yango(&'a Yango),
    Glovo(&'a Glovo),
}

/// One call, at whichever service it is.
macro_rules! ask {
    ($client:expr, $provider:ident => $call:expr) => {
        match $client {
            DeliveryServiceClient::Yango($provider) => $call,
            DeliveryServiceClient::Glovo($provider) => $call,
        }
    };
}

impl DeliveryServiceClient<'_> {
    /// What the delivery would cost now. Books nothing; may be repeated.
    pub async fn quote(
        self,
        keys: &SecretString,
        request: &ServiceRequest,
    ) -> Result<Quote, ServiceError> {
        ask!(self, service => service.quote(keys, request).await)
    }

    /// Books it. Yango is asked under `request.request_id` and may be asked again; it then waits
    /// for [`Self::confirm`] with a price of its own. Glovo books the quote at its price and knows
    /// no such id: an end that is not known is [`Disposition::Unclear`], and repeating it may book
    /// twice.
    pub async fn create(
        self,
        keys: &SecretString,
        request: &ServiceRequest,
        quote: Option<&Quote>,
    ) -> Result<Booked, ServiceError> {
        ask!(self, service => service.create(keys, request, quote).await)
    }

    /// How a booking stands. May be repeated.
    pub async fn read(self, keys: &SecretString, reference: &str) -> Result<Seen, ServiceError> {
        ask!(self, service => service.read(keys, reference).await)
    }

    /// Confirms a booking that awaits it, at the version and the price that were seen and
    /// approved; from here on it costs money. Another price than `seen.price` is refused with
    /// [`RefusalClass::PriceChanged`]. May be repeated: a booking that is confirmed stays so.
    pub async fn confirm(
        self,
        keys: &SecretString,
        reference: &str,
        seen: &Seen,
    ) -> Result<Seen, ServiceError> {
        ask!(self, service => service.confirm(keys, reference, seen).await)
    }

    /// What giving it up would cost now. Glovo does not say, so it is told from its state.
    pub async fn cancel_terms(
        self,
        keys: &SecretString,
        reference: &str,
    ) -> Result<CancelTerms, ServiceError> {
        ask!(self, service => service.cancel_terms(keys, reference).await)
    }

    /// Gives it up on the terms that were agreed to. If they have changed it is refused with
    /// [`RefusalClass::TermsChanged`]. May be repeated: what is cancelled stays so.
    pub async fn cancel(
        self,
        keys: &SecretString,
        reference: &str,
        version: i64,
        terms: CancelTerms,
    ) -> Result<Seen, ServiceError> {
        ask!(self, service => service.cancel(keys, reference, version, terms).await)
    }
}

/// Whether a price is the one that was approved. A service that names none cannot be held to it.
fn is_same_price(approved: Option<Money>, now: Option<Money>) -> bool {
    approved.is_some() && approved == now
}
