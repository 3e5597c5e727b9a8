use axum::http::Request;
use jiff::civil::date;

use super::*;

async fn asked(query: &str) -> Result<Period, Failure> {
    let request = Request::builder().uri(format!("/figures?{query}")).body(()).unwrap();
    let (mut parts, ()) = request.into_parts();
    Period::from_request_parts(&mut parts, &()).await
}

#[tokio::test]
async fn a_period_is_read_and_every_fault_is_one_of_its_field() {
    let period = asked("from=2026-11-01&to=2026-11-30").await.unwrap();
    assert_eq!((period.from, period.to), (Some(date(2026, 11, 1)), Some(date(2026, 11, 30))));
    assert!(period.holds(date(2026, 11, 30)) && !period.holds(date(2026, 12, 1)));
    assert_eq!(asked("from=&to=").await.unwrap(), Period { from: None, to: None });
    for (query, field) in
        [("from=hier", "from"), ("to=2026-02-30", "to"), ("from=2026-11-02&to=2026-11-01", "to")]
    {
        let Err(Failure::Told(problem)) = asked(query).await else { panic!("{query}") };
        assert_eq!(problem.errors[0].field, field, "{query}");
    }
}

#[test]
fn a_period_without_ends_leads_to_today() {
    let today = date(2026, 11, 27);
    let days = |from, to| Period { from, to }.days(today);
    let usual = days(None, None).unwrap();
    assert_eq!((usual.len(), usual[0], usual[29]), (30, date(2026, 10, 29), today));
    assert_eq!(days(Some(date(2026, 11, 25)), None).unwrap().len(), 3);
    assert_eq!(days(None, Some(date(2026, 3, 1))).unwrap()[0], date(2026, 1, 31));
    // A start in the future is one empty day rather than none.
    assert_eq!(days(Some(date(2027, 1, 1)), None), Ok(vec![date(2027, 1, 1)]));
    let year = days(Some(date(2024, 1, 1)), Some(date(2024, 12, 31)));
    assert_eq!(year.map(|days| days.len()), Ok(366));
    let long = days(Some(date(1, 1, 1)), Some(date(9999, 1, 1))).unwrap_err();
    assert_eq!(long.errors[0].field, "from");
}

#[test]
fn a_period_touches_its_months() {
    let months = |from, to| Period { from, to }.months(date(2026, 1, 31));
    let usual = months(None, None).unwrap();
    assert_eq!((usual.len(), usual[0], usual[11]), (12, date(2025, 2, 1), date(2026, 1, 1)));
    let touched = months(Some(date(2025, 10, 31)), Some(date(2025, 12, 1)));
    let firsts = vec![date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)];
    assert_eq!(touched, Ok(firsts));
    assert!(months(Some(date(2000, 1, 1)), None).is_err());
}
