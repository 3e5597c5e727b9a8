//! Yango: a claim may have changed.
//!
//! Nothing is signed. The address we gave carries a secret and the order it is about, and Yango
//! appends the claim and the moment; all that a call can do is make `dispatch` ask Yango.
//! (Yango, delivery-profile documentation, "callback".)

use contracts::messages::{DispatchMessage, OrderRef, ServiceHint};
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::http::{Problem, page};

use crate::{
    Deps,
    verified::{Callback, tell, unreadable, unverified},
};

const PROVIDER: &str = "yango";
/// The query parameter that carries the secret.
const SECRET: &str = "k";
/// A claim's id has 32 to 64 characters; a moment is shorter.
const WORD_MAX: usize = 64;

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    if !callback.rest().is_empty() {
        return Err(Problem::not_found());
    }
    if !callback.carries(deps.callback_secret.as_ref(), SECRET) {
        return Err(unverified(PROVIDER, "no secret, or a wrong one"));
    }
    let hint = hint(callback).ok_or_else(|| unreadable(PROVIDER, "query"))?;
    tell(deps, vec![hint]).await?;
    Ok(page::text(StatusCode::OK, String::new()))
}

/// The hint, under an id that is the same when the call comes again.
fn hint(callback: &Callback<'_>) -> Option<(String, DispatchMessage)> {
    let of = order(&callback.query("of")?)?;
    let reference = callback.query("claim_id").filter(|id| is_word(id, &['-', '_']))?;
    // The plus of `+00:00` reads as a space when it was not escaped.
    let at = callback.query("updated_ts")?.replace(' ', "+");
    let at = Some(at).filter(|at| is_word(at, &['-', ':', '.', '+']))?;
    let id = format!("hint.{reference}.{at}");
    Some((id, DispatchMessage::ServiceHint(ServiceHint { of, reference, booking: None })))
}

/// `<seller>.<order>`, as it was written into the address.
fn order(text: &str) -> Option<OrderRef> {
    let (seller, order) = text.split_once('.')?;
    Some(OrderRef { seller: seller.parse().ok()?, order: order.parse().ok()? })
}

/// What may be a part of a message's id.
fn is_word(text: &str, marks: &[char]) -> bool {
    (1..=WORD_MAX).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(&c))
}

#[cfg(test)]
mod tests {
    use lambda_http::{Request, http};

    use super::*;

    const OF: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008";

    fn read(query: &str) -> Option<(String, String)> {
        let request: Request = http::Request::post(format!("https://x/callbacks/yango?{query}"))
            .body(Body::Empty)
            .unwrap();
        let callback = Callback::new(&request, b"", "https://api.example.com");
        let (id, message) = hint(&callback)?;
        let DispatchMessage::ServiceHint(hint) = message else { panic!("a hint") };
        assert_eq!(format!("{}.{}", hint.of.seller, hint.of.order), OF);
        Some((id, hint.reference))
    }

    #[test]
    fn what_yango_appends_is_read_escaped_or_not_and_twice_is_the_same() {
        let id = "hint.c1a1m.2026-11-28T10:00:00.5+00:00".to_owned();
        for moment in ["2026-11-28T10:00:00.5+00:00", "2026-11-28T10%3A00%3A00.5%2B00%3A00"] {
            let query = format!("k=s&of={OF}&updated_ts={moment}&claim_id=c1a1m");
            assert_eq!(read(&query), Some((id.clone(), "c1a1m".to_owned())), "{query}");
        }
    }

    #[test]
    fn what_is_missing_or_could_be_anything_is_no_hint() {
        for query in [
            format!("of={OF}&updated_ts=1"),
            format!("of={OF}&claim_id=c1"),
            "of=slr_1.ord_1&updated_ts=1&claim_id=c1".to_owned(),
            format!("of={OF}&updated_ts=1&claim_id=c1%20x"),
            format!("of={OF}&updated_ts=1&claim_id={}", "c".repeat(65)),
        ] {
            assert_eq!(read(&query), None, "{query}");
        }
    }
}
