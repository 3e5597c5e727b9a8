//! One callback as it arrived, what a provider's module needs to verify it, and the way from what
//! was verified into a queue.

use aws_adapters::queues::Message;
use contracts::messages::{DispatchMessage, Envelope, PaymentMessage};
use lambda_http::{
    Request, RequestExt,
    http::{Method, StatusCode},
};
use lambda_support::{chain::Chain, clock, http::Problem};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::Deps;

/// Where callbacks arrive.
const PREFIX: &str = "/callbacks/";

/// A call that nobody has verified yet.
pub(crate) struct Callback<'a> {
    request: &'a Request,
    raw: &'a [u8],
    public_api_url: &'a str,
}

impl<'a> Callback<'a> {
    pub(crate) fn new(request: &'a Request, raw: &'a [u8], public_api_url: &'a str) -> Self {
        Self { request, raw, public_api_url }
    }

    pub(crate) fn method(&self) -> &Method {
        self.request.method()
    }

    /// The body exactly as it arrived.
    pub(crate) fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Who it claims to be from: the first part of the path.
    pub(crate) fn provider(&self) -> &str {
        self.parts().0
    }

    /// The path after the provider, without slashes around it.
    pub(crate) fn rest(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        let path = self.path().strip_prefix(PREFIX).unwrap_or_default();
        let (provider, rest) = path.split_once('/').unwrap_or((path, ""));
        (provider, rest.trim_end_matches('/'))
    }

    fn path(&self) -> &str {
        match self.request.raw_http_path() {
            "" => self.request.uri().path(),
            raw => raw,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// A parameter of the query, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.request.uri().query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(query)
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The address as the provider was given it. Never made of `Host`, which the caller writes.
    pub(crate) fn url(&self) -> String {
        let query = self.request.uri().query().map(|query| format!("?{query}"));
        format!("{}{}{}", self.public_api_url, self.path(), query.unwrap_or_default())
    }

    /// Whether the query carries the secret under that name. Without a secret nobody does.
    pub(crate) fn carries(&self, secret: Option<&SecretString>, name: &str) -> bool {
        let given = self.query(name).unwrap_or_default();
        secret
            .map(|secret| secret.expose_secret().as_bytes())
            .is_some_and(|secret| !secret.is_empty() && bool::from(secret.ct_eq(given.as_bytes())))
    }
}

/// 401: the caller is not who the path says. `provider` and `why` are words of ours.
pub(crate) fn unverified(provider: &'static str, why: &str) -> Problem {
    tracing::warn!(error.code = "wrong_signature", provider, why, "callback refused");
    let detail = "La preuve jointe à cet appel n'est pas celle attendue.";
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_signature", "Signature invalide", detail)
}

/// 400: verified, and still not what is documented. The provider may try again, in vain.
pub(crate) fn unreadable(provider: &'static str, what: &'static str) -> Problem {
    tracing::warn!(error.code = "unreadable", provider, what, "callback refused");
    Problem::malformed()
}

/// Puts what was verified into `dispatch.fifo`. Ids are made of the provider's own, so that the
/// queue and the delivery's markers recognise a fact that is told twice.
pub(crate) async fn tell(
    deps: &Deps,
    messages: Vec<(String, DispatchMessage)>,
) -> Result<(), Problem> {
    let mut batch = Vec::with_capacity(messages.len());
    for (id, body) in messages {
        let group = body.group();
        let envelope = Envelope { id: id.clone(), at: clock::now(), body };
        let text = serde_json::to_string(&envelope).map_err(|error| {
            tracing::error!(error.code = "unserialisable", error = %error, "not enqueued");
            Problem::internal()
        })?;
        batch.push(Message::fifo(text, &group, &id));
    }
    deps.dispatch.send_batch(&batch).await.map_err(|error| {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "not enqueued");
        Problem::unavailable()
    })
}

/// Puts what was verified into `payments`; a fact that is told twice has one id.
pub(crate) async fn hint(deps: &Deps, id: String, body: PaymentMessage) -> Result<(), Problem> {
    let envelope = Envelope { id, at: clock::now(), body };
    let text = serde_json::to_string(&envelope).map_err(|error| {
        tracing::error!(error.code = "unserialisable", error = %error, "not enqueued");
        Problem::internal()
    })?;
    deps.payments.send(&Message::standard(text)).await.map_err(|error| {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "not enqueued");
        Problem::unavailable()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, query: &str) -> Request {
        let event = serde_json::json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": "evil.example.com", "x-twilio-signature": "s"},
            "requestContext": {
                "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
                "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "1.1.1.1", "userAgent": "t"},
                "requestId": "r", "routeKey": "$default",
                "stage": "$default", "time": "t", "timeEpoch": 0
            },
            "body": "RGlnaXRzPTE=", "isBase64Encoded": true
        });
        lambda_http::request::from_str(&event.to_string()).unwrap()
    }

    #[test]
    fn the_address_is_ours_whatever_the_host_says() {
        let request = request("/callbacks/twilio/voice", "of=a.b.1&x=%2F");
        let callback = Callback::new(&request, request.body().as_ref(), "https://api.example.com");
        assert_eq!(callback.url(), "https://api.example.com/callbacks/twilio/voice?of=a.b.1&x=%2F");
        assert_eq!((callback.provider(), callback.rest()), ("twilio", "voice"));
        assert_eq!(callback.query("x").as_deref(), Some("/"));
        assert_eq!(callback.header("x-twilio-signature"), Some("s"));
        assert_eq!(callback.raw(), b"Digits=1");
    }

    #[test]
    fn other_paths_name_no_provider() {
        for (path, expected) in [
            ("/callbacks/wave", ("wave", "")),
            ("/callbacks/wave/", ("wave", "")),
            ("/callbacks/wave/slr_1/x/", ("wave", "slr_1/x")),
            ("/callback/wave", ("", "")),
            ("/", ("", "")),
        ] {
            let request = request(path, "");
            let callback = Callback::new(&request, b"", "https://api.example.com");
            assert_eq!((callback.provider(), callback.rest()), expected, "{path}");
        }
    }

    #[test]
    fn only_the_whole_secret_passes() {
        let secret = SecretString::from("s3cret");
        for (query, expected) in [
            ("k=s3cret", true),
            ("k=s3cre", false),
            ("k=", false),
            ("", false),
            ("j=s3cret", false),
        ] {
            let request = request("/callbacks/infobip/voice", query);
            let callback = Callback::new(&request, b"", "https://api.example.com");
            assert_eq!(callback.carries(Some(&secret), "k"), expected, "{query}");
            assert!(!callback.carries(None, "k"), "{query}");
            assert!(!callback.carries(Some(&SecretString::from("")), "k"), "{query}");
        }
    }
}
