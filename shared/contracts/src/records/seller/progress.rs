//! How far a connection has got, inside the profile.

use domain::{
    ids::WabaId,
    onboarding::{Call, Onboarding, Refusal, Step},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{super::CorruptRecord, ConnectionValue};
use crate::as_text;

/// `{"step":{"name":"subscribed",…},"refusal":{"code":"pin_mismatch"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressValue {
    pub step: StepValue,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalValue>,
}

/// A step and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum StepValue {
    Registered,
    LinkIssued {
        #[serde(with = "as_text")]
        expires_at: Timestamp,
    },
    CodeExchanged,
    TokenVerified {
        #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
        token_expires_at: Option<Timestamp>,
    },
    AccountChosen {
        account: String,
        others: Vec<String>,
        #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
        token_expires_at: Option<Timestamp>,
    },
    NumberChosen {
        connection: ConnectionValue,
    },
    NumberClaimed {
        connection: ConnectionValue,
    },
    Subscribed {
        connection: ConnectionValue,
    },
    Active,
}

impl StepValue {
    /// The step's name as it is stored and answered.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::LinkIssued { .. } => "link_issued",
            Self::CodeExchanged => "code_exchanged",
            Self::TokenVerified { .. } => "token_verified",
            Self::AccountChosen { .. } => "account_chosen",
            Self::NumberChosen { .. } => "number_chosen",
            Self::NumberClaimed { .. } => "number_claimed",
            Self::Subscribed { .. } => "subscribed",
            Self::Active => "active",
        }
    }
}

impl From<&Step> for StepValue {
    fn from(step: &Step) -> Self {
        match step {
            Step::Registered => Self::Registered,
            Step::LinkIssued { expires_at } => Self::LinkIssued { expires_at: *expires_at },
            Step::CodeExchanged => Self::CodeExchanged,
            Step::TokenVerified { token_expires_at } => {
                Self::TokenVerified { token_expires_at: *token_expires_at }
            }
            Step::AccountChosen { account, others, token_expires_at } => Self::AccountChosen {
                account: account.as_str().to_owned(),
                others: others.iter().map(|other| other.as_str().to_owned()).collect(),
                token_expires_at: *token_expires_at,
            },
            Step::NumberChosen(number) => Self::NumberChosen { connection: number.into() },
            Step::NumberClaimed(number) => Self::NumberClaimed { connection: number.into() },
            Step::Subscribed(number) => Self::Subscribed { connection: number.into() },
            Step::Active => Self::Active,
        }
    }
}

impl From<&StepValue> for Step {
    fn from(value: &StepValue) -> Self {
        match value {
            StepValue::Registered => Self::Registered,
            StepValue::LinkIssued { expires_at } => Self::LinkIssued { expires_at: *expires_at },
            StepValue::CodeExchanged => Self::CodeExchanged,
            StepValue::TokenVerified { token_expires_at } => {
                Self::TokenVerified { token_expires_at: *token_expires_at }
            }
            StepValue::AccountChosen { account, others, token_expires_at } => Self::AccountChosen {
                account: WabaId::new(&**account),
                others: others.iter().map(WabaId::new).collect(),
                token_expires_at: *token_expires_at,
            },
            StepValue::NumberChosen { connection } => Self::NumberChosen(connection.into()),
            StepValue::NumberClaimed { connection } => Self::NumberClaimed(connection.into()),
            StepValue::Subscribed { connection } => Self::Subscribed(connection.into()),
            StepValue::Active => Self::Active,
        }
    }
}

/// What stopped a connection: its code, and the call or the moment some codes need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalValue {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl From<Refusal> for RefusalValue {
    fn from(refusal: Refusal) -> Self {
        let (call, until) = match refusal {
            Refusal::Unavailable(call) | Refusal::Unexpected(call) => (Some(call), None),
            Refusal::RegisterLocked { until } => (None, Some(until)),
            Refusal::AccessDenied
            | Refusal::LinkUnknown
            | Refusal::LinkUsed
            | Refusal::LinkExpired
            | Refusal::CodeUsed
            | Refusal::CodeExpired
            | Refusal::RedirectMismatch
            | Refusal::TokenInvalid
            | Refusal::WrongApp
            | Refusal::MissingPermission
            | Refusal::NoAccount
            | Refusal::NoNumber
            | Refusal::NumberTaken
            | Refusal::NumberUnverified
            | Refusal::AccountLocked
            | Refusal::PinMismatch
            | Refusal::PinLocked => (None, None),
        };
        let call = call.map(|call| call.code().to_owned());
        Self { code: refusal.code().to_owned(), call, until }
    }
}

impl TryFrom<&RefusalValue> for Refusal {
    type Error = CorruptRecord;

    fn try_from(value: &RefusalValue) -> Result<Self, CorruptRecord> {
        let named = |call: &Call| Some(call.code()) == value.call.as_deref();
        let mut known = Self::PLAIN.to_vec();
        known.extend(value.until.map(|until| Self::RegisterLocked { until }));
        if let Some(call) = Call::ALL.into_iter().find(named) {
            known.extend([Self::Unavailable(call), Self::Unexpected(call)]);
        }
        known
            .into_iter()
            .find(|refusal| refusal.code() == value.code)
            .ok_or(CorruptRecord::new("seller", "onboarding.refusal"))
    }
}

impl From<&Onboarding> for ProgressValue {
    fn from(onboarding: &Onboarding) -> Self {
        let step = StepValue::from(&onboarding.step);
        Self { step, refusal: onboarding.refusal.map(RefusalValue::from) }
    }
}

impl ProgressValue {
    /// The step and the refusal; an active step without a connection is damaged.
    pub(super) fn read(
        &self,
        is_connected: bool,
    ) -> Result<(Step, Option<Refusal>), CorruptRecord> {
        if matches!(self.step, StepValue::Active) && !is_connected {
            return Err(CorruptRecord::new("seller", "whatsapp"));
        }
        let refusal = self.refusal.as_ref().map(Refusal::try_from).transpose()?;
        Ok(((&self.step).into(), refusal))
    }
}
