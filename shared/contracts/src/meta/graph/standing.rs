//! How an account and its number stand, as Meta answers when it is asked.

use domain::health::TemplateStatus;
use serde_json::Value;

use crate::meta::node::Node;

/// The account's payment method does not work (Meta, "Messaging health status", errors).
const NO_PAYMENT_METHOD: i64 = 141_006;

/// An app that gets an account's webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscribedApp {
    pub id: String,
}

impl SubscribedApp {
    /// `{"whatsapp_business_api_data":{"id","name","link"}}`
    pub fn of(value: &Value) -> Option<Self> {
        let id = Node::new(value).get("whatsapp_business_api_data").get("id").text()?;
        Some(Self { id })
    }
}

/// What Meta says of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberStanding {
    /// `GREEN`, `YELLOW`, `RED`; absent while it is unknown.
    pub quality: Option<String>,
    /// Such as `TIER_250`, per portfolio.
    pub limit: Option<String>,
    /// Whether Meta can charge the account; absent when it says nothing of the account.
    pub can_be_charged: Option<bool>,
}

impl NumberStanding {
    /// The fields [`NumberStanding::of`] reads, for the `fields` parameter.
    pub const FIELDS: &'static str =
        "quality_rating,whatsapp_business_manager_messaging_limit,health_status";

    /// `{"health_status":{"entities":[{"entity_type":"WABA","errors":[{"error_code"}]}]},…}`
    pub fn of(value: &Value) -> Self {
        let node = Node::new(value);
        let entities = node.get("health_status").get("entities");
        let account = entities
            .items()
            .find(|entity| entity.get("entity_type").text().as_deref() == Some("WABA"));
        let is_refused = |account: Node<'_>| {
            account
                .get("errors")
                .items()
                .any(|error| error.get("error_code").int() == Some(NO_PAYMENT_METHOD))
        };
        let quality = node.get("quality_rating").text();
        Self {
            quality: quality.filter(|word| ["GREEN", "YELLOW", "RED"].contains(&word.as_str())),
            limit: node.get("whatsapp_business_manager_messaging_limit").text(),
            can_be_charged: account.map(|account| !is_refused(account)),
        }
    }
}

/// A message template of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountTemplate {
    pub name: String,
    pub status: TemplateStatus,
    /// Such as `UTILITY`.
    pub category: Option<String>,
}

impl AccountTemplate {
    /// The fields [`AccountTemplate::of`] reads, for the `fields` parameter.
    pub const FIELDS: &'static str = "name,status,category";

    /// `{"name","status","category",…}`; one in a state that we do not know is left out.
    pub fn of(value: &Value) -> Option<Self> {
        let node = Node::new(value);
        let status = node.get("status").text()?.to_lowercase().parse().ok()?;
        let category = node.get("category").text();
        Some(Self { name: node.get("name").text()?, status, category })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_card_that_does_not_work_is_found_among_the_accounts_errors() {
        let of = |account: Value| {
            NumberStanding::of(&json!({
                "quality_rating": "GREEN",
                "whatsapp_business_manager_messaging_limit": "TIER_2K",
                "health_status": {"can_send_message": "LIMITED", "entities": [
                    {"entity_type": "PHONE_NUMBER", "id": "106", "can_send_message": "AVAILABLE"},
                    account,
                ]},
                "id": "106",
            }))
        };
        let well = of(json!({"entity_type": "WABA", "id": "102", "can_send_message": "AVAILABLE"}));
        assert_eq!(well.can_be_charged, Some(true));
        assert_eq!(
            (well.quality.as_deref(), well.limit.as_deref()),
            (Some("GREEN"), Some("TIER_2K"))
        );
        let broken = json!({"entity_type": "WABA", "id": "102", "can_send_message": "BLOCKED",
            "errors": [{"error_code": 141_006, "error_description": "…"}]});
        assert_eq!(of(broken).can_be_charged, Some(false));
        assert_eq!(of(json!({"entity_type": "APP", "id": "1"})).can_be_charged, None);
        assert_eq!(
            NumberStanding::of(&json!({"quality_rating": "UNKNOWN"})),
            NumberStanding::default()
        );
    }

    #[test]
    fn templates_in_states_we_do_not_know_are_left_out() {
        let of = |status: &str| AccountTemplate::of(&json!({"name": "a", "status": status}));
        assert_eq!(of("APPROVED").map(|it| it.status), Some(TemplateStatus::Approved));
        assert!(of("IN_SPACE").is_none());
    }

    #[test]
    fn an_app_is_known_by_its_id() {
        let app = json!({"whatsapp_business_api_data": {"id": "67", "name": "F", "link": "…"}});
        assert_eq!(SubscribedApp::of(&app).map(|app| app.id).as_deref(), Some("67"));
        assert_eq!(SubscribedApp::of(&json!({"id": "67"})), None);
    }
}
