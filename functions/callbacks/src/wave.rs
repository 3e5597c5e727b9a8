//! Wave: something happened to a checkout session of a seller's.
//!
//! `POST /callbacks/wave/{seller}`, proven by the seller's own webhook secret in the way the seller
//! registered it. What it says is only a hint: `payments` asks Wave.

use aws_adapters::vault::TokenPurpose;
use contracts::{
    callbacks::wave::{VerifiedWave, WaveProof},
    messages::{PaymentHint, PaymentMessage, PaymentProvider},
    records::payment::WaveKeys,
};
use domain::ids::SellerId;
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::{
    clock,
    http::{Problem, page},
};
use secrecy::SecretString;

use crate::{
    Deps, keys,
    verified::{Callback, hint, unverified},
};

const PROVIDER: &str = "wave";

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    let seller: SellerId = callback.rest().parse().map_err(|_no_seller| Problem::not_found())?;
    let opened = keys::open(deps, &seller, TokenPurpose::Wave).await?;
    let opened = opened.ok_or_else(|| unverified(PROVIDER, "no keys of this seller's"))?;
    let keys = WaveKeys::of_text(opened.expose());
    let keys = keys.map_err(|error| keys::trouble("keys_unreadable", &error))?;
    let proof = WaveProof {
        signature: callback.header("wave-signature"),
        authorization: callback.header("authorization"),
    };
    let secret = SecretString::from(keys.webhook_secret);
    let now = clock::now();
    let verified = VerifiedWave::verify(keys.webhook_strategy, &secret, proof, callback.raw(), now)
        .map_err(|error| unverified(PROVIDER, &error.to_string()))?;
    // Events about other things than sessions are Wave's, and nothing to us.
    if let Some(event) = verified.event() {
        let told = PaymentHint {
            seller,
            provider: PaymentProvider::Wave,
            payment: event.client_reference.parse().ok(),
            reference: event.reference,
        };
        hint(deps, format!("wave.{}", event.id), PaymentMessage::Hint(told)).await?;
    }
    Ok(page::text(StatusCode::OK, String::new()))
}
