//! One event of one order: load, decide, commit, run what it makes happen.
//!
//! Whoever commits second reads again and decides again, so that of an acceptance and a timeout
//! at the same moment exactly one wins.

use std::{collections::VecDeque, time::Duration};

use aws_adapters::{
    commit::{Aggregate, CommitOutcome, EffectId, EventId, PendingEffect},
    table::{ConflictKind, StoreError, Write},
};
use contracts::{link::ID_LEN, messages::OrderRef};
use domain::{
    courier::Channel,
    dispatch::{DeliveryCode, DispatchRejection, RungEnd},
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{clock, deadline::Deadline, random};

use crate::{
    Deps,
    case::{Case, Loaded},
    decide::{Decision, Trigger, decide, without_units},
    failure::Failure,
    money,
    plan::Plan,
    run::{self, Ended},
    stock::{self, TooFew},
};

/// How often a commit that lost against another is tried again.
const ROUNDS: u32 = 5;
/// A timer early by less is a clock that differs, and is waited for; one that is earlier belongs
/// to a promise since moved, which has a timer of its own.
const EARLY: SignedDuration = SignedDuration::from_secs(3);

/// Does everything one event asks for, the offers that turn out to be undeliverable included.
pub(crate) async fn apply(
    deps: &Deps,
    of: &OrderRef,
    event: EventId,
    trigger: Trigger,
    deadline: Deadline,
) -> Result<(), Failure> {
    let mut left: VecDeque<(EventId, Trigger, Option<EffectId>)> =
        VecDeque::from([(event, trigger, None)]);
    let mut first_failure = None;
    while let Some((event, trigger, settles)) = left.pop_front() {
        let pending = advance(deps, of, &event, &trigger).await?;
        // Only now is it certain that the undeliverable offer has been acted on.
        if let Some(effect) = settles {
            deps.table.complete(&[effect]).await?;
        }
        for ended in run::all(deps, pending, deadline).await {
            match ended {
                Ok(Ended::Done) => {}
                Ok(Ended::Unreachable { effect, attempt, channel }) => {
                    let event = EventId::new(&format!(
                        "undeliverable-{}-{attempt}-{}",
                        of.order,
                        word_of(channel)
                    ));
                    let end = RungEnd::Unreachable;
                    let trigger = Trigger::RungEnded { attempt, channel, end };
                    left.push_back((event, trigger, Some(effect)));
                }
                Ok(Ended::ServiceSaid { effect, booking, word }) => {
                    let event = EventId::new(&format!("said-{effect}"));
                    let trigger = Trigger::ServiceSaid { booking, word };
                    left.push_back((event, trigger, Some(effect)));
                }
                Err(failure) => first_failure = first_failure.or(Some(failure)),
            }
        }
    }
    first_failure.map_or(Ok(()), Err)
}

/// Commits the event if that is still to be done, and gives the effects that are.
async fn advance(
    deps: &Deps,
    of: &OrderRef,
    event: &EventId,
    trigger: &Trigger,
) -> Result<Vec<PendingEffect>, Failure> {
    let aggregate = Aggregate::order(&of.seller, &of.order);
    for _round in 0..ROUNDS {
        let now = clock::now();
        let case = match Case::load(&deps.table, of, event).await? {
            Loaded::Fresh(case) => case,
            Loaded::Processed => return Ok(deps.table.pending_effects(&aggregate, event).await?),
        };
        let code = DeliveryCode::drawn(&random::digits(4));
        let mut decision = decide(&case, trigger, &code, &deps.ways, now);
        if let Decision::Nothing(rejection) = &decision {
            let Some(early) = wait(rejection, now) else {
                tracing::info!(rejection = %rejection, "nothing to do");
                return Ok(Vec::new());
            };
            tokio::time::sleep(early).await;
            continue;
        }
        let mut settled = moves(deps, &case, trigger, &decision).await?;
        if settled.is_err() {
            decision = without_units(&case, trigger, &code, &deps.ways, now);
            settled = moves(deps, &case, trigger, &decision).await?;
        }
        let mut moves = settled.unwrap_or_default();
        let booked = money::booked(&deps.table, &case, &decision, now).await?;
        moves.extend(booked.writes);
        let links = [random::letters(ID_LEN), random::letters(ID_LEN)];
        let plan = Plan {
            case: &case,
            of,
            event,
            trigger,
            offer_seconds: deps.ways.offer_seconds,
            moves: &moves,
            at_ceiling: &booked.at_ceiling,
            links: &links,
            now,
        };
        let Some(commit) = plan.commit(&decision)? else { return Ok(Vec::new()) };
        match deps.table.commit(&commit).await {
            Ok(CommitOutcome::Committed(pending)) => return Ok(pending),
            Ok(CommitOutcome::AlreadyProcessed) => {
                return Ok(deps.table.pending_effects(&aggregate, event).await?);
            }
            Ok(CommitOutcome::VersionConflict { .. }) | Err(StoreError::Contended) => {}
            Ok(CommitOutcome::ConditionFailed { kind, .. }) => match kind {
                // A delivery born, or stock gone, since the case was read.
                ConflictKind::AlreadyExists
                | ConflictKind::Missing
                | ConflictKind::Insufficient => {}
                ConflictKind::VersionMismatch => return Err(Failure::Condition(kind)),
            },
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::Contended)
}

/// A channel in the name of an event.
const fn word_of(channel: Channel) -> &'static str {
    match channel {
        Channel::WhatsApp => "whatsapp",
        Channel::Call => "call",
        Channel::Sms => "sms",
    }
}

/// How long to wait before an event that changes nothing now is looked at again, if at all.
fn wait(rejection: &DispatchRejection, now: Timestamp) -> Option<Duration> {
    let DispatchRejection::Early { until } = rejection else { return None };
    let early = until.duration_since(now);
    (early <= EARLY).then(|| Duration::try_from(early).ok()).flatten()
}

/// What the decision moves in the stock, or that there is not enough of it.
async fn moves(
    deps: &Deps,
    case: &Case,
    trigger: &Trigger,
    decision: &Decision,
) -> Result<Result<Vec<Write>, TooFew>, Failure> {
    let balance = stock::balance(case, trigger, decision);
    if balance.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    let seller = &case.seller.id;
    let found = deps.table.load(&stock::keys_of(seller, &balance)).await?;
    let available = found
        .iter()
        .map(|item| item.as_ref().map(|item| Ok(item.stock()?.available)).transpose())
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(stock::moves(seller, &balance, &available))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_just_early_is_waited_for_and_an_old_one_is_not() {
        let now = crate::fixture::now();
        let early = |seconds: i64| {
            let until = Timestamp::from_second(now.as_second() + seconds).unwrap();
            wait(&DispatchRejection::Early { until }, now)
        };
        assert_eq!(early(1), Some(Duration::from_secs(1)));
        assert_eq!(early(3), Some(Duration::from_secs(3)));
        assert_eq!(early(4), None);
        assert_eq!(wait(&DispatchRejection::Stale, now), None);
    }
}
