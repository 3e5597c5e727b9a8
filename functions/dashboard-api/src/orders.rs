//! `/orders`: what prospects confirmed, which only `reply` and `dispatch` write. Cancelling, moving
//! and correcting one are requests to `dispatch`, which knows whether they still are possible.

mod change;
mod correction;
mod view;

use aws_adapters::table::keys;
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{Cancellation, DispatchMessage, OrderRef, Party, Rescheduling},
    records::{
        CorruptRecord,
        order::{OrderRecord, OrderStatusValue},
        values::MomentValue,
    },
};
use domain::{
    ids::{OrderId, SellerId},
    moment::{self, Moment, MomentRefused, Period},
    seller::Seller,
};
use jiff::{Timestamp, ToSpan};
use lambda_support::{
    clock,
    http::{FieldError, Problem},
};
use serde_json::{Map, Value};

pub(crate) use self::view::OrderView;
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    ask,
    body::Object,
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    input::Fields,
    receipts,
    routes::{Route, Shared},
    shop,
};

/// How many pages are read at most to fill one page of a status.
const PAGES_MAX: usize = 10;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/orders", list),
        Route::get("/orders/{id}", show),
        Route::patch("/orders/{id}", change::change),
        Route::post("/orders/{id}/cancel", cancel),
        Route::post("/orders/{id}/reschedule", reschedule),
    ]
}

/// Newest first. With `?status=`, a page may hold fewer items than asked for and still have a
/// cursor.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, mut paging: Paging) -> Answer {
    let wanted = paging.status.as_deref().map(status_named).transpose()?;
    let mut records = Vec::new();
    for _ in 0..PAGES_MAX {
        let page = paging.newest_first(&deps, &keys::orders(&seller)).await?;
        for item in &page.items {
            let record = item.read::<OrderRecord>()?.value;
            if wanted.is_none_or(|wanted| wanted == record.status) {
                records.push(record);
            }
        }
        paging.cursor = page.next;
        if paging.cursor.is_none() || !records.is_empty() {
            break;
        }
    }
    let papers = receipts::of_orders(&deps, &seller, &records).await?;
    let items = records
        .iter()
        .map(|record| Ok(OrderView::of(record)?.with_receipt(papers.get(&record.id))))
        .collect::<Result<Vec<_>, CorruptRecord>>()?;
    answer::ok(&Listing { items, cursor: paging.cursor })
}

fn status_named(word: &str) -> Result<OrderStatusValue, Problem> {
    serde_json::from_value(Value::from(word)).map_err(|_unknown| {
        Problem::malformed()
            .with_field("status", "Attendu : pending, confirmed, delivered, failed ou cancelled.")
    })
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<OrderId>) -> Answer {
    answer::ok(&receipts::shown_with(&deps, &seller, &load(&deps, &seller, &id).await?).await?)
}

async fn cancel(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    drawn: Drawn,
) -> Answer {
    refuse_over(load(&deps, &seller, &id).await?.status)?;
    let of = OrderRef { seller, order: id };
    let body = DispatchMessage::Cancel(Cancellation { of, by: Party::Seller });
    ask::dispatch(&deps, drawn, body).await
}

async fn reschedule(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer {
    let status = load(&deps, &seller, &id).await?.status;
    let moment = moment_of(&body, &shop::seller(&deps, &seller).await?, clock::now())?;
    refuse_over(status)?;
    let of = OrderRef { seller, order: id };
    let moment = MomentValue::from(moment);
    let body = DispatchMessage::Reschedule(Rescheduling { of, moment, by: Party::Seller });
    ask::dispatch(&deps, drawn, body).await
}

/// An order of the caller's.
pub(crate) async fn load(
    deps: &Deps,
    seller: &SellerId,
    id: &OrderId,
) -> Result<OrderRecord, Failure> {
    let found = deps.table.get::<OrderRecord>(&keys::order(seller, id)).await?;
    Ok(found.ok_or_else(Problem::not_found)?.value)
}

fn refuse_over(status: OrderStatusValue) -> Result<(), Problem> {
    use OrderStatusValue::{Cancelled, Confirmed, Delivered, Failed, Pending};
    let detail = match status {
        Pending | Confirmed | Failed => return Ok(()),
        Delivered => "Cette commande est déjà livrée.",
        Cancelled => "Cette commande est déjà annulée.",
    };
    Err(over(detail))
}

/// 409: the order is not open any more.
pub(crate) fn over(detail: &str) -> Problem {
    Problem::new(StatusCode::CONFLICT, "order_over", "Commande terminée", detail)
}

/// The moment that is the whole body.
fn moment_of(
    body: &Map<String, Value>,
    seller: &Seller,
    now: Timestamp,
) -> Result<Moment, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    let moment = read_moment(&mut fields, seller, now);
    let usual = Moment::usual(now, &seller.time_zone(), &seller.settings.hours);
    fields.finish(moment.unwrap_or(usual))
}

/// `{"day":"2026-11-24","period":"morning"}`; the day may be `today` or `tomorrow`. `None` once a
/// field was refused.
fn read_moment(fields: &mut Fields<'_>, seller: &Seller, now: Timestamp) -> Option<Moment> {
    let zone = seller.time_zone();
    let today = moment::today(now, &zone);
    fields.require(&["day", "period"]);
    let day = fields.line("day", 20).and_then(|day| match day.as_str() {
        "today" => Some(today),
        "tomorrow" => Some(today.saturating_add(1.day())),
        date => date.parse().ok(),
    });
    if day.is_none() && fields.has("day") {
        fields.refuse("day", "Un jour tel que 2026-11-24, today ou tomorrow est attendu.");
    }
    let period = fields.line("period", 20).and_then(|period| match period.as_str() {
        "morning" => Some(Period::Morning),
        "afternoon" => Some(Period::Afternoon),
        _ => None,
    });
    if period.is_none() && fields.has("period") {
        fields.refuse("period", "morning (avant 12h) ou afternoon (avant 18h) est attendu.");
    }
    let (day, period) = day.zip(period)?;
    let hours = &seller.settings.hours;
    let refused = match Moment::promised(day, period, now, &zone, hours) {
        Ok(moment) => return Some(moment),
        Err(MomentRefused::TooSoon) => {
            "Ce moment est passé ou trop proche : il faut 3 heures.".to_owned()
        }
        Err(MomentRefused::TooFar) => "Choisissez un jour dans les deux semaines.".to_owned(),
        Err(MomentRefused::Closed) => {
            format!("Votre boutique est fermée à ce moment : {}.", hours.in_words())
        }
    };
    fields.refuse("day", &refused);
    None
}

#[cfg(test)]
mod tests;
