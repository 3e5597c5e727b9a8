//! Claims and the only ways they move.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Value, json};

use crate::{
    random,
    time::{MINUTE, UnixMs},
};

/// How long an offer can be accepted.
const OFFER_LIFE: UnixMs = 10 * MINUTE;
/// The usual way of a claim that is accepted.
const USUAL: [&str; 9] = [
    "accepted",
    "performer_lookup",
    "performer_draft",
    "performer_found",
    "pickup_arrived",
    "pickuped",
    "delivery_arrived",
    "delivered",
    "delivered_finish",
];
/// The oldest requests are forgotten.
const KEPT_REQUESTS: usize = 500;

/// Everything one simulator remembers.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) claims: BTreeMap<String, Claim>,
    by_request: HashMap<String, String>,
    pub(super) settings: Settings,
    faults: VecDeque<(String, Fault)>,
    pub(super) requests: VecDeque<Value>,
}

/// What the next claims and calls are like.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Of `check-price`.
    pub(super) price: String,
    /// Of claims, when it is another one.
    pub(super) claim_price: Option<String>,
    pub(super) cancel_fee: String,
    /// Instead of what the status says.
    pub(super) cancel_state: Option<String>,
    pub(super) callbacks: bool,
}

/// What goes wrong in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The work is done and the connection breaks.
    LostAnswer,
    RateLimited,
    Outage,
    /// A success that lists errors; a claim so created cannot be priced.
    ErrorInSuccess,
}

/// One delivery.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) version: i64,
    pub(super) price: String,
    pub(super) asked: Value,
    pub(super) callback_url: String,
    pub(super) updated_at: UnixMs,
    offered_at: UnixMs,
    error: Option<&'static str>,
}

/// Why not: the HTTP status and Yango's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16, pub(super) &'static str);

impl Default for Memory {
    fn default() -> Self {
        Self {
            claims: BTreeMap::new(),
            by_request: HashMap::new(),
            settings: Settings {
                price: "1500".to_owned(),
                claim_price: None,
                cancel_fee: "500".to_owned(),
                cancel_state: None,
                callbacks: true,
            },
            faults: VecDeque::new(),
            requests: VecDeque::new(),
        }
    }
}

impl Memory {
    pub(super) fn add_fault(&mut self, call: &str, fault: Fault, times: usize) {
        self.faults.extend(std::iter::repeat_n((call.to_owned(), fault), times));
    }

    /// The next fault of a call, which happens once.
    pub(super) fn take_fault(&mut self, call: &str) -> Option<Fault> {
        let place = self.faults.iter().position(|(of, _)| of == call)?;
        self.faults.remove(place).map(|(_, fault)| fault)
    }

    pub(super) fn record(&mut self, request: Value) {
        self.requests.push_back(request);
        if self.requests.len() > KEPT_REQUESTS {
            self.requests.pop_front();
        }
    }

    /// The claim of a request, made once however often it is asked for; `true` when it is new.
    pub(super) fn create(
        &mut self,
        request_id: &str,
        asked: Value,
        broken: bool,
        now: UnixMs,
    ) -> (Claim, bool) {
        let known = self.by_request.get(request_id).and_then(|id| self.claims.get(id));
        if let Some(known) = known {
            return (known.clone(), false);
        }
        let url = asked.pointer("/callback_properties/callback_url").and_then(Value::as_str);
        let claim = Claim {
            id: random::hex(),
            status: "new".to_owned(),
            version: 1,
            price: self.settings.claim_price.clone().unwrap_or(self.settings.price.clone()),
            callback_url: url.unwrap_or_default().to_owned(),
            asked,
            updated_at: now,
            offered_at: now,
            error: broken.then_some("estimating.cant_construct_route"),
        };
        self.by_request.insert(request_id.to_owned(), claim.id.clone());
        self.claims.insert(claim.id.clone(), claim.clone());
        (claim, true)
    }
}

impl Claim {
    /// Puts a status on it, whatever it was.
    pub(super) fn become_(&mut self, status: &str, now: UnixMs) {
        status.clone_into(&mut self.status);
        self.version += 1;
        self.updated_at = now;
    }

    /// What Yango does by itself with a new claim: it looks for a price.
    pub(super) fn estimate(&mut self, now: UnixMs) {
        self.become_("estimating", now);
        self.offered_at = now;
        let priced = if self.error.is_some() { "estimating_failed" } else { "ready_for_approval" };
        self.become_(priced, now);
    }

    /// Another price for an offer nobody has accepted.
    pub(super) fn reprice(&mut self, price: &str, now: UnixMs) {
        price.clone_into(&mut self.price);
        self.become_("ready_for_approval", now);
    }

    pub(super) fn accept(&mut self, version: i64, now: UnixMs) -> Result<(), Refusal> {
        if version != self.version {
            return Err(Refusal(409, "old_version"));
        }
        if self.status != "ready_for_approval" {
            return Err(Refusal(409, "inappropriate_status"));
        }
        if now - self.offered_at > OFFER_LIFE {
            return Err(Refusal(409, "offer_expired"));
        }
        self.become_("accepted", now);
        self.become_("performer_lookup", now);
        Ok(())
    }

    /// The next status of the usual way; `false` when there is none.
    pub(super) fn advance(&mut self, now: UnixMs) -> bool {
        let place = USUAL.iter().position(|status| *status == self.status);
        let Some(next) = place.and_then(|place| USUAL.get(place + 1)) else { return false };
        self.become_(next, now);
        true
    }

    /// What giving it up costs by where it stands.
    pub(super) fn cancel_state(&self) -> &'static str {
        match self.status.as_str() {
            "new" | "estimating" | "ready_for_approval" | "accepted" | "performer_lookup"
            | "performer_draft" => "free",
            "performer_found" | "pickup_arrived" | "ready_for_pickup_confirmation" => "paid",
            _ => "unavailable",
        }
    }

    pub(super) fn cancel(
        &mut self,
        version: i64,
        said: &str,
        terms: &str,
        now: UnixMs,
    ) -> Result<(), Refusal> {
        if version != self.version {
            return Err(Refusal(409, "old_version"));
        }
        match (terms, said) {
            ("unavailable", _) => Err(Refusal(409, "inappropriate_status")),
            ("paid", "free") => Err(Refusal(409, "free_cancel_is_unavailable")),
            (_, "free" | "paid") => {
                let word = if terms == "paid" { "cancelled_with_payment" } else { "cancelled" };
                self.become_(word, now);
                Ok(())
            }
            _ => Err(Refusal(400, "bad_request")),
        }
    }

    pub(super) fn has_performer(&self) -> bool {
        let found = USUAL.iter().position(|status| *status == "performer_found");
        USUAL.iter().position(|status| *status == self.status) >= found
            && USUAL.contains(&self.status.as_str())
    }

    /// The address that is called when it changed: Yango appends to its very text.
    pub(super) fn callback(&self, updated_ts: Option<&str>) -> Option<String> {
        let at = updated_ts.map_or_else(|| timestamp(self.updated_at), str::to_owned);
        let at = at.replace('+', "%2B");
        let url = &self.callback_url;
        (!url.is_empty()).then(|| format!("{url}updated_ts={at}&claim_id={}", self.id))
    }

    /// As `claims/info` shows it: its points are numbered anew, and there is one to return to.
    pub(super) fn shown(&self) -> Value {
        let asked = |number: &str| self.asked.pointer(&format!("/route_points/{number}")).cloned();
        let mut points = vec![asked("0"), asked("1"), asked("0")];
        let kinds = ["source", "destination", "return"];
        for (index, (point, kind)) in points.iter_mut().zip(kinds).enumerate() {
            if let Some(Value::Object(point)) = point {
                point.remove("point_id");
                point.insert("id".to_owned(), json!(70_000 + index));
                point.insert("type".to_owned(), json!(kind));
                point.insert("visit_status".to_owned(), json!("pending"));
            }
        }
        let mut shown = json!({
            "id": self.id,
            "status": self.status,
            "version": self.version,
            "updated_ts": timestamp(self.updated_at),
            "route_points": points,
            "items": self.asked.get("items"),
        });
        if let Some(shown) = shown.as_object_mut() {
            if let Some(code) = self.error {
                let message = "Impossible de construire l'itinéraire";
                shown.insert(
                    "error_messages".to_owned(),
                    json!([{"code": code, "message": message}]),
                );
            } else if self.status != "new" && self.status != "estimating" {
                let until = timestamp(self.offered_at + OFFER_LIFE);
                shown.insert(
                    "pricing".to_owned(),
                    json!({
                        "offer": {"offer_id": "offer", "price": self.price, "valid_until": until},
                        "currency": "XOF",
                    }),
                );
            }
            if self.has_performer() {
                let who = json!({"courier_name": "Yao", "legal_name": "Yango", "car_model": "moto", "transport_type": "motorcycle"});
                shown.insert("performer_info".to_owned(), who);
                shown.insert("eta".to_owned(), json!(25));
            }
        }
        shown
    }
}

fn timestamp(at: UnixMs) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}
