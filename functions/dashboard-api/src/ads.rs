//! `/ads`: what each ad brought and, once the seller says what it cost, what a delivered order of
//! it cost. Costs are by calendar month: that is how Meta bills, and what a seller remembers.

use std::collections::BTreeMap;

use aws_adapters::activity::Amounts;
use axum::extract::{Path, State};
use contracts::records::{
    activity::{AdAboutRecord, AdCostRecord},
    values::MoneyValue,
};
use domain::{
    activity::Measure,
    money::{Currency, Money},
};
use jiff::{ToSpan, civil::Date};
use lambda_support::{clock, http::Problem};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    activity::{add, amount, by_subject, each, ends, percent},
    answer::{self, Answer},
    body::Object,
    caller::Caller,
    failure::Failure,
    input::{Fields, MISSING},
    period::Period,
    routes::{Route, Shared},
    shop,
};

/// Who came by no ad.
const NO_AD: &str = "-";
const BAD_MONTH: &str = "Un mois tel que 2026-11 est attendu.";

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/ads", list), Route::put("/ads/{id}/cost", set_cost)]
}

/// What sold most comes first.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let today = shop.today(clock::now());
    let (from, to) = ends(&period.days(today)?);
    let sums = by_subject(deps.table.ad_days(&seller, from, to).await?);
    let known = deps.table.known_ads(&seller).await?;
    let costs = match whole_months(from, to, today) {
        Some(months) => {
            let mut costs: BTreeMap<String, i64> = BTreeMap::new();
            for month in months {
                for (ad, cost) in deps.table.ad_costs(&seller, month).await? {
                    let sum = costs.entry(ad).or_default();
                    *sum = sum.saturating_add(cost.amount.amount);
                }
            }
            Some(costs)
        }
        None => None,
    };
    answer::ok(&Report::of(&sums, &known, costs.as_ref(), shop.currency()))
}

async fn set_cost(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Path(id): Path<String>,
    Object(body): Object,
) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    if !deps.table.known_ads(&seller).await?.contains_key(&id) {
        return Err(Problem::not_found().into());
    }
    let (month, amount) = cost(&body, shop.currency())?;
    let record = AdCostRecord { amount: amount.into() };
    deps.table.keep_ad_cost(&seller, month, &id, &record).await?;
    let month = month.strftime("%Y-%m").to_string();
    answer::ok(&CostView { id: &id, month, amount: record.amount })
}

/// `{"month":"2026-11","amount":{"amount":25000,"currency":"XOF"}}`.
fn cost(body: &Map<String, Value>, currency: Currency) -> Result<(Date, Money), Failure> {
    let mut fields = Fields::of(body);
    fields.require(&["month", "amount"]);
    let typed = fields.line("month", 7);
    let month = typed.as_deref().and_then(month_of);
    if typed.is_some() && month.is_none() {
        fields.refuse("month", BAD_MONTH);
    }
    let amount = fields.amount("amount", currency);
    fields.finish(())?;
    month.zip(amount).ok_or_else(|| Problem::malformed().with_field("amount", MISSING).into())
}

fn month_of(text: &str) -> Option<Date> {
    format!("{text}-01").parse().ok().filter(|_| text.len() == 7)
}

/// The months that some days are all of; the month under way is whole when it reaches today.
fn whole_months(from: Date, to: Date, today: Date) -> Option<Vec<Date>> {
    let is_whole = from == from.first_of_month() && (to == to.last_of_month() || to >= today);
    let months = from.series(1.month()).take_while(|month| *month <= to);
    is_whole.then(|| months.collect())
}

#[derive(Debug, Serialize)]
struct CostView<'a> {
    id: &'a str,
    month: String,
    amount: MoneyValue,
}

#[derive(Debug, Serialize)]
struct Report {
    items: Vec<AdView>,
    total: AmountsView,
    /// Whether the period is made of whole months, so that costs can be told.
    has_costs: bool,
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
struct AdView {
    /// Null: those who came by no ad.
    id: Option<String>,
    headline: Option<String>,
    #[serde(flatten)]
    amounts: AmountsView,
}

#[derive(Debug, Serialize)]
struct AmountsView {
    threads: i64,
    orders: i64,
    delivered: i64,
    failed: i64,
    sales: MoneyValue,
    refunded: MoneyValue,
    /// Sales without what went back.
    net: MoneyValue,
    /// Of the orders placed, how many were delivered, in percent.
    delivered_percent: Option<i64>,
    /// What the seller says it cost; null when nothing was said.
    cost: Option<MoneyValue>,
    cost_per_delivered: Option<MoneyValue>,
}

impl Report {
    fn of(
        sums: &BTreeMap<String, Amounts>,
        known: &BTreeMap<String, AdAboutRecord>,
        costs: Option<&BTreeMap<String, i64>>,
        currency: Currency,
    ) -> Self {
        let none = Amounts::new();
        let cost_of = |ad: &str| costs.and_then(|costs| costs.get(ad)).copied();
        // An ad that cost something and brought nobody is shown above all.
        let paid = costs.into_iter().flat_map(BTreeMap::keys);
        let ads: std::collections::BTreeSet<&String> = sums.keys().chain(paid).collect();
        let mut total = Amounts::new();
        let mut items: Vec<AdView> = ads
            .into_iter()
            .map(|ad| {
                let amounts = sums.get(ad).unwrap_or(&none);
                add(&mut total, amounts);
                AdView {
                    id: (ad != NO_AD).then(|| ad.clone()),
                    headline: known.get(ad).map(|about| about.headline.clone()),
                    amounts: AmountsView::of(amounts, cost_of(ad), currency),
                }
            })
            .collect();
        items
            .sort_by_key(|view| std::cmp::Reverse((view.amounts.net.amount, view.amounts.threads)));
        let cost = costs.filter(|costs| !costs.is_empty()).map(|costs| costs.values().sum());
        Self {
            items,
            total: AmountsView::of(&total, cost, currency),
            has_costs: costs.is_some(),
            cursor: None,
        }
    }
}

impl AmountsView {
    fn of(amounts: &Amounts, cost: Option<i64>, currency: Currency) -> Self {
        let of = |measure| amount(amounts, measure);
        let francs = |amount| MoneyValue::from(Money::new(amount, currency));
        let (sales, refunded) = (of(Measure::Sales), of(Measure::Refunded));
        let (orders, delivered) = (of(Measure::Orders), of(Measure::Delivered));
        Self {
            threads: of(Measure::Threads),
            orders,
            delivered,
            failed: of(Measure::Failed),
            sales: francs(sales),
            refunded: francs(refunded),
            net: francs(sales.saturating_sub(refunded)),
            delivered_percent: percent(delivered, orders),
            cost: cost.map(francs),
            cost_per_delivered: cost.and_then(|cost| each(cost, delivered)).map(francs),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn costs_belong_to_whole_months() {
        let today = date(2026, 11, 28);
        let months = |from, to| whole_months(from, to, today).map(|months| months.len());
        assert_eq!(months(date(2026, 10, 1), date(2026, 10, 31)), Some(1));
        assert_eq!(months(date(2026, 9, 1), date(2026, 10, 31)), Some(2));
        assert_eq!(months(date(2026, 11, 1), today), Some(1));
        assert_eq!(months(date(2026, 11, 1), date(2026, 11, 27)), None);
        assert_eq!(months(date(2026, 10, 2), date(2026, 10, 31)), None);
    }

    #[test]
    fn a_cost_names_its_month_and_its_amount() {
        let read = |value: Value| cost(value.as_object().unwrap(), Currency::Xof);
        let (month, amount) = read(json!({"month": "2026-11", "amount": 25_000})).unwrap();
        assert_eq!((month, amount.amount()), (date(2026, 11, 1), 25_000));
        for (wrong, field) in [
            (json!({"amount": 1}), "month"),
            (json!({"month": "novembre", "amount": 1}), "month"),
            (json!({"month": "2026-13", "amount": 1}), "month"),
            (json!({"month": "2026-11"}), "amount"),
            (json!({"month": "2026-11", "amount": -1}), "amount"),
        ] {
            let Failure::Told(problem) = read(wrong).unwrap_err() else { panic!("told") };
            assert!(problem.errors.iter().any(|error| error.field == field), "{field}");
        }
    }

    #[test]
    fn an_ad_is_shown_with_what_its_delivered_orders_cost() {
        let sums: BTreeMap<String, Amounts> = [
            (
                "120211".to_owned(),
                [
                    (Measure::Threads, 9),
                    (Measure::Orders, 4),
                    (Measure::Delivered, 3),
                    (Measure::Failed, 1),
                    (Measure::Sales, 139_500),
                    (Measure::Refunded, 6_500),
                ]
                .into(),
            ),
            (NO_AD.to_owned(), [(Measure::Threads, 2)].into()),
        ]
        .into();
        let about = AdAboutRecord {
            id: "120211".to_owned(),
            headline: "Air Max à 45 000".to_owned(),
            seen_at: "2026-11-28T10:00:00Z".parse().unwrap(),
        };
        let known = [("120211".to_owned(), about)].into();
        let costs = [("120211".to_owned(), 25_000), ("7".to_owned(), 5_000)].into();
        let report = Report::of(&sums, &known, Some(&costs), Currency::Xof);
        let shown = serde_json::to_value(&report).unwrap();
        let francs = |amount: i64| json!({"amount": amount, "currency": "XOF"});
        assert_eq!(
            shown["items"][0],
            json!({
                "id": "120211", "headline": "Air Max à 45 000", "threads": 9, "orders": 4,
                "delivered": 3, "failed": 1, "sales": francs(139_500), "refunded": francs(6_500),
                "net": francs(133_000), "delivered_percent": 75, "cost": francs(25_000),
                "cost_per_delivered": francs(8_333),
            })
        );
        assert_eq!(shown["items"][1]["id"], Value::Null);
        assert_eq!(shown["items"][2]["cost"], francs(5_000), "it brought nobody");
        assert_eq!(shown["total"]["cost"], francs(30_000));
        let without = Report::of(&sums, &known, None, Currency::Xof);
        assert_eq!(without.total.cost, None);
    }
}
