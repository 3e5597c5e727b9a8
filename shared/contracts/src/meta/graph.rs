//! Answers of the Graph API, read leniently: an absent or oddly written field is `None`.
//!
//! Each type has `of(&Value) -> Option<Self>`, `None` when what the type stands for is not there.
//! (Meta, Graph API and Cloud API references.)

use std::fmt;

use domain::ids::{PhoneNumberId, WabaId, Wamid};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::Value;

use super::{node::Node, webhook::MediaId};

mod standing;

pub use standing::{AccountTemplate, NumberStanding, SubscribedApp};

/// The scope whose `target_ids` are the accounts the seller shared.
const MANAGEMENT_SCOPE: &str = "whatsapp_business_management";

/// The answer to an exchanged code.
#[derive(Debug, Clone)]
pub struct OauthToken {
    /// The seller's business token. Its `Debug` is redacted.
    pub access_token: SecretString,
    /// Seconds it lives; absent when it does not expire.
    pub expires_in: Option<i64>,
}

impl OauthToken {
    /// `{"access_token":…,"token_type":"bearer","expires_in":…}`
    pub fn of(value: &Value) -> Option<Self> {
        let node = Node::new(value);
        Some(Self {
            access_token: SecretString::from(node.get("access_token").text()?),
            expires_in: node.get("expires_in").int().filter(|seconds| *seconds > 0),
        })
    }
}

/// What Meta says of a token (`/debug_token`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInfo {
    /// The app the token was made for: ours, or it is somebody else's token.
    pub app_id: Option<String>,
    pub is_valid: bool,
    /// `None`: never.
    pub expires_at: Option<Timestamp>,
    pub scopes: Vec<String>,
    pub granular_scopes: Vec<GranularScope>,
    pub user_id: Option<String>,
}

/// A scope and the objects it is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GranularScope {
    pub scope: String,
    /// `None`: not limited, so the objects must be listed another way.
    pub target_ids: Option<Vec<String>>,
}

impl TokenInfo {
    /// `{"data":{"app_id","is_valid","expires_at","scopes","granular_scopes",…}}`
    pub fn of(value: &Value) -> Option<Self> {
        let data = Some(Node::new(value).get("data")).filter(|data| data.is_object())?;
        let granular = |scope: Node<'_>| {
            let targets = scope.get("target_ids");
            Some(GranularScope {
                scope: scope.get("scope").text()?,
                target_ids: targets
                    .is_list()
                    .then(|| targets.items().filter_map(Node::text).collect()),
            })
        };
        let expires = data.get("expires_at").int().filter(|second| *second > 0);
        Some(Self {
            app_id: data.get("app_id").text(),
            is_valid: data.get("is_valid").flag(),
            expires_at: expires.and_then(|second| Timestamp::from_second(second).ok()),
            scopes: data.get("scopes").items().filter_map(Node::text).collect(),
            granular_scopes: data.get("granular_scopes").items().filter_map(granular).collect(),
            user_id: data.get("user_id").text(),
        })
    }

    /// Whether the token has a scope.
    pub fn allows(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
            || self.granular_scopes.iter().any(|own| own.scope == scope)
    }

    /// The accounts the seller shared, the latest first; `None` when Meta does not say.
    pub fn wabas(&self) -> Option<Vec<WabaId>> {
        let scope = self.granular_scopes.iter().find(|own| own.scope == MANAGEMENT_SCOPE)?;
        let ids = scope.target_ids.as_ref().filter(|ids| !ids.is_empty())?;
        Some(ids.iter().map(WabaId::new).collect())
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// What to ask for next; `None` on the last page. Meta's own `next` address is not followed,
    /// because it holds the token.
    pub after: Option<String>,
}

impl<T> Page<T> {
    /// `{"data":[…],"paging":{"cursors":{"after":…},"next":…}}`; members that cannot be read are
    /// left out.
    pub fn of(value: &Value, item: fn(&Value) -> Option<T>) -> Option<Self> {
        let data = value.get("data")?.as_array()?;
        let paging = Node::new(value).get("paging");
        let more = paging.get("next").text().is_some();
        let after = paging.get("cursors").get("after").text().filter(|_| more);
        Some(Self { items: data.iter().filter_map(item).collect(), after })
    }
}

/// A WhatsApp Business Account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waba {
    pub id: WabaId,
    pub name: Option<String>,
}

impl Waba {
    /// `{"id","name",…}`
    pub fn of(value: &Value) -> Option<Self> {
        let node = Node::new(value);
        Some(Self { id: WabaId::new(node.get("id").text()?), name: node.get("name").text() })
    }
}

/// A business number of an account.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    pub id: PhoneNumberId,
    /// As people read it, such as `+225 07 07 12 34 56`.
    pub display_phone_number: Option<String>,
    pub verified_name: Option<String>,
    /// Such as `CONNECTED`, `PENDING`, `DISCONNECTED`.
    pub status: Option<String>,
    /// `GREEN`, `YELLOW`, `RED` or `UNKNOWN`.
    pub quality_rating: Option<String>,
    /// `CLOUD_API` once registered.
    pub platform_type: Option<String>,
    /// Also in use in the WhatsApp Business app (coexistence): such a number is never registered.
    pub is_on_biz_app: bool,
    pub code_verification_status: Option<String>,
    /// Such as `TIER_250`, per portfolio.
    pub messaging_limit: Option<String>,
}

impl PhoneNumber {
    /// The fields [`PhoneNumber::of`] reads, for the `fields` parameter.
    pub const FIELDS: &'static str = "id,display_phone_number,verified_name,status,\
        quality_rating,platform_type,is_on_biz_app,code_verification_status,\
        whatsapp_business_manager_messaging_limit";

    /// One member of `/{waba}/phone_numbers`.
    pub fn of(value: &Value) -> Option<Self> {
        let node = Node::new(value);
        Some(Self {
            id: PhoneNumberId::new(node.get("id").text()?),
            display_phone_number: node.get("display_phone_number").text(),
            verified_name: node.get("verified_name").text(),
            status: node.get("status").text(),
            quality_rating: node.get("quality_rating").text(),
            platform_type: node.get("platform_type").text(),
            is_on_biz_app: node.get("is_on_biz_app").flag(),
            code_verification_status: node.get("code_verification_status").text(),
            messaging_limit: node.get("whatsapp_business_manager_messaging_limit").text(),
        })
    }
}

/// Without the number itself.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneNumber")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("platform_type", &self.platform_type)
            .field("is_on_biz_app", &self.is_on_biz_app)
            .finish_non_exhaustive()
    }
}

/// The message's identifier from `{"messages":[{"id":…}],…}`: accepted, not yet delivered.
pub fn accepted(value: &Value) -> Option<Wamid> {
    let message = Node::new(value).get("messages").items().next()?;
    message.get("id").text().map(Wamid::new)
}

/// Whether the answer is `{"success":true}`.
pub fn succeeded(value: &Value) -> bool {
    Node::new(value).get("success").flag()
}

/// Where a file can be fetched, with the token, for 5 minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaInfo {
    pub id: Option<MediaId>,
    pub url: String,
    pub mime_type: Option<String>,
    /// The file's SHA-256, in hexadecimal or base64: Meta's pages show both.
    pub sha256: Option<String>,
    /// Bytes.
    pub file_size: Option<i64>,
}

impl MediaInfo {
    /// `{"url","mime_type","sha256","file_size","id"}`
    pub fn of(value: &Value) -> Option<Self> {
        let node = Node::new(value);
        Some(Self {
            id: node.get("id").text().map(MediaId::new),
            url: node.get("url").text()?,
            mime_type: node.get("mime_type").text(),
            sha256: node.get("sha256").text(),
            file_size: node.get("file_size").int(),
        })
    }
}

/// Meta's refusal, without its text: messages and details may quote people's numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: i64,
    pub subcode: Option<i64>,
    /// Meta's own hint that the same call may succeed later.
    pub is_transient: bool,
    /// For Meta's support.
    pub trace: Option<String>,
}

impl Refusal {
    /// `{"error":{"code","error_subcode","is_transient","fbtrace_id",…}}`
    pub fn of(value: &Value) -> Option<Self> {
        let error = Node::new(value).get("error");
        Some(Self {
            code: error.get("code").int()?,
            subcode: error.get("error_subcode").int(),
            is_transient: error.get("is_transient").flag(),
            trace: error.get("fbtrace_id").text(),
        })
    }
}

#[cfg(test)]
mod tests;
