use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    country::Country,
    hours::{Day, Span},
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn always() -> OpeningHours {
    OpeningHours::default()
}

/// Monday to Friday until 18h, Saturday afternoon from 14h.
fn shop(holidays: &[Date]) -> OpeningHours {
    let day =
        |from: u16, until: u16| Day::new(vec![Span::new(from * 60, until * 60).unwrap()]).unwrap();
    let weekday = || day(8, 18);
    let week = [weekday(), weekday(), weekday(), weekday(), weekday(), day(14, 18), Day::default()];
    OpeningHours::new(week, holidays.iter().copied().collect()).unwrap()
}

#[test]
fn a_moment_is_promised_only_while_it_can_be_kept() {
    let abidjan = Country::IvoryCoast.time_zone();
    let day = date(2026, 11, 23);
    let promised = |now| Moment::promised(day, Period::Morning, at(now), &abidjan, &always());
    assert!(promised("2026-11-23T09:00:00Z").is_ok());
    assert_eq!(promised("2026-11-23T09:00:01Z"), Err(MomentRefused::TooSoon));
    assert_eq!(promised("2026-11-01T09:00:00Z"), Err(MomentRefused::TooFar));
    // Douala is an hour ahead: its noon comes earlier.
    let douala = Country::Cameroon.time_zone();
    let there =
        Moment::promised(day, Period::Morning, at("2026-11-23T08:30:00Z"), &douala, &always());
    assert_eq!(there, Err(MomentRefused::TooSoon));
}

#[test]
fn nothing_is_promised_for_a_half_day_on_which_the_shop_is_closed() {
    let abidjan = Country::IvoryCoast.time_zone();
    let hours = shop(&[date(2026, 11, 27)]);
    let now = at("2026-11-26T10:00:00Z");
    let promised = |day, period| Moment::promised(day, period, now, &abidjan, &hours);
    assert_eq!(promised(date(2026, 11, 27), Period::Morning), Err(MomentRefused::Closed));
    assert_eq!(promised(date(2026, 11, 28), Period::Morning), Err(MomentRefused::Closed));
    assert!(promised(date(2026, 11, 28), Period::Afternoon).is_ok());
    assert_eq!(promised(date(2026, 11, 29), Period::Afternoon), Err(MomentRefused::Closed));
    // What is past is past, whether the shop was open or not.
    assert_eq!(promised(date(2026, 11, 22), Period::Morning), Err(MomentRefused::TooSoon));
}

#[test]
fn promises_are_said_as_people_say_them() {
    let today = date(2026, 11, 23);
    let said = |day, period| Moment { day, period }.in_words(today);
    assert_eq!(said(today, Period::Afternoon), "aujourd'hui avant 18h");
    assert_eq!(said(date(2026, 11, 24), Period::Morning), "demain avant 12h");
    assert_eq!(said(date(2026, 11, 28), Period::Morning), "samedi 28/11 avant 12h");
}

#[test]
fn the_usual_promise_is_tomorrow_morning_of_the_sellers_day() {
    let usual = |country: Country| {
        Moment::usual(at("2026-11-23T23:30:00Z"), &country.time_zone(), &always())
    };
    assert_eq!(
        usual(Country::Cameroon),
        Moment { day: date(2026, 11, 25), period: Period::Morning }
    );
    assert_eq!(
        usual(Country::IvoryCoast),
        Moment { day: date(2026, 11, 24), period: Period::Morning }
    );
}

#[test]
fn the_usual_promise_waits_for_the_shop_to_open() {
    // Friday, half an hour before midnight in Abidjan; Saturday already in Douala.
    let now = at("2026-11-27T23:30:00Z");
    let usual =
        |country: Country, hours: &OpeningHours| Moment::usual(now, &country.time_zone(), hours);
    let saturday = Moment { day: date(2026, 11, 28), period: Period::Afternoon };
    assert_eq!(usual(Country::IvoryCoast, &shop(&[])), saturday);
    let monday = Moment { day: date(2026, 11, 30), period: Period::Morning };
    assert_eq!(usual(Country::Cameroon, &shop(&[])), monday);
    // Holidays may be longer than what a prospect may ask for.
    let away: BTreeSet<Date> =
        (0..30).map(|ahead| date(2026, 11, 28).saturating_add(ahead.days())).collect();
    let away: Vec<Date> = away.into_iter().collect();
    let back = Moment { day: date(2026, 12, 28), period: Period::Morning };
    assert_eq!(usual(Country::IvoryCoast, &shop(&away)), back);
}

proptest! {
    #[test]
    fn a_usual_promise_within_two_weeks_is_one_that_can_be_made(
        seconds in 0..31_536_000_i64,
        closed in proptest::collection::btree_set(0..14_i32, 0..10),
        is_east in any::<bool>(),
    ) {
        let now = at("2026-11-23T00:00:00Z").saturating_add(seconds.seconds()).unwrap();
        let country = if is_east { Country::Cameroon } else { Country::IvoryCoast };
        let zone = country.time_zone();
        let today = today(now, &zone);
        let closed: Vec<Date> = closed.iter().map(|day| today.saturating_add(day.days())).collect();
        let hours = shop(&closed);
        let Moment { day, period } = Moment::usual(now, &zone, &hours);
        let promised = Moment::promised(day, period, now, &zone, &hours);
        prop_assert!(matches!(promised, Ok(_) | Err(MomentRefused::TooFar)), "{promised:?}");
        prop_assert!(day > today);
    }
}
