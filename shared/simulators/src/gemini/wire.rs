//! What Google refuses before a model sees anything, in Google's words where they are known.
//!
//! Invariant: an accepted request is returned with lowerCamelCase names only, so nothing behind
//! this module looks for two spellings.

mod fields;
mod media;
mod settings;
pub(super) mod signatures;
mod tools;
mod turns;

use serde_json::Value;

use super::error::ApiError;
use super::models::Model;

/// Checks a request for `model` and returns it with normalised names.
pub(super) fn accept(body: Value, model: Model) -> Result<Value, ApiError> {
    let request = fields::normalise(body)?;
    turns::check(&request)?;
    media::check(&request)?;
    tools::check(&request)?;
    settings::check(&request, model)?;
    Ok(request)
}

/// The items of a list field; an absent field is an empty list.
fn items<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
