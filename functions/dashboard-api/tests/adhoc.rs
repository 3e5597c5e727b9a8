//! throwaway
use std::sync::atomic::{AtomicU32, Ordering};
use aws_adapters::{sdk, table::{NewItem, Table, keys}};
use axum::{Router, body::to_bytes};
use contracts::records::{conversation::ConversationRecord, order::OrderRecord, seller::SellerRecord, delivery::DeliveryRecord};
use dashboard_api::{Config, Deps, app};
use domain::ids::*;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

static N: AtomicU32 = AtomicU32::new(0);

async fn ask(router: &Router, sub: Uuid, method: &str, path: &str, key: Option<&str>, body: Value) -> (u16, Value) {
    let (raw, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = json!({"host": "h", "content-type": "application/json"});
    if let Some(key) = key { headers["idempotency-key"] = key.into(); }
    let text = match &body { Value::Null => String::new(), Value::String(s) => { headers["content-type"] = "text/csv".into(); s.clone() } other => other.to_string() };
    let event = json!({
        "version": "2.0", "routeKey": "$default", "rawPath": raw, "rawQueryString": query, "headers": headers,
        "requestContext": {"accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
            "http": {"method": method, "path": raw, "protocol": "HTTP/1.1", "sourceIp": "1.1.1.1", "userAgent": "t"},
            "authorizer": {"jwt": {"claims": {"sub": sub, "token_use": "id"}, "scopes": null}},
            "requestId": "r", "routeKey": "$default", "stage": "$default", "time": "t", "timeEpoch": 0},
        "body": text, "isBase64Encoded": false});
    let request = lambda_http::request::from_str(&event.to_string()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    println!("{} {method} {path} -> {status} {value}", N.fetch_add(1, Ordering::Relaxed));
    (status, value)
}

#[tokio::test]
async fn story() {
    let aws = sdk::load(sdk::Pace::Worker).await;
    let q = |n: &str| format!("http://127.0.0.1:4577/000000000000/{n}.fifo");
    let config = Config { table_name: "t".into(), inbound_queue_url: q("inbound"), dispatch_queue_url: q("dispatch") };
    let r = app(Deps::new(&aws, &config));
    let table = Table::new(&aws, "t");
    let (one, two) = (Uuid::from_u128(std::process::id().into()), Uuid::from_u128(u128::from(std::process::id()) << 64));
    let s = SellerId::from_uuid(one);
    assert_eq!(ask(&r, one, "GET", "/me", None, Value::Null).await.0, 404);
    for (u, c) in [(one, "CI"), (two, "CM")] {
        let id = SellerId::from_uuid(u);
        let rec: SellerRecord = serde_json::from_value(json!({"id": id.as_str(), "first_name": "A", "last_name": "K", "shop_name": "B", "country": c, "phone": "+2250707010101", "email": "a@b.ci", "created_at": "2026-11-23T10:00:00Z", "onboarding": {"step": {"name": "registered"}}})).unwrap();
        table.put_new(NewItem::new(keys::seller(&id), &rec).unwrap()).await.unwrap();
    }
    assert_eq!(ask(&r, one, "GET", "/me", None, Value::Null).await.0, 200);
    let (st, me) = ask(&r, one, "PATCH", "/me", None, json!({"shop_name": "Boutique", "email": "a@b.ci", "country": "CI", "phone": "0505111111"})).await;
    assert_eq!((st, &me["seller"]["shop_name"], &me["seller"]["phone"]), (200, &json!("Boutique"), &json!("+2250505111111")));
    assert_eq!(ask(&r, one, "PATCH", "/me", None, json!({"email": "x@b.ci"})).await.0, 422);

    for z in serde_json::from_str::<Vec<Value>>(include_str!("../../../infra/local/seed/zones.json")).unwrap() { assert_eq!(ask(&r, one, "POST", "/zones", None, z).await.0, 201); }
    assert_eq!(ask(&r, one, "POST", "/zones", None, json!({"name":"cocody","fee":1})).await.0, 422);
    for c in serde_json::from_str::<Vec<Value>>(include_str!("../../../infra/local/seed/couriers.json")).unwrap() { assert_eq!(ask(&r, one, "POST", "/couriers", None, c).await.0, 201); }
    for p in serde_json::from_str::<Vec<Value>>(include_str!("../../../infra/local/seed/products.json")).unwrap() { assert_eq!(ask(&r, one, "POST", "/products", None, p).await.0, 201); }
    let (_, page) = ask(&r, one, "GET", "/products?limit=5", None, Value::Null).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 5);
    let (_, page2) = ask(&r, one, "GET", &format!("/products?limit=7&cursor={}", page["cursor"].as_str().unwrap()), None, Value::Null).await;
    assert_eq!((page2["items"].as_array().unwrap().len(), &page2["cursor"]), (7, &Value::Null));
    let (_, zp) = ask(&r, one, "GET", "/zones?limit=4", None, Value::Null).await;
    let cur = zp["cursor"].as_str().unwrap();
    assert_eq!(ask(&r, one, "GET", &format!("/zones?limit=4&cursor={cur}"), None, Value::Null).await.1["items"].as_array().unwrap().len(), 2);
    assert_eq!(ask(&r, two, "GET", &format!("/zones?cursor={cur}"), None, Value::Null).await.0, 400);
    let pid = page["items"][0]["id"].as_str().unwrap().to_owned();
    let pp = format!("/products/{pid}");
    assert_eq!(ask(&r, two, "GET", &pp, None, Value::Null).await.0, 404);
    assert_eq!(ask(&r, two, "PATCH", &pp, None, json!({"name": "x"})).await.0, 404);
    assert_eq!(ask(&r, two, "DELETE", &pp, None, Value::Null).await.0, 404);
    assert_eq!(ask(&r, two, "POST", "/products", None, json!({"name":"x","price":{"amount":1,"currency":"XOF"}})).await.0, 422);
    let (_, p) = ask(&r, one, "PATCH", &pp, None, json!({"price": 26000, "variants": [{"label":"39","stock":9},{"label":"40"}]})).await;
    assert_eq!((&p["stock"], &p["variants"][1]["available"], &p["variants"][0]["price"]["amount"]), (&json!(13), &json!(4), &json!(26000)));
    assert_eq!(ask(&r, one, "GET", &pp, None, Value::Null).await.1, p);
    assert_eq!(ask(&r, one, "DELETE", &pp, None, Value::Null).await.0, 204);
    assert_eq!(ask(&r, one, "GET", &pp, None, Value::Null).await.0, 404);
    let (st, rep) = ask(&r, one, "POST", "/products/import", None, json!("nom;prix;taille;stock\nAir;45 000;42;3\nAir;45000;43;1\nFaux;x;;\nPochette pagne;8000;;\n")).await;
    assert_eq!((st, &rep["imported"], rep["errors"].as_array().unwrap().len()), (200, &json!(3), 1));
    assert_eq!(ask(&r, one, "POST", "/zones/import", None, json!({"csv":"nom,frais\nCocody,1700\nBingerville,2500\n"})).await.1["imported"], 2);
    assert_eq!(ask(&r, one, "GET", "/zones", None, Value::Null).await.1["items"].as_array().unwrap().len(), 7);
    let (_, zs) = ask(&r, one, "GET", "/zones", None, Value::Null).await;
    assert_eq!(ask(&r, one, "PATCH", &format!("/zones/{}", zs["items"][0]["id"].as_str().unwrap()), None, json!({"fee": 5})).await.1["fee"]["amount"], 5);
    assert_eq!(ask(&r, one, "POST", "/couriers/import", None, json!("nom;téléphone;zones\nMoussa T;0505111111;Cocody\nX;12;\n")).await.1["imported"], 1);
    let (_, cs) = ask(&r, one, "GET", "/couriers", None, Value::Null).await;
    assert_eq!(cs["items"].as_array().unwrap().len(), 4);
    let cid = cs["items"][0]["id"].as_str().unwrap();
    assert_eq!(ask(&r, one, "PATCH", &format!("/couriers/{cid}"), None, json!({"available": false})).await.1["available"], false);

    // idempotency
    let body = json!({"name": "Une fois", "price": 100});
    let (a, b) = tokio::join!(ask(&r, one, "POST", "/products", Some("k1"), body.clone()), ask(&r, one, "POST", "/products", Some("k1"), body.clone()));
    assert_eq!((a.0, b.0, &a.1["id"]), (201, 201, &b.1["id"]));
    assert_eq!(ask(&r, one, "POST", "/products", Some("k1"), body.clone()).await.1, a.1);
    assert_eq!(ask(&r, one, "POST", "/products", Some("k1"), json!({"name":"Deux","price":1})).await.0, 422);
    assert_eq!(ask(&r, one, "POST", "/products", Some("k2"), json!({"name":"Deux"})).await.0, 422);
    assert_eq!(ask(&r, one, "POST", "/products", Some("k2"), json!({"name":"Deux","price":1})).await.0, 201);
    let (_, z) = ask(&r, one, "POST", "/zones", Some("kz"), json!({"name":"Anyama","fee":1})).await;
    assert_eq!(ask(&r, one, "POST", "/zones", Some("kz"), json!({"name":"Anyama","fee":1})).await.1, z);

    // conversations
    let cnv = ConversationId::from_uuid(Uuid::from_u128(9));
    let now = lambda_support::clock::now();
    let rec: ConversationRecord = serde_json::from_value(json!({"id": cnv.as_str(), "seller": s.as_str(), "number": "1", "wa_id": "2250101", "contact_name": "M", "owner": {"kind":"ai"}, "last_inbound_at": now.to_string(), "turn": 1, "cart": {}, "preview": "Salut", "last_message_at": now.to_string(), "unread": 1})).unwrap();
    table.put_new(NewItem::new(keys::conversation(&s, &cnv), &rec).unwrap().listed(keys::in_conversations(&s, now, &cnv))).await.unwrap();
    for i in 0..3u128 { let m = MessageId::from_uuid(Uuid::from_u128(i)); let at = now + jiff::SignedDuration::from_secs(i as i64);
        table.put(NewItem::new(keys::message(&s, &cnv, at, &m), &json!({"id": format!("m{i}"), "at": at.to_string(), "from": "prospect", "kind":"text", "text":"x"})).unwrap()).await.unwrap(); }
    assert_eq!(ask(&r, one, "GET", "/conversations", None, Value::Null).await.1["items"][0]["owner"], "ai");
    let cp = format!("/conversations/{cnv}");
    assert_eq!(ask(&r, two, "GET", &cp, None, Value::Null).await.0, 404);
    let (_, ms) = ask(&r, one, "GET", &format!("{cp}/messages?limit=2"), None, Value::Null).await;
    assert_eq!((&ms["items"][0]["id"], &ms["items"][1]["id"]), (&json!("m1"), &json!("m2")));
    assert_eq!(ask(&r, one, "GET", &format!("{cp}/messages?cursor={}", ms["cursor"].as_str().unwrap()), None, Value::Null).await.1["items"][0]["id"], "m0");
    let (st, m) = ask(&r, one, "POST", &format!("{cp}/messages"), Some("kk"), json!({"text":"Bonjour"})).await;
    assert_eq!(st, 202);
    assert_eq!(ask(&r, one, "POST", &format!("{cp}/messages"), Some("kk"), json!({"text":"Bonjour"})).await.1, m);
    assert_eq!(ask(&r, one, "POST", &format!("{cp}/messages"), Some("kk"), json!({"text":"Autre"})).await.0, 422);
    assert_eq!(ask(&r, two, "POST", &format!("{cp}/messages"), None, json!({"text":"Bonjour"})).await.0, 404);
    assert_eq!(ask(&r, one, "POST", &format!("{cp}/takeover"), None, Value::Null).await.0, 202);
    assert_eq!(ask(&r, one, "POST", &format!("{cp}/release"), None, json!({})).await.0, 202);
    // orders
    let ord = OrderId::from_uuid(Uuid::from_u128(5));
    let rec: OrderRecord = serde_json::from_value(json!({"id": ord.as_str(), "seller": s.as_str(), "conversation": cnv.as_str(), "status":"pending", "lines":[{"product": pid, "variant":"42","name":"Air 42","quantity":2,"unit_price":{"amount":10,"currency":"XOF"}}], "delivery_fee":{"amount":5,"currency":"XOF"}, "address":{"commune":"Cocody"}, "contact_name":"M","contact_phone":"+2250505111111","moment":{"day":"2026-11-25","period":"morning"},"placed_at": now.to_string()})).unwrap();
    table.put_new(NewItem::new(keys::order(&s, &ord), &rec).unwrap().listed(keys::in_orders(&s, now, &ord))).await.unwrap();
    let d: DeliveryRecord = serde_json::from_value(json!({"order": ord.as_str(), "seller": s.as_str(), "requested_at": now.to_string(), "country":"CI","due":{"amount":25,"currency":"XOF"},"promised":{"day":"2026-11-25","period":"morning"},"code":"1234","round":1,"attempts":[{"number":1,"round":1,"courier":cid,"offered_at":now.to_string(),"outcome":"open"}],"status":{"kind":"offered","attempt":1,"courier":cid,"expires_at":now.to_string()}})).unwrap();
    table.put_new(NewItem::new(keys::delivery(&s, &ord), &d).unwrap().listed(keys::in_deliveries(&s, now, &ord))).await.unwrap();
    assert_eq!(ask(&r, one, "GET", "/orders?status=pending", None, Value::Null).await.1["items"][0]["total"]["amount"], 25);
    assert_eq!(ask(&r, one, "GET", "/orders?status=failed", None, Value::Null).await.1["items"].as_array().unwrap().len(), 0);
    assert_eq!(ask(&r, one, "GET", "/orders?status=x", None, Value::Null).await.0, 400);
    assert_eq!(ask(&r, one, "GET", "/deliveries", None, Value::Null).await.1["items"][0]["order"]["total"]["amount"], 25);
    assert_eq!(ask(&r, one, "GET", &format!("/deliveries/{ord}"), None, Value::Null).await.0, 200);
    assert_eq!(ask(&r, two, "GET", &format!("/deliveries/{ord}"), None, Value::Null).await.0, 404);
    assert_eq!(ask(&r, two, "POST", &format!("/orders/{ord}/cancel"), None, json!({})).await.0, 404);
    assert_eq!(ask(&r, one, "POST", &format!("/orders/{ord}/reschedule"), None, json!({"day":"tomorrow","period":"morning"})).await.0, 202);
    assert_eq!(ask(&r, one, "POST", &format!("/orders/{ord}/reschedule"), None, json!({"day":"hier"})).await.0, 422);
    assert_eq!(ask(&r, one, "POST", &format!("/orders/{ord}/cancel"), None, json!({})).await.0, 202);
    assert_eq!(ask(&r, one, "GET", "/stats", None, Value::Null).await.1["orders"]["pending"], 1);
}
