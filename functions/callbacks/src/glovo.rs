//! Glovo: a parcel of a seller's may have changed.
//!
//! `Authorization` brings the partner secret that the seller's webhook was registered with; the
//! address names the seller. The parcel leads to its order by a row that `dispatch` wrote when it
//! booked. (Glovo, `LaaS` partners, webhooks.)

use aws_adapters::{
    table,
    vault::{AccessToken, TokenPurpose},
};
use contracts::{
    messages::{DispatchMessage, ServiceHint},
    records::service::ServiceReferenceRecord,
};
use domain::{ids::SellerId, seller::DeliveryService};
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::http::{Problem, page};
use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::{
    Deps, keys,
    verified::{Callback, tell, unreadable, unverified},
};

const PROVIDER: &str = "glovo";
const PROOF: &str = "authorization";
/// Longer than any status or number that is documented.
const WORD_MAX: usize = 40;

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    let seller: SellerId = callback.rest().parse().map_err(|_no_seller| Problem::not_found())?;
    let keys = keys::open(deps, &seller, TokenPurpose::Glovo).await?;
    let proof = callback.header(PROOF).unwrap_or_default();
    if !keys.is_some_and(|keys| is_from_glovo(&keys, proof)) {
        return Err(unverified(PROVIDER, "no secret of this seller's"));
    }
    let update = Update::read(callback.raw()).ok_or_else(|| unreadable(PROVIDER, "body"))?;
    let found = deps
        .table
        .get::<ServiceReferenceRecord>(&table::keys::service_reference(
            DeliveryService::Glovo,
            &update.number,
        ))
        .await
        .map_err(|error| keys::trouble(error.code(), &error))?;
    let of = found.map(|found| found.value.of).filter(|of| of.seller == seller);
    // It may be told before its booking was written down: Glovo tries again.
    let of = of.ok_or_else(Problem::not_found)?;
    let id = format!("hint.{}.{}", update.number, update.status);
    let hint = ServiceHint { of, reference: update.number, booking: None };
    tell(deps, vec![(id, DispatchMessage::ServiceHint(hint))]).await?;
    Ok(page::text(StatusCode::OK, String::new()))
}

/// Whether the header is the partner secret of these keys, bare or as a bearer's.
fn is_from_glovo(keys: &AccessToken, header: &str) -> bool {
    let keys: Value = serde_json::from_str(keys.expose()).unwrap_or_default();
    let secret = keys.get("partner_secret").and_then(Value::as_str).unwrap_or_default();
    let given = header.strip_prefix("Bearer ").unwrap_or(header);
    !secret.is_empty() && bool::from(secret.as_bytes().ct_eq(given.as_bytes()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    tracking_number: Value,
    status: String,
}

/// Which parcel, and what is said of it: `dispatch` asks Glovo anyway.
#[derive(Debug, PartialEq, Eq)]
struct Update {
    number: String,
    status: String,
}

impl Update {
    fn read(raw: &[u8]) -> Option<Self> {
        let told: Told = serde_json::from_slice(raw).ok()?;
        let number = match told.tracking_number {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
        };
        let is_word = |text: &str| {
            (1..=WORD_MAX).contains(&text.len())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        };
        (is_word(&number) && is_word(&told.status)).then_some(Self { number, status: told.status })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_partner_secret_of_the_seller_proves_glovo() {
        let keys = |text: &str| AccessToken::new(text.to_owned());
        let good = keys(r#"{"client_id":1,"client_secret":"c","partner_secret":"hush"}"#);
        assert!(is_from_glovo(&good, "hush") && is_from_glovo(&good, "Bearer hush"));
        for header in ["", "hus", "hushh", "c", "Bearer "] {
            assert!(!is_from_glovo(&good, header), "{header}");
        }
        for other in ["{}", "no json", r#"{"partner_secret":""}"#] {
            assert!(!is_from_glovo(&keys(other), ""), "{other}");
        }
    }

    #[test]
    fn an_update_is_read_whatever_else_it_holds() {
        let read = |body: &str| Update::read(body.as_bytes()).map(|u| (u.number, u.status));
        let told = Some(("100010177481".to_owned(), "PICKED".to_owned()));
        let body = r#"{"webhookId":"w","eventType":"STATUS_UPDATE","trackingNumber":"100010177481","status":"PICKED","date":"…"}"#;
        assert_eq!(read(body), told);
        assert_eq!(read(r#"{"trackingNumber":100010177481,"status":"PICKED","new":1}"#), told);
        for bad in [
            "",
            "{}",
            r#"{"trackingNumber":"a b","status":"X"}"#,
            r#"{"trackingNumber":[],"status":"X"}"#,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
