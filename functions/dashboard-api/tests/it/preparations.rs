use axum::http::StatusCode;
use domain::ids::SellerId;
use serde_json::{Value, json};

use crate::stage::Stage;

const DAY: &str = "/preparations?day=2026-11-28";

fn done() -> Value {
    json!({"prepared": true})
}

#[tokio::test]
async fn a_tick_is_the_sellers_own_and_twice_is_once() {
    let stage = Stage::new().await;
    let (awa, fatou) = (stage.seller().await, stage.seller().await);
    let order = stage.order(awa, "confirmed", 2).await;
    let path = format!("/preparations/{order}");
    let (status, _) = stage.ask(fatou, "PUT", &path, Some(done())).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "another seller's order is none");
    let morning = async |sub| {
        let (status, plan) = stage.ask(sub, "GET", DAY, None).await;
        assert_eq!(status, StatusCode::OK, "{plan}");
        plan["slots"][0].clone()
    };
    let before = morning(awa).await;
    assert_eq!((&before["prepared"], &before["to_prepare"]), (&json!(0), &json!(1)));
    for _ in 0..2 {
        let (status, view) = stage.ask(awa, "PUT", &path, Some(done())).await;
        assert_eq!((status, &view["prepared"]), (StatusCode::OK, &json!(true)));
    }
    assert_eq!(morning(awa).await["prepared"], 1);
    assert_eq!(morning(fatou).await["orders"], json!([]));
    // The prospect wants one more: the parcel is to be opened again.
    stage.put_order(&SellerId::from_uuid(awa), &order, "confirmed", 3).await;
    let after = &morning(awa).await["orders"][0];
    assert_eq!((&after["prepared"], &after["changed"]), (&json!(false), &json!(true)));
    let (_, taken_back) = stage.ask(awa, "PUT", &path, Some(json!({"prepared": false}))).await;
    assert_eq!(taken_back["changed"], false);
}

#[tokio::test]
async fn what_is_over_or_of_another_day_is_not_there() {
    let stage = Stage::new().await;
    let awa = stage.seller().await;
    for (status, shown) in
        [("pending", 1), ("delivered", 1), ("cancelled", 1), ("failed", 1), ("confirmed", 2)]
    {
        let order = stage.order(awa, status, 1).await;
        let (_, plan) = stage.ask(awa, "GET", DAY, None).await;
        assert_eq!(plan["slots"][0]["orders"].as_array().unwrap().len(), shown, "{status}");
        let (ticked, _) =
            stage.ask(awa, "PUT", &format!("/preparations/{order}"), Some(done())).await;
        let is_open = matches!(status, "pending" | "confirmed");
        assert_eq!(ticked == StatusCode::OK, is_open, "{status}: {ticked}");
    }
    let (_, sunday) = stage.ask(awa, "GET", "/preparations?day=2026-11-29", None).await;
    assert_eq!(sunday["slots"][0]["orders"], json!([]));
    let (status, problem) = stage.ask(awa, "GET", "/preparations?day=samedi", None).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!("day")));
    let (status, _) = stage.ask(awa, "PUT", "/preparations/ord_1", Some(done())).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
