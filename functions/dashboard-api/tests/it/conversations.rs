use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::{conversation::Owner, ids::SellerId};

use crate::stage::Stage;

/// Every thread that a query leads to, page by page, and how many pages that took.
async fn all(stage: &Stage, sub: uuid::Uuid, query: &str) -> (Vec<String>, usize) {
    let (mut found, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let path = format!("/conversations?{query}&cursor={cursor}");
        let (status, page) = stage.ask(sub, "GET", &path, None).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let items = page["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item["contact"]["name"].as_str().unwrap().to_owned()));
        pages += 1;
        let Some(next) = page["cursor"].as_str() else { return (found, pages) };
        next.clone_into(&mut cursor);
    }
}

#[tokio::test]
async fn a_search_reaches_the_oldest_thread_and_finds_each_once() {
    let stage = Stage::new().await;
    let (awa, fatou) = (stage.seller().await, stage.seller().await);
    let seller = SellerId::from_uuid(awa);
    for nth in 0..130 {
        let name = if nth % 40 == 0 { format!("Aïcha {nth}") } else { format!("Moussa {nth}") };
        stage.thread(&seller, nth, &name, |_| {}).await;
    }
    stage.thread(&SellerId::from_uuid(fatou), 7, "Aïcha d’ailleurs", |_| {}).await;
    // The latest first; pages of ten, so that most of them hold nothing that is looked for.
    let (found, _) = all(&stage, awa, "q=aicha&limit=10").await;
    assert_eq!(found, ["Aïcha 120", "Aïcha 80", "Aïcha 40", "Aïcha 0"]);
    let (none, pages) = all(&stage, awa, "q=zzz&limit=100").await;
    assert!(none.is_empty() && pages == 1, "{pages}");
    let (everyone, _) = all(&stage, awa, "limit=7").await;
    assert_eq!(everyone.iter().collect::<BTreeSet<_>>().len(), 130);
}

#[tokio::test]
async fn a_filter_looks_at_the_state_of_now() {
    let stage = Stage::new().await;
    let awa = stage.seller().await;
    let seller = SellerId::from_uuid(awa);
    let long_ago = "2026-11-01T10:00:00Z".parse().unwrap();
    stage.thread(&seller, 1, "À l’IA", |_| {}).await;
    stage.thread(&seller, 2, "À moi", |thread| thread.owner = Owner::Human { until: None }).await;
    stage
        .thread(&seller, 3, "Rendue", |it| it.owner = Owner::Human { until: Some(long_ago) })
        .await;
    stage
        .thread(&seller, 4, "Attend", |thread| {
            thread.owner = Owner::Human { until: None };
            (thread.waiting_since, thread.unread) = (Some(long_ago), 2);
        })
        .await;
    for (filter, names) in [
        ("ai", &["Rendue", "À l’IA"][..]),
        ("human", &["Attend", "À moi"]),
        ("waiting", &["Attend"]),
        ("unread", &["Attend"]),
        ("ad", &[]),
    ] {
        let (found, _) = all(&stage, awa, &format!("filter={filter}")).await;
        assert_eq!(found, names, "{filter}");
    }
}
