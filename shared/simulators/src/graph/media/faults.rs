//! Faults of the file server that a test orders: what a broken or hostile one does.

use std::{sync::PoisonError, time::Duration};

use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures::stream;
use serde::Deserialize;

use crate::graph::Graph;

/// An order for the next `times` downloads that match every given condition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::graph) struct FileFault {
    media_id: Option<String>,
    /// The business number that received the file.
    phone_number_id: Option<String>,
    #[serde(default = "once")]
    times: u32,
    effect: FileEffect,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::graph) enum FileEffect {
    /// Send the caller to this address.
    Redirect(String),
    /// Serve this many bytes without announcing how many.
    Oversized(usize),
    /// Say that the file is of this type.
    Typed(String),
    /// Serve the file after this long.
    DelayMs(u64),
    /// Answer with this status: 404 is what Meta says of an address that is too old.
    Http(u16),
    /// Serve other bytes than those that were sent.
    Altered,
}

fn once() -> u32 {
    1
}

impl Graph {
    pub(in crate::graph) fn add_file_fault(&self, fault: FileFault) {
        self.0.file_faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    pub(in crate::graph) fn clear_file_faults(&self) {
        self.0.file_faults.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The effect ordered for this file, once less.
    pub(super) fn take_file_fault(&self, media_id: &str, number: &str) -> Option<FileEffect> {
        let mut faults = self.0.file_faults.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.iter_mut().find(|fault| {
            fault.media_id.as_ref().is_none_or(|id| id == media_id)
                && fault.phone_number_id.as_ref().is_none_or(|id| id == number)
        })?;
        let effect = fault.effect.clone();
        fault.times = fault.times.saturating_sub(1);
        faults.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

/// Serves a file, the way the fault has it.
pub(super) async fn serve(
    mime_type: String,
    mut bytes: Vec<u8>,
    fault: Option<FileEffect>,
) -> Response {
    let mut mime_type = mime_type;
    match fault {
        None => {}
        Some(FileEffect::Redirect(to)) => {
            return (StatusCode::FOUND, [(header::LOCATION, to)]).into_response();
        }
        Some(FileEffect::Oversized(size)) => {
            bytes.resize(size.max(bytes.len()), 0);
            let pieces: Vec<_> =
                bytes.chunks(65_536).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect();
            let body = Body::from_stream(stream::iter(pieces));
            return ([(header::CONTENT_TYPE, mime_type)], body).into_response();
        }
        Some(FileEffect::Typed(other)) => mime_type = other,
        Some(FileEffect::DelayMs(delay)) => tokio::time::sleep(Duration::from_millis(delay)).await,
        Some(FileEffect::Http(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return status.into_response();
        }
        Some(FileEffect::Altered) => bytes.push(0),
    }
    ([(header::CONTENT_TYPE, mime_type)], bytes).into_response()
}
