//! `POST /signup`, and who may ask for what.

use lambda_http::http::StatusCode;
use serde_json::json;

use crate::support::{Seller, Stage, form, fresh_email};

#[tokio::test]
async fn a_form_makes_a_seller_once() {
    let stage = Stage::new().await;
    let email = fresh_email();
    let first = stage.call("POST", "/signup", None, &form(&email).to_string()).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let seller = &first.json()["seller"];
    assert_eq!(
        (&seller["status"], &seller["phone"]),
        (&json!("registered"), &json!("+2250707123456"))
    );
    assert!(!first.text.contains("2 passe"), "the password came back");
    // The same address in capitals is the same person.
    let again = form(&email.to_uppercase()).to_string();
    let again = stage.call("POST", "/signup", None, &again).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(again.json()["detail"], "Un compte existe déjà avec cet e-mail.");
    assert_eq!(again.json()["errors"][0]["field"], "email");
}

#[tokio::test]
async fn a_user_without_a_seller_is_repaired_by_the_same_form() {
    let stage = Stage::new().await;
    let email = fresh_email();
    let first = stage.call("POST", "/signup", None, &form(&email).to_string()).await;
    let id = first.json()["seller"]["id"].as_str().unwrap().to_owned();
    // The process died between the user and the seller.
    let key = aws_adapters::table::keys::seller(&id.parse().unwrap());
    stage.table.delete(&key).await.unwrap();
    let again = stage.call("POST", "/signup", None, &form(&email).to_string()).await;
    assert_eq!(again.status, StatusCode::CREATED, "{}", again.text);
    assert_eq!(again.json()["seller"]["id"], id);
}

#[tokio::test]
async fn faults_are_told_all_at_once_and_what_is_no_form_is_refused() {
    let stage = Stage::new().await;
    let bad = json!({"first_name": 7, "email": "x", "phone": "12", "password": "court"});
    let answer = stage.call("POST", "/signup", None, &bad.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = answer.json();
    let fields: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["last_name", "country", "phone", "email", "password", "shop_name"]);
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("{\"first_name\":", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::BAD_REQUEST),
        (&"x".repeat(17_000), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = stage.call("POST", "/signup", None, body).await;
        assert_eq!(answer.status, status);
        assert!(answer.json()["title"].is_string());
    }
}

#[tokio::test]
async fn an_address_is_asked_the_right_way_by_the_right_person() {
    let stage = Stage::new().await;
    for (method, path, status) in [
        ("GET", "/signup", StatusCode::METHOD_NOT_ALLOWED),
        ("HEAD", "/onboarding/callback", StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/onboarding/link", StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/onboarding/resume", StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/onboarding", StatusCode::NOT_FOUND),
        ("GET", "/onboarding/link", StatusCode::UNAUTHORIZED),
        ("POST", "/onboarding/resume", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(stage.call(method, path, None, "").await.status, status, "{method} {path}");
    }
    // A user who never finished the form is told so.
    let id = domain::ids::SellerId::from_uuid(uuid::Uuid::nil());
    let nobody = Seller { subject: uuid::Uuid::nil().to_string(), id };
    let answer = stage.call("GET", "/onboarding/link", Some(&nobody), "").await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (StatusCode::NOT_FOUND, &json!("not_registered"))
    );
}
