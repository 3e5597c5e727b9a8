//! What became of a message of ours, and what follows from it for its thread and its number.

use aws_adapters::{
    commit::{Aggregate, EffectId},
    table::{Stored, keys},
};
use contracts::{
    messages::{ConversationRef, Lesson, SellerNotice},
    meta::{
        consequence::Consequence,
        error_class::ErrorClass,
        webhook::{DeliveryError, DeliveryState, MessageStatus, Pricing},
    },
    records::{seller::NumberRecord, tag::SendTag},
};
use domain::{
    health::{HealthEvent, StopReason},
    ids::{ConversationId, MessageId, RecapId, SellerId},
    receipt::Receipt,
};
use serde::Deserialize;

use crate::{Deps, failure::Failure, outgoing};

/// The send happened, whatever its sender believes; and the message is that far on its way.
///
/// Every part may be done again, so a record that comes back repeats them all.
pub(crate) async fn arrived(deps: &Deps, status: &MessageStatus) -> Result<(), Failure> {
    let refusal = refusal(status);
    if let Some(asked) = refusal {
        report(status, asked);
    }
    number(deps, status, refusal).await?;
    let Some((effect, tag)) = sent_by(status) else { return Ok(()) };
    if let Aggregate::Conversation(seller, conversation) = effect.aggregate() {
        let of = ConversationRef { seller: seller.clone(), conversation: conversation.clone() };
        let known = receive(deps, &of, tag.as_ref(), status).await?;
        // A message that was seen to arrive teaches nothing by failing afterwards.
        if let Some(asked) = refusal.filter(|_| known.is_none_or(|known| known == Receipt::Failed))
        {
            follow(deps, of, &effect, tag.as_ref(), status, asked).await?;
        } else if refusal.is_none() && deps.table.pending_effect(&effect).await?.is_some() {
            // Its sender does not know that it left, and will not ask again once the effect is gone.
            if let Some(recap) = shown_recap(deps, &of, tag.as_ref()).await? {
                outgoing::shown(deps, of, recap, status.at).await?;
            }
        }
    }
    Ok(deps.table.complete(std::slice::from_ref(&effect)).await?)
}

/// What a failure asks for; `None` for every other state. Meta may fail to say why.
fn refusal(status: &MessageStatus) -> Option<Consequence> {
    (status.state == DeliveryState::Failed).then(|| {
        let said = status.errors.first().map(DeliveryError::consequence);
        said.unwrap_or(Consequence::of_class(ErrorClass::Unrecognised))
    })
}

fn report(status: &MessageStatus, asked: Consequence) {
    let error = status.errors.first();
    let (code, class) = error.map_or((0, "unsaid"), |error| (error.code, error.class().name()));
    if asked.is_ours {
        tracing::error!(error.code = "refused_for_us", meta.code = code, class, "a message failed");
    } else {
        tracing::warn!(error.code = "refused", meta.code = code, class, "a message failed");
    }
}

/// The effect that sent the message, and where the message is kept.
fn sent_by(status: &MessageStatus) -> Option<(EffectId, Option<SendTag>)> {
    let text = status.tag.as_deref()?;
    let tag = text.parse::<SendTag>().ok();
    let effect = tag.as_ref().map_or(text, |tag| tag.effect.as_str());
    match effect.parse::<EffectId>() {
        Ok(effect) => Some((effect, tag)),
        Err(_foreign) => {
            tracing::warn!(error.code = "foreign_tag", "a status of a message that is not ours");
            None
        }
    }
}

/// Moves the kept message forward; what comes late or twice changes nothing.
async fn receive(
    deps: &Deps,
    of: &ConversationRef,
    tag: Option<&SendTag>,
    status: &MessageStatus,
) -> Result<Option<Receipt>, Failure> {
    let Some(tag) = tag else { return Ok(None) };
    let Ok(message) = tag.message.parse::<MessageId>() else { return Ok(None) };
    let key = keys::message(&of.seller, &of.conversation, tag.at, &message);
    let code = status.errors.first().map(|error| error.code);
    // Meta bills what was delivered; what was only sent may fail yet.
    let is_delivered = match status.state {
        DeliveryState::Delivered | DeliveryState::Read | DeliveryState::Played => true,
        DeliveryState::Sent | DeliveryState::Failed => false,
    };
    let billed = status.pricing.as_ref().filter(|_| is_delivered).and_then(Pricing::billing);
    Ok(deps.table.receive(&key, status.state.into(), code, billed).await?)
}

/// What the thread must remember of the failure, and what its seller must know.
async fn follow(
    deps: &Deps,
    of: ConversationRef,
    effect: &EffectId,
    tag: Option<&SendTag>,
    status: &MessageStatus,
    asked: Consequence,
) -> Result<(), Failure> {
    let message = effect.to_string();
    // A closed window calls the seller by itself.
    if asked.lesson != Some(Lesson::WindowClosed) {
        let name = contact_name(deps, &of.seller, &of.conversation).await?;
        let notice =
            SellerNotice::message_failed(&of, &message, &name, asked.undelivered, status.at);
        outgoing::tell(deps, &of.seller, &notice).await?;
    }
    if let Some(recap) = shown_recap(deps, &of, tag).await? {
        outgoing::unread(deps, of.clone(), recap, status.at).await?;
    }
    if let Some(lesson) = asked.lesson {
        let moments = (tag.map(|tag| tag.at), status.at);
        outgoing::teach(deps, of, &message, lesson, moments).await?;
    }
    Ok(())
}

/// As much of a message as tells what it offered.
#[derive(Debug, Deserialize)]
struct Offering {
    #[serde(default)]
    recap: Option<String>,
}

/// The recap that the message offered to confirm.
async fn shown_recap(
    deps: &Deps,
    of: &ConversationRef,
    tag: Option<&SendTag>,
) -> Result<Option<RecapId>, Failure> {
    let Some(tag) = tag else { return Ok(None) };
    let Ok(message) = tag.message.parse::<MessageId>() else { return Ok(None) };
    let key = keys::message(&of.seller, &of.conversation, tag.at, &message);
    let kept: Option<Stored<Offering>> = deps.table.get(&key).await?;
    Ok(kept.and_then(|kept| kept.value.recap).and_then(|id| id.parse().ok()))
}

/// As much of a thread as a notice needs.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    contact_name: String,
}

async fn contact_name(
    deps: &Deps,
    seller: &SellerId,
    conversation: &ConversationId,
) -> Result<String, Failure> {
    let thread: Option<Stored<Named>> =
        deps.table.get(&keys::conversation(seller, conversation)).await?;
    Ok(thread.map(|thread| thread.value.contact_name).unwrap_or_default())
}

/// What the status says of the number the message left from.
async fn number(
    deps: &Deps,
    status: &MessageStatus,
    asked: Option<Consequence>,
) -> Result<(), Failure> {
    let stop = asked.and_then(|asked| asked.number);
    if status.phone_number_id.as_str() == deps.platform_phone_number_id {
        if let Some(reason) = stop {
            alarm(reason);
        }
        return Ok(());
    }
    let event = match (status.state, stop) {
        (DeliveryState::Sent | DeliveryState::Delivered, _) => HealthEvent::Sent,
        (DeliveryState::Failed, Some(reason)) => {
            let code = status.errors.first().map(|error| error.code);
            HealthEvent::Stopped { reason, code, until: None }
        }
        (DeliveryState::Read | DeliveryState::Played | DeliveryState::Failed, _) => return Ok(()),
    };
    let owner: Option<Stored<NumberRecord>> =
        deps.table.get(&keys::number(&status.phone_number_id)).await?;
    match owner {
        Some(owner) => outgoing::note(deps, &owner.value.seller, &[event], status.at).await,
        None => Ok(()),
    }
}

/// Our own number cannot tell anybody that it cannot send.
pub(crate) fn alarm(reason: StopReason) {
    tracing::error!(
        error.code = "platform_number_stopped",
        reason = reason.word(),
        "our own number does not send"
    );
}
