//! Every route that `infra/openapi.yaml` describes: closed to who has no token, and blind to what
//! belongs to somebody else. A new route is in both tables by itself.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};
use system_tests::{
    payment::{session_of, with_wave},
    phone::Phone,
    sale::ordered,
    seller::Seller,
    stack::Stack,
    waiting,
};

/// What stands for `{id}` there is the name of a company, the same for everybody; or the digest of an
/// address that only a browser knows, which rings for who said so last (`alerts.rs` and `push.rs` of
/// dashboard-api show whose it is).
const NAMES: [&str; 3] = ["payment-providers", "delivery-services", "push"];

/// The contract, and the operations that need a token: method, path, description.
struct Contract(Value);

impl Contract {
    fn read() -> Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/openapi.yaml");
        Ok(Self(serde_yaml_ng::from_str(&fs::read_to_string(path)?)?))
    }

    fn signed_in(&self) -> Result<Vec<(Method, String, &Value)>> {
        let mut found = Vec::new();
        for (path, item) in self.0["paths"].as_object().context("no paths")? {
            for (method, operation) in item.as_object().context("no operations")? {
                let is_open = operation["security"].as_array().is_some_and(Vec::is_empty);
                if method != "parameters" && !is_open {
                    let method = Method::from_bytes(method.to_uppercase().as_bytes())?;
                    found.push((method, path.clone(), operation));
                }
            }
        }
        Ok(found)
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> Result<&'a Value> {
        let Some(target) = schema["$ref"].as_str() else { return Ok(schema) };
        self.0.pointer(target.trim_start_matches('#')).with_context(|| target.to_owned())
    }

    /// The smallest body the operation takes, by its schema.
    fn body(&self, operation: &Value) -> Result<Option<(String, Vec<u8>)>> {
        let body = self.resolved(&operation["requestBody"])?;
        let Some(content) = body["content"].as_object() else { return Ok(None) };
        let kinds = ["application/json", "image/png"];
        let kind = kinds.into_iter().find(|kind| content.contains_key(*kind));
        let kind = kind.with_context(|| format!("no example of {content:?}"))?;
        let media = &content[kind];
        let bytes = match kind {
            "application/json" => self.example(&media["schema"])?.to_string().into_bytes(),
            // A picture as far as anybody looks at it: 16 by 16 pixels.
            _png => b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\0\0\0\0"
                .to_vec(),
        };
        Ok(Some((kind.to_owned(), bytes)))
    }

    fn example(&self, schema: &Value) -> Result<Value> {
        let schema = self.resolved(schema)?;
        if let Some(all) = schema["allOf"].as_array() {
            let mut whole = Map::new();
            for part in all {
                whole.extend(self.example(part)?.as_object().cloned().unwrap_or_default());
            }
            return Ok(Value::Object(whole));
        }
        let first = ["oneOf", "anyOf", "enum", "examples"].iter().find_map(|of| schema[*of].get(0));
        match (first, schema["type"].as_str()) {
            (Some(first), _) if first.is_object() => self.example(first),
            (Some(first), _) => Ok(first.clone()),
            (None, Some("integer")) => Ok(schema["minimum"].as_i64().unwrap_or(1).max(1).into()),
            (None, Some("boolean")) => Ok(true.into()),
            (None, Some("array")) => {
                let least = schema["minItems"].as_u64().unwrap_or(0);
                (0..least).map(|_| self.example(&schema["items"])).collect()
            }
            (None, Some("string")) => Ok(match schema["format"].as_str() {
                Some("date-time") => "2026-11-28T10:00:00Z",
                Some("date") => "2026-11-28",
                Some(_) | None => "2026-11",
            }
            .into()),
            (None, Some("object") | None) => {
                let mut whole = Map::new();
                for name in schema["required"].as_array().into_iter().flatten() {
                    let name = name.as_str().context("a name")?;
                    whole.insert(name.to_owned(), self.example(&schema["properties"][name])?);
                }
                if whole.is_empty()
                    && let Some((name, first)) =
                        schema["properties"].as_object().and_then(|all| all.iter().next())
                {
                    whole.insert(name.clone(), self.example(first)?);
                }
                Ok(Value::Object(whole))
            }
            (None, Some(other)) => anyhow::bail!("no example of {other}"),
        }
    }
}

async fn answer_to(
    stack: &Stack,
    method: &Method,
    path: &str,
    token: &str,
    body: Option<(String, Vec<u8>)>,
) -> Result<StatusCode> {
    let mut call = stack.http.request(method.clone(), stack.api(path)).bearer_auth(token);
    if let Some((kind, bytes)) = body {
        call = call.header("content-type", kind).body(bytes);
    }
    Ok(call.send().await?.status())
}

#[tokio::test]
async fn no_route_answers_who_has_no_token() -> Result<()> {
    let stack = Stack::running()?;
    let contract = Contract::read()?;
    let routes = contract.signed_in()?;
    ensure!(routes.len() >= 70, "only {} routes were found", routes.len());
    // Signed by nobody, and of a pool that is not ours.
    let forged =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwZjhmYWQ1Yi1kOWNiLTQ2OWYtYTE2NS03MDg2NzcyODk1MGUifQ.";
    for (method, path, operation) in routes {
        let path = path.replace("{id}", "ord_00000000000000000000000004");
        for token in ["", "nonsense", forged] {
            let body = contract.body(operation)?;
            let status = answer_to(&stack, &method, &path, token, body).await?;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path} with {token:?}");
        }
    }
    Ok(())
}

/// A shop that has one of everything that has an identifier, by the first word of its path.
async fn full_shop(stack: &Stack) -> Result<(Seller, BTreeMap<&'static str, String>)> {
    let (seller, _) = Seller::with_a_shop(stack, &["Blaise"]).await?;
    with_wave(&seller, false, &json!({"provider": "wave", "deposit": null})).await?;
    let prospect = ordered(&seller).await?;
    session_of(&prospect).await?;
    let order = seller.orders().await?.into_iter().next().context("no order")?["id"].clone();
    let order = order.as_str().context("no id")?.to_owned();
    let first = async |list: &str| -> Result<String> {
        let items = seller.get(list).await?;
        Ok(items["items"][0]["id"].as_str().with_context(|| format!("{list}: {items}"))?.to_owned())
    };
    let ad = Phone::facing(stack, &seller.phone_number_id);
    ad.send(&json!({"type": "text", "text": "Bonjour",
        "referral": {"source_id": "120210", "headline": "Air Max", "ctwa_clid": "click"}}))
        .await?;
    waiting::until("the AI's answer", async || Ok((ad.count().await? > 0).then_some(()))).await?;
    let known = waiting::until("the ad is counted", async || {
        let ads = seller.get("/ads").await?["items"].as_array().cloned().unwrap_or_default();
        Ok(ads.iter().find_map(|ad| ad["id"].as_str().map(str::to_owned)))
    })
    .await?;
    let ids = BTreeMap::from([
        ("products", first("/products").await?),
        ("zones", first("/zones").await?),
        ("couriers", first("/couriers").await?),
        ("conversations", first("/conversations").await?),
        ("payments", first("/payments").await?),
        ("deliveries", order.clone()),
        ("preparations", order.clone()),
        ("orders", order),
        ("ads", known),
    ]);
    Ok((seller, ids))
}

/// What the shop shows of everything that was tried, but for what goes on by itself meanwhile: an
/// offer runs out, the next courier is asked.
async fn shown(seller: &Seller, ids: &BTreeMap<&'static str, String>) -> Result<Vec<Value>> {
    let of = async |kind: &str| seller.get(&format!("/{kind}/{}", ids[kind])).await;
    let (courier, thread) = (of("couriers").await?, of("conversations").await?);
    let mut all = vec![
        json!([courier["name"], courier["phone"], thread["owner"], thread["unread"]]),
        of("products").await?,
        of("zones").await?,
        of("orders").await?,
    ];
    for list in ["/payments", "/ads", "/cash", "/preparations"] {
        all.push(seller.get(list).await?);
    }
    Ok(all)
}

#[tokio::test]
async fn what_belongs_to_another_seller_does_not_exist() -> Result<()> {
    let stack = Stack::running()?;
    let contract = Contract::read()?;
    let (awa, ids) = full_shop(&stack).await?;
    let (fatou, _) = Seller::with_a_shop(&stack, &["Yao"]).await?;
    let before = shown(&awa, &ids).await?;
    let mut tried = BTreeSet::new();
    for (method, path, operation) in contract.signed_in()? {
        let kind = path.split('/').nth(1).unwrap_or_default();
        if !path.contains("{id}") || NAMES.contains(&kind) {
            continue;
        }
        let id = ids.get(kind).with_context(|| format!("what is the id in {path}?"))?;
        let path = path.replace("{id}", id);
        let body = contract.body(operation)?;
        let shown_body =
            body.as_ref().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        let status = answer_to(&stack, &method, &path, &fatou.token, body).await?;
        assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path} {shown_body:?}");
        tried.insert(kind.to_owned());
    }
    // Every kind of identifier was tried, and nothing of Awa's changed.
    let kinds: BTreeSet<String> = ids.keys().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(tried, kinds);
    assert_eq!(shown(&awa, &ids).await?, before);
    Ok(())
}
