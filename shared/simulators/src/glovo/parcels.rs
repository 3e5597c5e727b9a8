//! What Glovo remembers, and how a parcel moves.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Value, json};

use crate::time::{MINUTE, UnixMs};

/// How long a quote is good.
pub(super) const QUOTE_LIFE: UnixMs = 10 * MINUTE;
const KEPT_REQUESTS: usize = 500;
/// The usual way.
const USUAL: [&str; 7] = [
    "CREATED",
    "ACTIVATED",
    "ACCEPTED",
    "WAITING_FOR_PICKUP",
    "PICKED",
    "WAITING_FOR_DELIVERY",
    "DELIVERED",
];

/// Everything one simulator remembers.
#[derive(Debug)]
pub(super) struct Memory {
    /// Tokens that are good, and whose they are.
    pub(super) tokens: HashMap<String, String>,
    pub(super) quotes: HashMap<String, Quote>,
    pub(super) parcels: BTreeMap<String, Parcel>,
    webhooks: Vec<Webhook>,
    pub(super) price: i64,
    pub(super) tells: bool,
    pub(super) loses_next_booking: bool,
    pub(super) requests: VecDeque<Value>,
}

#[derive(Debug, Clone)]
pub(super) struct Quote {
    pub(super) price: i64,
    pub(super) until: UnixMs,
    pub(super) asked: Value,
}

/// One delivery.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) number: String,
    pub(super) client: String,
    pub(super) state: String,
    pub(super) price: i64,
    pub(super) asked: Value,
    pub(super) updated_at: UnixMs,
}

#[derive(Debug, Clone)]
pub(super) struct Webhook {
    pub(super) client: String,
    pub(super) url: String,
    pub(super) secret: String,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            tokens: HashMap::new(),
            quotes: HashMap::new(),
            parcels: BTreeMap::new(),
            webhooks: Vec::new(),
            price: 1_700,
            tells: true,
            loses_next_booking: false,
            requests: VecDeque::new(),
        }
    }
}

impl Memory {
    pub(super) fn record(&mut self, request: Value) {
        self.requests.push_back(request);
        if self.requests.len() > KEPT_REQUESTS {
            self.requests.pop_front();
        }
    }

    /// Registers an address, once however often it is asked for.
    pub(super) fn register(&mut self, webhook: Webhook) {
        self.webhooks.retain(|known| known.client != webhook.client || known.url != webhook.url);
        self.webhooks.push(webhook);
    }

    pub(super) fn webhooks_of(&self, client: &str) -> Vec<Webhook> {
        self.webhooks.iter().filter(|webhook| webhook.client == client).cloned().collect()
    }
}

impl Parcel {
    pub(super) fn become_(&mut self, state: &str, now: UnixMs) {
        state.clone_into(&mut self.state);
        self.updated_at = now;
    }

    /// The next state of the usual way; `false` when there is none.
    pub(super) fn advance(&mut self, now: UnixMs) -> bool {
        let place = USUAL.iter().position(|state| *state == self.state);
        let Some(next) = place.and_then(|place| USUAL.get(place + 1)) else { return false };
        self.become_(next, now);
        true
    }

    /// Until a courier is at the shop.
    pub(super) fn can_be_cancelled(&self) -> bool {
        USUAL.iter().take(4).any(|state| *state == self.state)
    }

    fn has_courier(&self) -> bool {
        USUAL.iter().skip(2).any(|state| *state == self.state)
    }

    pub(super) fn shown(&self) -> Value {
        let mut shown = json!({
            "trackingNumber": self.number,
            "status": {"state": self.state, "updateTime": timestamp(self.updated_at)},
            "price": {"amount": self.price, "currency": "XOF", "paymentType": "PREPAID"},
            "orderCode": self.asked.get("pickupOrderCode"),
        });
        if let (Some(shown), true) = (shown.as_object_mut(), self.has_courier()) {
            let rider = json!({"name": "Serge", "phone": "+2250101020304"});
            shown.insert("courier".to_owned(), rider);
            let link = format!("https://glovoapp.com/track/{}", self.number);
            shown.insert("trackingLink".to_owned(), json!(link));
        }
        shown
    }
}

pub(super) fn timestamp(at: UnixMs) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_string()
}
