//! `/activity` and who or what it is due to: messages, answers and reminders day by day; what was
//! sold by product; what couriers did. `live` counts all of it from the table's stream.

use std::collections::BTreeMap;

use aws_adapters::{
    activity::{Amounts, DayRow},
    table::keys,
};
use axum::extract::State;
use contracts::records::{catalogue::ProductRecord, courier::CourierRecord, values::MoneyValue};
use domain::{
    activity::Measure,
    money::{Currency, Money},
};
use jiff::civil::Date;
use lambda_support::clock;
use serde::Serialize;

use crate::{
    answer::{self, Answer, Listing},
    caller::Caller,
    period::Period,
    routes::{Route, Shared},
    shop,
    stored::values,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/activity", days),
        Route::get("/figures/products", products),
        Route::get("/figures/couriers", couriers),
    ]
}

async fn days(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let days = period.days(shop.today(clock::now()))?;
    let (from, to) = ends(&days);
    let rows = deps.table.activity(&seller, from, to).await?;
    let by_day: BTreeMap<Date, Amounts> =
        rows.into_iter().map(|row| (row.day, row.amounts)).collect();
    let mut total = Amounts::new();
    let items = days.iter().map(|day| {
        let amounts = by_day.get(day).cloned().unwrap_or_default();
        add(&mut total, &amounts);
        Day { day: day.to_string(), activity: ActivityView::of(&amounts) }
    });
    let items = items.collect();
    answer::ok(&Report { items, total: ActivityView::of(&total), cursor: None })
}

/// What sold best comes first.
async fn products(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let (from, to) = ends(&period.days(shop.today(clock::now()))?);
    let sold = by_subject(deps.table.product_days(&seller, from, to).await?);
    let kept = values::<ProductRecord>(&deps.table.all(&keys::products(&seller)).await?)?;
    let names: BTreeMap<&str, &str> =
        kept.iter().map(|product| (product.id.as_str(), product.name.as_str())).collect();
    let mut items: Vec<SoldView> = sold
        .iter()
        .map(|(id, amounts)| SoldView::of(id, names.get(id.as_str()), amounts, shop.currency()))
        .collect();
    items.sort_by_key(|view| std::cmp::Reverse((view.sales.amount, view.quantity)));
    answer::ok(&Listing { items, cursor: None })
}

/// Who was asked most comes first.
async fn couriers(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let (from, to) = ends(&period.days(shop.today(clock::now()))?);
    let rides = by_subject(deps.table.courier_days(&seller, from, to).await?);
    let kept = values::<CourierRecord>(&deps.table.all(&keys::couriers(&seller)).await?)?;
    let names: BTreeMap<&str, &str> =
        kept.iter().map(|courier| (courier.id.as_str(), courier.name.as_str())).collect();
    let mut items: Vec<CourierView> = rides
        .iter()
        .map(|(id, amounts)| CourierView::of(id, names.get(id.as_str()), amounts))
        .collect();
    items.sort_by_key(|view| std::cmp::Reverse((view.asked, view.delivered)));
    answer::ok(&Listing { items, cursor: None })
}

/// The first and the last of some days, of which there is at least one.
pub(crate) fn ends(days: &[Date]) -> (Date, Date) {
    let first = days.first().copied().unwrap_or_default();
    (first, days.last().copied().unwrap_or(first))
}

/// Adds amounts to a sum.
pub(crate) fn add(sum: &mut Amounts, amounts: &Amounts) {
    for (measure, amount) in amounts {
        let total = sum.entry(*measure).or_default();
        *total = total.saturating_add(*amount);
    }
}

/// All days of one product, courier or ad together.
pub(crate) fn by_subject(rows: Vec<DayRow>) -> BTreeMap<String, Amounts> {
    let mut sums: BTreeMap<String, Amounts> = BTreeMap::new();
    for row in rows {
        add(sums.entry(row.subject).or_default(), &row.amounts);
    }
    sums
}

/// One of some amounts; what was never counted is zero.
pub(crate) fn amount(amounts: &Amounts, measure: Measure) -> i64 {
    amounts.get(&measure).copied().unwrap_or(0)
}

/// The part that `some` is of `all`, in percent; `None` of nothing.
pub(crate) fn percent(some: i64, all: i64) -> Option<i64> {
    let half = all.checked_div(2)?;
    some.saturating_mul(100).saturating_add(half).checked_div(all).filter(|_| all > 0)
}

/// So much for each of `count`, rounded; `None` when there are none.
pub(crate) fn each(sum: i64, count: i64) -> Option<i64> {
    let half = count.checked_div(2)?;
    sum.saturating_add(half).checked_div(count).filter(|_| count > 0)
}

#[derive(Debug, Serialize)]
struct Report {
    items: Vec<Day>,
    total: ActivityView,
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
struct Day {
    day: String,
    #[serde(flatten)]
    activity: ActivityView,
}

#[derive(Debug, Serialize)]
struct ActivityView {
    received: i64,
    by_ai: i64,
    by_human: i64,
    /// Confirmations and news of orders, which code says.
    by_code: i64,
    threads: i64,
    hand_overs: i64,
    reminders: i64,
    reminders_answered: i64,
    answers: AnswersView,
    billed: BilledView,
}

/// Messages of ours by what Meta bills them as.
#[derive(Debug, Serialize)]
struct BilledView {
    service: i64,
    utility: i64,
    marketing: i64,
    /// In the 72 hours after an ad.
    free: i64,
}

/// First words to who waited, by whom.
#[derive(Debug, Serialize)]
struct AnswersView {
    ai: WaitView,
    human: WaitView,
}

#[derive(Debug, Serialize)]
struct WaitView {
    count: i64,
    /// Their sum, and what each had to wait on average.
    seconds: i64,
    average_seconds: Option<i64>,
    within_10s: i64,
    within_1m: i64,
    within_10m: i64,
    within_1h: i64,
    later: i64,
}

impl ActivityView {
    fn of(amounts: &Amounts) -> Self {
        let of = |measure| amount(amounts, measure);
        let wait = |[count, seconds, s10, m1, m10, h1, later]: [Measure; 7]| WaitView {
            count: of(count),
            seconds: of(seconds),
            average_seconds: each(of(seconds), of(count)),
            within_10s: of(s10),
            within_1m: of(m1),
            within_10m: of(m10),
            within_1h: of(h1),
            later: of(later),
        };
        Self {
            received: of(Measure::Received),
            by_ai: of(Measure::ByAi),
            by_human: of(Measure::ByHuman),
            by_code: of(Measure::ByCode),
            threads: of(Measure::Threads),
            hand_overs: of(Measure::HandOvers),
            reminders: of(Measure::Reminders),
            reminders_answered: of(Measure::RemindersAnswered),
            billed: BilledView {
                service: of(Measure::BilledService),
                utility: of(Measure::BilledUtility),
                marketing: of(Measure::BilledMarketing),
                free: of(Measure::BilledFree),
            },
            answers: AnswersView {
                ai: wait([
                    Measure::AiAnswers,
                    Measure::AiSeconds,
                    Measure::AiWithin10s,
                    Measure::AiWithin1m,
                    Measure::AiWithin10m,
                    Measure::AiWithin1h,
                    Measure::AiLater,
                ]),
                human: wait([
                    Measure::HumanAnswers,
                    Measure::HumanSeconds,
                    Measure::HumanWithin10s,
                    Measure::HumanWithin1m,
                    Measure::HumanWithin10m,
                    Measure::HumanWithin1h,
                    Measure::HumanLater,
                ]),
            },
        }
    }
}

#[derive(Debug, Serialize)]
struct SoldView {
    product: String,
    /// Null when it is not in the catalogue any more.
    name: Option<String>,
    quantity: i64,
    sales: MoneyValue,
}

impl SoldView {
    fn of(id: &str, name: Option<&&str>, amounts: &Amounts, currency: Currency) -> Self {
        Self {
            product: id.to_owned(),
            name: name.map(|name| (*name).to_owned()),
            quantity: amount(amounts, Measure::Quantity),
            sales: Money::new(amount(amounts, Measure::Sales), currency).into(),
        }
    }
}

#[derive(Debug, Serialize)]
struct CourierView {
    courier: String,
    /// Null of somebody who is not the seller's own, or not any more.
    name: Option<String>,
    asked: i64,
    accepted: i64,
    refused: i64,
    silent: i64,
    unreachable: i64,
    delivered: i64,
    failed: i64,
    /// How long they took to accept, on average.
    accept_seconds: Option<i64>,
    accepted_percent: Option<i64>,
}

impl CourierView {
    fn of(id: &str, name: Option<&&str>, amounts: &Amounts) -> Self {
        let of = |measure| amount(amounts, measure);
        Self {
            courier: id.to_owned(),
            name: name.map(|name| (*name).to_owned()),
            asked: of(Measure::Asked),
            accepted: of(Measure::Accepted),
            refused: of(Measure::Refused),
            silent: of(Measure::Silent),
            unreachable: of(Measure::Unreachable),
            delivered: of(Measure::Delivered),
            failed: of(Measure::Failed),
            accept_seconds: each(of(Measure::AcceptSeconds), of(Measure::Accepted)),
            accepted_percent: percent(of(Measure::Accepted), of(Measure::Asked)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rates_are_rounded_and_there_are_none_of_nothing() {
        assert_eq!((percent(2, 3), percent(1, 2), percent(0, 5)), (Some(67), Some(50), Some(0)));
        assert_eq!((percent(1, 0), percent(0, -1), each(5, 0)), (None, None, None));
        assert_eq!((each(31, 2), each(10_000, 3)), (Some(16), Some(3_333)));
    }

    #[test]
    fn days_of_one_subject_are_added_up() {
        let row = |day, subject: &str, asked| DayRow {
            day: date(2026, 11, day),
            subject: subject.to_owned(),
            amounts: [(Measure::Asked, asked), (Measure::Accepted, 1)].into(),
        };
        let sums = by_subject(vec![row(1, "a", 2), row(2, "b", 5), row(3, "a", 3)]);
        assert_eq!(
            (amount(&sums["a"], Measure::Asked), amount(&sums["b"], Measure::Asked)),
            (5, 5)
        );
        let courier = CourierView::of("a", Some(&"Blaise"), &sums["a"]);
        assert_eq!((courier.accepted_percent, courier.accept_seconds), (Some(40), Some(0)));
    }
}
