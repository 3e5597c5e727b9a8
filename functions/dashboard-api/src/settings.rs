//! `/me/settings`: what the seller chose for the shop. `signup` never writes it; two changes at the
//! same moment leave the later one whole.

mod form;

use aws_adapters::table::{Write, keys};
use axum::{extract::State, response::Response};
use contracts::records::seller::{HoursValue, MannerValue, SettingsRecord};
use domain::seller::ShopSettings;
use serde::Serialize;

pub(crate) use self::form::TAKEOVER_MINUTES;
use crate::{
    answer::{self, Answer},
    body::Object,
    caller::Caller,
    failure::Failure,
    routes::{Route, Shared},
    shop,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/me/settings", show), Route::patch("/me/settings", change)]
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    shown(&shop::seller(&deps, &seller).await?.settings)
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Object(body): Object,
) -> Result<Response, Failure> {
    let before = shop::seller(&deps, &seller).await?.settings;
    let settings = form::changed(&body, &before)?;
    if settings != before {
        let record = serde_json::to_value(SettingsRecord::from(&settings)).unwrap_or_default();
        let fields = vec![("settings".to_owned(), record)];
        deps.table.write(&Write::Update { key: keys::seller(&seller), fields }).await?;
    }
    shown(&settings)
}

#[derive(Serialize)]
struct Settings<'a> {
    settings: SettingsView<'a>,
}

#[derive(Serialize)]
struct SettingsView<'a> {
    manner: MannerValue,
    /// `{"mon":[["08:00","19:00"]],…}`; a day without spans is closed.
    hours: HoursValue,
    hours_in_words: String,
    holidays: Vec<String>,
    takeover_minutes: u32,
    turns_per_contact_per_day: u32,
    turns_per_day: u32,
    tokens_per_day: u64,
    about: &'a str,
}

fn shown(settings: &ShopSettings) -> Answer {
    answer::ok(&Settings {
        settings: SettingsView {
            manner: settings.manner.into(),
            hours: HoursValue::from(&settings.hours),
            hours_in_words: settings.hours.in_words(),
            holidays: settings.hours.holidays().iter().map(ToString::to_string).collect(),
            takeover_minutes: settings.takeover_minutes,
            turns_per_contact_per_day: settings.turns_per_contact_per_day,
            turns_per_day: settings.turns_per_day,
            tokens_per_day: settings.tokens_per_day,
            about: &settings.about,
        },
    })
}
