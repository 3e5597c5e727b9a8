//! `/cash` and the couriers' ledgers, which only `dispatch` writes: what each courier holds of the
//! seller's cash, line by line, as a list or as a sheet. That a courier handed cash over is asked
//! of `dispatch`.

mod export;
mod view;

use std::collections::BTreeMap;

use aws_adapters::table::keys;
use axum::extract::State;
use contracts::{
    messages::{DispatchMessage, Remittance, RemittanceRecall},
    records::{
        courier::CourierRecord,
        ledger::{BalanceRecord, EntryKind, EntryRecord},
    },
};
use domain::{
    ids::{CourierId, SellerId},
    ledger::Balance,
    money::Money,
    seller::Seller,
};
use lambda_support::http::{FieldError, Problem};
use serde_json::{Map, Value};

use self::view::{BalanceView, EntryView};
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    ask,
    body::Object,
    caller::{Caller, Drawn, Id, Paging},
    couriers,
    failure::Failure,
    input::{Fields, MISSING},
    routes::{Route, Shared},
    shop,
    stored::values,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cash", list),
        Route::get("/cash.csv", export::all),
        Route::get("/couriers/{id}/ledger", ledger),
        Route::get("/couriers/{id}/ledger.csv", export::one),
        Route::post("/couriers/{id}/remittances", remit),
        Route::post("/couriers/{id}/remittances/recall", recall),
    ]
}

/// Keys of lines have eight digits.
const MAX_LINE: u64 = 99_999_999;

/// The couriers a seller has or had, by id: who left, or is of the shared pool, may still owe.
type Names = BTreeMap<String, CourierRecord>;

/// Who owes most comes first; couriers who never held cash are there, too.
async fn list(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let profile = shop::seller(&deps, &seller).await?;
    let balances = balances(&deps, &seller).await?;
    let names = names(&deps, &profile, balances.keys()).await?;
    let mut items: Vec<BalanceView<'_>> = Vec::new();
    let none = Balance::zero(profile.currency());
    let ids: std::collections::BTreeSet<&String> = names.keys().chain(balances.keys()).collect();
    for id in ids {
        let balance = balances.get(id).unwrap_or(&none);
        items.push(BalanceView::of(id, names.get(id), balance, &profile));
    }
    items.sort_by_key(|view| std::cmp::Reverse(view.owes()));
    answer::ok(&Listing { items, cursor: None })
}

/// Newest first.
async fn ledger(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
    paging: Paging,
) -> Answer {
    let page = paging.newest_first(&deps, &keys::cash_entries(&seller, &id)).await?;
    if page.items.is_empty() {
        known(&deps, &seller, &id).await?;
    }
    let records = values::<EntryRecord>(&page.items)?;
    let items = records.iter().map(EntryView::of).collect::<Result<Vec<_>, _>>()?;
    answer::ok(&Listing { items, cursor: page.next })
}

async fn remit(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer {
    let profile = shop::seller(&deps, &seller).await?;
    let courier = known(&deps, &seller, &id).await?;
    let currency = profile.currency();
    let ledger = deps.table.cash_ledger(&seller, &id, currency).await?;
    let name = courier.as_ref().map_or("Ce livreur", |courier| &courier.name);
    let amount = remitted(&body, name, ledger.balance())?;
    let remittance = Remittance { seller, courier: id, amount: amount.into() };
    ask::dispatch(&deps, drawn, DispatchMessage::Remittance(remittance)).await
}

/// The amount that was handed over, which is owed. `dispatch` looks again: another remittance may
/// be on its way.
fn remitted(
    body: &Map<String, Value>,
    name: &str,
    balance: &Balance,
) -> Result<Money, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    fields.require(&["amount"]);
    let amount = fields.amount("amount", balance.currency());
    let owed = balance.owed();
    match amount.map(Money::amount) {
        Some(0) => fields.refuse("amount", "Le montant doit être supérieur à zéro."),
        Some(_) if owed.amount() <= 0 => {
            fields.refuse("amount", &format!("{name} n’a rien à vous remettre."));
        }
        Some(amount) if amount > owed.amount() => {
            fields.refuse("amount", &format!("{name} n’a que {owed} à vous remettre."));
        }
        Some(_) | None => {}
    }
    let missing = || vec![FieldError { field: "amount".into(), message: MISSING.into() }];
    fields.finish(amount)?.ok_or_else(missing)
}

/// A remittance that was typed wrongly is taken back whole; the right one is typed anew.
async fn recall(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer {
    known(&deps, &seller, &id).await?;
    let mut fields = Fields::of(&body);
    fields.require(&["number"]);
    let number = fields.whole_in("number", 1..=MAX_LINE);
    let missing = || vec![FieldError { field: "number".into(), message: MISSING.into() }];
    let line = fields.finish(number)?.ok_or_else(missing)?;
    let rows = [keys::cash_entry(&seller, &id, line), keys::cash_recall(&seller, &id, line)];
    let mut found = deps.table.load(&rows).await?.into_iter();
    let (entry, recalled) = (found.next().flatten(), found.next().flatten());
    let kind = entry.map(|entry| entry.read::<EntryRecord>()).transpose()?.map(|e| e.value.kind);
    let refused = |message: &str| {
        let error = FieldError { field: "number".into(), message: message.into() };
        Err(vec![error].into())
    };
    match (kind, recalled) {
        (Some(EntryKind::Remitted), None) => {
            let recall = RemittanceRecall { seller, courier: id, line };
            ask::dispatch(&deps, drawn, DispatchMessage::RemittanceRecalled(recall)).await
        }
        (Some(EntryKind::Remitted), Some(_)) => refused("Cette remise est déjà annulée."),
        (Some(_) | None, _) => refused("Cette ligne n’est pas une remise."),
    }
}

/// A courier of the seller's, present or former.
///
/// # Errors
/// 404 for one the seller never had.
async fn known(
    deps: &Deps,
    seller: &SellerId,
    id: &CourierId,
) -> Result<Option<CourierRecord>, Failure> {
    let found = deps.table.get::<CourierRecord>(&keys::courier(seller, id)).await?;
    if let Some(found) = found {
        return Ok(Some(found.value));
    }
    let key = keys::cash_balance(seller, id);
    deps.table.item(&key).await?.ok_or_else(Problem::not_found)?;
    let profile = shop::seller(deps, seller).await?;
    Ok(names(deps, &profile, [&id.to_string()].into_iter()).await?.remove(id.as_str()))
}

/// Every balance of a seller's, by courier.
async fn balances(deps: &Deps, seller: &SellerId) -> Result<BTreeMap<String, Balance>, Failure> {
    let items = deps.table.all(&keys::cash_balances(seller)).await?;
    let records = values::<BalanceRecord>(&items)?;
    let balances =
        records.iter().map(|record| Ok((record.courier.clone(), Balance::try_from(record)?)));
    balances.collect()
}

/// The seller's couriers, and of those who have a ledger and are not the seller's own, the ones of
/// the pool.
async fn names(
    deps: &Deps,
    seller: &Seller,
    with_ledger: impl Iterator<Item = &String>,
) -> Result<Names, Failure> {
    let mut names = couriers::by_id(deps, &seller.id).await?;
    let others: Vec<CourierId> = with_ledger
        .filter(|id| !names.contains_key(*id))
        .filter_map(|id| id.parse().ok())
        .collect();
    let wanted: Vec<keys::Key> =
        others.iter().map(|id| keys::pool_courier(seller.country, id)).collect();
    let found: Vec<_> = deps.table.load(&wanted).await?.into_iter().flatten().collect();
    for record in values::<CourierRecord>(&found)? {
        names.insert(record.id.clone(), record);
    }
    Ok(names)
}

#[cfg(test)]
mod tests;
