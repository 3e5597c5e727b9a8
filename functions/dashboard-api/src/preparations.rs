//! `/preparations`: what to prepare for a day, slot by slot, and what is ticked off. Ticks are
//! records of their own; orders and deliveries are only read.

mod plan;

use aws_adapters::table::{Direction, Item, NewItem, Write, keys};
use axum::{
    extract::{Query, State},
    http::{StatusCode, Uri},
};
use contracts::records::{
    delivery::DeliveryRecord, order::OrderRecord, preparation::PreparationRecord,
};
use domain::{
    ids::{OrderId, SellerId},
    order::Order,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use lambda_support::{clock, http::Problem};
use serde::Deserialize;

use self::plan::{Entry, Plan, units};
use crate::{
    Deps,
    answer::{self, Answer},
    body::Object,
    caller::{Caller, Id},
    couriers,
    failure::Failure,
    input::Fields,
    orders,
    routes::{Route, Shared},
    shop,
};

const PAGE: u16 = 200;
/// Pages of orders that are looked through at most; a moment is promised two weeks ahead at most.
const PAGES_MAX: usize = 10;
/// How many orders are looked up at the same time.
const AT_ONCE: usize = 16;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/preparations", list), Route::put("/preparations/{id}", tick)]
}

#[derive(Deserialize)]
struct Asked {
    day: Option<String>,
}

/// Of today, unless another day is asked for.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, uri: Uri) -> Answer {
    let Query(asked) =
        Query::<Asked>::try_from_uri(&uri).map_err(|_unreadable| Problem::malformed())?;
    let shop = shop::seller(&deps, &seller).await?;
    let day = match asked.day.filter(|day| !day.is_empty()) {
        None => shop.today(clock::now()),
        Some(day) => day_of(&day)?,
    };
    let (orders, is_partial) = to_prepare(&deps, &seller, day).await?;
    let couriers = couriers::by_id(&deps, &seller).await?;
    let entries = orders.into_iter().map(|order| entry(&deps, &seller, order));
    let entries: Vec<Entry> =
        stream::iter(entries.collect::<Vec<_>>()).buffered(AT_ONCE).try_collect().await?;
    answer::ok(&Plan::of(day, &entries, &couriers, is_partial))
}

fn day_of(word: &str) -> Result<Date, Problem> {
    word.parse().map_err(|_no_date| {
        Problem::malformed().with_field("day", "Une date est attendue, comme 2026-11-28.")
    })
}

/// The orders promised for that day that somebody still has to hand over, and whether there may be
/// more.
async fn to_prepare(
    deps: &Deps,
    seller: &SellerId,
    day: Date,
) -> Result<(Vec<Order>, bool), Failure> {
    let mut orders = Vec::new();
    let mut cursor = None;
    for _ in 0..PAGES_MAX {
        let range = keys::orders(seller);
        let page = deps.table.page(&range, Direction::NewestFirst, PAGE, cursor.as_deref()).await?;
        for order in page.items.iter().map(read) {
            let order = order?;
            if order.moment.day == day && plan::is_to_prepare(order.status) {
                orders.push(order);
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok((orders, false));
        }
    }
    Ok((orders, true))
}

fn read(item: &Item) -> Result<Order, Failure> {
    Ok(Order::try_from(&item.read::<OrderRecord>()?.value)?)
}

async fn entry(deps: &Deps, seller: &SellerId, order: Order) -> Result<Entry, Failure> {
    let (delivery, tick) =
        (keys::delivery(seller, &order.id), keys::preparation(seller, &order.id));
    let delivery = deps.table.get::<DeliveryRecord>(&delivery).await?.map(|found| found.value);
    let tick = deps.table.get::<PreparationRecord>(&tick).await?.map(|found| found.value);
    Ok(Entry { order, delivery, tick })
}

/// Ticks an order off, or takes the tick back. The same again changes nothing.
async fn tick(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    Object(body): Object,
) -> Answer {
    let mut fields = Fields::of(&body);
    fields.require(&["prepared"]);
    let prepared = fields.flag("prepared");
    let prepared = fields.finish(prepared)?.unwrap_or_default();
    let order = Order::try_from(&orders::load(&deps, &seller, &id).await?)?;
    if !plan::is_to_prepare(order.status) {
        return Err(over().into());
    }
    let record = PreparationRecord {
        order: id.to_string(),
        prepared,
        at: clock::now(),
        units: units(&order),
    };
    let item = NewItem::new(keys::preparation(&seller, &id), &record)?;
    deps.table.write(&Write::overwrite(item)).await?;
    let delivery = deps.table.get::<DeliveryRecord>(&keys::delivery(&seller, &id)).await?;
    let entry = Entry { order, delivery: delivery.map(|found| found.value), tick: Some(record) };
    answer::ok(&entry.view(&couriers::by_id(&deps, &seller).await?))
}

fn over() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "order_over",
        "Commande terminée",
        "Cette commande n’est plus à préparer.",
    )
}
