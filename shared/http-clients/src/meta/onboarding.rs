//! The calls of Embedded Signup, in their order: code, token, accounts, numbers, subscription,
//! registration. (Meta, "Onboarding business customers as a Tech Provider".)

use contracts::meta::graph::{OauthToken, Page, PhoneNumber, TokenInfo, Waba};
use domain::ids::{PhoneNumberId, WabaId};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{CallError, Graph, json as json_of};

/// Pages followed of one list; a seller has a handful of numbers.
const PAGES: usize = 20;

impl Graph {
    /// Exchanges the code of the redirect for the seller's token. `redirect_uri` is the one of the
    /// dialog, to the byte. A code works once and for 30 s: never call this twice with the same.
    pub async fn exchange_code(
        &self,
        app_id: &str,
        app_secret: &SecretString,
        code: &SecretString,
        redirect_uri: &str,
    ) -> Result<OauthToken, CallError> {
        let request = self.http.get(self.endpoint.at(&["oauth", "access_token"])).query(&[
            ("client_id", app_id),
            ("client_secret", app_secret.expose_secret()),
            ("code", code.expose_secret()),
            ("redirect_uri", redirect_uri),
        ]);
        let value = json_of(request).await?;
        OauthToken::of(&value).ok_or(CallError::Unreadable { http_status: 200 })
    }

    /// What Meta knows of a token. The caller checks that it is valid and that the app is ours.
    pub async fn debug_token(
        &self,
        app_id: &str,
        app_secret: &SecretString,
        token: &SecretString,
    ) -> Result<TokenInfo, CallError> {
        let app_token = format!("{app_id}|{}", app_secret.expose_secret());
        let request = self
            .http
            .get(self.endpoint.at(&["debug_token"]))
            .query(&[("input_token", token.expose_secret()), ("access_token", app_token.as_str())]);
        let value = json_of(request).await?;
        TokenInfo::of(&value).ok_or(CallError::Unreadable { http_status: 200 })
    }

    /// The business portfolio the seller's token was made for (Meta, Facebook Login for Business,
    /// `client_business_id` of the system user), if Meta tells.
    pub async fn client_business_id(
        &self,
        token: &SecretString,
    ) -> Result<Option<String>, CallError> {
        let value = self.get(token, &["me"], &[("fields", "client_business_id")]).await?;
        let id = value.get("client_business_id").and_then(Value::as_str);
        Ok(id.filter(|id| !id.is_empty()).map(str::to_owned))
    }

    /// The accounts that clients share with a business portfolio.
    pub async fn client_wabas(
        &self,
        token: &SecretString,
        business_id: &str,
    ) -> Result<Vec<Waba>, CallError> {
        let path = [business_id, "client_whatsapp_business_accounts"];
        self.list(token, &path, None, Waba::of).await
    }

    /// The accounts that a business portfolio owns.
    pub async fn owned_wabas(
        &self,
        token: &SecretString,
        business_id: &str,
    ) -> Result<Vec<Waba>, CallError> {
        let path = [business_id, "owned_whatsapp_business_accounts"];
        self.list(token, &path, None, Waba::of).await
    }

    /// The numbers of an account.
    pub async fn phone_numbers(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<PhoneNumber>, CallError> {
        let path = [waba.as_str(), "phone_numbers"];
        self.list(token, &path, Some(PhoneNumber::FIELDS), PhoneNumber::of).await
    }

    /// Subscribes our app to the account's webhooks. Repeating it changes nothing.
    pub async fn subscribe(&self, token: &SecretString, waba: &WabaId) -> Result<(), CallError> {
        self.done(token, &[waba.as_str(), "subscribed_apps"], None).await
    }

    /// Registers a number for the Cloud API; `pin` (six digits) becomes its two-step PIN, or must
    /// match it. Never for a coexistence number, never in a loop: the tenth time in 72 h locks it.
    pub async fn register(
        &self,
        token: &SecretString,
        number: &PhoneNumberId,
        pin: &SecretString,
    ) -> Result<(), CallError> {
        let body = json!({"messaging_product": "whatsapp", "pin": pin.expose_secret()});
        self.done(token, &[number.as_str(), "register"], Some(&body)).await
    }

    /// A whole list, page by page.
    pub(super) async fn list<T>(
        &self,
        token: &SecretString,
        path: &[&str],
        fields: Option<&str>,
        item: fn(&Value) -> Option<T>,
    ) -> Result<Vec<T>, CallError> {
        let (mut items, mut after) = (Vec::new(), None::<String>);
        for _page in 0..PAGES {
            let fields = fields.map(|fields| ("fields", fields));
            let after_field = after.as_deref().map(|after| ("after", after));
            let query: Vec<_> =
                [Some(("limit", "100")), fields, after_field].into_iter().flatten().collect();
            let value = self.get(token, path, &query).await?;
            let page = Page::of(&value, item).ok_or(CallError::Unreadable { http_status: 200 })?;
            items.extend(page.items);
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        if after.is_some() {
            tracing::warn!(pages = PAGES, "graph list cut short");
        }
        Ok(items)
    }
}
