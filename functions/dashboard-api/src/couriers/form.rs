//! What a seller may say of a courier, and the courier that makes of it. Pure.

use domain::{
    country::Country,
    courier::{Channel, Courier, Tier, USUAL_CHANNELS},
    hours::{self, Span},
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
const NOT_HOURS: &str = "Attendu : des heures telles que [\"07:00\",\"19:00\"], [] si toujours.";
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
    Column { field: "tier", also: &["type"], kind: Kind::Text, is_required: false },
    Column {
        field: "channels",
        also: &["canaux", "contact"],
        kind: Kind::List,
        is_required: false,
    },
    Column { field: "hours", also: &["heures", "horaires"], kind: Kind::Text, is_required: false },
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
    pub(super) tier: Option<Tier>,
    pub(super) channels: Option<Vec<Channel>>,
    pub(super) hours: Option<Working>,
}

/// When a courier works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Working {
    AnyHour,
    Within(Span),
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
        tier: tier(&mut fields),
        channels: channels(&mut fields),
        hours: hours(&mut fields, map.get("hours")),
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

/// Couriers of the platform's pool are not a seller's to make.
fn tier(fields: &mut Fields<'_>) -> Option<Tier> {
    let tier = match text::folded(&fields.line("tier", 20)?).as_str() {
        "own" | "propre" => Some(Tier::Own),
        "partner" | "partenaire" => Some(Tier::Partner),
        _ => None,
    };
    if tier.is_none() {
        fields.refuse("tier", "Attendu : own (votre livreur) ou partner (une société partenaire).");
    }
    tier
}

/// In the order in which they are tried.
fn channels(fields: &mut Fields<'_>) -> Option<Vec<Channel>> {
    let mut channels = Vec::new();
    for said in fields.texts("channels", USUAL_CHANNELS.len())? {
        let channel = match text::folded(&said).as_str() {
            "whatsapp" => Channel::WhatsApp,
            "call" | "appel" => Channel::Call,
            "sms" => Channel::Sms,
            _ => {
                fields.refuse("channels", "Attendu : whatsapp, call (appel) ou sms.");
                return None;
            }
        };
        if channels.contains(&channel) {
            fields.refuse("channels", "Chaque moyen de contact ne peut figurer qu’une fois.");
            return None;
        }
        channels.push(channel);
    }
    if channels.is_empty() {
        fields.refuse("channels", "Choisissez au moins un moyen de contact.");
        return None;
    }
    Some(channels)
}

/// `["07:00","19:00"]`, or `07:00-19:00` in a sheet; null or nothing in the list: at any hour. A
/// null counts here, since that is how no hours are shown.
fn hours(fields: &mut Fields<'_>, given: Option<&Value>) -> Option<Working> {
    let ends: Vec<&str> = match given? {
        Value::Null => return Some(Working::AnyHour),
        Value::Array(ends) if ends.is_empty() => return Some(Working::AnyHour),
        Value::Array(ends) => {
            ends.iter().map(Value::as_str).collect::<Option<_>>().unwrap_or_default()
        }
        Value::String(text) => text.split('-').map(str::trim).collect(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    let span = match ends.as_slice() {
        [from, until] => hours::minute_of_clock(from).zip(hours::minute_of_clock(until)),
        _ => None,
    };
    match span.map(|(from, until)| Span::new(from, until)) {
        Some(Ok(span)) => Some(Working::Within(span)),
        Some(Err(_)) => {
            fields.refuse("hours", "L’heure de fin doit venir après celle du début.");
            None
        }
        None => {
            fields.refuse("hours", NOT_HOURS);
            None
        }
    }
}

impl CourierForm {
    /// The new courier, available unless said otherwise.
    pub(super) fn create(self, id: CourierId) -> Result<Courier, Vec<FieldError>> {
        let (Some(name), Some(phone)) = (self.name, self.phone) else {
            let missing = |field: &str| FieldError { field: field.into(), message: MISSING.into() };
            return Err(vec![missing("name"), missing("phone")]);
        };
        let rest = Self { name: None, phone: None, ..self };
        Ok(rest.applied_to(Courier::own(id, name, phone)))
    }

    /// The courier with what the form says of them.
    pub(super) fn applied_to(self, before: Courier) -> Courier {
        Courier {
            name: self.name.unwrap_or(before.name),
            phone: self.phone.unwrap_or(before.phone),
            zones: self.zones.unwrap_or(before.zones),
            available: self.available.unwrap_or(before.available),
            tier: self.tier.unwrap_or(before.tier),
            channels: self.channels.unwrap_or(before.channels),
            hours: match self.hours {
                None => before.hours,
                Some(Working::AnyHour) => None,
                Some(Working::Within(span)) => Some(span),
            },
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
