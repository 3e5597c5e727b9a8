//! Message templates: written by a business, approved by Meta, and unusable until then.

pub(super) mod sending;

use serde_json::{Value, json};

use super::{
    Graph, access,
    call::Call,
    error::{GraphError, GraphResult},
    nodes,
    state::{Template, TemplateReview},
    webhooks::Webhook,
};
use crate::{random, time::SECOND};

const DEFAULT_FIELDS: [&str; 5] = ["name", "language", "status", "category", "components"];

fn describe(template: &Template) -> Value {
    json!({
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "components": template.components,
        "parameter_format": "POSITIONAL",
        "quality_score": {"score": "UNKNOWN"},
        "rejected_reason": "NONE",
    })
}

/// `GET /{account}/message_templates`, by `name`, `language` and `status`.
pub(super) fn list(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let account = access::account(state, call, now, id)?;
        let wanted = |name, value: &str| call.param(name).is_none_or(|filter| filter == value);
        let rows = account
            .templates
            .iter()
            .filter(|template| wanted("name", &template.name))
            .filter(|template| wanted("language", &template.language))
            .filter(|template| wanted("status", &template.status))
            .map(|template| nodes::select(&describe(template), call, &DEFAULT_FIELDS))
            .collect::<Result<_, _>>()?;
        nodes::page(rows, call)
    })
}

/// `GET /{template}`.
pub(super) fn get(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| {
        let token = access::token(state, call, now)?;
        let mut templates =
            state.accounts.values().filter(|account| token.account_ids.contains(&account.id));
        let template = templates
            .find_map(|account| account.templates.iter().find(|template| template.id == id))
            .ok_or_else(|| access::unknown(call, id))?;
        nodes::select(&describe(template), call, &DEFAULT_FIELDS)
    })
}

/// `POST /{account}/message_templates`: pending until the review, which is immediate unless the
/// control route says otherwise.
pub(super) fn create(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    graph.read(|state| access::account(state, call, now, id).map(|_| ()))?;
    let text = |name| call.field(name).as_str().unwrap_or_default().to_owned();
    let template = Template {
        id: random::digits(15),
        name: text("name"),
        language: text("language"),
        category: text("category").to_uppercase(),
        status: "PENDING".to_owned(),
        components: call.field("components").as_array().cloned().unwrap_or_default(),
    };
    check(&template)?;
    let answer = json!({"id": template.id, "status": "PENDING", "category": template.category});
    let (name, review) = (template.name.clone(), graph.read(|s| s.behaviour.template_review));
    graph.write(|state| {
        let account = state.accounts.get_mut(id).ok_or_else(|| access::unknown(call, id))?;
        let exists = account
            .templates
            .iter()
            .any(|known| known.name == template.name && known.language == template.language);
        if exists {
            return Err(
                GraphError::parameter("Content in this language already exists").subcode(2_388_024)
            );
        }
        account.templates.push(template);
        Ok(())
    })?;
    if review == TemplateReview::Automatic {
        graph.review(id, &name, "APPROVED");
    }
    Ok(answer)
}

/// `DELETE /{account}/message_templates?name=`: every language of that name, or one by `hsm_id`.
pub(super) fn delete(graph: &Graph, call: &Call, id: &str) -> GraphResult {
    let now = graph.clock().now();
    let Some(name) = call.param("name") else {
        return Err(GraphError::parameter("The parameter name is required."));
    };
    graph.write(|state| {
        access::account(state, call, now, id)?;
        let account = state.accounts.get_mut(id).ok_or_else(|| access::unknown(call, id))?;
        let before = account.templates.len();
        account.templates.retain(|template| {
            template.name != name || call.param("hsm_id").is_some_and(|only| only != template.id)
        });
        if account.templates.len() == before {
            return Err(GraphError::parameter("Message Template Not Found").subcode(2_593_002));
        }
        Ok(json!({"success": true}))
    })
}

impl Graph {
    /// Sets the status of every language of a template and says so by webhook; false when there
    /// is none of that name.
    pub(super) fn review(&self, account_id: &str, name: &str, status: &str) -> bool {
        let now = self.clock().now();
        let reviewed: Option<Vec<Value>> = self.write(|state| {
            let account = state.accounts.get_mut(account_id)?;
            let subscribed = account.subscribed;
            let templates = account.templates.iter_mut().filter(|known| known.name == name);
            let mut events = Vec::new();
            for template in templates {
                status.clone_into(&mut template.status);
                events.push(json!({
                    "event": status,
                    "message_template_id": template.id,
                    "message_template_name": template.name,
                    "message_template_language": template.language,
                    "message_template_category": template.category,
                    "reason": if status == "REJECTED" { "INCORRECT_CATEGORY" } else { "NONE" },
                }));
            }
            if events.is_empty() {
                return None;
            }
            Some(if subscribed { events } else { Vec::new() })
        });
        let Some(events) = reviewed else { return false };
        for value in events {
            let webhook = Webhook::raw(&json!({
                "object": "whatsapp_business_account",
                "entry": [{"id": account_id, "time": now / SECOND, "changes": [
                    {"value": value, "field": "message_template_status_update"},
                ]}],
            }));
            let graph = self.clone();
            tokio::spawn(async move { graph.deliver(&webhook).await });
        }
        true
    }
}

/// Meta, template guidelines: names, categories, and where variables may not stand.
fn check(template: &Template) -> Result<(), GraphError> {
    let name_fits = !template.name.is_empty()
        && template.name.len() <= 512
        && template.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !name_fits {
        return Err(GraphError::parameter("Template name is invalid").subcode(2_388_042));
    }
    if template.language.is_empty() {
        return Err(GraphError::parameter("The parameter language is required."));
    }
    if !matches!(template.category.as_str(), "AUTHENTICATION" | "MARKETING" | "UTILITY") {
        return Err(GraphError::parameter("Param category is not valid"));
    }
    let body = template
        .components
        .iter()
        .find(|component| component_type(component) == "BODY")
        .ok_or_else(|| GraphError::parameter("components must hold a BODY"))?;
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default().trim();
    if text.is_empty() || text.chars().count() > 1024 {
        return Err(
            GraphError::parameter("The body must have 1 to 1024 characters").subcode(2_388_040)
        );
    }
    if text.starts_with("{{") || text.ends_with("}}") {
        return Err(GraphError::parameter(
            "Variables can't be at the start or end of the template.",
        )
        .subcode(2_388_299));
    }
    if text.contains("}}{{") || text.contains("}} {{") {
        return Err(GraphError::parameter("Variables can't be next to each other."));
    }
    if !sending::placeholders(text).is_empty() && body.get("example").is_none() {
        return Err(
            GraphError::parameter("The body's variables need an example").subcode(2_388_043)
        );
    }
    Ok(())
}

/// `HEADER`, `BODY`, `FOOTER` or `BUTTONS`; requests may write them in lower case.
pub(super) fn component_type(component: &Value) -> String {
    component.get("type").and_then(Value::as_str).unwrap_or_default().to_uppercase()
}
