//! `/couriers`: whom `dispatch` may ask. No two have the same phone, which is how a courier is
//! known when they answer. When each was last asked, and the cash they hold, `dispatch` writes.

mod form;
mod view;

use std::collections::BTreeMap;

use aws_adapters::table::{Condition, NewItem, Stored, Write, keys};
use axum::extract::State;
use contracts::records::{
    CorruptRecord,
    courier::{CourierRecord, RotaRecord},
};
use domain::{
    courier::Courier,
    ids::{CourierId, SellerId},
};
use lambda_support::{http::Problem, random};

use self::{
    form::{COLUMNS, CourierForm, Shop},
    view::{Beside, CourierView},
};
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::{Object, Sheet},
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    routes::{Route, Shared},
    sheet::{self, Report},
    shop,
    stored::values,
    zones,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/couriers", list),
        Route::post("/couriers", create),
        Route::post("/couriers/import", import),
        Route::get("/couriers/{id}", show),
        Route::patch("/couriers/{id}", change),
        Route::delete("/couriers/{id}", delete),
    ]
}

async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.oldest_first(&deps, &keys::couriers(&seller)).await?;
    let zones = zones::all(&deps, &seller).await?;
    let records = values::<CourierRecord>(&page.items)?;
    let beside = beside(&deps, &seller, &records).await?;
    let pairs = records.iter().zip(&beside);
    let items = pairs.map(|(record, beside)| CourierView::of(record, &zones, beside));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    answer::ok(&Listing { items, cursor: page.next })
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<CourierId>) -> Answer {
    let record = load(&deps, &seller, &id).await?.value;
    let zones = zones::all(&deps, &seller).await?;
    let beside = beside_one(&deps, &seller, &record).await?;
    answer::ok(&CourierView::of(&record, &zones, &beside)?)
}

async fn create(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let (shop, others) = around(&deps, &seller).await?;
    let id = CourierId::from_uuid(drawn);
    let courier = form::read(&body, &shop, &["name", "phone"])?.create(id)?;
    form::refuse_taken(&others, &courier)?;
    let record = CourierRecord::from(&courier);
    match deps.table.put_new(NewItem::new(keys::courier(&seller, &courier.id), &record)?).await {
        // A repetition under the same key finds what the first one made.
        Err(error) if error.conflict().is_none() => Err(error.into()),
        Ok(()) | Err(_) => {
            answer::created(&CourierView::of(&record, &shop.zones, &Beside::default())?)
        }
    }
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
    Object(body): Object,
) -> Answer {
    let found = load(&deps, &seller, &id).await?;
    let (shop, others) = around(&deps, &seller).await?;
    let courier = form::read(&body, &shop, &[])?.applied_to(Courier::try_from(&found.value)?);
    form::refuse_taken(&others, &courier)?;
    let record = CourierRecord::from(&courier);
    let item = NewItem::new(keys::courier(&seller, &id), &record)?;
    deps.table.put_versioned(item, found.version).await?;
    let beside = beside_one(&deps, &seller, &record).await?;
    answer::ok(&CourierView::of(&record, &shop.zones, &beside)?)
}

/// Deliveries under way keep the courier's id; their next offers go to others.
async fn delete(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
) -> Answer {
    let condition = Condition::Version(load(&deps, &seller, &id).await?.version);
    deps.table.write(&Write::Delete { key: keys::courier(&seller, &id), condition }).await?;
    Ok(answer::gone())
}

/// A courier of a phone that is known is brought up to date.
async fn import(State(deps): State<Shared>, Caller(seller): Caller, Sheet(text): Sheet) -> Answer {
    let rows = sheet::read(&text, COLUMNS)?;
    let (shop, mut others) = around(&deps, &seller).await?;
    let mut report = Report::default();
    for row in rows {
        let read = form::read(&row.fields, &shop, &["name", "phone"]);
        match read.and_then(|form| made(form, &others)) {
            Err(errors) => report.refuse(row.line, errors),
            Ok(courier) => {
                let key = keys::courier(&seller, &courier.id);
                deps.table.put(NewItem::new(key, &CourierRecord::from(&courier))?).await?;
                others.retain(|other| other.id != courier.id);
                others.push(courier);
                report.imported = report.imported.saturating_add(1);
            }
        }
    }
    answer::ok(&report)
}

fn made(
    form: CourierForm,
    others: &[Courier],
) -> Result<Courier, Vec<lambda_support::http::FieldError>> {
    match others.iter().find(|other| Some(&other.phone) == form.phone.as_ref()) {
        Some(known) => Ok(form.applied_to(known.clone())),
        None => form.create(CourierId::from_uuid(random::uuid_v7())),
    }
}

/// What a courier is read against: the shop's country and zones, and the other couriers.
async fn around(deps: &Deps, seller: &SellerId) -> Result<(Shop, Vec<Courier>), Failure> {
    let country = shop::seller(deps, seller).await?.country;
    let zones = zones::all(deps, seller).await?;
    let others = records(deps, seller).await?;
    let others = others.iter().map(Courier::try_from).collect::<Result<_, _>>()?;
    Ok((Shop { country, zones }, others))
}

async fn records(deps: &Deps, seller: &SellerId) -> Result<Vec<CourierRecord>, Failure> {
    Ok(values(&deps.table.all(&keys::couriers(seller)).await?)?)
}

/// A seller's couriers by id.
pub(crate) async fn by_id(
    deps: &Deps,
    seller: &SellerId,
) -> Result<BTreeMap<String, CourierRecord>, Failure> {
    let records = records(deps, seller).await?;
    Ok(records.into_iter().map(|record| (record.id.clone(), record)).collect())
}

/// What `dispatch` keeps of couriers beside what the seller said of them, in their order.
async fn beside(
    deps: &Deps,
    seller: &SellerId,
    records: &[CourierRecord],
) -> Result<Vec<Beside>, Failure> {
    let id = |record: &CourierRecord| {
        record.id.parse::<CourierId>().map_err(|_bad_id| CorruptRecord::new("courier", "id"))
    };
    let ids = records.iter().map(id).collect::<Result<Vec<_>, _>>()?;
    let rota = ids.iter().map(|id| keys::courier_rota(seller, id)).collect::<Vec<_>>();
    let balances = ids.iter().map(|id| keys::cash_balance(seller, id)).collect::<Vec<_>>();
    let (rota, balances) = tokio::join!(deps.table.load(&rota), deps.table.load(&balances));
    let pairs = rota?.into_iter().zip(balances?);
    let beside = pairs.map(|(rota, balance)| {
        Ok(Beside {
            rota: rota.map(|item| item.read::<RotaRecord>()).transpose()?.map(|read| read.value),
            balance: balance.map(|item| item.read()).transpose()?.map(|read| read.value),
        })
    });
    beside.collect()
}

async fn beside_one(
    deps: &Deps,
    seller: &SellerId,
    record: &CourierRecord,
) -> Result<Beside, Failure> {
    let beside = beside(deps, seller, std::slice::from_ref(record)).await?;
    Ok(beside.into_iter().next().unwrap_or_default())
}

async fn load(
    deps: &Deps,
    seller: &SellerId,
    id: &CourierId,
) -> Result<Stored<CourierRecord>, Failure> {
    let found = deps.table.get::<CourierRecord>(&keys::courier(seller, id)).await?;
    Ok(found.ok_or_else(Problem::not_found)?)
}
