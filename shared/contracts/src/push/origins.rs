//! The push services we speak to.

use std::str::FromStr;

use url::Url;

/// A list of origins: scheme, host and port. A host may begin with `*.`, which stands for any name
/// before it. Plain http is what the list says it is, no more. Nothing is on an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PushOrigins(Vec<Allowed>);

/// A member of the list is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of origins of push services")]
pub struct InvalidPushOrigin;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Allowed {
    scheme: String,
    host: String,
    port: Option<u16>,
    with_names_before: bool,
}

impl PushOrigins {
    /// Whether an address is on one of them.
    pub(super) fn include(&self, url: &Url) -> bool {
        self.0.iter().any(|allowed| allowed.includes(url))
    }
}

impl Allowed {
    fn includes(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let named = if self.with_names_before {
            let before = host.strip_suffix(&self.host).and_then(|rest| rest.strip_suffix('.'));
            before.is_some_and(|name| !name.is_empty())
        } else {
            host == self.host
        };
        named && url.scheme() == self.scheme && url.port_or_known_default() == self.port
    }
}

/// `https://fcm.googleapis.com,https://*.notify.windows.com`
impl FromStr for PushOrigins {
    type Err = InvalidPushOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidPushOrigin> {
        text.split(',').map(|origin| allowed(origin.trim())).collect::<Result<_, _>>().map(Self)
    }
}

fn allowed(text: &str) -> Result<Allowed, InvalidPushOrigin> {
    let (scheme, rest) = text.split_once("://").ok_or(InvalidPushOrigin)?;
    let bare = rest.strip_prefix("*.");
    let written = format!("{scheme}://{}", bare.unwrap_or(rest));
    let url = Url::parse(&written).or(Err(InvalidPushOrigin))?;
    // Written back, an origin with a path, a query or a user in it is longer than itself.
    let is_origin = written.trim_end_matches('/') == url.origin().ascii_serialization();
    let host = url.host_str().filter(|host| !host.contains('*')).ok_or(InvalidPushOrigin)?;
    // A top-level domain is nobody's push service.
    let is_narrow = bare.is_none() || host.contains('.');
    if !is_origin || !is_narrow || !matches!(scheme, "http" | "https") {
        return Err(InvalidPushOrigin);
    }
    Ok(Allowed {
        scheme: scheme.to_owned(),
        host: host.to_owned(),
        port: url.port_or_known_default(),
        with_names_before: bare.is_some(),
    })
}
