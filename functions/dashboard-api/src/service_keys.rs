//! `/payment-providers` and `/delivery-services`: the seller's keys of others' services. They are
//! sealed when they come and never shown again; only whether they are there, and since when.

use std::str::FromStr;

use aws_adapters::{
    table::{Condition, NewItem, Stored, Write, keys},
    vault::{AccessToken, SealedAt, TokenPurpose},
};
use axum::{extract::State, response::Response};
use contracts::{
    as_text,
    messages::{DispatchMessage, ServiceKeysSet},
    records::{
        delivery::ServiceValue,
        payment::{GlovoKeys, PawapayKeys, WaveKeys, WebhookStrategy, YangoKeys},
    },
};
use domain::ids::{InvalidId, SellerId};
use jiff::Timestamp;
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Deps,
    answer::{self, Answer, Listing},
    ask,
    body::Object,
    caller::{Caller, Drawn, Id},
    failure::Failure,
    input::Fields,
    routes::{Route, Shared},
};

/// Keys are long, but not that long.
const KEY_MAX: usize = 1_000;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/payment-providers", list_payment),
        Route::put("/payment-providers/{id}", put::<Payment>),
        Route::delete("/payment-providers/{id}", delete::<Payment>),
        Route::get("/delivery-services", list_delivery),
        Route::put("/delivery-services/{id}", put::<Delivery>),
        Route::delete("/delivery-services/{id}", delete::<Delivery>),
    ]
}

/// A service that takes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Wave,
    Pawapay,
    Yango,
    Glovo,
}

/// One of `/payment-providers`.
#[derive(Debug)]
struct Payment(Service);

/// One of `/delivery-services`.
#[derive(Debug)]
struct Delivery(Service);

impl FromStr for Payment {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text {
            "wave" => Ok(Self(Service::Wave)),
            "pawapay" => Ok(Self(Service::Pawapay)),
            _ => Err(InvalidId { kind: "payment provider" }),
        }
    }
}

impl FromStr for Delivery {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text {
            "yango" => Ok(Self(Service::Yango)),
            "glovo" => Ok(Self(Service::Glovo)),
            _ => Err(InvalidId { kind: "delivery service" }),
        }
    }
}

impl From<Payment> for Service {
    fn from(named: Payment) -> Self {
        named.0
    }
}

impl From<Delivery> for Service {
    fn from(named: Delivery) -> Self {
        named.0
    }
}

impl Service {
    const fn purpose(self) -> TokenPurpose {
        match self {
            Self::Wave => TokenPurpose::Wave,
            Self::Pawapay => TokenPurpose::Pawapay,
            Self::Yango => TokenPurpose::Yango,
            Self::Glovo => TokenPurpose::Glovo,
        }
    }

    /// The text to be sealed, from what was typed.
    fn text_of(self, body: &Map<String, Value>) -> Result<String, Vec<FieldError>> {
        let mut fields = Fields::of(body);
        let names: &[&str] = match self {
            Self::Wave => &["api_key", "webhook_secret"],
            Self::Pawapay | Self::Yango => &["token"],
            Self::Glovo => &["client_id", "client_secret", "address_id", "partner_secret"],
        };
        fields.require(names);
        let typed: Vec<String> = names.iter().map(|name| key(&mut fields, name)).collect();
        let mut typed = typed.into_iter();
        let mut next = || typed.next().unwrap_or_default();
        let text = match self {
            Self::Wave => WaveKeys {
                api_key: next(),
                webhook_secret: next(),
                webhook_strategy: strategy(&mut fields),
            }
            .to_text(),
            Self::Pawapay => PawapayKeys { token: next() }.to_text(),
            Self::Yango => YangoKeys { token: next() }.to_text(),
            Self::Glovo => GlovoKeys {
                client_id: next(),
                client_secret: next(),
                address_id: next(),
                partner_secret: next(),
            }
            .to_text(),
        };
        fields.finish(text)
    }
}

/// A key as it was pasted: without a space, which none of them has.
fn key(fields: &mut Fields<'_>, name: &str) -> String {
    let Some(typed) = fields.line(name, KEY_MAX) else { return String::new() };
    if typed.contains(char::is_whitespace) || !typed.is_ascii() {
        fields.refuse(name, "Cette clé contient un espace ou un caractère inattendu.");
    }
    typed
}

fn strategy(fields: &mut Fields<'_>) -> WebhookStrategy {
    match fields.line("webhook_strategy", 20).as_deref() {
        None | Some("signature") => WebhookStrategy::Signature,
        Some("shared_secret") => WebhookStrategy::SharedSecret,
        Some(_) => {
            fields.refuse("webhook_strategy", "signature ou shared_secret est attendu.");
            WebhookStrategy::Signature
        }
    }
}

/// What is known of keys without opening them.
#[derive(Debug, Serialize)]
struct KeysView {
    id: &'static str,
    is_set: bool,
    #[serde(serialize_with = "as_text::option::serialize")]
    set_at: Option<Timestamp>,
    /// The address to enter at the service, for those that call back.
    callback_url: String,
}

async fn list_payment(deps: State<Shared>, caller: Caller) -> Answer {
    list(&deps, &caller.0, &[Service::Wave, Service::Pawapay]).await
}

async fn list_delivery(deps: State<Shared>, caller: Caller) -> Answer {
    list(&deps, &caller.0, &[Service::Yango, Service::Glovo]).await
}

async fn list(deps: &Deps, seller: &SellerId, services: &[Service]) -> Answer {
    let mut items = Vec::new();
    for service in services {
        let key = keys::sealed_token(seller, service.purpose());
        let stored: Option<Stored<SealedAt>> = deps.table.get(&key).await?;
        items.push(view(deps, seller, *service, stored.map(|stored| stored.value.at)));
    }
    answer::ok(&Listing { items, cursor: None })
}

fn view(deps: &Deps, seller: &SellerId, service: Service, at: Option<Timestamp>) -> KeysView {
    let id = service.purpose().as_str();
    let callback_url = format!("{}/callbacks/{id}/{seller}", deps.public_api_url);
    KeysView { id, is_set: at.is_some(), set_at: at, callback_url }
}

async fn put<T>(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(named): Id<T>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer
where
    T: FromStr + Into<Service> + Send,
{
    let service: Service = named.into();
    let text = AccessToken::new(service.text_of(&body)?);
    let purpose = service.purpose();
    let sealed = deps.vault.seal(&seller, purpose, &text).await?;
    let at = clock::now();
    let row = SealedAt { sealed, at };
    deps.table.put(NewItem::new(keys::sealed_token(&seller, purpose), &row)?).await?;
    if let Service::Glovo = service {
        // Only Glovo has to be told where to call before anything is booked.
        let set = ServiceKeysSet { seller: seller.clone(), service: ServiceValue::Glovo };
        ask::dispatch(&deps, drawn, DispatchMessage::ServiceKeysSet(set)).await?;
    }
    answer::ok(&view(&deps, &seller, service, Some(at)))
}

async fn delete<T>(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(named): Id<T>,
) -> Result<Response, Failure>
where
    T: FromStr + Into<Service> + Send,
{
    let service: Service = named.into();
    let key = keys::sealed_token(&seller, service.purpose());
    deps.table.write(&Write::Delete { key, condition: Condition::Always }).await?;
    Ok(answer::gone())
}

/// Who takes the shop's money: as the seller chose, or else whoever's keys are there.
pub(crate) async fn has_provider(deps: &Deps, seller: &SellerId) -> Result<bool, Failure> {
    for purpose in [TokenPurpose::Wave, TokenPurpose::Pawapay] {
        if deps.table.item(&keys::sealed_token(seller, purpose)).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// There is nobody to take a payment.
pub(crate) fn no_provider() -> Problem {
    Problem::new(
        axum::http::StatusCode::CONFLICT,
        "no_payment_provider",
        "Aucun paiement mobile",
        "Ajoutez d’abord vos clés Wave ou pawaPay dans les réglages.",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text_of(service: Service, body: &Value) -> Result<String, Vec<String>> {
        let text = service.text_of(body.as_object().unwrap());
        text.map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn keys_are_sealed_as_their_readers_read_them() {
        let wave = json!({"api_key": " wave_ci_prod_k ", "webhook_secret": "wave_ci_WHS_s"});
        let read = WaveKeys::of_text(&text_of(Service::Wave, &wave).unwrap()).unwrap();
        assert_eq!(read.api_key, "wave_ci_prod_k");
        assert_eq!(read.webhook_strategy, WebhookStrategy::Signature);
        let glovo = json!({"client_id": "i", "client_secret": "s", "address_id": "a",
            "partner_secret": "p"});
        let read = GlovoKeys::of_text(&text_of(Service::Glovo, &glovo).unwrap()).unwrap();
        assert_eq!((read.address_id.as_str(), read.partner_secret.as_str()), ("a", "p"));
        let token = text_of(Service::Pawapay, &json!({"token": "t"})).unwrap();
        assert_eq!(PawapayKeys::of_text(&token).unwrap().token, "t");
        let token = text_of(Service::Yango, &json!({"token": "t"})).unwrap();
        assert_eq!(YangoKeys::of_text(&token).unwrap().token, "t");
    }

    #[test]
    fn what_cannot_be_a_key_is_named() {
        let wrong = json!({"api_key": "two words", "webhook_strategy": "none"});
        let fields = text_of(Service::Wave, &wrong).unwrap_err();
        assert_eq!(fields, ["webhook_secret", "api_key", "webhook_strategy"]);
        assert_eq!(text_of(Service::Yango, &json!({"token": ""})).unwrap_err(), ["token"]);
        assert!("yango".parse::<Payment>().is_err() && "wave".parse::<Delivery>().is_err());
    }
}
