//! A seller: signs up, signs in, connects a number, fills a catalogue, watches the orders.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::{stack::Stack, waiting};

/// A password the pool accepts.
pub const PASSWORD: &str = "Motdepasse-2026";

/// A signed-in seller with a connected number.
#[derive(Debug, Clone)]
pub struct Seller {
    pub stack: Stack,
    pub token: String,
    pub email: String,
    pub phone: String,
    pub phone_number_id: String,
    pub shop_name: String,
}

/// Digits nobody else in this run has.
#[expect(clippy::disallowed_methods, reason = "tests may draw; the product draws elsewhere")]
pub fn fresh_digits(count: usize) -> String {
    let drawn = uuid::Uuid::new_v4().as_u128() % 10_u128.pow(u32::try_from(count).unwrap_or(1));
    format!("{drawn:0count$}")
}

/// An Ivorian mobile number of nobody's, with its country code and without `+`.
pub fn fresh_wa_id() -> String {
    format!("22507{}", fresh_digits(8))
}

impl Seller {
    /// A seller with a connected number and an empty shop.
    ///
    /// # Errors
    /// A step is refused.
    pub async fn connected(stack: &Stack) -> Result<Self> {
        let mut seller = Self::signed_up(stack).await?;
        seller.connect_number().await?;
        Ok(seller)
    }

    /// A seller with a connected number, one product, one zone and `couriers` couriers.
    ///
    /// # Errors
    /// A step is refused.
    pub async fn with_a_shop(stack: &Stack, couriers: &[&str]) -> Result<(Self, Vec<String>)> {
        let seller = Self::connected(stack).await?;
        seller
            .created(
                "/products",
                &json!({
                    "name": "Air Max", "description": "Baskets légères",
                    "price": {"amount": 45_000, "currency": "XOF"},
                    "variants": [{"label": "42", "stock": 5}, {"label": "43", "stock": 5}],
                }),
            )
            .await?;
        let fee = json!({"amount": 1_500, "currency": "XOF"});
        seller.created("/zones", &json!({"name": "Cocody", "fee": fee})).await?;
        let mut phones = Vec::new();
        for name in couriers {
            let wa_id = fresh_wa_id();
            let courier = json!({"name": name, "phone": format!("+{wa_id}")});
            seller.created("/couriers", &courier).await?;
            phones.push(wa_id);
        }
        Ok((seller, phones))
    }

    /// A seller who has signed up and in.
    ///
    /// # Errors
    /// A step is refused.
    pub async fn signed_up(stack: &Stack) -> Result<Self> {
        let phone = fresh_wa_id();
        let email = format!("vendeuse-{}@example.ci", fresh_digits(12));
        let shop_name = format!("Boutique {}", fresh_digits(10));
        let form = json!({
            "first_name": "Awa", "last_name": "Koné", "country": "CI", "phone": format!("+{phone}"),
            "email": email, "password": PASSWORD, "shop_name": shop_name,
        });
        stack.post(&stack.api("/signup"), &form).await?;
        let credentials = json!({
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": stack.get("user_pool_client_id"),
            "AuthParameters": {"USERNAME": email, "PASSWORD": PASSWORD},
        });
        let answer = stack.cognito("InitiateAuth", &credentials).await?;
        let token = answer["AuthenticationResult"]["IdToken"].as_str().context("no id token")?;
        Ok(Self {
            stack: stack.clone(),
            token: token.to_owned(),
            email,
            phone,
            phone_number_id: String::new(),
            shop_name,
        })
    }

    /// The `state` and the redirect address of a fresh onboarding link.
    ///
    /// # Errors
    /// The API refuses.
    pub async fn onboarding_link(&self) -> Result<(String, String)> {
        let link = self.get("/onboarding/link").await?;
        let url = reqwest::Url::parse(link["url"].as_str().context("no url")?)?;
        let of = |name: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        Ok((of("state").context("no state")?, of("redirect_uri").context("no redirect_uri")?))
    }

    /// Goes through the consent dialog, and answers where it sends the browser.
    ///
    /// # Errors
    /// The dialog refuses.
    pub async fn consent(&self, outcome: &str) -> Result<String> {
        let link = self.get("/onboarding/link").await?;
        let url = reqwest::Url::parse(link["url"].as_str().context("no url")?)?;
        let mut form: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| ["client_id", "redirect_uri", "state"].contains(&key.as_ref()))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        form.push(("business_name".into(), self.shop_name.clone()));
        form.push(("display_phone_number".into(), format!("+{}", fresh_wa_id())));
        form.push(("outcome".into(), outcome.into()));
        let dialog = self.stack.simulator("/sim/graph/dialog/complete");
        let answer = self.stack.http.post(dialog).form(&form).send().await?;
        ensure!(answer.status().is_redirection(), "the dialog answered {}", answer.status());
        let place = answer.headers().get(header::LOCATION).context("no location")?;
        Ok(place.to_str()?.to_owned())
    }

    /// Connects a number nobody has, beside or after another.
    ///
    /// # Errors
    /// A step is refused.
    pub async fn connect_number(&mut self) -> Result<()> {
        let callback = self.consent("success").await?;
        let page = self.stack.http.get(callback).send().await?;
        let (status, text) = (page.status(), page.text().await?);
        ensure!(status.is_success(), "the callback answered {status}: {text}");
        let me = self.get("/me").await?;
        let number = me["seller"]["whatsapp"]["phone_number_id"].as_str();
        number
            .with_context(|| format!("no number is connected: {me}"))?
            .clone_into(&mut self.phone_number_id);
        Ok(())
    }

    /// Calls the API signed in.
    ///
    /// # Errors
    /// The stack does not answer, or not JSON.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(StatusCode, Value)> {
        let mut call =
            self.stack.http.request(method, self.stack.api(path)).bearer_auth(&self.token);
        if let Some(body) = body {
            call = call.json(body);
        }
        let answer = call.send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// Reads one resource.
    ///
    /// # Errors
    /// Anything but 200.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let (status, body) = self.call(Method::GET, path, None).await?;
        ensure!(status == StatusCode::OK, "GET {path} answered {status}: {body}");
        Ok(body)
    }

    /// Creates one resource.
    ///
    /// # Errors
    /// Anything but success.
    pub async fn created(&self, path: &str, body: &Value) -> Result<Value> {
        let (status, body) = self.call(Method::POST, path, Some(body)).await?;
        ensure!(status.is_success(), "POST {path} answered {status}: {body}");
        Ok(body)
    }

    /// The shop's orders.
    ///
    /// # Errors
    /// The API refuses.
    pub async fn orders(&self) -> Result<Vec<Value>> {
        Ok(self.get("/orders").await?["items"].as_array().cloned().unwrap_or_default())
    }

    /// Waits until the one order is in a state.
    ///
    /// # Errors
    /// It never is.
    pub async fn order_in(&self, status: &str) -> Result<Value> {
        waiting::until(&format!("an order in state {status}"), async || {
            Ok(self.orders().await?.into_iter().find(|order| order["status"] == status))
        })
        .await
    }
}
