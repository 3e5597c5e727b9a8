//! The record of every Graph call, for checks against Meta's published description. It never
//! holds a credential: secret parameters are dropped from the query and masked in the body.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde_json::{Value, json};
use url::form_urlencoded;

use super::call::Call;

const SECRETS: [&str; 9] = [
    "access_token",
    "appsecret_proof",
    "client_secret",
    "fb_exchange_token",
    "input_token",
    "password",
    "secret",
    "token",
    "verify_token",
];

pub(super) struct CallLog(Option<Mutex<File>>);

impl CallLog {
    pub(super) fn open(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(Self(Some(Mutex::new(OpenOptions::new().create(true).append(true).open(path)?))))
    }

    pub(super) fn append(&self, call: &Call) {
        let Some(file) = &self.0 else { return };
        let mut line = entry(call).to_string();
        line.push('\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(line.as_bytes()) {
            tracing::error!(%error, "the call log cannot be written");
        }
    }
}

/// `{"method", "path", "body"}`.
fn entry(call: &Call) -> Value {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in &call.query {
        let secret = SECRETS.contains(&name.as_str()) || name == "code" || name == "pin";
        if !secret {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    let path = if query.is_empty() { call.path.clone() } else { format!("{}?{query}", call.path) };
    let mut body = call.json.clone();
    if let Some(body) = &mut body {
        // A template's `language.code` is no secret; the code of an exchange is at the top.
        if let Some(code) = body.get_mut("code") {
            *code = json!("REDACTED");
        }
        mask(body);
    }
    json!({"method": call.method.as_str(), "path": path, "body": body})
}

fn mask(value: &mut Value) {
    if let Some(fields) = value.as_object_mut() {
        for (name, field) in fields {
            if SECRETS.contains(&name.as_str()) {
                *field = json!("REDACTED");
            } else if name == "pin" {
                // Still a PIN to a schema check.
                *field = json!("000000");
            } else {
                mask(field);
            }
        }
    } else if let Some(items) = value.as_array_mut() {
        items.iter_mut().for_each(mask);
    }
}
