use axum::http::StatusCode;
use domain::ids::SellerId;
use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn so_many_pages_listen_and_no_more() {
    let stage = Stage::new().await;
    let (awa, fatou) = (stage.seller().await, stage.seller().await);
    let ask = async |sub| stage.ask(sub, "POST", "/live/tickets", Some(json!({}))).await;
    for page in 0..30 {
        assert_eq!(ask(awa).await.0, StatusCode::CREATED, "{page}");
        stage.listens(&SellerId::from_uuid(awa), &format!("page-{page}")).await;
    }
    let (status, problem) = ask(awa).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_pages"))
    );
    assert_eq!(ask(fatou).await.0, StatusCode::CREATED, "another seller's pages are not counted");
}
