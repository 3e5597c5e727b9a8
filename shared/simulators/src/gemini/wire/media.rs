//! Inline media: a supported type without parameters, and real base64.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::Value;

use super::items;
use crate::gemini::error::ApiError;

/// What Gemini reads (Gemini API, image, document, audio and video pages).
const SUPPORTED: [&str; 29] = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/heic",
    "image/heif",
    "application/pdf",
    "text/plain",
    "text/html",
    "text/css",
    "text/csv",
    "text/xml",
    "text/markdown",
    "audio/wav",
    "audio/mp3",
    "audio/mpeg",
    "audio/aiff",
    "audio/aac",
    "audio/ogg",
    "audio/opus",
    "audio/flac",
    "video/mp4",
    "video/mpeg",
    "video/mov",
    "video/quicktime",
    "video/avi",
    "video/x-flv",
    "video/webm",
    "video/wmv",
    "video/3gpp",
];

pub(super) fn check(request: &Value) -> Result<(), ApiError> {
    for (at, content) in items(request, "contents").iter().enumerate() {
        for (part_at, part) in items(content, "parts").iter().enumerate() {
            let Some(blob) = part.get("inlineData") else { continue };
            let mime = blob.get("mimeType").and_then(Value::as_str).unwrap_or_default();
            if !SUPPORTED.contains(&mime) {
                return Err(ApiError::invalid(format!("Unsupported MIME type: {mime}")));
            }
            let data = blob.get("data").and_then(Value::as_str).unwrap_or_default();
            if data.is_empty() || (STANDARD.decode(data).is_err() && URL_SAFE.decode(data).is_err())
            {
                return Err(ApiError::invalid(format!(
                    "Invalid value at 'contents[{at}].parts[{part_at}].inline_data.data' \
                     (TYPE_BYTES), Base64 decoding failed"
                )));
            }
        }
    }
    Ok(())
}
