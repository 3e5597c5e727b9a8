//! `/zones`: where the seller delivers, and the one fee of each zone. No two have the same name.

use aws_adapters::table::{Condition, NewItem, Stored, Write, keys};
use axum::extract::State;
use contracts::records::{values::MoneyValue, zone::ZoneRecord};
use domain::{
    ids::{SellerId, ZoneId},
    money::{Currency, Money},
    text,
    zone::Zone,
};
use lambda_support::{
    http::{FieldError, Problem},
    random,
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::{Object, Sheet},
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    input::Fields,
    routes::{Route, Shared},
    sheet::{self, Column, Kind, Report},
    shop,
    stored::values,
};

const NAME_MAX: usize = 80;
const COMMUNES_MAX: usize = 100;
const TAKEN: &str = "Une autre zone porte déjà ce nom.";

const COLUMNS: &[Column] = &[
    Column {
        field: "name",
        also: &["nom", "zone", "commune"],
        kind: Kind::Text,
        is_required: true,
    },
    Column {
        field: "fee",
        also: &["frais", "tarif", "prix"],
        kind: Kind::Number,
        is_required: true,
    },
    Column { field: "communes", also: &["quartiers"], kind: Kind::List, is_required: false },
];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/zones", list),
        Route::post("/zones", create),
        Route::post("/zones/import", import),
        Route::get("/zones/{id}", show),
        Route::patch("/zones/{id}", change),
        Route::delete("/zones/{id}", delete),
    ]
}

async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.oldest_first(&deps, &keys::zones(&seller)).await?;
    let records = values::<ZoneRecord>(&page.items)?;
    answer::ok(&Listing { items: records.iter().map(ZoneView::of).collect(), cursor: page.next })
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<ZoneId>) -> Answer {
    answer::ok(&ZoneView::of(&load(&deps, &seller, &id).await?.value))
}

async fn create(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let currency = shop::seller(&deps, &seller).await?.currency();
    let form = read(&body, currency, &["name", "fee"])?;
    let zone = form.applied_to(&Zone {
        id: ZoneId::from_uuid(drawn),
        name: String::new(),
        communes: Vec::new(),
        fee: Money::zero(currency),
    });
    refuse_taken(&all(&deps, &seller).await?, &zone)?;
    let record = ZoneRecord::from(&zone);
    match deps.table.put_new(NewItem::new(keys::zone(&seller, &zone.id), &record)?).await {
        // A repetition under the same key finds what the first one made.
        Err(error) if error.conflict().is_none() => Err(error.into()),
        Ok(()) | Err(_) => answer::created(&ZoneView::of(&record)),
    }
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ZoneId>,
    Object(body): Object,
) -> Answer {
    let found = load(&deps, &seller, &id).await?;
    let before = Zone::try_from(&found.value)?;
    let zone = read(&body, before.fee.currency(), &[])?.applied_to(&before);
    if zone.name != before.name {
        refuse_taken(&all(&deps, &seller).await?, &zone)?;
    }
    let record = ZoneRecord::from(&zone);
    deps.table
        .put_versioned(NewItem::new(keys::zone(&seller, &id), &record)?, found.version)
        .await?;
    answer::ok(&ZoneView::of(&record))
}

/// Couriers who serve the zone keep its id, so that losing their last zone never makes them serve
/// all of them.
async fn delete(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<ZoneId>) -> Answer {
    let version = load(&deps, &seller, &id).await?.version;
    let condition = Condition::Version(version);
    deps.table.write(&Write::Delete { key: keys::zone(&seller, &id), condition }).await?;
    Ok(answer::gone())
}

/// A zone of a name that is known is brought up to date.
async fn import(State(deps): State<Shared>, Caller(seller): Caller, Sheet(text): Sheet) -> Answer {
    let rows = sheet::read(&text, COLUMNS)?;
    let currency = shop::seller(&deps, &seller).await?.currency();
    let mut zones = all(&deps, &seller).await?;
    let mut report = Report::default();
    for row in rows {
        let form = match read(&row.fields, currency, &["name", "fee"]) {
            Ok(form) => form,
            Err(errors) => {
                report.refuse(row.line, errors);
                continue;
            }
        };
        let name = text::folded(form.name.as_deref().unwrap_or_default());
        let known = zones.iter().position(|zone| text::folded(&zone.name) == name);
        let blank = Zone {
            id: ZoneId::from_uuid(random::uuid_v7()),
            name: String::new(),
            communes: Vec::new(),
            fee: Money::zero(currency),
        };
        let zone = form.applied_to(known.and_then(|at| zones.get(at)).unwrap_or(&blank));
        let key = keys::zone(&seller, &zone.id);
        deps.table.put(NewItem::new(key, &ZoneRecord::from(&zone))?).await?;
        zones.retain(|other| other.id != zone.id);
        zones.push(zone);
        report.imported = report.imported.saturating_add(1);
    }
    answer::ok(&report)
}

/// All zones of a seller, oldest first.
pub(crate) async fn all(deps: &Deps, seller: &SellerId) -> Result<Vec<Zone>, Failure> {
    let records = values::<ZoneRecord>(&deps.table.all(&keys::zones(seller)).await?)?;
    Ok(records.iter().map(Zone::try_from).collect::<Result<_, _>>()?)
}

async fn load(deps: &Deps, seller: &SellerId, id: &ZoneId) -> Result<Stored<ZoneRecord>, Failure> {
    let found = deps.table.get::<ZoneRecord>(&keys::zone(seller, id)).await?;
    Ok(found.ok_or_else(Problem::not_found)?)
}

/// The fields that were given.
#[derive(Debug, PartialEq, Eq)]
struct ZoneForm {
    name: Option<String>,
    fee: Option<Money>,
    communes: Option<Vec<String>>,
}

fn read(
    map: &Map<String, Value>,
    currency: Currency,
    required: &[&str],
) -> Result<ZoneForm, Vec<FieldError>> {
    let mut fields = Fields::of(map);
    fields.require(required);
    let form = ZoneForm {
        name: fields.line("name", NAME_MAX),
        fee: fields.amount("fee", currency),
        communes: fields.texts("communes", COMMUNES_MAX),
    };
    fields.finish(form)
}

impl ZoneForm {
    fn applied_to(self, before: &Zone) -> Zone {
        Zone {
            id: before.id.clone(),
            name: self.name.unwrap_or_else(|| before.name.clone()),
            communes: self.communes.unwrap_or_else(|| before.communes.clone()),
            fee: self.fee.unwrap_or(before.fee),
        }
    }
}

fn refuse_taken(zones: &[Zone], wanted: &Zone) -> Result<(), Vec<FieldError>> {
    let name = text::folded(&wanted.name);
    let is_taken =
        zones.iter().any(|zone| zone.id != wanted.id && text::folded(&zone.name) == name);
    if is_taken {
        return Err(vec![FieldError { field: "name".to_owned(), message: TAKEN.to_owned() }]);
    }
    Ok(())
}

/// A zone as the dashboard sees it.
#[derive(Debug, Serialize)]
struct ZoneView {
    id: String,
    name: String,
    communes: Vec<String>,
    fee: MoneyValue,
}

impl ZoneView {
    fn of(record: &ZoneRecord) -> Self {
        Self {
            id: record.id.clone(),
            name: record.name.clone(),
            communes: record.communes.clone(),
            fee: record.fee.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
