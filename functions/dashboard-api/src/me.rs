//! `/me`: the seller's own profile. The connection of the number in it belongs to `signup`; here
//! only what the seller typed changes, field by field, so that neither writer undoes the other.

use aws_adapters::table::{Write, keys};
use axum::{extract::State, response::Response};
use contracts::records::seller::{SellerRecord, StepValue};
use domain::{country::Country, health::Health};
use lambda_support::{clock, http::FieldError};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    answer::{self, Answer},
    body::Object,
    caller::Caller,
    failure::Failure,
    health::{self, HealthView},
    input::Fields,
    logo,
    picture::PictureView,
    routes::{Route, Shared},
    shop,
};

const NAME_MAX: usize = 60;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/me", show), Route::patch("/me", change)]
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let (record, health) = tokio::join!(shop::record(&deps, &seller), deps.table.health(&seller));
    let record = record?;
    shown(&record, &health?, logo::view(&deps, &record).await?)
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Object(body): Object,
) -> Result<Response, Failure> {
    let record = shop::record(&deps, &seller).await?;
    let country = shop::country(&record)?;
    let fields = changes(&body, &record, country)?;
    if !fields.is_empty() {
        deps.table.write(&Write::Update { key: keys::seller(&seller), fields }).await?;
    }
    let record = shop::record(&deps, &seller).await?;
    let logo = logo::view(&deps, &record).await?;
    shown(&record, &deps.table.health(&seller).await?, logo)
}

/// The fields of the record to set.
fn changes(
    body: &Map<String, Value>,
    record: &SellerRecord,
    country: Country,
) -> Result<Vec<(String, Value)>, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    let mut changes = Vec::new();
    for name in ["first_name", "last_name", "shop_name"] {
        changes.extend(fields.line(name, NAME_MAX).map(|line| (name.to_owned(), line.into())));
    }
    let phone = fields.phone("phone", country);
    changes.extend(phone.map(|phone| ("phone".to_owned(), phone.e164().into())));
    // A form sends back everything it shows; only another value is a change.
    for (name, is) in [("email", &record.email), ("country", &record.country)] {
        let given = body.get(name).filter(|given| !given.is_null());
        if given.is_some_and(|given| given.as_str() != Some(is)) {
            fields.refuse(name, "Ce champ ne se modifie pas ici.");
        }
    }
    fields.finish(changes)
}

#[derive(Serialize)]
struct Me<'a> {
    seller: Profile<'a>,
    health: HealthView,
}

#[derive(Serialize)]
struct Profile<'a> {
    id: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    shop_name: &'a str,
    country: &'a str,
    currency: &'a str,
    phone: &'a str,
    email: &'a str,
    /// `registered`, then `connecting`, then `active` once a number answers.
    status: &'a str,
    whatsapp: Option<WhatsApp<'a>>,
    onboarding_step: &'a str,
    /// Code of what stopped the connection.
    onboarding_refusal: Option<&'a str>,
    /// The shop's picture, when it has one.
    logo: Option<PictureView>,
}

#[derive(Serialize)]
struct WhatsApp<'a> {
    display_phone_number: &'a str,
    phone_number_id: &'a str,
    verified_name: &'a str,
    coexistence: bool,
}

fn shown(record: &SellerRecord, health: &Health, logo: Option<PictureView>) -> Answer {
    let step = &record.onboarding.step;
    answer::ok(&Me {
        seller: Profile {
            id: record.id.as_str(),
            first_name: &record.first_name,
            last_name: &record.last_name,
            shop_name: &record.shop_name,
            country: &record.country,
            currency: shop::country(record)?.currency().code(),
            phone: &record.phone,
            email: &record.email,
            status: match (&record.whatsapp, step) {
                (Some(_), _) => "active",
                (None, StepValue::Registered) => "registered",
                (None, _) => "connecting",
            },
            whatsapp: record.whatsapp.as_ref().map(|number| WhatsApp {
                display_phone_number: &number.display_number,
                phone_number_id: &number.phone_number_id,
                verified_name: &number.verified_name,
                coexistence: number.coexistence,
            }),
            onboarding_step: step.name(),
            onboarding_refusal: record.onboarding.refusal.as_ref().map(|r| r.code.as_str()),
            logo,
        },
        health: health::view(health, clock::now()),
    })
}
