//! Ledgers as a sheet the way Excel in French reads one: a byte order mark, semicolons, days first.

use std::collections::BTreeMap;

use aws_adapters::table::{Item, keys};
use axum::extract::State;
use contracts::records::{CorruptRecord, ledger::EntryRecord};
use domain::{
    ids::{CourierId, SellerId},
    ledger::{Balance, Entry, Kind, audit},
    moment, order,
    seller::Seller,
};
use lambda_support::{chain, http::Problem};

use super::{Names, balances, known, names};
use crate::{
    Deps,
    answer::{self, Answer},
    caller::{Caller, Id},
    failure::Failure,
    period::Period,
    routes::Shared,
    shop,
    stored::values,
};

/// Lines of one sheet: what an answer of 6 MB (AWS, Lambda quotas) holds several times over.
const LINES_MAX: usize = 20_000;
const TITLES: [&str; 7] = [
    "Date",
    "Heure",
    "Livreur",
    "Mouvement",
    "Commande",
    "Montant (FCFA)",
    "Reste à remettre (FCFA)",
];

/// The ledgers of all couriers, by time.
pub(super) async fn all(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    period: Period,
) -> Answer {
    // Before the lines, which are only added to: every line of a balance is then among them.
    let balances = balances(&deps, &seller).await?;
    let items = deps.table.all(&keys::all_cash_entries(&seller)).await?;
    sheet_of(&deps, &seller, &balances, &items, period).await
}

/// The ledger of one courier.
pub(super) async fn one(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<CourierId>,
    period: Period,
) -> Answer {
    known(&deps, &seller, &id).await?;
    let balances = balances(&deps, &seller).await?;
    let items = deps.table.all(&keys::cash_entries(&seller, &id)).await?;
    let balances = balances.into_iter().filter(|(courier, _)| courier == id.as_str()).collect();
    sheet_of(&deps, &seller, &balances, &items, period).await
}

async fn sheet_of(
    deps: &Deps,
    seller: &SellerId,
    balances: &BTreeMap<String, Balance>,
    items: &[Item],
    period: Period,
) -> Answer {
    let profile = shop::seller(deps, seller).await?;
    let names = names(deps, &profile, balances.keys()).await?;
    let lines = read(items)?;
    compare(seller, &lines, balances);
    let text = sheet(lines, &names, &profile, period)?;
    answer::csv(text, "attachment; filename=\"caisse-livreurs.csv\"")
}

/// The lines of each courier, in order.
fn read(items: &[Item]) -> Result<BTreeMap<String, Vec<Entry>>, Failure> {
    let mut lines: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for record in values::<EntryRecord>(items)? {
        let entry = Entry::try_from(&record)?;
        lines.entry(record.courier).or_default().push(entry);
    }
    Ok(lines)
}

/// Reads every line against its balance. One that does not fit is for an operator to look at; the
/// seller gets the lines as they are.
fn compare(
    seller: &SellerId,
    lines: &BTreeMap<String, Vec<Entry>>,
    balances: &BTreeMap<String, Balance>,
) {
    for (courier, balance) in balances {
        let all = lines.get(courier).map(Vec::as_slice).unwrap_or_default();
        let counted = usize::try_from(balance.entries()).unwrap_or(usize::MAX);
        // Lines that were added since the balance was read are not its own.
        let own = all.get(..counted).unwrap_or(all);
        if let Err(discrepancy) = audit(own, balance) {
            tracing::error!(
                error.code = "ledger_discrepancy",
                error = %chain::Chain(&discrepancy),
                seller.id = %seller,
                courier.id = %courier,
                "a cash ledger and its balance disagree"
            );
        }
    }
}

fn sheet(
    lines: BTreeMap<String, Vec<Entry>>,
    names: &Names,
    seller: &Seller,
    period: Period,
) -> Result<String, Failure> {
    let zone = seller.time_zone();
    let lines = lines.into_iter().flat_map(|(courier, entries)| {
        entries.into_iter().map(move |entry| (courier.clone(), entry))
    });
    let mut lines: Vec<(String, Entry)> =
        lines.filter(|(_, entry)| period.holds(moment::today(entry.at, &zone))).collect();
    lines.sort_by(|(_, one), (_, other)| one.at.cmp(&other.at).then(one.nth.cmp(&other.nth)));
    if lines.len() > LINES_MAX {
        return Err(Problem::too_large()
            .with_field("from", "20 000 lignes au plus : choisissez une période plus courte.")
            .into());
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let unwritable = |_full: csv::Error| CorruptRecord::new("cash sheet", "line");
    writer.write_record(TITLES).map_err(unwritable)?;
    for (courier, entry) in &lines {
        let local = zone.to_datetime(entry.at);
        let name = names.get(courier).map_or(courier.as_str(), |courier| &courier.name);
        let (movement, order) = match &entry.movement.kind {
            Kind::Collected { order } => ("Encaissé", Some(order)),
            Kind::Reversed { order } => ("Encaissement annulé", Some(order)),
            Kind::Remitted => ("Remis à la boutique", None),
            Kind::Recalled { .. } => ("Remise annulée", None),
        };
        // After « n° », a reference such as 1234E4 stays a text.
        let order = order.map(|order| format!("n° {}", order::reference(order)));
        let cells = [
            local.strftime("%d/%m/%Y").to_string(),
            local.strftime("%H:%M").to_string(),
            harmless(name),
            movement.to_owned(),
            order.unwrap_or_default(),
            entry.change().amount().to_string(),
            entry.owed_after.amount().to_string(),
        ];
        writer.write_record(&cells).map_err(unwritable)?;
    }
    let bytes = writer.into_inner().map_err(|_full| CorruptRecord::new("cash sheet", "line"))?;
    let text =
        String::from_utf8(bytes).map_err(|_no_text| CorruptRecord::new("cash sheet", "line"))?;
    Ok(format!("\u{feff}{text}"))
}

/// A text that a spreadsheet does not take for a formula (OWASP, CSV Injection).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests;
