//! Filling a template: it must be approved, and every variable must get exactly one fitting value
//! (Meta, Cloud API, error codes 132000 to 132018).

use serde_json::{Value, json};

use super::{
    super::{error::GraphError, limits, state::Account},
    component_type,
};

/// What the person sees: `{"header"?, "body", "footer"?, "category", "buttons": [{"text",
/// "payload"}]}`.
pub(in crate::graph) fn render(
    account: Option<&Account>,
    request: &Value,
) -> Result<Value, GraphError> {
    let name = request.get("name").and_then(Value::as_str).unwrap_or_default();
    let language = request.pointer("/language/code").and_then(Value::as_str).unwrap_or_default();
    let template = account
        .into_iter()
        .flat_map(|account| &account.templates)
        .find(|template| template.name == name && template.language == language)
        .ok_or_else(|| absent(name, language))?;
    match template.status.as_str() {
        "APPROVED" => {}
        "PAUSED" => return Err(GraphError::new(132_015)),
        "DISABLED" => return Err(GraphError::new(132_016)),
        _ => return Err(absent(name, language)),
    }
    let given = request.get("components").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut seen = json!({"category": template.category.to_lowercase(), "buttons": []});
    for component in &template.components {
        match component_type(component).as_str() {
            "BODY" => {
                let text = fill(component, "body", given)?;
                if text.chars().count() > 1024 {
                    return Err(GraphError::new(132_005));
                }
                put(&mut seen, "body", json!(text));
            }
            "HEADER" => {
                let header = header(component, given)?;
                put(&mut seen, "header", header);
            }
            "FOOTER" => {
                put(&mut seen, "footer", component.get("text").cloned().unwrap_or_default());
            }
            "BUTTONS" => {
                let buttons = buttons(component, given)?;
                put(&mut seen, "buttons", buttons);
            }
            _ => {}
        }
    }
    Ok(seen)
}

/// The names between double braces, each once, in order.
pub(in crate::graph) fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn absent(name: &str, language: &str) -> GraphError {
    GraphError::with_details(
        132_001,
        format!("template name ({name}) does not exist in {language}"),
    )
}

fn put(seen: &mut Value, name: &str, value: Value) {
    if let Some(fields) = seen.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

/// The request's parameters for one part of the template.
fn parameters<'a>(given: &'a [Value], part: &str) -> &'a [Value] {
    given
        .iter()
        .find(|component| component_type(component).eq_ignore_ascii_case(part))
        .and_then(|component| component.get("parameters")?.as_array())
        .map_or(&[][..], Vec::as_slice)
}

fn fill(component: &Value, part: &str, given: &[Value]) -> Result<String, GraphError> {
    let text = component.get("text").and_then(Value::as_str).unwrap_or_default();
    let wanted = placeholders(text);
    let parameters = parameters(given, part);
    if parameters.len() != wanted.len() {
        return Err(GraphError::with_details(
            132_000,
            format!(
                "{part}: number of localizable_params ({}) does not match the expected number of \
                 params ({})",
                parameters.len(),
                wanted.len()
            ),
        ));
    }
    let named = wanted.iter().any(|name| name.parse::<u32>().is_err());
    let mut filled = text.to_owned();
    for (index, name) in wanted.iter().enumerate() {
        let parameter = if named {
            parameters.iter().find(|parameter| {
                parameter.get("parameter_name").and_then(Value::as_str) == Some(name)
            })
        } else {
            // Positional parameters stand in the order of their numbers.
            let position = name.parse::<usize>().unwrap_or(index.saturating_add(1));
            parameters.get(position.saturating_sub(1))
        };
        let value = parameter.ok_or_else(|| mismatch(part, &format!("{name} is missing")))?;
        filled = filled.replace(&format!("{{{{{name}}}}}"), text_of(value, part)?);
    }
    Ok(filled)
}

fn text_of<'a>(parameter: &'a Value, part: &str) -> Result<&'a str, GraphError> {
    if parameter.get("type").and_then(Value::as_str) != Some("text") {
        return Err(mismatch(part, "expected a text parameter"));
    }
    let text = parameter.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() {
        return Err(GraphError::with_details(
            131_008,
            "Parameter of type text is missing text value",
        ));
    }
    if text.contains(['\n', '\r', '\t']) || text.contains("     ") {
        return Err(GraphError::with_details(
            132_018,
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        ));
    }
    Ok(text)
}

fn mismatch(part: &str, why: &str) -> GraphError {
    GraphError::with_details(132_012, format!("{part}: {why}"))
}

fn header(component: &Value, given: &[Value]) -> Result<Value, GraphError> {
    let format = component.get("format").and_then(Value::as_str).unwrap_or("TEXT").to_lowercase();
    if format == "text" {
        return Ok(json!(fill(component, "header", given)?));
    }
    let parameter = parameters(given, "header").first().unwrap_or(&Value::Null);
    if parameter.get("type").and_then(Value::as_str) != Some(format.as_str()) {
        return Err(mismatch("header", &format!("expected {}", format.to_uppercase())));
    }
    Ok(json!(format))
}

fn buttons(component: &Value, given: &[Value]) -> Result<Value, GraphError> {
    let buttons = component.get("buttons").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let kind =
        |button: &Value| limits::part(button, "type").as_str().unwrap_or_default().to_owned();
    let of_request = |component: &&Value| component_type(component) == "BUTTON";
    let index_of = |component: &Value| {
        let index = limits::part(component, "index");
        index.as_u64().or_else(|| index.as_str()?.parse().ok())
    };
    for request in given.iter().filter(of_request) {
        let index = index_of(request).and_then(|index| usize::try_from(index).ok());
        let button = index.and_then(|index| buttons.get(index));
        let sub_type = limits::part(request, "sub_type").as_str().unwrap_or_default();
        if button.is_none_or(|button| kind(button) != sub_type.to_uppercase()) {
            return Err(mismatch("buttons", "no such button in the template"));
        }
    }
    let mut seen = Vec::new();
    for (button, index) in buttons.iter().zip(0_u64..) {
        let text = limits::part(button, "text").as_str().unwrap_or_default();
        let request = given.iter().filter(of_request).find(|it| index_of(it) == Some(index));
        let parameter = request.and_then(|component| component.pointer("/parameters/0"));
        let url = limits::part(button, "url").as_str().unwrap_or_default();
        if kind(button) == "URL" && !placeholders(url).is_empty() && parameter.is_none() {
            return Err(GraphError::with_details(
                131_008,
                format!("Button at index {index} of type Url requires a parameter"),
            ));
        }
        // Without a payload of its own a button answers with its text.
        let payload = parameter.and_then(|parameter| parameter.get("payload")?.as_str());
        seen.push(json!({"text": text, "payload": payload.unwrap_or(text)}));
    }
    Ok(Value::Array(seen))
}
