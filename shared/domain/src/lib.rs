//! The rules of the business, with nothing of the outside world in them.
//!
//! No async, no serde, no AWS, no clock, no randomness: `now`, ids and codes are parameters, and
//! what must happen outside is returned as data. The machines ([`onboarding`], [`conversation`],
//! [`dispatch`], [`payment`]) share one shape: `step(state, event, now) -> Result<Transition,
//! Rejection>`; that of [`health`] rejects nothing.

pub mod activity;
pub mod alert;
pub mod catalogue;
pub mod conversation;
pub mod copy;
pub mod country;
pub mod courier;
pub mod courtesy;
pub mod delivery_service;
pub mod dispatch;
pub mod figures;
pub mod haggling;
pub mod health;
pub mod hours;
pub mod ids;
pub mod language;
pub mod ledger;
pub mod live;
pub mod model_price;
pub mod moment;
pub mod money;
pub mod onboarding;
pub mod optout;
pub mod order;
pub mod paper;
pub mod payment;
pub mod person;
pub mod phone;
pub mod quantity;
pub mod receipt;
pub mod seller;
pub mod sms;
pub mod standing;
pub mod stock;
pub mod template;
pub mod text;
pub mod usage;
pub mod window;
pub mod word;
pub mod zone;

/// What a machine answers to an event it accepts: the state after it, and what must now happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition<State, Effect> {
    pub state: State,
    pub effects: Vec<Effect>,
}
