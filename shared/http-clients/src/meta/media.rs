//! Files that people sent: where they are, and their bytes.
//!
//! The address comes from outside, so it is checked before the token goes there.

use contracts::meta::{graph::MediaInfo, webhook::MediaId};
use domain::ids::PhoneNumberId;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{CallError, Graph, GraphError};
use crate::http::call;

impl Graph {
    /// Where a file can be fetched for the next 5 minutes. `number` is the one that received it.
    pub async fn media_url(
        &self,
        token: &SecretString,
        media: &MediaId,
        number: &PhoneNumberId,
    ) -> Result<MediaInfo, CallError> {
        let query = [("phone_number_id", number.as_str())];
        let value = self.get(token, &[media.as_str()], &query).await?;
        MediaInfo::of(&value).ok_or(CallError::Unreadable { http_status: 200 })
    }

    /// The bytes at an address of [`Graph::media_url`]. A 404 means that the address is too old:
    /// ask for it again.
    ///
    /// # Errors
    ///
    /// [`CallError::ForbiddenHost`], before anything is sent, for an address elsewhere.
    pub async fn download(&self, token: &SecretString, url: &str) -> Result<Vec<u8>, CallError> {
        let url = self.file_address(url).ok_or(CallError::ForbiddenHost)?;
        let request = self.http.get(url).bearer_auth(token.expose_secret());
        let answer = call(request, self.file_limit).await.map_err(CallError::Transport)?;
        if answer.is_success() {
            Ok(answer.body)
        } else {
            Err(CallError::Refused(GraphError::new(None, &answer)))
        }
    }

    pub(super) fn file_address(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let listed = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| self.file_hosts.iter().any(|own| own == host));
        (listed || self.endpoint.is_same_server(&url)).then_some(url)
    }
}
