//! The tools a request offers, and what they answer with.

use serde_json::{Map, Value, json};

use super::turn::{list, text};
use crate::gemini::script::Call;

/// The functions that may be called in this request.
#[derive(Debug, Default)]
pub(super) struct Tools {
    callable: Vec<(String, Value)>,
    forced: bool,
}

impl Tools {
    pub(super) fn read(request: &Value) -> Self {
        let config = request.pointer("/toolConfig/functionCallingConfig");
        let mode = config.map(|config| text(config, "mode")).unwrap_or_default();
        let allowed: Vec<&str> = config
            .map(|config| list(config, "allowedFunctionNames"))
            .unwrap_or_default()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let declared =
            list(request, "tools").iter().flat_map(|tool| list(tool, "functionDeclarations"));
        let callable = declared
            .map(|declaration| (text(declaration, "name"), schema(declaration)))
            .filter(|(name, _)| allowed.is_empty() || allowed.contains(&name.as_str()))
            .filter(|_| mode != "NONE")
            .collect();
        Self { callable, forced: mode == "ANY" }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.callable.is_empty()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.callable.iter().any(|(callable, _)| callable == name)
    }

    /// Mode ANY forbids text: the harmless call to make in its place.
    pub(super) fn must_call(&self) -> Option<Call> {
        let quiet = |name: &str| self.callable.iter().find(|(callable, _)| callable == name);
        let (name, schema) =
            quiet("show_recap").or_else(|| self.callable.first()).filter(|_| self.forced)?;
        Some(Call { name: name.clone(), args: sample(schema) })
    }
}

fn schema(declaration: &Value) -> Value {
    let schema = declaration.get("parametersJsonSchema").or_else(|| declaration.get("parameters"));
    schema.cloned().unwrap_or_else(|| json!({}))
}

/// The smallest arguments a schema accepts.
fn sample(schema: &Value) -> Value {
    if let Some(first) = list(schema, "enum").first() {
        return first.clone();
    }
    match text(schema, "type").to_ascii_lowercase().as_str() {
        "string" => json!("-"),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(false),
        "array" => json!([]),
        _ => {
            let required = list(schema, "required").iter().filter_map(Value::as_str);
            let members = required.map(|name| {
                let property = schema.get("properties").and_then(|all| all.get(name));
                (name.to_owned(), property.map_or(Value::Null, sample))
            });
            Value::Object(members.collect::<Map<String, Value>>())
        }
    }
}

/// One line of the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CartLine {
    pub(super) product_id: String,
    pub(super) name: String,
    pub(super) variant: Option<String>,
    pub(super) quantity: u64,
    /// As the shop formatted it, or nothing.
    pub(super) total: Option<String>,
}

/// The cart and what the order still needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cart {
    pub(super) lines: Vec<CartLine>,
    pub(super) subtotal: Option<String>,
    pub(super) delivery_fee: Option<String>,
    pub(super) total: Option<String>,
    pub(super) missing: Vec<String>,
}

impl Cart {
    /// Reads `{"cart": {...}, "missing": [...]}`.
    pub(super) fn read(holder: &Value) -> Self {
        let cart = holder.get("cart").unwrap_or(&Value::Null);
        let words = |value: &Value, field: &str| {
            value.get(field).and_then(Value::as_str).map(str::to_owned)
        };
        let lines = list(cart, "lines").iter().map(|line| CartLine {
            product_id: text(line, "product_id"),
            name: text(line, "name"),
            // A product without variants has an empty one.
            variant: words(line, "variant").filter(|variant| !variant.is_empty()),
            quantity: line.get("quantity").and_then(Value::as_u64).unwrap_or(1),
            total: words(line, "line_total"),
        });
        Self {
            lines: lines.collect(),
            subtotal: words(cart, "subtotal"),
            delivery_fee: words(cart, "delivery_fee"),
            total: words(cart, "total"),
            missing: list(holder, "missing")
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }

    pub(super) fn lacks(&self, slot: &str) -> bool {
        self.missing.iter().any(|missing| missing == slot)
    }

    pub(super) fn is_complete(&self) -> bool {
        !self.lines.is_empty() && self.missing.is_empty()
    }
}
