//! What a seller must know that is no order's: `reply` asks, our own number says it.

use aws_adapters::commit::{Aggregate, CommitOutcome, EventId};
use contracts::{
    messages::{HandOverReason, Notice, PaymentProvider, PaymentTrouble, SellerNotice},
    records::{CorruptRecord, values::MoneyValue},
};
use domain::{
    conversation,
    copy::{
        payment,
        seller::{self as copy, number},
    },
    ids::{OrderId, SellerId},
    money::Money,
};
use lambda_support::{clock, deadline::Deadline};

use crate::{
    Deps, case,
    effect::StoredEffect,
    failure::Failure,
    plan,
    run::{self, Ended},
    words,
};

/// Tells a seller, once.
pub(crate) async fn handle(
    deps: &Deps,
    notice: &SellerNotice,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    say(deps, &notice.seller, &sentence(&notice.notice)?, event, deadline).await
}

/// Says a sentence to a seller, once for that event.
pub(crate) async fn say(
    deps: &Deps,
    seller: &SellerId,
    sentence: &str,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let aggregate = Aggregate::Seller(seller.clone());
    let seller = case::load_seller(&deps.table, seller).await?;
    let say = words::to_seller(&seller, sentence)?;
    let mut commit = plan::blank(aggregate.clone(), event.clone(), clock::now());
    let effect = serde_json::to_value(StoredEffect::Say(Box::new(say)));
    commit.effects.push(effect.map_err(Failure::Unwritable)?);
    let pending = match deps.table.commit(&commit).await? {
        CommitOutcome::Committed(pending) => pending,
        CommitOutcome::AlreadyProcessed => deps.table.pending_effects(&aggregate, &event).await?,
        CommitOutcome::VersionConflict { .. } => return Err(Failure::Contended),
        CommitOutcome::ConditionFailed { kind, .. } => return Err(Failure::Condition(kind)),
    };
    for ended in run::all(deps, pending, deadline).await {
        match ended? {
            Ended::Done | Ended::Unreachable { .. } | Ended::ServiceSaid { .. } => {}
        }
    }
    Ok(())
}

fn sentence(notice: &Notice) -> Result<String, CorruptRecord> {
    Ok(match notice {
        Notice::HandOver { contact_name, reason, .. } => hand_over(contact_name, *reason),
        Notice::NumberPaused { reason } | Notice::CampaignsPaused { reason } => {
            number::stopped(*reason).to_owned()
        }
        Notice::Disconnected { reason } => number::disconnected(*reason).to_owned(),
        Notice::AccountWarned { warning } => number::warned(*warning).to_owned(),
        Notice::TemplateRejected { name } => number::template_rejected(name),
        Notice::TemplatePaused { name } => number::template_paused(name),
        Notice::TemplateDisabled { name } => number::template_disabled(name),
        Notice::TemplateRecategorised { name, category } => {
            number::template_recategorised(name, category)
        }
        Notice::MessageFailed { contact_name, why, .. } => {
            number::message_failed(contact_name, *why)
        }
        Notice::PaymentTrouble { order, provider, amount, trouble } => {
            payment_trouble(order, *provider, amount, trouble)?
        }
    })
}

fn payment_trouble(
    order: &OrderId,
    provider: PaymentProvider,
    amount: &MoneyValue,
    trouble: &PaymentTrouble,
) -> Result<String, CorruptRecord> {
    let name = match provider {
        PaymentProvider::Wave => "Wave",
        PaymentProvider::Pawapay => "pawaPay",
    };
    Ok(payment::warning(name, order, Money::try_from(amount)?, trouble.into()))
}

fn hand_over(contact_name: &str, reason: HandOverReason) -> String {
    use conversation::HandOverReason as Why;
    let why = match reason {
        HandOverReason::Asked => Why::Asked,
        HandOverReason::AiUnavailable => Why::AiUnavailable,
        HandOverReason::AiUnreliable => Why::AiUnreliable,
        HandOverReason::Unsupported => Why::Unsupported,
        HandOverReason::WindowClosed => Why::WindowClosed,
        HandOverReason::LoopSuspected => Why::LoopSuspected,
        HandOverReason::LimitReached => Why::LimitReached,
        HandOverReason::Unreachable => Why::Unreachable,
        HandOverReason::NotDelivered => return copy::not_delivered(contact_name),
    };
    copy::hand_over(contact_name, why)
}
