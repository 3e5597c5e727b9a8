//! `/stats`: the shop at a glance, counted from the lists. Bounded: a shop with more says so
//! (`is_partial`) and counts its newest.

use std::collections::BTreeMap;

use aws_adapters::table::{Direction, Item, keys, keys::Range};
use axum::extract::State;
use contracts::records::{
    conversation::ConversationRecord,
    order::{OrderRecord, OrderStatusValue},
    values::MoneyValue,
};
use domain::{
    conversation::Conversation,
    moment,
    money::{Currency, Money, MoneyError},
    order::{Order, OrderStatus},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use lambda_support::{clock, http::Problem};
use serde::Serialize;

use crate::{
    Deps,
    answer::{self, Answer},
    caller::Caller,
    failure::Failure,
    routes::{Route, Shared},
    shop,
    stored::values,
    usage::UsageView,
};

const PAGE: u16 = 200;
/// Pages of each list that are read at most.
const PAGES_MAX: usize = 10;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/stats", show)]
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let now = clock::now();
    let (items, orders_cut) = newest(&deps, &keys::orders(&seller)).await?;
    let orders = values::<OrderRecord>(&items)?;
    let orders = orders.iter().map(Order::try_from).collect::<Result<Vec<_>, _>>()?;
    let (items, threads_cut) = newest(&deps, &keys::conversations(&seller)).await?;
    let threads = values::<ConversationRecord>(&items)?;
    let threads = threads.iter().map(Conversation::try_from).collect::<Result<Vec<_>, _>>()?;
    let used = deps.table.counters(&keys::usage_of_day(&seller, shop.today(now))).await?;
    let period = |days| Period::of(&orders, days, now, &shop.time_zone(), shop.currency());
    let overflow = |_too_large: MoneyError| Problem::internal();
    answer::ok(&Stats {
        orders: counts(&orders),
        sales: MoneyValue::from(sales(orders.iter(), shop.currency()).map_err(overflow)?),
        today: period(1).map_err(overflow)?,
        last_7_days: period(7).map_err(overflow)?,
        conversations: Threads::of(&threads, now),
        usage: UsageView::of_counters(&used),
        is_partial: orders_cut || threads_cut,
    })
}

/// The newest items of a list, and whether there are more.
async fn newest(deps: &Deps, range: &Range) -> Result<(Vec<Item>, bool), Failure> {
    let mut items = Vec::new();
    let mut cursor = None;
    for _ in 0..PAGES_MAX {
        let page = deps.table.page(range, Direction::NewestFirst, PAGE, cursor.as_deref()).await?;
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok((items, false));
        }
    }
    Ok((items, true))
}

/// What the dashboard shows first.
#[derive(Debug, Serialize)]
struct Stats {
    /// Orders by status.
    orders: BTreeMap<&'static str, usize>,
    /// What delivered orders amount to.
    sales: MoneyValue,
    today: Period,
    last_7_days: Period,
    conversations: Threads,
    /// What the AI used today, by the shop's calendar.
    usage: UsageView,
    is_partial: bool,
}

/// Orders placed in some days of the shop's calendar, today included.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Period {
    orders: usize,
    delivered: usize,
    sales: MoneyValue,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Threads {
    total: usize,
    /// A prospect waits for a word.
    unanswered: usize,
    /// The seller answers in person.
    human: usize,
}

impl Period {
    fn of(
        orders: &[Order],
        days: i32,
        now: Timestamp,
        zone: &TimeZone,
        currency: Currency,
    ) -> Result<Self, MoneyError> {
        let first: Date = moment::today(now, zone).saturating_sub(days.saturating_sub(1).days());
        let placed = |order: &&Order| moment::today(order.placed_at, zone) >= first;
        let within: Vec<&Order> = orders.iter().filter(placed).collect();
        Ok(Self {
            orders: within.len(),
            delivered: within.iter().filter(|order| is_delivered(order)).count(),
            sales: sales(within.into_iter(), currency)?.into(),
        })
    }
}

impl Threads {
    fn of(threads: &[Conversation], now: Timestamp) -> Self {
        let open: Vec<_> = threads.iter().filter(|thread| thread.merged_into.is_none()).collect();
        let is_human = |thread: &&&Conversation| !thread.is_ais(now);
        let waits = |thread: &&&Conversation| {
            thread.waiting_since.is_some() || thread.awaits_human_since(now).is_some()
        };
        Self {
            total: open.len(),
            unanswered: open.iter().filter(waits).count(),
            human: open.iter().filter(is_human).count(),
        }
    }
}

fn counts(orders: &[Order]) -> BTreeMap<&'static str, usize> {
    use OrderStatus::{Cancelled, Confirmed, Delivered, Failed, Pending};
    let named = [
        ("pending", Pending),
        ("confirmed", Confirmed),
        ("delivered", Delivered),
        ("failed", Failed),
        ("cancelled", Cancelled),
    ];
    let count = |status| orders.iter().filter(|order| order.status == status).count();
    named.into_iter().map(|(name, status)| (name, count(status))).collect()
}

fn is_delivered(order: &Order) -> bool {
    OrderStatusValue::from(order.status) == OrderStatusValue::Delivered
}

fn sales<'a>(
    orders: impl Iterator<Item = &'a Order>,
    currency: Currency,
) -> Result<Money, MoneyError> {
    let delivered = orders.filter(|order| is_delivered(order));
    delivered.map(|order| order.totals.total).try_fold(Money::zero(currency), Money::plus)
}

#[cfg(test)]
mod tests;
