//! Files that people sent: where they are, and their bytes.
//!
//! The address comes from outside, so it is checked before the token goes there; the bytes come
//! from a stranger, so their size, their time, their type and their digest are checked before
//! anybody looks at them. (Meta, Cloud API, "Media".)

use std::time::Duration;

use contracts::meta::{graph::MediaInfo, webhook::MediaId};
use data_encoding::{BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use domain::ids::PhoneNumberId;
use reqwest::{Response, header::CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use super::{CallError, Graph};
use crate::http::{TransportError, open, read, retry_after};

mod error;
mod kind;
mod origins;

pub use error::FileError;
pub use kind::FileKind;
pub use origins::{FileOrigins, InvalidOrigin};

/// Addresses asked for before a file counts as gone: the first may have been five minutes old.
const ADDRESSES: usize = 2;

/// What is fetched at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    pub kind: FileKind,
    /// The largest file, in bytes.
    pub size: usize,
    /// From the first byte asked to the last received.
    pub within: Duration,
}

impl FileLimits {
    /// The limits of a kind, within this time.
    pub const fn of(kind: FileKind, within: Duration) -> Self {
        Self { kind, size: kind.largest(), within }
    }
}

/// A file that is what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct Downloaded {
    pub bytes: Vec<u8>,
    /// Without parameters, lower case: `audio/ogg`.
    pub mime: String,
}

/// Without the bytes.
impl std::fmt::Debug for Downloaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Downloaded")
            .field("mime", &self.mime)
            .field("size", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Graph {
    /// Where a file can be fetched for the next 5 minutes. `number` is the one that received it.
    pub async fn media(
        &self,
        token: &SecretString,
        media: &MediaId,
        number: &PhoneNumberId,
    ) -> Result<MediaInfo, CallError> {
        let query = [("phone_number_id", number.as_str())];
        let value = self.get(token, &[media.as_str()], &query).await?;
        MediaInfo::of(&value).ok_or(CallError::Unreadable { http_status: 200 })
    }

    /// The bytes at an address of [`Graph::media`].
    ///
    /// # Errors
    ///
    /// [`FileError::ForbiddenOrigin`], before anything is sent, for an address elsewhere;
    /// [`FileError::Gone`] when the address is too old: ask for it again.
    pub async fn download(
        &self,
        token: &SecretString,
        file: &MediaInfo,
        limits: FileLimits,
    ) -> Result<Downloaded, FileError> {
        let url = self.file_address(&file.url).ok_or(FileError::ForbiddenOrigin)?;
        let announced = file.file_size.and_then(|size| u64::try_from(size).ok());
        within_size(announced, limits)?;
        let request = self.http.get(url).bearer_auth(token.expose_secret());
        let answer = open(request.timeout(limits.within)).await.map_err(FileError::Transport)?;
        let mut answer = successful(answer)?;
        within_size(answer.content_length(), limits)?;
        let mime = claimed_type(&answer, file);
        if !limits.kind.takes(&mime) {
            return Err(FileError::WrongType);
        }
        let bytes = read(&mut answer, limits.size).await.map_err(FileError::of_body)?;
        if !kind::begins_as(&mime, &bytes) {
            return Err(FileError::Disguised);
        }
        if file.sha256.as_deref().and_then(digest_of).is_some_and(|own| own != digest(&bytes)) {
            return Err(FileError::Altered);
        }
        Ok(Downloaded { bytes, mime })
    }

    /// A file by its id: its address, then its bytes, with a fresh address when the first was too
    /// old.
    pub async fn file(
        &self,
        token: &SecretString,
        media: &MediaId,
        number: &PhoneNumberId,
        limits: FileLimits,
    ) -> Result<Downloaded, FileError> {
        for _address in 0..ADDRESSES {
            let info = self.media(token, media, number).await.map_err(FileError::Lookup)?;
            match self.download(token, &info, limits).await {
                Err(FileError::Gone) => {}
                ended => return ended,
            }
        }
        Err(FileError::Gone)
    }

    /// An address that may see the token.
    pub(super) fn file_address(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        (anonymous && self.file_origins.include(&url)).then_some(url)
    }
}

fn within_size(announced: Option<u64>, limits: FileLimits) -> Result<(), FileError> {
    let fits = |size: u64| usize::try_from(size).is_ok_and(|size| size <= limits.size);
    if announced.is_none_or(fits) {
        Ok(())
    } else {
        Err(FileError::TooLarge { limit: limits.size })
    }
}

/// The answer, when it is the file.
fn successful(answer: Response) -> Result<Response, FileError> {
    let http_status = answer.status().as_u16();
    match http_status {
        200..=299 => Ok(answer),
        300..=399 => Err(FileError::Redirected { http_status }),
        404 | 410 => Err(FileError::Gone),
        408 | 429 | 500.. => {
            let after = retry_after(answer.headers());
            Err(FileError::Unavailable { http_status, retry_after: after })
        }
        _ => Err(FileError::Refused { http_status }),
    }
}

/// The type in the answer's header; Meta's metadata where the header says nothing.
fn claimed_type(answer: &Response, file: &MediaInfo) -> String {
    let header = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let header = header.map(bare).filter(|mime| !mime.ends_with("/octet-stream"));
    header.unwrap_or_else(|| bare(file.mime_type.as_deref().unwrap_or_default()))
}

/// A type without its parameters: `audio/ogg; codecs=opus` → `audio/ogg`.
fn bare(mime: &str) -> String {
    mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// A digest as Meta wrote it: 64 hexadecimal digits, or base64 of either alphabet, padded or not.
/// `None` for anything else, which then proves nothing.
fn digest_of(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if let Ok(bytes) = HEXLOWER_PERMISSIVE.decode(text.as_bytes()) {
        return Some(bytes).filter(|bytes| bytes.len() == 32);
    }
    let plain = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    BASE64_NOPAD.decode(plain.as_bytes()).ok().filter(|bytes| bytes.len() == 32)
}

impl FileError {
    fn of_body(error: TransportError) -> Self {
        match error {
            TransportError::Oversized { limit } => Self::TooLarge { limit },
            TransportError::Connect(_)
            | TransportError::Request(_)
            | TransportError::TimedOut
            | TransportError::Broken(_) => Self::Transport(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_however_meta_writes_it() {
        // The SHA-256 of "hello".
        let base64 = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        let hex = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        let own = Some(digest(b"hello"));
        for text in [
            base64,
            hex,
            &hex.to_ascii_uppercase(),
            base64.trim_end_matches('='),
            &base64.replace('+', "-"),
            &format!(" {base64} "),
        ] {
            assert_eq!(digest_of(text), own, "{text}");
        }
        for text in ["", "2cf2", "<HASH>", "LPJNul"] {
            assert_eq!(digest_of(text), None, "{text}");
        }
    }

    #[test]
    fn parameters_are_no_part_of_a_type() {
        assert_eq!(bare("Audio/OGG; codecs=opus"), "audio/ogg");
        assert_eq!(bare(""), "");
    }
}
