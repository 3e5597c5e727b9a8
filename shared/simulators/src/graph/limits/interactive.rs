//! Limits of interactive messages: at most three buttons, at most ten rows, and short titles
//! (Meta, Cloud API, interactive messages).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{super::error::GraphError, Check, invalid, missing, part, string};

pub(super) fn check(content: &Value) -> Check {
    let kind = part(content, "type").as_str().unwrap_or_default();
    let header = part(content, "header");
    if part(header, "type").as_str() == Some("text") {
        string(part(header, "text"), "interactive['header']['text']", 1, 60)?;
    }
    if let Some(footer) = content.get("footer") {
        string(part(footer, "text"), "interactive['footer']['text']", 1, 60)?;
    }
    let action = part(content, "action");
    match kind {
        "button" => {
            body(content, 1024)?;
            buttons(part(action, "buttons"))
        }
        "list" => {
            body(content, 4096)?;
            string(part(action, "button"), "interactive['action']['button']", 1, 20)?;
            sections(part(action, "sections"))
        }
        "cta_url" => {
            body(content, 1024)?;
            named(action, kind)?;
            let parameters = part(action, "parameters");
            string(part(parameters, "display_text"), "display_text", 1, 20)?;
            string(part(parameters, "url"), "url", 1, 2000)
        }
        "location_request_message" => {
            body(content, 1024)?;
            named(action, "send_location")
        }
        "request_contact_info" => {
            body(content, 1024)?;
            named(action, "request_contact_info")
        }
        "product" | "product_list" | "catalog_message" | "flow" => match action.as_object() {
            Some(_) => Ok(()),
            None => Err(missing("interactive['action']")),
        },
        _ => Err(GraphError::parameter(format!("Param interactive['type'] is not valid: {kind}"))),
    }
}

fn body(content: &Value, most: usize) -> Check {
    let text = content.pointer("/body/text").unwrap_or(&Value::Null);
    string(text, "interactive['body']['text']", 1, most)
}

fn named(action: &Value, name: &str) -> Check {
    if part(action, "name").as_str() == Some(name) {
        return Ok(());
    }
    Err(invalid("interactive['action']['name']", &format!("must be \"{name}\"")))
}

fn buttons(buttons: &Value) -> Check {
    let Some(buttons) = buttons.as_array() else {
        return Err(missing("interactive['action']['buttons']"));
    };
    if buttons.is_empty() || buttons.len() > 3 {
        return Err(invalid("interactive['action']['buttons']", "must hold 1 to 3 buttons"));
    }
    let mut ids = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for button in buttons {
        if part(button, "type").as_str() != Some("reply") {
            return Err(invalid("buttons['type']", "must be \"reply\""));
        }
        let reply = part(button, "reply");
        string(part(reply, "id"), "reply['id']", 1, 256)?;
        string(part(reply, "title"), "reply['title']", 1, 20)?;
        if !ids.insert(part(reply, "id").as_str()) {
            return Err(invalid("reply['id']", "is used by another button"));
        }
        if !titles.insert(part(reply, "title").as_str()) {
            return Err(invalid("reply['title']", "is used by another button"));
        }
    }
    Ok(())
}

fn sections(sections: &Value) -> Check {
    let Some(sections) = sections.as_array() else {
        return Err(missing("interactive['action']['sections']"));
    };
    if sections.is_empty() || sections.len() > 10 {
        return Err(invalid("interactive['action']['sections']", "must hold 1 to 10 sections"));
    }
    let mut ids = BTreeSet::new();
    for section in sections {
        // A title may be left out only where there is nothing to tell apart.
        if sections.len() > 1 || section.get("title").is_some() {
            string(part(section, "title"), "section['title']", 1, 24)?;
        }
        let rows = part(section, "rows").as_array().filter(|rows| !rows.is_empty());
        for row in rows.ok_or_else(|| missing("section['rows']"))? {
            string(part(row, "id"), "row['id']", 1, 200)?;
            string(part(row, "title"), "row['title']", 1, 24)?;
            if let Some(description) = row.get("description") {
                string(description, "row['description']", 0, 72)?;
            }
            if !ids.insert(part(row, "id").as_str()) {
                return Err(invalid("row['id']", "is used by another row"));
            }
        }
    }
    if ids.len() > 10 {
        return Err(invalid("sections['rows']", "must hold at most 10 rows in total"));
    }
    Ok(())
}
