//! Everything the Graph simulator remembers. Plain data: the rules live in the modules that
//! change it, and every change happens under the one lock in `graph.rs`.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{random, time::UnixMs};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// WhatsApp business accounts by id.
    pub(crate) accounts: BTreeMap<String, Account>,
    /// Business phone numbers by phone number id.
    pub(crate) numbers: BTreeMap<String, Number>,
    /// Access tokens by their own text.
    pub(crate) tokens: BTreeMap<String, Token>,
    /// OAuth codes by their own text.
    pub(crate) codes: BTreeMap<String, Code>,
    /// WhatsApp users by `wa_id`.
    pub(crate) people: BTreeMap<String, Person>,
    /// Conversations by [`thread_key`].
    pub(crate) threads: BTreeMap<String, Thread>,
    /// Media by id.
    pub(crate) media: BTreeMap<String, Media>,
    /// Grows with every message, so that a listing can follow the order of arrival.
    pub(crate) last_sequence: u64,
    pub(crate) behaviour: Behaviour,
}

/// A WhatsApp business account (WABA).
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The business portfolio that owns it.
    pub(crate) business_id: String,
    /// Whether our app receives its webhooks.
    pub(crate) subscribed: bool,
    /// When its owner last shared it with our app.
    pub(crate) shared_at: UnixMs,
    pub(crate) templates: Vec<Template>,
    /// Its payment method does not work: templates are refused, and its health says so.
    #[serde(default)]
    pub(crate) cannot_be_charged: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NumberKind {
    Seller,
    Platform,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Number {
    pub(crate) id: String,
    pub(crate) account_id: String,
    pub(crate) display: String,
    pub(crate) verified_name: String,
    pub(crate) kind: NumberKind,
    pub(crate) registered: bool,
    /// Coexistence: the number also lives in the WhatsApp Business app.
    pub(crate) on_business_app: bool,
    /// The two-step verification PIN, once one is set.
    pub(crate) pin: Option<String>,
    /// Times of the last register and deregister calls.
    pub(crate) registrations: Vec<UnixMs>,
    pub(crate) onboarded_at: UnixMs,
}

impl Number {
    /// The number as webhooks write it: digits only.
    pub(crate) fn digits(&self) -> String {
        digits_of(&self.display)
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    /// Accounts the token opens, most recently shared first.
    pub(crate) account_ids: Vec<String>,
    pub(crate) business_id: String,
    pub(crate) user_id: String,
    pub(crate) issued_at: UnixMs,
    /// `None`: never expires.
    pub(crate) expires_at: Option<UnixMs>,
    pub(crate) revoked: bool,
    /// Whether `debug_token` names the accounts; Meta leaves them out for some system users.
    pub(crate) names_targets: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) issued_at: UnixMs,
    pub(crate) used: bool,
    pub(crate) business_id: String,
    pub(crate) account_ids: Vec<String>,
    pub(crate) names_targets: bool,
    /// Life of the token in milliseconds; `None` never expires.
    pub(crate) token_life: Option<UnixMs>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    Prospect,
    Courier,
    Seller,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) wa_id: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Whether webhooks show the business-scoped id alone (Meta, usernames since 2026).
    #[serde(default)]
    pub(crate) hides_phone: bool,
}

/// What one person and one business number wrote to each other.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Thread {
    pub(crate) messages: Vec<Message>,
    /// End of the customer service window; free-form messages are delivered before it only.
    pub(crate) window_open_until: Option<UnixMs>,
    pub(crate) typing_until: Option<UnixMs>,
    /// Messages to the person since they last opened the thread.
    pub(crate) unread: u32,
    /// When the person last came from an ad.
    pub(crate) referred_at: Option<UnixMs>,
    /// End of the free entry point window, which the business's first answer to an ad opens.
    pub(crate) free_entry_until: Option<UnixMs>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    ToPerson,
    FromPerson,
}

/// Ordered by how far a message got, so that a late receipt never takes it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Sent,
    Delivered,
    Read,
    Failed,
}

impl Status {
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) wamid: String,
    pub(crate) sequence: u64,
    pub(crate) at: UnixMs,
    pub(crate) direction: Direction,
    /// The message object: as received from the business, or as put into the webhook.
    pub(crate) body: Value,
    /// What the person sees of a template: `{"body", "buttons": [{"text", "payload"}]}`.
    pub(crate) rendered: Option<Value>,
    pub(crate) status: Status,
    pub(crate) error: Option<Value>,
}

impl Message {
    pub(crate) fn kind(&self) -> &str {
        self.body.get("type").and_then(Value::as_str).unwrap_or("text")
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) category: String,
    pub(crate) status: String,
    pub(crate) components: Vec<Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Media {
    /// The business number that may use it.
    pub(crate) phone_number_id: String,
    pub(crate) mime_type: String,
    pub(crate) data_base64: String,
    pub(crate) sha256_hex: String,
    pub(crate) expires_at: UnixMs,
    /// Download tickets handed out, with their expiry.
    pub(crate) tickets: BTreeMap<String, UnixMs>,
}

impl Media {
    pub(crate) fn new(number: &str, mime_type: &str, bytes: &[u8], expires_at: UnixMs) -> Self {
        use std::fmt::Write as _;
        let mut sha256_hex = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            // Writing to a String cannot fail.
            write!(sha256_hex, "{byte:02x}").unwrap_or_default();
        }
        Self {
            phone_number_id: number.to_owned(),
            mime_type: mime_type.to_owned(),
            data_base64: STANDARD.encode(bytes),
            sha256_hex,
            expires_at,
            tickets: BTreeMap::new(),
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        STANDARD.decode(&self.data_base64).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WindowViolation {
    /// Meta's behaviour: the call is accepted and a `failed` status follows.
    Webhook,
    /// The call itself is refused.
    Synchronous,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TemplateReview {
    /// A new template is approved at once, by webhook.
    Automatic,
    /// It stays pending until the control route says otherwise.
    Manual,
}

/// What the control route can set for good.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Behaviour {
    /// People read what they receive at once; otherwise when the thread is opened.
    pub(crate) auto_read: bool,
    pub(crate) window_violation: WindowViolation,
    pub(crate) template_review: TemplateReview,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            auto_read: true,
            window_violation: WindowViolation::Webhook,
            template_review: TemplateReview::Automatic,
        }
    }
}

impl State {
    pub(crate) fn thread_mut(&mut self, phone_number_id: &str, wa_id: &str) -> &mut Thread {
        self.threads.entry(thread_key(phone_number_id, wa_id)).or_default()
    }

    pub(crate) fn thread(&self, phone_number_id: &str, wa_id: &str) -> Option<&Thread> {
        self.threads.get(&thread_key(phone_number_id, wa_id))
    }

    pub(crate) fn next_sequence(&mut self) -> u64 {
        self.last_sequence = self.last_sequence.saturating_add(1);
        self.last_sequence
    }

    /// The person behind a `wa_id`; a stranger is created under their number.
    pub(crate) fn person(&mut self, wa_id: &str) -> &mut Person {
        self.people.entry(wa_id.to_owned()).or_insert_with(|| Person {
            hides_phone: false,
            wa_id: wa_id.to_owned(),
            name: wa_id.to_owned(),
            role: Role::Prospect,
        })
    }

    pub(crate) fn business_of(&self, phone_number_id: &str) -> Option<&str> {
        let number = self.numbers.get(phone_number_id)?;
        Some(self.accounts.get(&number.account_id)?.business_id.as_str())
    }

    /// The person's business-scoped user id as this number's owner sees it.
    pub(crate) fn user_id(&self, phone_number_id: &str, wa_id: &str) -> String {
        user_id(self.business_of(phone_number_id).unwrap_or_default(), wa_id)
    }

    pub(crate) fn store_media(&mut self, media: Media) -> String {
        let id = random::digits(16);
        self.media.insert(id.clone(), media);
        id
    }
}

pub(crate) fn thread_key(phone_number_id: &str, wa_id: &str) -> String {
    format!("{phone_number_id}/{wa_id}")
}

pub(crate) fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A business-scoped user id: the same person has another one in another portfolio
/// (Meta, business-scoped user ids).
pub(crate) fn user_id(business_id: &str, wa_id: &str) -> String {
    const COUNTRIES: [(&str, &str); 12] = [
        ("221", "SN"),
        ("223", "ML"),
        ("224", "GN"),
        ("225", "CI"),
        ("226", "BF"),
        ("227", "NE"),
        ("228", "TG"),
        ("229", "BJ"),
        ("237", "CM"),
        ("241", "GA"),
        ("33", "FR"),
        ("1", "US"),
    ];
    let country =
        COUNTRIES.iter().find(|(code, _)| wa_id.starts_with(code)).map_or("CI", |(_, name)| name);
    let digest = Sha256::digest(format!("{business_id}|{wa_id}"));
    let number = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!("{country}.{number:020}")
}
