//! Simulators on a port of their own, a shop, and an order to deliver.

use std::time::Duration;

use axum::Router;
use domain::{
    country::Country,
    delivery_service::{ServiceItem, ServiceRequest, Stop},
    ids::{OrderId, SellerId},
    money::{Currency, Money},
    order::Pin,
    phone::Phone,
};
use http_clients::{
    delivery::{Callback, DeliveryServices, Glovo, Yango},
    http::{Http, Timeouts},
};
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

/// Longer than any test should take: a slow machine is not a failure.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) services: DeliveryServices,
    pub(crate) glovo: Glovo,
    url: String,
    driver: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        let app = Router::new()
            .nest("/yango", simulators::yango::router().unwrap())
            .nest("/glovo", simulators::glovo::router().unwrap());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        let http = Http::new(Timeouts { connect: PATIENCE, total: PATIENCE }).unwrap();
        let secret = SecretString::from("secret&of=me");
        // Nobody listens there: port 1 is reserved and never handed out.
        let callback = Callback::new("http://127.0.0.1:1/callbacks/yango", secret).unwrap();
        let yango = Yango::new(&format!("{url}/yango"), callback, http.clone()).unwrap();
        let glovo = Glovo::new(&format!("{url}/glovo"), http).unwrap();
        let services = DeliveryServices::new(yango, glovo.clone());
        Self { services, glovo, url, driver: driver() }
    }

    /// Makes a simulator do something, such as `yango`, `settings`.
    pub(crate) async fn make(&self, who: &str, path: &str, body: Value) {
        let url = format!("{}/{who}/_control/{path}", self.url);
        let answer = self.driver.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    /// What a simulator remembers.
    pub(crate) async fn seen_by(&self, who: &str, what: &str) -> Vec<Value> {
        let url = format!("{}/{who}/_control/{what}", self.url);
        let answer: Value = self.driver.get(url).send().await.unwrap().json().await.unwrap();
        answer[what].as_array().unwrap().clone()
    }
}

fn driver() -> reqwest::Client {
    let roots = rustls::RootCertStore::empty();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap()
}

fn phone(written: &str) -> Phone {
    Phone::parse(written, Country::IvoryCoast).unwrap()
}

pub(crate) fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

pub(crate) fn request(attempt: u32) -> ServiceRequest {
    let order = OrderId::from_uuid(Uuid::from_u128(2));
    ServiceRequest {
        seller: SellerId::from_uuid(Uuid::from_u128(1)),
        request_id: format!("{order}-{attempt}"),
        order,
        reference: "C4F2A1".into(),
        shop: "Boutique Awa".into(),
        pickup: Stop {
            name: "Boutique Awa".into(),
            phone: phone("0707000001"),
            words: "Cocody Angré 7e tranche, Abidjan".into(),
            landmark: String::new(),
            pin: Pin { latitude_e7: 53_599_000, longitude_e7: -39_857_000 },
        },
        dropoff: Stop {
            name: "Mariam".into(),
            phone: phone("0505123456"),
            words: "Yopougon Maroc, Abidjan".into(),
            landmark: "derrière la mosquée".into(),
            pin: Pin { latitude_e7: 53_364_001, longitude_e7: -40_713_999 },
        },
        items: vec![ServiceItem { name: "Robe wax".into(), quantity: 2, value: francs(15_000) }],
    }
}
