//! What a callback is about: a checkout, one of its deposits, or a refund.

use serde::Deserialize;

/// What something happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PawapayHint {
    pub subject: Subject,
    /// pawaPay's word for where it stands; an open set. It only tells callbacks apart.
    pub status: String,
    /// What we called the payment, if the callback says.
    pub client_reference: String,
}

/// A checkout's id and a refund's were chosen by us; a deposit's was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Checkout(String),
    Deposit(String),
    Refund(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    checkout_id: Option<String>,
    #[serde(default)]
    refund_id: Option<String>,
    #[serde(default)]
    deposit_id: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    client_reference_id: Option<String>,
}

impl Subject {
    /// pawaPay's id of it.
    pub fn id(&self) -> &str {
        match self {
            Self::Checkout(id) | Self::Deposit(id) | Self::Refund(id) => id,
        }
    }
}

impl PawapayHint {
    pub(super) fn of(raw: &[u8]) -> Option<Self> {
        let body: Body = serde_json::from_slice(raw).ok()?;
        let id = |id: Option<String>| id.filter(|id| !id.is_empty());
        // A deposit may name its checkout, and a refund its deposit.
        let subject = id(body.checkout_id)
            .map(Subject::Checkout)
            .or_else(|| id(body.refund_id).map(Subject::Refund))
            .or_else(|| id(body.deposit_id).map(Subject::Deposit))?;
        Some(Self {
            subject,
            status: body.status.unwrap_or_default(),
            client_reference: body.client_reference_id.unwrap_or_default(),
        })
    }
}
