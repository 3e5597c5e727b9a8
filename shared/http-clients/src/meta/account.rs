//! How an account stands: its subscription, what Meta says of its number, its templates.

use contracts::meta::graph::{AccountTemplate, NumberStanding, SubscribedApp};
use domain::{
    ids::{PhoneNumberId, WabaId},
    template::ShopTemplate,
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{CallError, Graph};

impl Graph {
    /// Whether an account's webhooks go to this app (Meta, `/{waba}/subscribed_apps`).
    pub async fn is_subscribed(
        &self,
        token: &SecretString,
        waba: &WabaId,
        app_id: &str,
    ) -> Result<bool, CallError> {
        let path = [waba.as_str(), "subscribed_apps"];
        let apps = self.list(token, &path, None, SubscribedApp::of).await?;
        Ok(apps.iter().any(|app| app.id == app_id))
    }

    /// What Meta says of a number that is asked for by its id.
    pub async fn standing(
        &self,
        token: &SecretString,
        number: &PhoneNumberId,
    ) -> Result<NumberStanding, CallError> {
        let fields = [("fields", NumberStanding::FIELDS)];
        let value = self.get(token, &[number.as_str()], &fields).await?;
        Ok(NumberStanding::of(&value))
    }

    /// The message templates of an account.
    pub async fn templates(
        &self,
        token: &SecretString,
        waba: &WabaId,
    ) -> Result<Vec<AccountTemplate>, CallError> {
        let path = [waba.as_str(), "message_templates"];
        self.list(token, &path, Some(AccountTemplate::FIELDS), AccountTemplate::of).await
    }

    /// Asks Meta to approve one of the shop's templates. A second time it is refused: the name is
    /// taken in that language (Meta, "Create and manage templates").
    pub async fn propose_template(
        &self,
        token: &SecretString,
        waba: &WabaId,
        template: ShopTemplate,
        example: &str,
    ) -> Result<(), CallError> {
        let path = [waba.as_str(), "message_templates"];
        self.post(token, &path, Some(&proposal(template, example))).await.map(|_id| ())
    }
}

/// The body of a proposal; every blank needs an example.
fn proposal(template: ShopTemplate, example: &str) -> Value {
    json!({
        "name": template.word(),
        "language": template.language(),
        "category": template.category(),
        "parameter_format": "POSITIONAL",
        "components": [
            {"type": "BODY", "text": template.body(), "example": {"body_text": [[example]]}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": template.button()}]},
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_has_an_example_for_its_blank_and_a_button() {
        let body = proposal(ShopTemplate::Resume, "Chez Awa");
        assert_eq!(body["name"], "reprise_contact");
        assert_eq!(body["components"][0]["example"], json!({"body_text": [["Chez Awa"]]}));
        assert_eq!(body["components"][1]["buttons"][0]["type"], "QUICK_REPLY");
    }
}
