use jiff::civil::{date, datetime};

use super::*;
use crate::country::Country;

fn span(from: u16, until: u16) -> Span {
    Span::new(from * 60, until * 60).unwrap()
}

fn day(spans: &[(u16, u16)]) -> Day {
    Day::new(spans.iter().map(|(from, until)| span(*from, *until)).collect()).unwrap()
}

/// Monday to Friday, Saturday, Sunday.
fn week(weekdays: &[(u16, u16)], saturday: &[(u16, u16)], sunday: &[(u16, u16)]) -> [Day; 7] {
    let weekday = || day(weekdays);
    [weekday(), weekday(), weekday(), weekday(), weekday(), day(saturday), day(sunday)]
}

fn shop() -> OpeningHours {
    let week = week(&[(8, 12), (14, 19)], &[(9, 13)], &[]);
    OpeningHours::new(week, BTreeSet::from([date(2026, 12, 25)])).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_shop_is_open_from_its_first_minute_to_the_one_before_its_last() {
    let shop = shop();
    // The 23rd is a Monday.
    assert!(!shop.is_open(datetime(2026, 11, 23, 7, 59, 59, 0)));
    assert!(shop.is_open(datetime(2026, 11, 23, 8, 0, 0, 0)));
    assert!(shop.is_open(datetime(2026, 11, 23, 11, 59, 59, 0)));
    assert!(!shop.is_open(datetime(2026, 11, 23, 12, 0, 0, 0)));
    assert!(!shop.is_open(datetime(2026, 11, 29, 10, 0, 0, 0)), "on Sunday");
    assert!(!shop.is_open(datetime(2026, 12, 25, 10, 0, 0, 0)), "on Christmas, a Friday");
    assert!(OpeningHours::default().is_open(datetime(2026, 12, 25, 23, 59, 59, 0)));
}

#[test]
fn the_next_opening_is_on_the_shops_own_clock() {
    let abidjan = Country::IvoryCoast.time_zone();
    let douala = Country::Cameroon.time_zone();
    let next = |now: &str, zone| shop().next_opening(at(now), zone).unwrap().to_string();
    // Open: now.
    assert_eq!(next("2026-11-23T09:30:00Z", &abidjan), "2026-11-23T09:30:00Z");
    assert_eq!(next("2026-11-23T12:00:00Z", &abidjan), "2026-11-23T14:00:00Z");
    // Saturday at noon in Abidjan is 13h in Douala, where the shop has just closed until Monday.
    assert_eq!(next("2026-11-28T12:00:00Z", &abidjan), "2026-11-28T12:00:00Z");
    assert_eq!(next("2026-11-28T12:00:00Z", &douala), "2026-11-30T07:00:00Z");
    // Half an hour before midnight in Abidjan, Douala is on the next day already.
    assert_eq!(next("2026-11-22T23:30:00Z", &abidjan), "2026-11-23T08:00:00Z");
    assert_eq!(next("2026-11-23T23:30:00Z", &douala), "2026-11-24T07:00:00Z");
    // Thursday evening before Christmas: Saturday.
    assert_eq!(next("2026-12-24T20:00:00Z", &abidjan), "2026-12-26T09:00:00Z");
}

#[test]
fn a_shop_open_once_a_week_opens_again_after_its_longest_holidays() {
    let mondays = (0..).map(|week| date(2026, 11, 23).saturating_add((7 * week).days()));
    let closed: BTreeSet<Date> = mondays.take(HOLIDAYS_MAX).collect();
    let mut days = std::array::from_fn(|_| Day::default());
    days[0] = day(&[(8, 12)]);
    let zone = Country::IvoryCoast.time_zone();
    let hours = OpeningHours::new(days, closed).unwrap();
    let next = hours.next_opening(at("2026-11-23T00:00:00Z"), &zone);
    assert_eq!(next, Some(at("2027-11-08T08:00:00Z")));
}

#[test]
fn a_half_day_counts_from_now_on() {
    let shop = shop();
    let now = datetime(2026, 11, 28, 12, 59, 0, 0);
    let open = |day, period, now| shop.is_open_in(day, period, now);
    assert!(open(now.date(), Period::Afternoon, now), "until 13h on Saturday");
    assert!(!open(now.date(), Period::Afternoon, datetime(2026, 11, 28, 13, 0, 0, 0)));
    assert!(!open(date(2026, 11, 29), Period::Morning, now), "closed on Sunday");
    assert!(open(date(2026, 11, 30), Period::Morning, now));
    assert!(!open(date(2026, 11, 27), Period::Morning, now), "it is over");
}

#[test]
fn hours_that_cannot_be_are_refused() {
    assert_eq!(Span::new(600, 600), Err(HoursRefused::Span));
    assert_eq!(Span::new(600, DAY + 1), Err(HoursRefused::Span));
    assert_eq!(Day::new(vec![span(8, 12), span(11, 13)]), Err(HoursRefused::Overlap));
    assert!(Day::new(vec![span(12, 13), span(8, 12)]).is_ok(), "one may start as another ends");
    assert_eq!(Day::new(vec![span(1, 2); 5]), Err(HoursRefused::TooManySpans));
    let closed = || std::array::from_fn(|_| Day::default());
    assert_eq!(OpeningHours::new(closed(), BTreeSet::new()), Err(HoursRefused::NeverOpen));
    // Promises end at 12h or at 18h: a shop of the night can keep none.
    let night = week(&[(18, 23)], &[], &[]);
    assert_eq!(OpeningHours::new(night, BTreeSet::new()), Err(HoursRefused::NeverOpen));
    let year = (0..51).map(|ahead: i32| date(2026, 11, 23).saturating_add(ahead.days()));
    let always = || std::array::from_fn(|_| Day::all());
    assert_eq!(OpeningHours::new(always(), year.collect()), Err(HoursRefused::TooManyHolidays));
}

#[test]
fn hours_are_said_as_people_say_them() {
    let said = |week| OpeningHours::new(week, BTreeSet::new()).unwrap().in_words();
    let all = week(&[(8, 19)], &[(8, 19)], &[]);
    assert_eq!(said(all), "du lundi au samedi de 8h à 19h");
    assert_eq!(
        shop().in_words(),
        "du lundi au vendredi de 8h à 12h et de 14h à 19h, le samedi de 9h à 13h"
    );
    let weekend = week(&[], &[(10, 24)], &[(10, 24)]);
    assert_eq!(said(weekend), "le samedi et le dimanche de 10h à minuit");
    let mut alternate = week(&[(8, 12)], &[], &[]);
    alternate[1] = Day::default();
    alternate[3] = Day::new(vec![Span::new(7 * 60 + 30, 12 * 60).unwrap()]).unwrap();
    assert_eq!(
        said(alternate),
        "le lundi de 8h à 12h, le mercredi de 8h à 12h, le jeudi de 7h30 à 12h, le vendredi de 8h à 12h"
    );
    assert_eq!(OpeningHours::default().in_words(), "tous les jours 24h sur 24");
}

#[test]
fn clocks_read_back() {
    for minute in 0..=DAY {
        assert_eq!(minute_of_clock(&clock(minute)), Some(minute));
    }
    assert_eq!(minute_of_clock(" 8:30 "), Some(510));
    for bad in ["", "8", "8h", "08:0", "24:01", "12:60", "-1:00", "008:00", "8:000", ":30"] {
        assert_eq!(minute_of_clock(bad), None, "{bad}");
    }
}

#[test]
fn an_opening_is_said_from_where_one_stands() {
    let douala = Country::Cameroon.time_zone();
    let said = |opening, now| opening_in_words(at(opening), at(now), &douala);
    assert_eq!(said("2026-11-23T13:30:00Z", "2026-11-23T11:00:00Z"), "à 14h30");
    assert_eq!(said("2026-11-24T07:00:00Z", "2026-11-23T22:59:00Z"), "demain à 8h");
    // It is midnight in Douala: the same opening is today.
    assert_eq!(said("2026-11-24T07:00:00Z", "2026-11-23T23:00:00Z"), "à 8h");
    assert_eq!(said("2026-11-30T07:00:00Z", "2026-11-28T12:00:00Z"), "lundi 30/11 à 8h");
}
