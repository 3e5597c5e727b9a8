//! `/me/settings`: what the seller chose for the shop. `signup` never writes it; two changes at the
//! same moment leave the later one whole.

mod form;
mod view;

use aws_adapters::table::{Write, keys};
use axum::{extract::State, response::Response};
use contracts::records::seller::SettingsRecord;
use domain::{money::Currency, seller::ShopSettings};

pub(crate) use self::form::TAKEOVER_MINUTES;
use self::view::Settings;
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
    let shop = shop::seller(&deps, &seller).await?;
    shown(&shop.settings, shop.currency())
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Object(body): Object,
) -> Result<Response, Failure> {
    let shop = shop::seller(&deps, &seller).await?;
    let settings = form::changed(&body, &shop.settings, shop.currency())?;
    if settings != shop.settings {
        let record = serde_json::to_value(SettingsRecord::from(&settings)).unwrap_or_default();
        let fields = vec![("settings".to_owned(), record)];
        deps.table.write(&Write::Update { key: keys::seller(&seller), fields }).await?;
    }
    shown(&settings, shop.currency())
}

fn shown(settings: &ShopSettings, currency: Currency) -> Answer {
    answer::ok(&Settings::of(settings, currency))
}
