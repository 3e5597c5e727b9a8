//! Media: upload, a download link that lives five minutes and wants the token again, deletion.

use axum::{
    body::Body,
    extract::{FromRequest as _, Multipart, Path, Request, State as Extension},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

use super::{
    Graph, access,
    call::{Call, origin},
    error::{GraphError, GraphResult},
    state::{Media, State},
};
use crate::{
    random,
    time::{DAY, MINUTE, UnixMs},
};

/// Meta, media reference: uploads live 30 days, media of webhooks 7 days, links 5 minutes.
const UPLOAD_LIFE: UnixMs = 30 * DAY;
pub(crate) const INBOUND_LIFE: UnixMs = 7 * DAY;
const TICKET_LIFE: UnixMs = 5 * MINUTE;

pub(super) mod faults;
pub(super) mod fetch;

const MEGABYTE: usize = 1024 * 1024;

/// `POST /{phone number}/media`, multipart.
pub(super) async fn upload(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| access::number(state, call, now, id).map(|_| ()))?;
    let broken = || GraphError::parameter("The request is not valid multipart/form-data");
    let mut request = Request::new(Body::from(call.body.clone()));
    *request.headers_mut() = call.headers.clone();
    let mut form = Multipart::from_request(request, &()).await.map_err(|_error| broken())?;
    let (mut product, mut declared, mut file) = (None, None, None);
    while let Some(field) = form.next_field().await.map_err(|_error| broken())? {
        let content_type = field.content_type().map(str::to_owned);
        match field.name().unwrap_or_default() {
            "messaging_product" => product = field.text().await.ok(),
            "type" => declared = field.text().await.ok(),
            "file" => {
                file = Some((content_type, field.bytes().await.map_err(|_error| broken())?));
            }
            _ => {}
        }
    }
    if product.as_deref() != Some("whatsapp") {
        return Err(GraphError::parameter("The parameter messaging_product is required."));
    }
    let Some((content_type, bytes)) = file else {
        return Err(GraphError::parameter("The parameter file is required."));
    };
    let mime_type = content_type.or(declared).unwrap_or_default();
    check(&mime_type, bytes.len())?;
    let media = Media::new(id, &mime_type, &bytes, now.saturating_add(UPLOAD_LIFE));
    Ok(json!({"id": graph.write(|state| state.store_media(media))}))
}

fn check(mime_type: &str, size: usize) -> Result<(), GraphError> {
    let limit = match mime_type {
        "image/jpeg" | "image/png" => 5 * MEGABYTE,
        "image/webp" => MEGABYTE / 2,
        // Opus must be said in the type: a plain audio/ogg is refused (Meta, audio messages).
        "audio/aac"
        | "audio/amr"
        | "audio/mpeg"
        | "audio/mp4"
        | "audio/ogg; codecs=opus"
        | "audio/ogg;codecs=opus"
        | "video/mp4"
        | "video/3gpp" => 16 * MEGABYTE,
        "application/pdf" | "text/plain" => 100 * MEGABYTE,
        _ if mime_type.starts_with("application/vnd.") || mime_type == "application/msword" => {
            100 * MEGABYTE
        }
        _ => {
            return Err(GraphError::parameter(format!(
                "Param file must be a file with one of the supported types, not {mime_type}"
            )));
        }
    };
    if size == 0 || size > limit {
        return Err(GraphError::with_details(131_053, format!("The file has {size} bytes")));
    }
    Ok(())
}

/// `GET /{media}`: a fresh link and what it leads to.
pub(super) fn get(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.write(|state| {
        own(state, call, now, id)?;
        let media = state.media.get_mut(id).ok_or_else(|| access::unknown(call, id))?;
        // Optional, and checked when it is there (Meta, media reference).
        if call.param("phone_number_id").is_some_and(|number| number != media.phone_number_id) {
            return Err(access::unknown(call, id));
        }
        Ok(json!({
            "messaging_product": "whatsapp",
            "url": link(media, &call.origin(), now),
            "mime_type": media.mime_type,
            "sha256": media.sha256_hex,
            "file_size": media.bytes().len(),
            "id": id,
        }))
    })
}

/// `DELETE /{media}`.
pub(super) fn delete(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.write(|state| {
        own(state, call, now, id)?;
        state.media.remove(id);
        Ok(json!({"success": true}))
    })
}

/// A download link under the caller's own address of the simulator.
pub(crate) fn link(media: &mut Media, origin: &str, now: UnixMs) -> String {
    let ticket = random::hex();
    media.tickets.retain(|_, expiry| *expiry > now);
    media.tickets.insert(ticket.clone(), now.saturating_add(TICKET_LIFE));
    format!("{origin}/sim/graph/_media/{ticket}")
}

fn own(state: &State, call: &Call, now: UnixMs, id: &str) -> Result<(), GraphError> {
    access::token(state, call, now)?;
    let media = state
        .media
        .get(id)
        .filter(|media| media.expires_at > now)
        .ok_or_else(|| access::unknown(call, id))?;
    access::number(state, call, now, &media.phone_number_id).map(|_| ())
}

/// `GET` of a download link, with the token of the number that the file belongs to.
pub(super) async fn download(
    Extension(graph): Extension<Graph>,
    Path(ticket): Path<String>,
    headers: HeaderMap,
) -> Response {
    let now = graph.clock().now();
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    let found = graph.read(|state| {
        let token = state.tokens.get(bearer).filter(|token| access::usable(token, now).is_ok());
        let Some(token) = token else { return Err(StatusCode::UNAUTHORIZED) };
        let (id, media) = state
            .media
            .iter()
            .find(|(_, media)| media.tickets.get(&ticket).is_some_and(|expiry| *expiry > now))
            .ok_or(StatusCode::NOT_FOUND)?;
        match state.numbers.get(&media.phone_number_id) {
            Some(number) if token.account_ids.contains(&number.account_id) => {
                Ok((id.clone(), number.id.clone(), media.mime_type.clone(), media.bytes()))
            }
            Some(_) | None => Err(StatusCode::NOT_FOUND),
        }
    });
    match found {
        Ok((id, number, mime_type, bytes)) => {
            faults::serve(mime_type, bytes, graph.take_file_fault(&id, &number)).await
        }
        Err(status) => status.into_response(),
    }
}

/// The link that a webhook carries, under the simulator's own address.
pub(crate) fn inbound_link(media: &mut Media, headers: &HeaderMap, now: UnixMs) -> Value {
    json!(link(media, &origin(headers), now))
}
