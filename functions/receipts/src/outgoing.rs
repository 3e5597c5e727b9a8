//! What others are asked: `reply` to remember, `dispatch` to tell a seller.
//!
//! Every message has an id made of what it says, so that a status handled twice is told once.

use aws_adapters::queues::Message;
use contracts::messages::{
    ConversationMessage, ConversationRef, DispatchMessage, Envelope, Hold, Lesson, SellerNotice,
    ThreadCorrection,
};
use domain::{
    health::{Alert, HealthEvent},
    ids::{RecapId, SellerId},
};
use jiff::Timestamp;

use crate::{Deps, failure::Failure};

/// Notes what happened to a seller's number, and has the seller told what they must know.
pub(crate) async fn note(
    deps: &Deps,
    seller: &SellerId,
    events: &[HealthEvent],
    at: Timestamp,
) -> Result<(), Failure> {
    let alerts = deps.table.note_health(seller, events, at).await?;
    for alert in &alerts {
        warn_of(seller, alert);
        tell(deps, seller, &SellerNotice::of_alert(seller, alert, at)).await?;
    }
    Ok(())
}

fn warn_of(seller: &SellerId, alert: &Alert) {
    let what = match alert {
        Alert::Stopped(reason) => reason.word(),
        Alert::Disconnected(how) => how.word(),
        Alert::Warned(warning) => warning.word(),
        Alert::TemplateRejected { .. } => "template_rejected",
        Alert::TemplatePaused { .. } => "template_paused",
        Alert::TemplateDisabled { .. } => "template_disabled",
        Alert::TemplateRecategorised { .. } => "template_recategorised",
    };
    tracing::warn!(seller.id = %seller, what, "a seller is told about their number");
}

/// Asks `dispatch` to tell a seller.
pub(crate) async fn tell(
    deps: &Deps,
    seller: &SellerId,
    notice: &Envelope<DispatchMessage>,
) -> Result<(), Failure> {
    let body = serde_json::to_string(notice)?;
    Ok(deps.dispatch.send(&Message::fifo(body, seller.as_str(), &notice.id)).await?)
}

/// Asks `reply` to remember what a refused message teaches. `message` tells it from every other.
pub(crate) async fn teach(
    deps: &Deps,
    of: ConversationRef,
    message: &str,
    lesson: Lesson,
    (sent_at, at): (Option<Timestamp>, Timestamp),
) -> Result<(), Failure> {
    let id = format!("lesson.{message}.{}", word(lesson));
    let correction = ThreadCorrection { of: of.clone(), lesson, sent_at };
    ask(deps, of, id, ConversationMessage::ThreadCorrected(correction), at).await
}

/// Tells `reply` that a recap reached nobody.
pub(crate) async fn unread(
    deps: &Deps,
    of: ConversationRef,
    recap: RecapId,
    at: Timestamp,
) -> Result<(), Failure> {
    let id = format!("unread.{recap}");
    ask(deps, of.clone(), id, ConversationMessage::RecapUndelivered(Hold { of, recap }), at).await
}

/// Tells `reply` that a recap left, which its sender does not know.
pub(crate) async fn shown(
    deps: &Deps,
    of: ConversationRef,
    recap: RecapId,
    at: Timestamp,
) -> Result<(), Failure> {
    let id = format!("shown.{recap}");
    ask(deps, of.clone(), id, ConversationMessage::RecapShown(Hold { of, recap }), at).await
}

async fn ask(
    deps: &Deps,
    of: ConversationRef,
    id: String,
    body: ConversationMessage,
    at: Timestamp,
) -> Result<(), Failure> {
    let body = serde_json::to_string(&Envelope { id: id.clone(), at, body })?;
    Ok(deps.inbound.send(&Message::fifo(body, of.conversation.as_str(), &id)).await?)
}

const fn word(lesson: Lesson) -> &'static str {
    match lesson {
        Lesson::WindowClosed => "window_closed",
        Lesson::OptedOut => "opted_out",
        Lesson::MarketingCapped => "marketing_capped",
        Lesson::Unreachable => "unreachable",
        Lesson::NeedsPhone => "needs_phone",
    }
}
