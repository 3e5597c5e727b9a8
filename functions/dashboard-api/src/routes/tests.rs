use std::{collections::BTreeSet, fs};

use aws_adapters::sdk;
use axum::{
    body::to_bytes,
    http::{StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};
use serde_yaml_ng::Value as Yaml;
use tower::ServiceExt;

use super::*;
use crate::Config;

type Endpoint = (String, String);

/// Clients that reach nobody: what these tests see is decided before any of them is called.
async fn router() -> Router {
    let aws = sdk::loader(sdk::Pace::Webhook)
        .region("eu-west-3")
        .no_credentials()
        .endpoint_url("http://127.0.0.1:9")
        .load()
        .await;
    let queue = |name: &str| format!("http://127.0.0.1:9/000000000000/{name}.fifo");
    let config = Config {
        table_name: "table".to_owned(),
        inbound_queue_url: queue("inbound"),
        dispatch_queue_url: queue("dispatch"),
        payments_queue_url: queue("payments"),
        token_key_id: "key".to_owned(),
        public_api_url: "http://localhost/api".to_owned(),
        media_bucket: "media".to_owned(),
        documents_bucket: "documents".to_owned(),
        live_url: "ws://localhost/live".to_owned(),
        push_origins: "https://*.push.example".parse().unwrap(),
        push_key: "our-key".to_owned(),
    };
    app(Deps::new(&aws, &config))
}

/// An event of API Gateway, payload 2.0.
fn event(method: &str, path: &str, claims: &Value, body: &str) -> lambda_http::Request {
    let event = json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {"host": "h", "content-type": "application/json"},
        "requestContext": {
            "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "1.1.1.1",
                     "userAgent": "t"},
            "authorizer": {"jwt": {"claims": claims, "scopes": null}},
            "requestId": "r", "routeKey": "$default", "stage": "$default", "time": "t",
            "timeEpoch": 0
        },
        "body": body, "isBase64Encoded": false
    });
    lambda_http::request::from_str(&event.to_string()).unwrap()
}

fn signed_in() -> Value {
    json!({"sub": "0f8fad5b-d9cb-469f-a165-70867728950e", "token_use": "id"})
}

async fn ask(method: &str, path: &str, claims: &Value, body: &str) -> Response {
    router().await.oneshot(event(method, path, claims, body)).await.unwrap()
}

async fn problem(response: Response) -> (StatusCode, Value) {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let status = response.status();
    let body = to_bytes(response.into_body(), BODY_MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn no_route_is_open() {
    for route in all() {
        let path = route.path.replace("{id}", "ord_00000000000000000000000004");
        for claims in [
            json!({}),
            json!({"sub": "not-a-uuid"}),
            json!({"sub": "0f8fad5b-d9cb-469f-a165-70867728950e", "token_use": "access"}),
        ] {
            let response = ask(route.method.as_str(), &path, &claims, "{}").await;
            let (status, body) = problem(response).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
            assert_eq!(body["code"], "unauthenticated");
        }
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_problem_like_any_other() {
    for (method, path, status, code) in [
        ("GET", "/nothing", StatusCode::NOT_FOUND, "not_found"),
        ("GET", "/orders/ord_1/nothing", StatusCode::NOT_FOUND, "not_found"),
        ("PUT", "/products", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        ("DELETE", "/orders/x", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        // An identifier of another kind, or of none, names nothing.
        ("GET", "/orders/prd_00000000000000000000000004", StatusCode::NOT_FOUND, "not_found"),
        ("GET", "/products/42", StatusCode::NOT_FOUND, "not_found"),
    ] {
        let (found, body) = problem(ask(method, path, &signed_in(), "").await).await;
        assert_eq!((found, &body["code"]), (status, &json!(code)), "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_apart_from_one_to_correct() {
    let path = "/conversations/cnv_00000000000000000000000004/messages";
    let (status, _) = problem(ask("POST", path, &signed_in(), "{").await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let (status, body) = problem(ask("POST", path, &signed_in(), "{}").await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body["errors"][0]["field"], "text");
    let long = format!("{{\"text\":\"{}\"}}", "a".repeat(BODY_MAX));
    let (status, _) = problem(ask("POST", path, &signed_in(), &long).await).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_a_passing_trouble() {
    let (status, body) = problem(ask("GET", "/me", &signed_in(), "").await).await;
    assert_eq!((status, &body["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
}

fn yaml(file: &str) -> Yaml {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    serde_yaml_ng::from_str(&fs::read_to_string(format!("{root}/{file}")).unwrap()).unwrap()
}

/// Method, path and operation of everything the contract describes.
fn operations(contract: &Yaml) -> Vec<(Endpoint, &Yaml)> {
    let methods = ["get", "post", "put", "patch", "delete"];
    let paths = contract["paths"].as_mapping().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let item = item.as_mapping().unwrap().iter();
            item.filter(|(key, _)| methods.contains(&key.as_str().unwrap())).map(
                move |(method, operation)| {
                    let method = method.as_str().unwrap().to_uppercase();
                    ((method, path.as_str().unwrap().to_owned()), operation)
                },
            )
        })
        .collect()
}

fn untagged(value: &Yaml) -> &Yaml {
    if let Yaml::Tagged(tagged) = value { &tagged.value } else { value }
}

/// Routes of the template: method and path, the integration, and whether a token is needed.
fn deployed() -> Vec<(Endpoint, String, bool)> {
    let template = yaml("template.yaml");
    let resources = template["Resources"].as_mapping().unwrap().values();
    resources
        .filter(|resource| resource["Type"] == "AWS::ApiGatewayV2::Route")
        .filter_map(|route| {
            let route = &route["Properties"];
            // The routes of the WebSocket API have no method: `$connect`.
            let (method, path) = route["RouteKey"].as_str().unwrap().split_once(' ')?;
            let target = untagged(&route["Target"]).as_str().unwrap().to_owned();
            let is_signed_in = route["AuthorizationType"] == "JWT";
            Some(((method.to_owned(), path.to_owned()), target, is_signed_in))
        })
        .collect()
}

#[test]
fn router_contract_and_template_name_the_same_routes() {
    let contract = yaml("infra/openapi.yaml");
    let is_ours = |operation: &Yaml| operation["tags"][0] == "dashboard";
    let described: BTreeSet<Endpoint> = operations(&contract)
        .into_iter()
        .filter(|(_, operation)| is_ours(operation))
        .map(|(endpoint, _)| endpoint)
        .collect();
    let served: BTreeSet<Endpoint> =
        all().iter().map(|route| (route.method.to_string(), route.path.to_owned())).collect();
    let deployed: BTreeSet<Endpoint> = deployed()
        .into_iter()
        .filter(|(_, target, _)| target.contains("DashboardApi"))
        .map(|(endpoint, ..)| endpoint)
        .collect();
    assert_eq!(served, described);
    assert_eq!(served, deployed);
}

#[test]
fn the_contract_describes_the_whole_api_and_who_may_call() {
    // What other companies call follows their contracts, and a courier's page is a page.
    let is_of_the_api =
        |target: &str| !["Callbacks", "CourierPage"].iter().any(|other| target.contains(other));
    let contract = yaml("infra/openapi.yaml");
    let described: BTreeSet<(Endpoint, bool)> = operations(&contract)
        .into_iter()
        .map(|(endpoint, operation)| {
            let is_open = operation["security"].as_sequence().is_some_and(Vec::is_empty);
            (endpoint, !is_open)
        })
        .collect();
    let deployed: BTreeSet<(Endpoint, bool)> = deployed()
        .into_iter()
        .filter(|(_, target, _)| is_of_the_api(target))
        .map(|(endpoint, _, is_signed_in)| (endpoint, is_signed_in))
        .collect();
    assert_eq!(described, deployed);
}

#[test]
fn every_reference_of_the_contract_leads_somewhere() {
    fn check(value: &Yaml, contract: &Yaml) {
        for (key, inner) in value.as_mapping().into_iter().flatten() {
            if key.as_str() == Some("$ref") {
                let target = inner.as_str().unwrap().strip_prefix("#/").unwrap();
                let found = target.split('/').fold(contract, |at, name| &at[name]);
                assert!(!found.is_null(), "{target}");
            }
            check(inner, contract);
        }
        for inner in value.as_sequence().into_iter().flatten() {
            check(inner, contract);
        }
    }
    let contract = yaml("infra/openapi.yaml");
    check(&contract, &contract);
}
