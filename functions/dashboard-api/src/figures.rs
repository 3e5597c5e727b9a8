//! `/figures`: what was sold, collected and missed, day by day and month by month, as `dispatch`
//! counted it with each step. A correction is booked on the day it was made, so that a day may be
//! below zero.

use aws_adapters::table::keys;
use axum::extract::State;
use contracts::records::values::MoneyValue;
use domain::{
    figures::Figures,
    money::{Currency, Money},
};
use lambda_support::clock;
use serde::Serialize;

use crate::{
    answer::{self, Answer},
    caller::Caller,
    period::Period,
    routes::{Route, Shared},
    shop,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/figures", days), Route::get("/figures/months", months)]
}

async fn days(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let days = period.days(shop.today(clock::now()))?;
    let wanted: Vec<_> = days.iter().map(|day| keys::figures_of_day(&seller, *day)).collect();
    let figures = deps.table.figures(&wanted).await?;
    let named = days.iter().map(ToString::to_string).zip(figures);
    answer::ok(&Report::of(named, shop.currency(), |day, figures| Day { day, figures }))
}

/// Every month that a day of the period is in, whole.
async fn months(State(deps): State<Shared>, Caller(seller): Caller, period: Period) -> Answer {
    let shop = shop::seller(&deps, &seller).await?;
    let months = period.months(shop.today(clock::now()))?;
    let wanted: Vec<_> = months.iter().map(|day| keys::figures_of_month(&seller, *day)).collect();
    let figures = deps.table.figures(&wanted).await?;
    let named = months.iter().map(|day| day.strftime("%Y-%m").to_string()).zip(figures);
    answer::ok(&Report::of(named, shop.currency(), |month, figures| Month { month, figures }))
}

/// Figures, oldest first, and all of them together.
#[derive(Debug, Serialize)]
struct Report<T> {
    items: Vec<T>,
    total: FiguresView,
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
struct Day {
    day: String,
    #[serde(flatten)]
    figures: FiguresView,
}

#[derive(Debug, Serialize)]
struct Month {
    month: String,
    #[serde(flatten)]
    figures: FiguresView,
}

#[derive(Debug, Serialize)]
struct FiguresView {
    placed: i64,
    delivered: i64,
    failed: i64,
    cancelled: i64,
    refunds: i64,
    sales: MoneyValue,
    fees: MoneyValue,
    cash: MoneyValue,
    mobile: MoneyValue,
    refunded: MoneyValue,
    /// Sales without what went back.
    net: MoneyValue,
}

impl<T> Report<T> {
    fn of(
        named: impl Iterator<Item = (String, Figures)>,
        currency: Currency,
        item: impl Fn(String, FiguresView) -> T,
    ) -> Self {
        let mut total = Figures::default();
        let items = named.map(|(name, figures)| {
            total = total.plus(figures);
            item(name, FiguresView::of(&figures, currency))
        });
        let items = items.collect();
        Self { items, total: FiguresView::of(&total, currency), cursor: None }
    }
}

impl FiguresView {
    fn of(figures: &Figures, currency: Currency) -> Self {
        let francs = |amount| MoneyValue::from(Money::new(amount, currency));
        Self {
            placed: figures.placed,
            delivered: figures.delivered,
            failed: figures.failed,
            cancelled: figures.cancelled,
            refunds: figures.refunds,
            sales: francs(figures.sales),
            fees: francs(figures.fees),
            cash: francs(figures.cash),
            mobile: francs(figures.mobile),
            refunded: francs(figures.refunded),
            net: francs(figures.net()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_shown_like_this() {
        let sale = Figures { delivered: 2, sales: 93_000, cash: 93_000, ..Figures::default() };
        let undone = Figures { delivered: -1, sales: -46_500, cash: -46_500, ..Figures::default() };
        let refund = Figures { refunds: 1, refunded: 6_500, ..Figures::default() };
        let days = [("2026-11-26", sale), ("2026-11-27", undone.plus(refund))];
        let named = days.map(|(day, figures)| (day.to_owned(), figures)).into_iter();
        let report = Report::of(named, Currency::Xof, |day, figures| Day { day, figures });
        insta::assert_json_snapshot!(report);
    }
}
