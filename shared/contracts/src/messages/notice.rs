//! What a seller is told by our own number, and how it is told once.

use domain::{
    health::{self, Alert, Disconnection, Scope, StopReason},
    ids::{ConversationId, OrderId, SellerId},
    payment::{Failure, Warning},
    receipt::Undelivered,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ConversationRef, DispatchMessage, Envelope, PaymentProvider, SellerNotice};
use crate::{
    as_text,
    records::{payment::SuspicionValue, values::MoneyValue},
};

/// What the seller must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// The AI stepped back: a human must answer.
    HandOver {
        #[serde(with = "as_text")]
        conversation: ConversationId,
        contact_name: String,
        reason: HandOverReason,
    },
    /// Nothing leaves the seller's number.
    NumberPaused {
        #[serde(with = "as_text")]
        reason: StopReason,
    },
    /// Answers leave, campaigns do not.
    CampaignsPaused {
        #[serde(with = "as_text")]
        reason: StopReason,
    },
    /// The account left us.
    Disconnected {
        #[serde(with = "as_text")]
        reason: Disconnection,
    },
    /// Meta will act unless something is done.
    AccountWarned {
        #[serde(with = "as_text")]
        warning: health::Warning,
    },
    TemplateRejected {
        name: String,
    },
    TemplatePaused {
        name: String,
    },
    TemplateDisabled {
        name: String,
    },
    /// Meta bills it in another category; `category` is Meta's word.
    TemplateRecategorised {
        name: String,
        category: String,
    },
    /// A message that Meta had accepted did not arrive.
    MessageFailed {
        #[serde(with = "as_text")]
        conversation: ConversationId,
        contact_name: String,
        #[serde(with = "as_text")]
        why: Undelivered,
    },
    /// A payment by mobile money needs the seller's eyes.
    PaymentTrouble {
        #[serde(with = "as_text")]
        order: OrderId,
        provider: PaymentProvider,
        /// What was asked for.
        amount: MoneyValue,
        trouble: PaymentTrouble,
    },
}

/// See [`Notice::PaymentTrouble`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaymentTrouble {
    /// The provider speaks of money that is not what was asked for; it counts for nothing.
    Suspicious { why: SuspicionValue },
    /// No page could be opened. `failure` is a word of `domain::payment::Failure`.
    NotOpened { failure: String },
    /// Money did not go back.
    NotRefunded { failure: String },
    /// The provider did not confirm what the seller wanted to accept.
    NotAccepted,
}

impl From<Warning> for PaymentTrouble {
    fn from(warning: Warning) -> Self {
        let word = |failure: Failure| failure.word().to_owned();
        match warning {
            Warning::Suspicious(why) => Self::Suspicious { why: why.into() },
            Warning::NotOpened(why) => Self::NotOpened { failure: word(why) },
            Warning::NotRefunded(why) => Self::NotRefunded { failure: word(why) },
            Warning::NotAccepted => Self::NotAccepted,
        }
    }
}

impl From<&PaymentTrouble> for Warning {
    fn from(trouble: &PaymentTrouble) -> Self {
        match trouble {
            PaymentTrouble::Suspicious { why } => Self::Suspicious((*why).into()),
            PaymentTrouble::NotOpened { failure } => Self::NotOpened(Failure::of_word(failure)),
            PaymentTrouble::NotRefunded { failure } => Self::NotRefunded(Failure::of_word(failure)),
            PaymentTrouble::NotAccepted => Self::NotAccepted,
        }
    }
}

/// Why a human is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverReason {
    /// The prospect asked for one, or the model judged it best.
    Asked,
    /// The AI was down, slow, blocked or unusable.
    AiUnavailable,
    /// The AI's answer contradicted the catalogue.
    AiUnreliable,
    /// Something arrived that the AI does not handle.
    Unsupported,
    /// There is news for the prospect, but free-form text may no longer be sent.
    WindowClosed,
    /// WhatsApp refused a message for good.
    NotDelivered,
    /// The other side answers like a machine.
    LoopSuspected,
    /// The day's turns or tokens are spent.
    LimitReached,
    /// WhatsApp does not deliver to this person any more.
    Unreachable,
}

impl From<&Alert> for Notice {
    fn from(alert: &Alert) -> Self {
        match alert {
            Alert::Stopped(reason) => match reason.scope() {
                Scope::Everything => Self::NumberPaused { reason: *reason },
                Scope::Campaigns => Self::CampaignsPaused { reason: *reason },
            },
            Alert::Disconnected(reason) => Self::Disconnected { reason: *reason },
            Alert::Warned(warning) => Self::AccountWarned { warning: *warning },
            Alert::TemplateRejected { name } => Self::TemplateRejected { name: name.clone() },
            Alert::TemplatePaused { name } => Self::TemplatePaused { name: name.clone() },
            Alert::TemplateDisabled { name } => Self::TemplateDisabled { name: name.clone() },
            Alert::TemplateRecategorised { name, category } => {
                Self::TemplateRecategorised { name: name.clone(), category: category.clone() }
            }
        }
    }
}

impl SellerNotice {
    /// An alert for `dispatch.fifo`, the same one for the whole (UTC) day of `at`, so that the
    /// seller reads it once a day. Its group is the seller.
    pub fn of_alert(seller: &SellerId, alert: &Alert, at: Timestamp) -> Envelope<DispatchMessage> {
        let what = match alert {
            Alert::Stopped(reason) => format!("stopped.{reason}"),
            Alert::Disconnected(reason) => format!("disconnected.{reason}"),
            Alert::Warned(warning) => format!("warned.{warning}"),
            Alert::TemplateRejected { name } => format!("rejected.{name}"),
            Alert::TemplatePaused { name } => format!("paused.{name}"),
            Alert::TemplateDisabled { name } => format!("disabled.{name}"),
            Alert::TemplateRecategorised { name, category } => {
                format!("recategorised.{name}.{category}")
            }
        };
        let day = at.strftime("%Y-%m-%d");
        Self::envelope(format!("notice.{seller}.{what}.{day}"), seller, alert.into(), at)
    }

    /// That a message did not arrive, once for the message. `message` tells it from every other.
    pub fn message_failed(
        of: &ConversationRef,
        message: &str,
        contact_name: &str,
        why: Undelivered,
        at: Timestamp,
    ) -> Envelope<DispatchMessage> {
        let notice = Notice::MessageFailed {
            conversation: of.conversation.clone(),
            contact_name: contact_name.to_owned(),
            why,
        };
        Self::envelope(format!("failed.{message}"), &of.seller, notice, at)
    }

    fn envelope(
        id: String,
        seller: &SellerId,
        notice: Notice,
        at: Timestamp,
    ) -> Envelope<DispatchMessage> {
        let notice = Self { seller: seller.clone(), notice };
        Envelope { id, at, body: DispatchMessage::SellerNotice(notice) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seller() -> SellerId {
        "slr_00000000000000000000000004".parse().unwrap()
    }

    #[test]
    fn an_alert_is_one_message_a_day_and_another_reason_is_another() {
        let id = |alert: &Alert, at: &str| {
            SellerNotice::of_alert(&seller(), alert, at.parse().unwrap()).id
        };
        let payment = Alert::Stopped(StopReason::Payment);
        let first = id(&payment, "2026-11-23T00:00:00Z");
        assert_eq!(first, id(&payment, "2026-11-23T23:59:59Z"));
        assert_ne!(first, id(&payment, "2026-11-24T00:00:00Z"));
        assert_ne!(first, id(&Alert::Stopped(StopReason::Locked), "2026-11-23T00:00:00Z"));
    }

    #[test]
    fn what_stops_campaigns_alone_is_told_so() {
        for reason in StopReason::ALL {
            let notice = Notice::from(&Alert::Stopped(*reason));
            let is_campaigns = matches!(notice, Notice::CampaignsPaused { .. });
            assert_eq!(is_campaigns, reason.scope() == Scope::Campaigns, "{reason}");
        }
    }
}
