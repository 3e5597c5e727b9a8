//! What a seller may say of a courier, and the courier that makes of it. Pure.

use domain::{
    country::Country,
    courier::Courier,
    ids::{CourierId, ZoneId},
    phone::Phone,
    text,
    zone::Zone,
};
use lambda_support::http::FieldError;
use serde_json::{Map, Value};

use crate::{
    input::{Fields, MISSING},
    sheet::{Column, Kind},
};

const NAME_MAX: usize = 80;
const ZONES_MAX: usize = 50;
const TAKEN: &str = "Un autre livreur a déjà ce numéro.";

pub(super) const COLUMNS: &[Column] = &[
    Column { field: "name", also: &["nom", "livreur"], kind: Kind::Text, is_required: true },
    Column {
        field: "phone",
        also: &["téléphone", "numéro", "tel"],
        kind: Kind::Text,
        is_required: true,
    },
    Column { field: "zones", also: &["zone"], kind: Kind::List, is_required: false },
    Column { field: "available", also: &["disponible"], kind: Kind::Flag, is_required: false },
];

/// What gives a courier's fields their meaning.
pub(super) struct Shop {
    pub(super) country: Country,
    pub(super) zones: Vec<Zone>,
}

/// The fields that were given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CourierForm {
    pub(super) name: Option<String>,
    pub(super) phone: Option<Phone>,
    pub(super) zones: Option<Vec<ZoneId>>,
    pub(super) available: Option<bool>,
}

pub(super) fn read(
    map: &Map<String, Value>,
    shop: &Shop,
    required: &[&str],
) -> Result<CourierForm, Vec<FieldError>> {
    let mut fields = Fields::of(map);
    fields.require(required);
    let form = CourierForm {
        name: fields.line("name", NAME_MAX),
        phone: fields.phone("phone", shop.country),
        zones: zones(&mut fields, &shop.zones),
        available: fields.flag("available"),
    };
    fields.finish(form)
}

/// Zones are named by id or by name.
fn zones(fields: &mut Fields<'_>, zones: &[Zone]) -> Option<Vec<ZoneId>> {
    let mut ids: Vec<ZoneId> = Vec::new();
    for said in fields.texts("zones", ZONES_MAX)? {
        let is_said = |zone: &&Zone| {
            zone.id.as_str() == said || text::folded(&zone.name) == text::folded(&said)
        };
        match zones.iter().find(is_said) {
            Some(zone) if ids.contains(&zone.id) => {}
            Some(zone) => ids.push(zone.id.clone()),
            None => {
                let message = format!("La zone « {said} » n’existe pas. Créez-la d’abord.");
                fields.refuse("zones", &message);
            }
        }
    }
    Some(ids)
}

impl CourierForm {
    /// The new courier, available unless said otherwise.
    pub(super) fn create(self, id: CourierId) -> Result<Courier, Vec<FieldError>> {
        let (Some(name), Some(phone)) = (self.name, self.phone) else {
            let missing = |field: &str| FieldError { field: field.into(), message: MISSING.into() };
            return Err(vec![missing("name"), missing("phone")]);
        };
        Ok(Courier {
            zones: self.zones.unwrap_or_default(),
            available: self.available.unwrap_or(true),
            ..Courier::own(id, name, phone)
        })
    }

    /// The courier with what the form says of them.
    pub(super) fn applied_to(self, before: Courier) -> Courier {
        Courier {
            name: self.name.unwrap_or(before.name),
            phone: self.phone.unwrap_or(before.phone),
            zones: self.zones.unwrap_or(before.zones),
            available: self.available.unwrap_or(before.available),
            ..before
        }
    }
}

/// One phone, one courier: two would be asked twice for one order.
pub(super) fn refuse_taken(others: &[Courier], wanted: &Courier) -> Result<(), Vec<FieldError>> {
    if others.iter().any(|other| other.id != wanted.id && other.phone == wanted.phone) {
        return Err(vec![FieldError { field: "phone".to_owned(), message: TAKEN.to_owned() }]);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
