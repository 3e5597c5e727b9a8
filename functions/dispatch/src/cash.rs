//! Cash between couriers and the seller: what was handed over or was not after all, and what they
//! say of it on WhatsApp.

mod claim;
mod evening;

use aws_adapters::{
    cash::Ledger,
    commit::{Aggregate, CommitOutcome, EventId},
    table::{NewItem, Stored, Write, keys},
};
use contracts::{
    messages::{Remittance, RemittanceRecall},
    meta::send::FreeForm,
    records::{
        courier::CourierRecord,
        ledger::{EntryKind, EntryRecord},
        pool::PoolCourierRecord,
    },
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

pub(crate) use self::{
    claim::{Tap, tapped},
    evening::{ceiling_reached, remind},
};
use crate::{
    Deps, case,
    effect::StoredEffect,
    failure::Failure,
    plan,
    run::{self, Ended},
    words,
};

/// How often a movement that lost against another is tried again.
const ROUNDS: u32 = 5;

/// The ledger of a courier, and the event that may move it.
struct Books<'a> {
    deps: &'a Deps,
    seller: &'a Seller,
    courier: &'a CourierId,
    event: EventId,
}

impl Books<'_> {
    /// Lets `decide` add to the ledger, keeps that with what is to be said, and says it. Another
    /// movement of this ledger makes the commit lose: it is read and decided anew.
    async fn keep<F>(&self, deadline: Deadline, decide: F) -> Result<(), Failure>
    where
        F: Fn(&mut Ledger) -> Result<Vec<StoredEffect>, Failure>,
    {
        self.keep_with(deadline, Vec::new(), decide).await
    }

    /// The same with a row that is made once.
    async fn keep_with<F>(
        &self,
        deadline: Deadline,
        once: Vec<Write>,
        decide: F,
    ) -> Result<(), Failure>
    where
        F: Fn(&mut Ledger) -> Result<Vec<StoredEffect>, Failure>,
    {
        let Self { deps, seller, courier, event } = self;
        let aggregate = Aggregate::Seller(seller.id.clone());
        for _round in 0..ROUNDS {
            let mut commit = plan::blank(aggregate.clone(), event.clone(), clock::now());
            let mut ledger = deps.table.cash_ledger(&seller.id, courier, seller.currency()).await?;
            for effect in decide(&mut ledger)? {
                commit.effects.push(serde_json::to_value(effect).map_err(Failure::Unwritable)?);
            }
            commit.writes.extend(ledger.into_writes()?);
            commit.writes.extend(once.iter().cloned());
            match deps.table.commit(&commit).await? {
                CommitOutcome::Committed(pending) => return say(deps, pending, deadline).await,
                CommitOutcome::AlreadyProcessed => {
                    let pending = deps.table.pending_effects(&aggregate, event).await?;
                    return say(deps, pending, deadline).await;
                }
                CommitOutcome::VersionConflict { .. } | CommitOutcome::ConditionFailed { .. } => {}
            }
        }
        Err(Failure::Contended)
    }
}

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
    let known = who(deps, id, &seller, courier).await?;
    let name = known.as_ref().map_or("", |(name, _)| name);
    let books = Books { deps, seller: &seller, courier, event };
    let movement = Movement { kind: Kind::Remitted, amount };
    books
        .keep(deadline, |ledger| match ledger.post(&movement, clock::now()) {
            Ok(balance) => {
                let said = copy::remittance_noted(amount, balance.owed(), &seller.shop_name);
                told(known.as_ref(), &said)
            }
            // The page had checked it: the courier handed it over twice at the same moment.
            Err(LedgerError::MoreThanOwed { owed }) => {
                let said = copy::remittance_refused(name, amount, owed);
                let say = words::to_seller(&seller, &said)?;
                Ok(vec![StoredEffect::Say(Box::new(say))])
            }
            Err(error) => Err(Failure::Ledger(error)),
        })
        .await
}

/// A remittance was noted by mistake: it is taken back, once, and the courier is told.
pub(crate) async fn recalled(
    deps: &Deps,
    recall: &RemittanceRecall,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let RemittanceRecall { seller: id, courier, line } = recall;
    let seller = case::load_seller(&deps.table, id).await?;
    let rows = [keys::cash_entry(id, courier, *line), keys::cash_recall(id, courier, *line)];
    let mut found = deps.table.load(&rows).await?.into_iter();
    let (entry, before) = (found.next().flatten(), found.next().flatten());
    let Some(entry) = entry else { return Err(Failure::corrupt("cash entry")) };
    let entry: EntryRecord = entry.read()?.value;
    let is_remittance = entry.kind == EntryKind::Remitted;
    if before.is_some() || !is_remittance {
        let aggregate = Aggregate::Seller(id.clone());
        let pending = deps.table.pending_effects(&aggregate, &event).await?;
        tracing::info!(line = *line, "the line was recalled before, or is no remittance");
        return say(deps, pending, deadline).await;
    }
    let amount = Money::try_from(&entry.amount)?;
    let known = who(deps, id, &seller, courier).await?;
    let once = Write::insert(NewItem::new(keys::cash_recall(id, courier, *line), &entry.amount)?);
    let books = Books { deps, seller: &seller, courier, event };
    let movement = Movement { kind: Kind::Recalled { line: *line }, amount };
    books
        .keep_with(deadline, vec![once], |ledger| {
            let owed = ledger.post(&movement, clock::now()).map_err(Failure::Ledger)?.owed();
            told(known.as_ref(), &copy::remittance_recalled(amount, owed, &seller.shop_name))
        })
        .await
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

/// A sentence to a courier; to nobody when they are nobody's any more.
fn told(known: Option<&(String, Phone)>, sentence: &str) -> Result<Vec<StoredEffect>, Failure> {
    let Some((_, phone)) = known else { return Ok(Vec::new()) };
    let say = words::to_courier(&phone.wa_id(), FreeForm::text(sentence)?)?;
    Ok(vec![StoredEffect::Say(Box::new(say))])
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
