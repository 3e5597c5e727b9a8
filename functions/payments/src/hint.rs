//! A reason to look: a provider called, or it is time to. Whatever the reason, the provider is
//! asked, by the reference that we know.

use aws_adapters::commit::EventId;
use contracts::messages::{PaymentCheck, PaymentHint};
use domain::{
    ids::PaymentId,
    payment::{Payment, PaymentEvent, SeenState, Status},
    seller::PaymentProvider,
};
use http_clients::payments::{PayError, Wallet};
use jiff::SignedDuration;
use lambda_support::clock;

use crate::{
    Deps,
    failure::Failure,
    run,
    settle::{self, Turn},
    wallet,
};

/// A queue may deliver a little early.
const SLACK: SignedDuration = SignedDuration::from_secs(2);

/// A provider called.
pub(crate) async fn called(
    deps: &Deps,
    hint: &PaymentHint,
    event: EventId,
    tries: u32,
) -> Result<(), Failure> {
    let Some(payment) = named(deps, hint).await? else {
        // Money that has nothing to do with us moves through a seller's account all day.
        tracing::info!(seller.id = %hint.seller, "a hint about nothing of ours");
        return Ok(());
    };
    let turn = Turn { seller: hint.seller.clone(), payment, tries };
    let (payment, _) = settle::load(deps, &turn).await?;
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        tracing::warn!(error.code = "no_keys", seller.id = %turn.seller, "nobody to ask");
        return Ok(());
    };
    if let Some(what) = look(&payment, &wallet).await? {
        settle::happened(deps, &turn, &event, what).await?;
    }
    Ok(())
}

/// The payment a hint is about: as it says, or as the provider says of what it names.
async fn named(deps: &Deps, hint: &PaymentHint) -> Result<Option<PaymentId>, Failure> {
    if let Some(payment) = &hint.payment {
        return Ok(Some(payment.clone()));
    }
    let provider = PaymentProvider::from(hint.provider);
    let Some(wallet) = wallet::open(deps, &hint.seller, provider).await? else { return Ok(None) };
    let seen = wallet.read(&hint.reference).await?;
    Ok(seen.client_reference.parse().ok())
}

/// It is time to look.
pub(crate) async fn due(
    deps: &Deps,
    check: &PaymentCheck,
    event: EventId,
    tries: u32,
) -> Result<(), Failure> {
    let turn = Turn { seller: check.seller.clone(), payment: check.payment.clone(), tries };
    let (payment, _) = settle::load(deps, &turn).await?;
    let Some(at) = payment.next_check_at.filter(|_| payment.round == check.round) else {
        // Done before, perhaps with something left to do.
        return settle::resume(deps, &turn, &event).await;
    };
    if clock::now() < at.checked_sub(SLACK).unwrap_or(at) {
        return run::check_later(deps, &turn, check.round, at).await;
    }
    let Some(wallet) = wallet::open(deps, &turn.seller, payment.provider).await? else {
        return blind(deps, &turn, &payment, &event).await;
    };
    match look(&payment, &wallet).await {
        Ok(Some(PaymentEvent::Seen(seen))) => {
            let looked = PaymentEvent::Looked { round: check.round, seen };
            settle::happened(deps, &turn, &event, looked).await
        }
        Ok(Some(what)) => settle::happened(deps, &turn, &event, what).await,
        Ok(None) => Ok(()),
        Err(error) => {
            tracing::warn!(error.code = error.code(), payment.id = %payment.id, %error, "no look");
            blind(deps, &turn, &payment, &event).await
        }
    }
}

/// A provider that cannot be asked is asked again at the next look: a message that came back until
/// its queue gave it up would end the looking.
async fn blind(
    deps: &Deps,
    turn: &Turn,
    payment: &Payment,
    event: &EventId,
) -> Result<(), Failure> {
    let what = match payment.status {
        Status::Refunding { .. } => PaymentEvent::RefundSeen(domain::payment::RefundState::Pending),
        Status::Requested
        | Status::Opened(_)
        | Status::Paid(_)
        | Status::Lapsed { .. }
        | Status::Suspicious { .. }
        | Status::Refunded { .. } => {
            let seen = run::unseen(payment, SeenState::Absent);
            PaymentEvent::Looked { round: payment.round, seen }
        }
    };
    settle::happened(deps, turn, event, what).await
}

/// What the provider says now of this payment.
async fn look(payment: &Payment, wallet: &Wallet) -> Result<Option<PaymentEvent>, PayError> {
    if let Status::Refunding { amount, .. } = &payment.status {
        let Some(refund) = run::refund_of(payment, *amount, payment.refunds) else {
            return Ok(None);
        };
        return wallet.refund_state(&refund).await.map(PaymentEvent::RefundSeen).map(Some);
    }
    if let Some(reference) = payment.reference() {
        return wallet.read(reference).await.map(PaymentEvent::Seen).map(Some);
    }
    // The call that opens it has not come back yet.
    let found = wallet.find(&payment.id, payment.ends_at).await?;
    Ok(found.map(|found| PaymentEvent::Seen(found.seen)))
}
