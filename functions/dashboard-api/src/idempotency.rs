//! A `POST` with an `Idempotency-Key` has its effect once.
//!
//! The key is kept for a day with the request's fingerprint, the identifier drawn for what it
//! creates, and its answer. A repetition that finds no answer yet (the first one died, or is still
//! running) runs again with the same identifier, which every write and queue takes only once.

use aws_adapters::table::{Condition, ConflictKind, NewItem, StoreError, Write, keys};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use contracts::fingerprint;
use domain::ids::SellerId;
use jiff::{Timestamp, ToSpan};
use lambda_support::{
    chain, clock,
    http::{Problem, secure},
    random,
};
use serde::{Deserialize, Serialize};

use crate::{
    Deps,
    caller::{Caller, Drawn},
    failure::Failure,
    live,
    routes::{BODY_MAX, Shared},
};

const HEADER: &str = "idempotency-key";
const KEY_MAX: usize = 255;
const KEPT_HOURS: i64 = 24;

/// What is kept under a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RequestRecord {
    fingerprint: String,
    drawn: String,
    /// The answer, once there is one.
    #[serde(default)]
    answer: Option<AnswerRecord>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct AnswerRecord {
    status: u16,
    body: String,
}

/// A record as it was read or just written.
struct Kept {
    key: keys::Key,
    record: RequestRecord,
    version: u64,
    now: Timestamp,
}

impl Kept {
    fn item(&self) -> Result<NewItem, StoreError> {
        let until = self.now.saturating_add(KEPT_HOURS.hours()).unwrap_or(self.now);
        Ok(NewItem::new(self.key.clone(), &self.record)?.expiring(until))
    }
}

/// Where a keyed request stands.
enum Standing {
    /// Its answer is known.
    Answered(AnswerRecord),
    /// It is to run, under this record and its version.
    Open(RequestRecord, u64),
}

/// The middleware: anything but a keyed `POST` of a signed-in seller passes through, and so does
/// the one whose answer is a secret.
pub(crate) async fn once(
    State(deps): State<Shared>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let caller = Caller::of(request.extensions());
    let (Some(key), Ok(Caller(seller)), &Method::POST) =
        (request.headers().get(HEADER), caller, request.method())
    else {
        return Ok(next.run(request).await);
    };
    if request.uri().path() == live::TICKETS {
        return Ok(next.run(request).await);
    }
    let key = read_key(key)?;
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await.map_err(|_too_long| Problem::too_large())?;
    let asked = [parts.uri.path().as_bytes(), b"\n", &body].concat();
    let now = clock::now();
    match standing(&deps, &seller, &key, fingerprint::of(&asked), now).await? {
        Standing::Answered(answer) => Ok(replayed(answer)),
        Standing::Open(record, version) => {
            parts.extensions.insert(Drawn(record.drawn.parse().unwrap_or_default()));
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            let kept = Kept { key: keys::stored_response(&seller, &key), record, version, now };
            remembered(&deps, kept, response).await
        }
    }
}

fn read_key(header: &HeaderValue) -> Result<String, Problem> {
    let text = header.to_str().unwrap_or_default().trim();
    if text.is_empty() || text.len() > KEY_MAX {
        return Err(Problem::malformed()
            .with_field("Idempotency-Key", "Cette clé doit avoir de 1 à 255 caractères."));
    }
    Ok(text.to_owned())
}

/// Looks the key up, and takes it when it is free.
async fn standing(
    deps: &Deps,
    seller: &SellerId,
    key: &str,
    fingerprint: String,
    now: Timestamp,
) -> Result<Standing, Failure> {
    let key = keys::stored_response(seller, key);
    let mut was_taken = false;
    loop {
        let found = deps.table.get::<RequestRecord>(&key).await?;
        let free_version = match found {
            None => None,
            // DynamoDB deletes late, so the moment itself decides.
            Some(old) if old.expires_at.is_some_and(|until| until <= now) => Some(old.version),
            Some(kept) if kept.value.fingerprint != fingerprint => return Err(reused().into()),
            Some(kept) => {
                return Ok(match kept.value.answer {
                    Some(answer) => Standing::Answered(answer),
                    None => Standing::Open(kept.value, kept.version),
                });
            }
        };
        let drawn = random::uuid_v7().to_string();
        let record = RequestRecord { fingerprint: fingerprint.clone(), drawn, answer: None };
        let kept = Kept { key: key.clone(), record, version: free_version.unwrap_or(0), now };
        let write = match free_version {
            None => Write::insert(kept.item()?),
            Some(version) => Write::replace(kept.item()?, version),
        };
        match deps.table.write(&write).await {
            Ok(()) => return Ok(Standing::Open(kept.record, kept.version.saturating_add(1))),
            // The same request took it between our reading and our writing: read again, once.
            Err(StoreError::Conflict { .. }) if !was_taken => was_taken = true,
            Err(error) => return Err(error.into()),
        }
    }
}

fn reused() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "idempotency_key_reused",
        "Clé déjà utilisée",
        "Cette clé d’idempotence a déjà servi pour une autre demande.",
    )
    .with_field("Idempotency-Key", "Utilisez une nouvelle clé pour une nouvelle demande.")
}

/// Keeps a success for the next time; a refusal frees the key, so that a corrected request may use
/// it; after a failure of ours the record stays open.
async fn remembered(deps: &Deps, mut kept: Kept, response: Response) -> Result<Response, Failure> {
    let status = response.status();
    if status.is_client_error() {
        let condition = Condition::Version(kept.version);
        let freed = Write::Delete { key: kept.key, condition };
        report(deps.table.write(&freed).await);
        return Ok(response);
    }
    if !status.is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, BODY_MAX).await.map_err(|_unread| Problem::internal())?;
    let text = String::from_utf8_lossy(&body).into_owned();
    kept.record.answer = Some(AnswerRecord { status: status.as_u16(), body: text });
    report(deps.table.write(&Write::replace(kept.item()?, kept.version)).await);
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The effect is done whether or not its answer could be kept, so the caller is told of the effect.
fn report(kept: Result<(), StoreError>) {
    match kept {
        // The same request, running twice at once, has kept its answer already.
        Ok(()) | Err(StoreError::Conflict { kind: ConflictKind::VersionMismatch, .. }) => {}
        Err(error) => tracing::warn!(
            error.code = error.code(),
            error = %chain::Chain(&error),
            "the answer to a keyed request was not kept"
        ),
    }
}

fn replayed(answer: AnswerRecord) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
    secure(response)
}
