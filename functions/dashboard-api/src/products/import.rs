//! `POST /products/import`: a sheet of products, one line per variant.
//!
//! Lines of one name are one product. A product of that name in the catalogue is brought up to
//! date rather than made twice, so a sheet can be sent again; variants it does not name stay.

use std::collections::{BTreeMap, BTreeSet};

use aws_adapters::table::Condition;
use axum::extract::State;
use domain::{
    catalogue::Product,
    ids::{ProductId, SellerId, VariantId},
    money::{Currency, Money},
    text,
};
use lambda_support::{http::FieldError, random};

use super::form::{self, Change, ProductForm, VariantForm};
use crate::{
    Deps,
    answer::{self, Answer},
    body::Sheet,
    caller::Caller,
    failure::Failure,
    input::{Fields, MISSING},
    routes::Shared,
    sheet::{self, Column, Kind, Report, Row},
    shop,
};

const COLUMNS: &[Column] = &[
    Column {
        field: "name",
        also: &["nom", "produit", "article"],
        kind: Kind::Text,
        is_required: true,
    },
    Column {
        field: "price",
        also: &["prix", "prix unitaire"],
        kind: Kind::Number,
        is_required: true,
    },
    Column {
        field: "floor_price",
        also: &["prix_plancher", "dernier prix"],
        kind: Kind::Number,
        is_required: false,
    },
    Column {
        field: "retailer_id",
        also: &["identifiant meta", "content id", "sku"],
        kind: Kind::Text,
        is_required: false,
    },
    Column { field: "description", also: &["détails"], kind: Kind::Text, is_required: false },
    Column { field: "label", also: &["variante", "variant"], kind: Kind::Text, is_required: false },
    Column { field: "size", also: &["taille", "pointure"], kind: Kind::Text, is_required: false },
    Column { field: "colour", also: &["couleur", "color"], kind: Kind::Text, is_required: false },
    Column {
        field: "stock",
        also: &["quantité", "quantity"],
        kind: Kind::Number,
        is_required: false,
    },
    Column { field: "on_sale", also: &["en vente"], kind: Kind::Flag, is_required: false },
];

/// Lines that make one product.
struct Group {
    lines: Vec<u64>,
    form: ProductForm,
    variants: Vec<VariantForm>,
    seen: BTreeSet<VariantId>,
}

pub(super) async fn import(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Sheet(text): Sheet,
) -> Answer {
    let rows = sheet::read(&text, COLUMNS)?;
    let currency = shop::seller(&deps, &seller).await?.currency();
    let catalogue = super::catalogue(&deps, &seller).await?;
    let mut report = Report::default();
    for (name, group) in groups(&rows, currency, &mut report) {
        let known = catalogue.products.iter().find(|product| text::folded(&product.name) == name);
        store(&deps, &seller, known, group, currency, &mut report).await?;
    }
    report.errors.sort_by_key(|error| error.line);
    answer::ok(&report)
}

/// The products of a sheet by their folded name. A line that cannot be accepted is reported and
/// left out, the others of its product stand.
fn groups(rows: &[Row], currency: Currency, report: &mut Report) -> BTreeMap<String, Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for row in rows {
        if let Err(errors) = add(&mut groups, row, currency) {
            report.refuse(row.line, errors);
        }
    }
    groups
}

fn add(
    groups: &mut BTreeMap<String, Group>,
    row: &Row,
    currency: Currency,
) -> Result<(), Vec<FieldError>> {
    let form = form::change(&row.fields, currency)?;
    let mut fields = Fields::of(&row.fields);
    fields.require(&["name"]);
    let variant = form::variant(&mut fields, currency);
    let id = VariantId::of_label(&variant.label);
    let name = text::folded(form.name.as_deref().unwrap_or_default());
    if let Some(group) = groups.get(&name) {
        let is_plain =
            variant.label.is_empty() || group.variants.iter().any(|v| v.label.is_empty());
        if group.seen.contains(&id) {
            fields.refuse("label", "Cette variante est déjà plus haut dans le fichier.");
        } else if is_plain {
            fields.refuse("label", "Donnez un nom à chaque variante.");
        }
    }
    check_whole(groups.get(&name), &form, &mut fields);
    fields.finish(())?;
    let (floor_price, retailer_id) = (form.floor_price, form.retailer_id.clone());
    let group = groups.entry(name).or_insert_with(|| Group {
        lines: Vec::new(),
        form: ProductForm { stock: None, variants: None, ..form },
        variants: Vec::new(),
        seen: BTreeSet::new(),
    });
    group.form.floor_price = group.form.floor_price.or(floor_price);
    group.form.retailer_id = group.form.retailer_id.take().or(retailer_id);
    group.lines.push(row.line);
    group.variants.push(variant);
    group.seen.insert(id);
    Ok(())
}

/// Refuses what a line says of the product as a whole and cannot be, alone or beside the lines
/// above it.
fn check_whole(group: Option<&Group>, form: &ProductForm, fields: &mut Fields<'_>) {
    let above = group.map(|group| &group.form);
    let is_other = |one: Option<Money>, this: Option<Money>| {
        one.zip(this).is_some_and(|(one, this)| one != this)
    };
    if form
        .floor_price
        .zip(form.price)
        .is_some_and(|(floor, price)| floor.amount() > price.amount())
    {
        fields.refuse("floor_price", "Le prix plancher dépasse le prix.");
    } else if is_other(above.and_then(|form| form.floor_price), form.floor_price) {
        fields.refuse("floor_price", "Ce produit a déjà un autre prix plancher plus haut.");
    }
    let known = above.and_then(|form| form.retailer_id.as_ref());
    if known.zip(form.retailer_id.as_ref()).is_some_and(|(one, this)| one != this) {
        fields.refuse("retailer_id", "Ce produit a déjà un autre identifiant plus haut.");
    }
}

async fn store(
    deps: &Deps,
    seller: &SellerId,
    known: Option<&Product>,
    group: Group,
    currency: Currency,
    report: &mut Report,
) -> Result<(), Failure> {
    let lines = group.lines.clone();
    let refuse = |report: &mut Report, errors: &[FieldError]| {
        for line in &lines {
            report.refuse(*line, errors.to_vec());
        }
    };
    let change = match change_of(known, group, currency) {
        Ok(change) => change,
        Err(errors) => {
            refuse(report, &errors);
            return Ok(());
        }
    };
    let condition = match known {
        None => Condition::Absent,
        Some(product) => Condition::Version(super::load(deps, seller, &product.id).await?.1),
    };
    match deps.table.transact(&super::writes(seller, &change, condition)?).await {
        Ok(()) => report.imported = report.imported.saturating_add(lines.len()),
        Err(error) if error.conflict().is_some() => {
            let message = "Ce produit vient d’être modifié ailleurs. Renvoyez sa ligne.";
            refuse(report, &[error_of("name", message)]);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn error_of(field: &str, message: &str) -> FieldError {
    FieldError { field: field.to_owned(), message: message.to_owned() }
}

/// What the lines make of a product; a new one needs a price.
fn change_of(
    known: Option<&Product>,
    group: Group,
    currency: Currency,
) -> Result<Change, Vec<FieldError>> {
    let Group { mut form, mut variants, seen, .. } = group;
    match known {
        None => {
            if form.price.is_none() {
                return Err(vec![error_of("price", MISSING)]);
            }
            form.variants = Some(variants);
            form.create(ProductId::from_uuid(random::uuid_v7()), currency)
        }
        Some(product) => {
            // A product without variants that gets some has no unnamed one any more.
            let is_kept =
                |v: &&domain::catalogue::Variant| !v.label.is_empty() && !seen.contains(&v.id);
            let kept = product.variants.iter().filter(is_kept).map(|variant| VariantForm {
                label: variant.label.clone(),
                stock: None,
                price: variant.price,
            });
            let is_plain = variants.iter().all(|variant| variant.label.is_empty());
            let kept: Vec<VariantForm> = kept.collect();
            if is_plain && !kept.is_empty() {
                // The line speaks of the product as a whole; its variants are left alone.
                form.variants = None;
            } else {
                variants.extend(kept);
                form.variants = Some(variants);
            }
            form.apply(product)
        }
    }
}

#[cfg(test)]
mod tests;
