//! `/push`: browsers that the seller lets ring while the page is closed.
//!
//! A browser's address at its vendor's push service is given by whoever calls, and `alerts` will call
//! it: only listed origins are taken. It is a capability, so it is never answered; a browser is named
//! by the hash of it, which its page can compute.

use aws_adapters::devices::Device;
use axum::extract::{Path, State};
use contracts::{
    push::{DeviceKeys, Endpoint, InvalidDevice},
    records::device::{DeviceRecord, LanguageValue},
};
use jiff::Timestamp;
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Deps,
    answer::{self, Answer},
    body::Object,
    caller::Caller,
    input::Fields,
    routes::{Route, Shared},
};

/// The longest field that is read at all: an address.
const TEXT_MAX: usize = 2_048;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/push/key", key),
        Route::delete("/push/subscriptions", forget_all),
        Route::put("/push/subscriptions/{id}", register),
        Route::delete("/push/subscriptions/{id}", forget),
    ]
}

/// What `PushManager.subscribe` takes as `applicationServerKey`.
#[derive(Debug, Serialize)]
struct KeyView<'a> {
    key: &'a str,
}

async fn key(State(deps): State<Shared>, Caller(_): Caller) -> Answer {
    answer::ok(&KeyView { key: &deps.push_key })
}

async fn register(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Path(id): Path<String>,
    Object(body): Object,
) -> Answer {
    let (endpoint, record) = read(&deps, &id, &body, clock::now())?;
    deps.table.register_device(&seller, &endpoint, &record).await?;
    Ok(answer::gone())
}

async fn forget(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Path(id): Path<String>,
) -> Answer {
    // Anything else is the digest of no address.
    let is_digest = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_digest {
        return Err(Problem::not_found().into());
    }
    deps.table.forget_device(&seller, &id).await?;
    Ok(answer::gone())
}

/// The seller signs out of all devices.
async fn forget_all(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    for Device { id, .. } in deps.table.devices(&seller, clock::now()).await? {
        deps.table.forget_device(&seller, &id).await?;
    }
    Ok(answer::gone())
}

/// `PushSubscription.toJSON()` with the key it was made with and the language of the page.
fn read(
    deps: &Deps,
    id: &str,
    body: &Map<String, Value>,
    now: Timestamp,
) -> Result<(Endpoint, DeviceRecord), Vec<FieldError>> {
    let mut fields = Fields::of(body);
    fields.require(&["endpoint", "keys", "application_server_key", "language"]);
    let address = fields.line("endpoint", TEXT_MAX).unwrap_or_default();
    let endpoint = Endpoint::read(&address, &deps.push_origins);
    if fields.has("endpoint") && endpoint.is_err() {
        fields.refuse("endpoint", "Ce service de notifications n’est pas pris en charge.");
    }
    if endpoint.as_ref().is_ok_and(|endpoint| endpoint.device() != id) {
        fields.refuse("endpoint", "L’appareil ne correspond pas à cette adresse.");
    }
    let key = fields.line("application_server_key", TEXT_MAX).unwrap_or_default();
    if !key.is_empty() && key != deps.push_key {
        fields.refuse("application_server_key", "La clé a changé. Réactivez les notifications.");
    }
    let language = match fields.line("language", TEXT_MAX).as_deref() {
        Some("fr") | None => LanguageValue::French,
        Some("en") => LanguageValue::English,
        Some(_) => {
            fields.refuse("language", "« fr » ou « en » est attendu.");
            LanguageValue::French
        }
    };
    let (mut p256dh, mut auth) = (String::new(), String::new());
    if let Some(mut keys) = fields.of_object("keys") {
        keys.require(&["p256dh", "auth"]);
        p256dh = keys.line("p256dh", TEXT_MAX).unwrap_or_default();
        auth = keys.line("auth", TEXT_MAX).unwrap_or_default();
        match DeviceKeys::read(&p256dh, &auth) {
            Err(InvalidDevice::P256dh) if !p256dh.is_empty() => {
                keys.refuse("p256dh", "Une clé P-256 est attendue.");
            }
            Err(InvalidDevice::Auth) if !auth.is_empty() => {
                keys.refuse("auth", "16 octets en base64url sont attendus.");
            }
            Ok(_) | Err(_) => {}
        }
        fields.absorb(keys);
    }
    let record = DeviceRecord { endpoint: address, p256dh, auth, key, language, seen_at: now };
    // Every refusal above has its field: what is left over cannot be refused silently.
    let made = fields.finish(record)?;
    let invalid = |_| vec![FieldError { field: "endpoint".to_owned(), message: String::new() }];
    Ok((endpoint.map_err(invalid)?, made))
}
