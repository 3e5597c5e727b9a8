//! Cash between couriers and the seller: what was handed over, and the evening's reminder.

use aws_adapters::commit::{Aggregate, CommitOutcome, EventId};
use aws_adapters::table::{Stored, keys};
use contracts::records::pool::PoolCourierRecord;
use contracts::{
    messages::{CashReminder, Remittance},
    meta::send::FreeForm,
    records::courier::CourierRecord,
};
use domain::{
    copy::cash as copy,
    ids::{CourierId, SellerId},
    ledger::{Kind, LedgerError, Movement},
    money::Money,
    phone::Phone,
    seller::Seller,
};
use lambda_support::{clock, deadline::Deadline};

use crate::{
    Deps, case,
    effect::{Say, StoredEffect},
    failure::Failure,
    plan,
    run::{self, Ended},
    words,
};

/// How often a remittance that lost against another movement is tried again.
const ROUNDS: u32 = 5;

/// The seller has got cash: it is written down, and the courier is told what they still hold.
pub(crate) async fn remitted(
    deps: &Deps,
    remittance: &Remittance,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let Remittance { seller: id, courier, amount } = remittance;
    let seller = case::load_seller(&deps.table, id).await?;
    let amount = Money::try_from(amount)?;
    for _round in 0..ROUNDS {
        let now = clock::now();
        let mut commit = plan::blank(Aggregate::Seller(id.clone()), event.clone(), now);
        let mut ledger = deps.table.cash_ledger(id, courier, seller.currency()).await?;
        let owed = ledger.balance().owed();
        let sentence = match ledger.post(&Movement { kind: Kind::Remitted, amount }, now) {
            Ok(balance) => {
                let sentence = copy::remittance_noted(amount, balance.owed(), &seller.shop_name);
                Some(sentence)
            }
            // The page had checked it: the courier handed it over twice at the same moment.
            Err(LedgerError::MoreThanOwed { .. }) => None,
            Err(error) => return Err(Failure::Ledger(error)),
        };
        if let Some(sentence) = sentence {
            commit.effects.extend(to_courier(deps, &seller, courier, &sentence).await?);
        } else {
            let name = name_of(deps, &seller, courier).await?;
            let told = words::to_seller(&seller, &copy::remittance_refused(&name, amount, owed))?;
            let told = serde_json::to_value(StoredEffect::Say(Box::new(told)));
            commit.effects.push(told.map_err(Failure::Unwritable)?);
        }
        // Nothing when it was refused; else another movement of this ledger makes the commit lose.
        commit.writes.extend(ledger.into_writes()?);
        match deps.table.commit(&commit).await? {
            CommitOutcome::Committed(pending) => return say(deps, pending, deadline).await,
            CommitOutcome::AlreadyProcessed => {
                let aggregate = Aggregate::Seller(id.clone());
                let pending = deps.table.pending_effects(&aggregate, &event).await?;
                return say(deps, pending, deadline).await;
            }
            CommitOutcome::VersionConflict { .. } | CommitOutcome::ConditionFailed { .. } => {}
        }
    }
    Err(Failure::Contended)
}

/// It is evening: who holds cash is told how much, and whose; who holds too much for more, and their
/// seller, are told so.
pub(crate) async fn remind(
    deps: &Deps,
    reminder: &CashReminder,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let CashReminder { seller: id, courier, .. } = reminder;
    let seller = case::load_seller(&deps.table, id).await?;
    let ledger = deps.table.cash_ledger(id, courier, seller.currency()).await?;
    let owed = ledger.balance().owed();
    let ceiling = Money::new(seller.settings.delivery.cash_ceiling, seller.currency());
    let said = match of_the_evening(owed, ceiling) {
        Evening::Nothing => return Ok(()),
        Evening::Owes => copy::evening(owed, &seller.shop_name),
        Evening::AtCeiling => Some(copy::ceiling_reached(owed, &seller.shop_name)),
    };
    let Some(sentence) = said else { return Ok(()) };
    let aggregate = Aggregate::Seller(id.clone());
    let mut commit = plan::blank(aggregate.clone(), event.clone(), clock::now());
    commit.effects.extend(to_courier(deps, &seller, courier, &sentence).await?);
    if of_the_evening(owed, ceiling) == Evening::AtCeiling {
        let name = name_of(deps, &seller, courier).await?;
        let told = words::to_seller(&seller, &copy::courier_at_ceiling(&name, owed, ceiling))?;
        let told = serde_json::to_value(StoredEffect::Say(Box::new(told)));
        commit.effects.push(told.map_err(Failure::Unwritable)?);
    }
    let pending = match deps.table.commit(&commit).await? {
        CommitOutcome::Committed(pending) => pending,
        CommitOutcome::AlreadyProcessed => deps.table.pending_effects(&aggregate, &event).await?,
        CommitOutcome::VersionConflict { .. } => return Err(Failure::Contended),
        CommitOutcome::ConditionFailed { kind, .. } => return Err(Failure::Condition(kind)),
    };
    say(deps, pending, deadline).await
}

/// What an evening asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evening {
    Nothing,
    Owes,
    /// They get no more cash orders, and the seller is told why.
    AtCeiling,
}

const fn of_the_evening(owed: Money, ceiling: Money) -> Evening {
    if owed.amount() <= 0 {
        Evening::Nothing
    } else if owed.amount() >= ceiling.amount() {
        Evening::AtCeiling
    } else {
        Evening::Owes
    }
}

async fn say(
    deps: &Deps,
    pending: Vec<aws_adapters::commit::PendingEffect>,
    deadline: Deadline,
) -> Result<(), Failure> {
    for ended in run::all(deps, pending, deadline).await {
        match ended? {
            Ended::Done | Ended::Unreachable { .. } | Ended::ServiceSaid { .. } => {}
        }
    }
    Ok(())
}

/// A sentence to a courier as it is stored; none when they are nobody's any more.
async fn to_courier(
    deps: &Deps,
    seller: &Seller,
    courier: &CourierId,
    sentence: &str,
) -> Result<Option<serde_json::Value>, Failure> {
    let Some((_, phone)) = who(deps, &seller.id, seller, courier).await? else { return Ok(None) };
    let say: Say = words::to_courier(&phone.wa_id(), FreeForm::text(sentence)?)?;
    let stored = serde_json::to_value(StoredEffect::Say(Box::new(say)));
    stored.map(Some).map_err(Failure::Unwritable)
}

async fn name_of(deps: &Deps, seller: &Seller, courier: &CourierId) -> Result<String, Failure> {
    let known = who(deps, &seller.id, seller, courier).await?;
    Ok(known.map(|(name, _)| name).unwrap_or_default())
}

/// The name and the phone of a courier of the seller's, or of the pool.
async fn who(
    deps: &Deps,
    id: &SellerId,
    seller: &Seller,
    courier: &CourierId,
) -> Result<Option<(String, Phone)>, Failure> {
    let own: Option<Stored<CourierRecord>> = deps.table.get(&keys::courier(id, courier)).await?;
    let (name, phone) = if let Some(own) = own {
        (own.value.name, own.value.phone)
    } else {
        let key = keys::pool_courier(seller.country, courier);
        let pooled: Option<Stored<PoolCourierRecord>> = deps.table.get(&key).await?;
        let Some(pooled) = pooled else { return Ok(None) };
        (pooled.value.name, pooled.value.phone)
    };
    let phone = Phone::of_e164(&phone).map_err(|_no_phone| Failure::corrupt("courier"))?;
    Ok(Some((name, phone)))
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn who_reached_the_ceiling_hears_why_no_order_comes() {
        let of = |owed, ceiling| {
            of_the_evening(Money::new(owed, Currency::Xof), Money::new(ceiling, Currency::Xof))
        };
        assert_eq!(of(0, 100_000), Evening::Nothing);
        assert_eq!(of(-500, 100_000), Evening::Nothing);
        assert_eq!(of(0, 0), Evening::Nothing);
        assert_eq!(of(1, 100_000), Evening::Owes);
        assert_eq!(of(99_999, 100_000), Evening::Owes);
        assert_eq!(of(100_000, 100_000), Evening::AtCeiling);
    }
}
