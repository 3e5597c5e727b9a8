//! Calls and text messages to couriers.
//!
//! Nobody is called about what is settled: the delivery is looked at right before the call, and
//! right after it, so that an answer that came meanwhile by another channel ends the ringing. A
//! call or a text whose end is not known is not repeated, since the next channel follows anyway.

use aws_adapters::{
    commit::{Claim, EffectId, Lease},
    table::{NewItem, Stored, keys},
};
use contracts::{
    callbacks::OfferTag,
    link::CourierLink,
    messages::OrderRef,
    records::{call::CallRecord, delivery::DeliveryRecord},
};
use domain::{
    courier::Channel,
    dispatch::{Delivery, Outcome},
    phone::Phone,
};
use http_clients::telephony::{self, CallId, Disposition, Sms, Telephone as _, TelephonyError};
use lambda_support::{chain::Chain, clock, deadline::Deadline};

use super::{Ended, forget};
use crate::{
    Deps,
    effect::{Call, Text},
    failure::Failure,
};

/// How long a courier's telephone rings, in seconds.
const RING_SECONDS: u32 = 40;
/// A note that is not delivered within this long is not worth delivering, in seconds.
const NOTE_SECONDS: u32 = 3_600;

/// Calls a courier to make an offer.
pub(super) async fn call(
    deps: &Deps,
    id: &EffectId,
    call: &Call,
    deadline: Deadline,
) -> Result<Ended, Failure> {
    let offer = OfferTag { of: call.offer.of.clone(), attempt: call.offer.attempt };
    let unreachable = || Ended::Unreachable {
        effect: id.clone(),
        attempt: offer.attempt,
        channel: Channel::Call,
    };
    let Some(telephony) = &deps.telephony else { return Ok(unreachable()) };
    if clock::now() >= call.offer.expires_at || !stands(deps, &offer).await? {
        return forget(deps, id).await;
    }
    let lease = match claim(deps, id, deadline).await? {
        Ok(lease) => lease,
        Err(ended) => return Ok(ended),
    };
    let to = Phone::of_e164(&call.to).map_err(|_no_phone| Failure::corrupt("call"))?;
    let placed = telephony
        .call(&telephony::Call {
            to: &to,
            prompt: &call.prompt,
            offer: &offer,
            ring_seconds: RING_SECONDS,
        })
        .await;
    let placed = match placed {
        Ok(placed) => placed,
        Err(error) => return failed(deps, lease, error, unreachable()).await,
    };
    let record = CallRecord {
        provider: telephony.name().to_owned(),
        id: placed.as_str().to_owned(),
        at: clock::now(),
    };
    let key = keys::call(&offer.of.seller, &offer.of.order, offer.attempt);
    // A call we forgot the name of cannot be hung up: that is worth a line, not a second call.
    deps.table.put(NewItem::new(key, &record)?).await?;
    if !stands(deps, &offer).await? {
        end(telephony, &placed).await;
    }
    forget(deps, id).await
}

/// Ends the call of an offer that is settled.
pub(super) async fn hang_up(
    deps: &Deps,
    id: &EffectId,
    of: &OrderRef,
    attempt: u32,
) -> Result<Ended, Failure> {
    let key = keys::call(&of.seller, &of.order, attempt);
    let record: Option<Stored<CallRecord>> = deps.table.get(&key).await?;
    if let (Some(telephony), Some(record)) = (&deps.telephony, record)
        && record.value.provider == telephony.name()
    {
        end(telephony, &CallId::new(record.value.id)).await;
    }
    forget(deps, id).await
}

/// It ends by itself before long: failing to end it is worth a line only.
async fn end(telephony: &telephony::Telephony, call: &CallId) {
    if let Err(error) = telephony.hang_up(call).await {
        tracing::warn!(error = %Chain(&error), "a call was not hung up");
    }
}

/// Texts a courier: an offer, or a note.
pub(super) async fn text(
    deps: &Deps,
    id: &EffectId,
    text: &Text,
    deadline: Deadline,
) -> Result<Ended, Failure> {
    let offer = OfferTag { of: text.of.clone(), attempt: text.attempt };
    // Only an offer has another way; a note that cannot be texted is let go.
    let unreachable =
        || Ended::Unreachable { effect: id.clone(), attempt: offer.attempt, channel: Channel::Sms };
    let Some(telephony) = &deps.telephony else {
        return if text.expires_at.is_some() { Ok(unreachable()) } else { forget(deps, id).await };
    };
    let valid_seconds = match text.expires_at {
        None => NOTE_SECONDS,
        Some(expires_at) => {
            let left = expires_at.duration_since(clock::now()).as_secs();
            if left <= 0 || !stands(deps, &offer).await? {
                return forget(deps, id).await;
            }
            u32::try_from(left).unwrap_or(NOTE_SECONDS)
        }
    };
    let lease = match claim(deps, id, deadline).await? {
        Ok(lease) => lease,
        Err(ended) => return Ok(ended),
    };
    let to = Phone::of_e164(&text.to).map_err(|_no_phone| Failure::corrupt("text"))?;
    let body = words(deps, text);
    let sent = telephony.text(&Sms { to: &to, body: &body, offer: &offer, valid_seconds }).await;
    match sent {
        Ok(_sms) => forget(deps, id).await,
        Err(error) if text.expires_at.is_some() => failed(deps, lease, error, unreachable()).await,
        Err(error) => {
            tracing::warn!(error = %Chain(&error), effect = %id, "a courier was not texted");
            forget(deps, id).await
        }
    }
}

/// The words with the address of their page.
fn words(deps: &Deps, text: &Text) -> String {
    let sealed = text.link.as_deref().and_then(|id| CourierLink::seal(&deps.link_secret, id));
    match sealed {
        Some(link) => format!("{} {}/c/{link}", text.words, deps.public_api_url),
        None => text.words.clone(),
    }
}

/// Whether the offer still waits for an answer.
async fn stands(deps: &Deps, offer: &OfferTag) -> Result<bool, Failure> {
    let key = keys::delivery(&offer.of.seller, &offer.of.order);
    let stored: Option<Stored<DeliveryRecord>> = deps.table.get(&key).await?;
    let Some(stored) = stored else { return Ok(false) };
    let delivery = Delivery::try_from(&stored.value)?;
    let attempt = delivery.attempt(offer.attempt);
    Ok(attempt.is_some_and(|attempt| attempt.outcome == Outcome::Open))
}

/// The right to do this once; what was begun before and has no known end is not begun again.
async fn claim(
    deps: &Deps,
    id: &EffectId,
    deadline: Deadline,
) -> Result<Result<Lease, Ended>, Failure> {
    let lease = match deps.table.claim(id, deadline.moment(), clock::now()).await? {
        Claim::Granted(lease) => lease,
        Claim::Held { until } => return Err(Failure::Held { until }),
        Claim::Done => return Ok(Err(Ended::Done)),
    };
    if lease.doubt().is_some() {
        tracing::warn!(effect = %id, "nobody knows whether a telephone rang");
        return Ok(Err(forget(deps, id).await?));
    }
    Ok(Ok(lease))
}

/// Reads the refusal of a call or a text that makes an offer.
async fn failed(
    deps: &Deps,
    lease: Lease,
    error: TelephonyError,
    unreachable: Ended,
) -> Result<Ended, Failure> {
    let id = lease.effect().clone();
    tracing::warn!(error = %Chain(&error), effect = %id, "a courier was not telephoned");
    match error.disposition() {
        // It may be ringing: the callback, or the next rung, goes on from here.
        Disposition::UnknownOutcome => {
            drop(lease);
            forget(deps, &id).await
        }
        // An outage would outlast the offer: the next channel is tried at once.
        Disposition::Retry { .. } | Disposition::GiveUp => {
            deps.table.release(lease).await?;
            Ok(unreachable)
        }
    }
}
