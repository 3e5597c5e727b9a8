//! pawaPay: something happened to a checkout, a deposit or a refund of a seller's.
//!
//! `POST /callbacks/pawapay/{seller}`, signed by RFC 9421 with keys that pawaPay publishes to whoever
//! holds the seller's token. What it says is only a hint: `payments` asks pawaPay.

use std::sync::{Mutex, PoisonError};

use aws_adapters::vault::TokenPurpose;
use contracts::{
    callbacks::pawapay::{
        PawapayHint, PawapayProofError, PublicKey, SignedRequest, VerifiedPawapay,
    },
    messages::{PaymentHint, PaymentMessage, PaymentProvider},
    records::payment::PawapayKeys,
};
use domain::ids::SellerId;
use http_clients::payments::Pawapay;
use jiff::{SignedDuration, Timestamp};
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::{
    clock,
    http::{Problem, page},
};
use secrecy::SecretString;
use url::Url;

use crate::{
    Deps, keys,
    verified::{Callback, hint, unverified},
};

const PROVIDER: &str = "pawapay";
/// How long published keys are believed without asking again.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// The published keys as they were last read: the same for all sellers.
#[derive(Debug, Default)]
pub(crate) struct PublishedKeys(Mutex<Option<(Vec<PublicKey>, Timestamp)>>);

impl PublishedKeys {
    /// What is known and not too old.
    fn known(&self, now: Timestamp) -> Option<Vec<PublicKey>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (keys, at) = kept.as_ref()?;
        (now.duration_since(*at) < KEPT).then(|| keys.clone())
    }

    fn learn(&self, keys: &[PublicKey], now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((keys.to_vec(), now));
    }
}

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    let seller: SellerId = callback.rest().parse().map_err(|_no_seller| Problem::not_found())?;
    let opened = keys::open(deps, &seller, TokenPurpose::Pawapay).await?;
    let opened = opened.ok_or_else(|| unverified(PROVIDER, "no keys of this seller's"))?;
    let sealed = PawapayKeys::of_text(opened.expose());
    let sealed = sealed.map_err(|error| keys::trouble("keys_unreadable", &error))?;
    let told = verified(deps, callback, &SecretString::from(sealed.token)).await?;
    // Callbacks about other things are pawaPay's, and nothing to us.
    if let Some(told) = told {
        let id = format!("pawapay.{}.{}", told.subject.id(), told.status);
        let told = PaymentHint {
            seller,
            provider: PaymentProvider::Pawapay,
            payment: told.client_reference.parse().ok(),
            reference: told.subject.id().to_owned(),
        };
        hint(deps, id, PaymentMessage::Hint(told)).await?;
    }
    Ok(page::text(StatusCode::OK, String::new()))
}

/// Checks with the keys that are known; a key that is not is asked for once.
async fn verified(
    deps: &Deps,
    callback: &Callback<'_>,
    token: &SecretString,
) -> Result<Option<PawapayHint>, Problem> {
    let now = clock::now();
    let known = deps.published.known(now);
    let was_known = known.is_some();
    let keys = match known {
        Some(keys) => keys,
        None => published(&deps.pawapay, deps, token, now).await?,
    };
    match check(callback, &keys, now) {
        Err(PawapayProofError::UnknownKey) if was_known => {
            let keys = published(&deps.pawapay, deps, token, now).await?;
            check(callback, &keys, now).map_err(|error| unverified(PROVIDER, &error.to_string()))
        }
        checked => checked.map_err(|error| unverified(PROVIDER, &error.to_string())),
    }
}

async fn published(
    pawapay: &Pawapay,
    deps: &Deps,
    token: &SecretString,
    now: Timestamp,
) -> Result<Vec<PublicKey>, Problem> {
    let keys = pawapay.public_keys(token).await;
    let keys = keys.map_err(|error| keys::trouble("keys_not_published", &error))?;
    deps.published.learn(&keys, now);
    Ok(keys)
}

/// What a callback is about, once it is certain that it is pawaPay's.
fn check(
    callback: &Callback<'_>,
    keys: &[PublicKey],
    now: Timestamp,
) -> Result<Option<PawapayHint>, PawapayProofError> {
    let address = Url::parse(&callback.url()).map_err(|_no_url| PawapayProofError::Malformed)?;
    let authority = address.host_str().map(|host| match address.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    });
    let header = |name: &str| callback.header(name).map(str::to_owned);
    let request = SignedRequest {
        method: callback.method().as_str(),
        authority: &authority.unwrap_or_default(),
        path: address.path(),
        header: &header,
        body: callback.raw(),
    };
    Ok(VerifiedPawapay::verify(keys, &request, now)?.hint())
}
