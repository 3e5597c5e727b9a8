//! One event on its way into a payment: read, step, commit, run.

use aws_adapters::{
    commit::{Aggregate, Commit, CommitOutcome, EventId, PendingEffect},
    table::{ConflictKind, NewItem, Stored, Write, keys},
};
use contracts::{
    messages::OrderRef,
    records::{
        order::OrderRecord,
        payment::{PaymentRecord, UsedTransaction},
    },
};
use domain::{
    ids::{PaymentId, SellerId},
    money::Money,
    order::{Order, OrderStatus},
    payment::{self, Payment, PaymentEffect, PaymentEvent, Told},
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::clock;

use crate::{Deps, failure::Failure, request, run, task::Task};

/// How often others may be faster.
const ROUNDS: u32 = 5;
/// A message cannot come again after that: queues keep theirs for 14 days.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(15 * 24);

/// Whose payment a message is about, and how often the message was received.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) seller: SellerId,
    pub(crate) payment: PaymentId,
    pub(crate) tries: u32,
}

impl Turn {
    fn aggregate(&self) -> Aggregate {
        Aggregate::payment(&self.seller, &self.payment)
    }
}

/// The payment, with the version it was read in.
pub(crate) async fn load(deps: &Deps, turn: &Turn) -> Result<(Payment, u64), Failure> {
    let key = keys::payment(&turn.seller, &turn.payment);
    let stored: Stored<PaymentRecord> = deps.table.get(&key).await?.ok_or(Failure::Unknown)?;
    Ok((Payment::try_from(&stored.value)?, stored.version))
}

/// Applies an event once, whatever it was before, and does what it makes happen.
pub(crate) async fn happened(
    deps: &Deps,
    turn: &Turn,
    event: &EventId,
    what: PaymentEvent,
) -> Result<(), Failure> {
    let mut what = what;
    for _ in 0..ROUNDS {
        let (payment, version) = load(deps, turn).await?;
        if deps.table.was_processed(&turn.aggregate(), event).await? {
            return resume(deps, turn, event).await;
        }
        let now = clock::now();
        let step = match payment::step(&payment, &what, now) {
            Ok(step) => step,
            Err(why) => {
                tracing::info!(payment.id = %payment.id, rejection = %why, "nothing changes");
                return Ok(());
            }
        };
        let rest = rest(deps, &step.state, &step.effects).await?;
        let mut commit = blank(turn.aggregate(), event.clone(), now);
        let row = NewItem::new(
            keys::payment(&turn.seller, &turn.payment),
            &PaymentRecord::from(&step.state),
        )?
        .listed(keys::in_payments(&turn.seller, payment.created_at, &payment.id));
        commit.writes.push(Write::replace(row, version));
        commit.writes.extend(used(&step.state, &step.effects)?);
        for effect in &step.effects {
            if let Some(task) = Task::of(effect, &step.state, &rest) {
                commit.effects.push(serde_json::to_value(task)?);
            }
        }
        match deps.table.commit(&commit).await? {
            CommitOutcome::Committed(pending) => {
                return run_all(deps, turn, pending, false).await;
            }
            CommitOutcome::AlreadyProcessed => return resume(deps, turn, event).await,
            CommitOutcome::VersionConflict { .. } => {}
            CommitOutcome::ConditionFailed { kind: ConflictKind::AlreadyExists, .. } => {
                // Somebody else's money: the same answer, seen for what it is.
                mark_reused(&mut what);
            }
            CommitOutcome::ConditionFailed { .. } => return Err(Failure::Contended),
        }
    }
    Err(Failure::Contended)
}

/// Writes a new payment down, and does what comes first.
pub(crate) async fn begin(
    deps: &Deps,
    turn: &Turn,
    aggregate: Aggregate,
    event: &EventId,
    writes: Vec<Write>,
    first: &PaymentEffect,
) -> Result<(), Failure> {
    let mut commit = blank(aggregate, event.clone(), clock::now());
    commit.writes = writes;
    debug_assert_eq!(*first, PaymentEffect::Open);
    commit.effects.push(serde_json::to_value(Task::Open)?);
    match deps.table.commit(&commit).await? {
        CommitOutcome::Committed(pending) => run_all(deps, turn, pending, false).await,
        CommitOutcome::AlreadyProcessed | CommitOutcome::ConditionFailed { .. } => {
            resume(deps, turn, event).await
        }
        CommitOutcome::VersionConflict { .. } => Err(Failure::Contended),
    }
}

/// Does what an event left undone.
pub(crate) async fn resume(deps: &Deps, turn: &Turn, event: &EventId) -> Result<(), Failure> {
    let pending = deps.table.pending_effects(&turn.aggregate(), event).await?;
    run_all(deps, turn, pending, true).await
}

/// Every effect is tried, so that a provider that does not answer holds nobody's news back.
async fn run_all(
    deps: &Deps,
    turn: &Turn,
    pending: Vec<PendingEffect>,
    is_again: bool,
) -> Result<(), Failure> {
    let mut failed = None;
    for effect in pending {
        // A follow-up is an event like any other, whose effects are run in turn.
        let ended = Box::pin(run::one(deps, turn, &effect, is_again)).await;
        match ended {
            Ok(()) => deps.table.complete(std::slice::from_ref(&effect.id)).await?,
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    failed.map_or(Ok(()), Err)
}

fn blank(aggregate: Aggregate, event: EventId, now: Timestamp) -> Commit {
    Commit::new(aggregate, event, now.checked_add(REMEMBERED).unwrap_or(Timestamp::MAX))
}

/// The item that makes a transaction pay for one payment.
fn used(payment: &Payment, effects: &[PaymentEffect]) -> Result<Vec<Write>, Failure> {
    let mut writes = Vec::new();
    for effect in effects {
        let PaymentEffect::Use { transaction } = effect else { continue };
        let provider = match payment.provider {
            domain::seller::PaymentProvider::Wave => "wave",
            domain::seller::PaymentProvider::Pawapay => "pawapay",
        };
        let owner = UsedTransaction { seller: payment.seller.clone(), payment: payment.id.clone() };
        let key = keys::provider_reference(provider, transaction);
        writes.push(Write::insert(NewItem::new(key, &owner)?));
    }
    Ok(writes)
}

fn mark_reused(what: &mut PaymentEvent) {
    match what {
        PaymentEvent::Seen(seen)
        | PaymentEvent::Looked { seen, .. }
        | PaymentEvent::Accepted { seen, .. } => seen.is_reused = true,
        PaymentEvent::Opened(_)
        | PaymentEvent::OpeningFailed(_)
        | PaymentEvent::AskedAgain
        | PaymentEvent::Withdrawn
        | PaymentEvent::RefundAsked { .. }
        | PaymentEvent::RefundSeen(_) => {}
    }
}

/// What is left of an order once a payment has come, for the one sentence that says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest {
    /// What it still costs.
    pub(crate) left: Money,
    /// It is delivered, failed or cancelled: nothing is due at a door any more.
    pub(crate) is_over: bool,
}

async fn rest(deps: &Deps, after: &Payment, effects: &[PaymentEffect]) -> Result<Rest, Failure> {
    let nothing = Rest { left: Money::zero(after.amount.currency()), is_over: false };
    if !effects.contains(&PaymentEffect::Tell(Told::Received)) {
        return Ok(nothing);
    }
    let of = OrderRef { seller: after.seller.clone(), order: after.order.clone() };
    let order: Option<Stored<OrderRecord>> =
        deps.table.get(&keys::order(&of.seller, &of.order)).await?;
    let Some(order) = order else {
        tracing::warn!(error.code = "order_unknown", payment.id = %after.id, "a payment of no order");
        return Ok(nothing);
    };
    let order = Order::try_from(&order.value)?;
    let is_over = match order.status {
        OrderStatus::Pending | OrderStatus::Confirmed => false,
        OrderStatus::Delivered | OrderStatus::Failed | OrderStatus::Cancelled => true,
    };
    let total = order.totals.total;
    let others = request::of_order(deps, &of).await?;
    let others = others.iter().filter(|other| other.id != after.id);
    let brought: i64 = others.map(|other| other.brought().amount()).sum();
    let left = total.amount() - brought - after.brought().amount();
    Ok(Rest { left: Money::new(left.max(0), total.currency()), is_over })
}
