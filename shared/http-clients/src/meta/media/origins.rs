//! The servers that files are fetched from, and that may therefore see a seller's token.

use std::str::FromStr;

use thiserror::Error;
use url::{Host, Origin, Url};

/// Where Meta serves files (Meta, Cloud API, "Media").
const META: &str = "lookaside.fbsbx.com";

/// A list of origins: scheme, host and port. Plain http is what the list says it is, no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOrigins(Vec<Origin>);

/// A member of the list is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a list of http(s) origins")]
pub struct InvalidOrigin;

/// Meta's own server.
impl Default for FileOrigins {
    fn default() -> Self {
        Self(vec![Origin::Tuple("https".to_owned(), Host::Domain(META.to_owned()), 443)])
    }
}

impl FileOrigins {
    /// Whether an address is on one of them.
    pub(super) fn include(&self, url: &Url) -> bool {
        self.0.contains(&url.origin())
    }
}

/// `https://lookaside.fbsbx.com,http://127.0.0.1:8080`
impl FromStr for FileOrigins {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        text.split(',').map(|origin| origin_of(origin.trim())).collect::<Result<_, _>>().map(Self)
    }
}

fn origin_of(text: &str) -> Result<Origin, InvalidOrigin> {
    let url = Url::parse(text).or(Err(InvalidOrigin))?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host();
    // Written back, an origin with a path, a query or a user in it is longer than itself.
    let bare = url.as_str().trim_end_matches('/') == url.origin().ascii_serialization();
    if web && bare { Ok(url.origin()) } else { Err(InvalidOrigin) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_written() {
        let list: FileOrigins =
            "https://lookaside.fbsbx.com, http://127.0.0.1:8080/".parse().unwrap();
        let includes = |url: &str| list.include(&Url::parse(url).unwrap());
        assert!(includes("https://lookaside.fbsbx.com/whatsapp_business/?mid=1"));
        assert!(includes("https://lookaside.fbsbx.com:443/x"));
        assert!(includes("http://127.0.0.1:8080/sim/graph/_media/1"));
        for elsewhere in [
            "http://lookaside.fbsbx.com/x",
            "https://127.0.0.1:8080/",
            "http://127.0.0.1:8081/",
            "http://[::ffff:127.0.0.1]:8080/",
            "https://lookaside.fbsbx.com.evil.example/",
            "data:text/plain,x",
        ] {
            assert!(!includes(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "lookaside.fbsbx.com",
            "https://lookaside.fbsbx.com,",
            "https://lookaside.fbsbx.com/path",
            "https://user@lookaside.fbsbx.com",
            "https://lookaside.fbsbx.com?x",
            "file:///etc/passwd",
            "data:text/plain,x",
            "*",
        ] {
            assert_eq!(text.parse::<FileOrigins>(), Err(InvalidOrigin), "{text}");
        }
    }

    #[test]
    fn meta_s_own_server_is_the_default() {
        assert_eq!(Ok(FileOrigins::default()), "https://lookaside.fbsbx.com".parse());
    }
}
