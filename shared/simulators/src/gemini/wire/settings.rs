//! Generation settings: thinking, structured output, safety, and what needs another service.

use serde_json::Value;

use super::items;
use crate::gemini::error::ApiError;
use crate::gemini::models::Model;

const MAX_THINKING_BUDGET: i64 = 32_768;
const MAX_OUTPUT_TOKENS: u64 = 65_536;
const SAFETY_CATEGORIES: [&str; 5] = [
    "HARM_CATEGORY_HARASSMENT",
    "HARM_CATEGORY_HATE_SPEECH",
    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_DANGEROUS_CONTENT",
    "HARM_CATEGORY_CIVIC_INTEGRITY",
];
const SAFETY_THRESHOLDS: [&str; 6] = [
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
    "BLOCK_LOW_AND_ABOVE",
    "BLOCK_MEDIUM_AND_ABOVE",
    "BLOCK_ONLY_HIGH",
    "BLOCK_NONE",
    "OFF",
];

pub(super) fn check(request: &Value, model: Model) -> Result<(), ApiError> {
    if request.get("cachedContent").is_some() {
        return Err(ApiError::new(403, "CachedContent not found (or permission denied)"));
    }
    if request.get("store").is_some_and(|store| !store.is_boolean()) {
        return Err(ApiError::invalid("Invalid value at 'store' (TYPE_BOOL)"));
    }
    for setting in items(request, "safetySettings") {
        check_enum(setting, "category", &SAFETY_CATEGORIES)?;
        check_enum(setting, "threshold", &SAFETY_THRESHOLDS)?;
    }
    let Some(config) = request.get("generationConfig") else { return Ok(()) };
    if let Some(thinking) = config.get("thinkingConfig") {
        check_thinking(thinking, model)?;
    }
    check_output(config)
}

fn check_enum(setting: &Value, field: &str, known: &[&str]) -> Result<(), ApiError> {
    let value = setting.get(field).and_then(Value::as_str).unwrap_or_default();
    if known.contains(&value) {
        return Ok(());
    }
    Err(ApiError::invalid(format!("Invalid value at 'safety_settings[0].{field}', \"{value}\"")))
}

fn check_thinking(thinking: &Value, model: Model) -> Result<(), ApiError> {
    let level = thinking.get("thinkingLevel").and_then(Value::as_str);
    let budget = thinking.get("thinkingBudget").and_then(Value::as_i64);
    if level.is_some() && budget.is_some() {
        return Err(ApiError::invalid(
            "You can only set only one of thinking budget and thinking level.",
        ));
    }
    match level.map(str::to_ascii_uppercase).as_deref() {
        None | Some("LOW" | "MEDIUM" | "HIGH" | "XHIGH" | "THINKING_LEVEL_UNSPECIFIED") => {}
        Some("MINIMAL") if model.minimal_thinking => {}
        Some("MINIMAL") => {
            return Err(ApiError::invalid(
                "Thinking level MINIMAL is not supported for this model. Please retry with other \
                 thinking level.",
            ));
        }
        Some(unknown) => {
            return Err(ApiError::invalid(format!(
                "Invalid value at 'generation_config.thinking_config.thinking_level' \
                 (type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig\
                 .ThinkingLevel), \"{unknown}\""
            )));
        }
    }
    match budget {
        Some(0) if !model.thinking_can_be_off => {
            Err(ApiError::invalid("Budget 0 is invalid. This model only works in thinking mode."))
        }
        Some(budget) if !(-1..=MAX_THINKING_BUDGET).contains(&budget) => {
            Err(ApiError::invalid(format!(
                "The thinking budget {budget} is invalid. Please choose a value between 1 and \
                 {MAX_THINKING_BUDGET}."
            )))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_output(config: &Value) -> Result<(), ApiError> {
    let has = |field: &str| config.get(field).is_some();
    if has("responseSchema") && has("responseJsonSchema") {
        return Err(ApiError::invalid(
            "Only one of response_schema and response_json_schema may be set.",
        ));
    }
    let mime = config.get("responseMimeType").and_then(Value::as_str).unwrap_or("text/plain");
    if (has("responseSchema") || has("responseJsonSchema")) && mime != "application/json" {
        return Err(ApiError::invalid(
            "* GenerateContentRequest.generation_config.response_schema: only allowed when \
             response_mime_type is application/json\n",
        ));
    }
    if config.get("candidateCount").and_then(Value::as_u64).is_some_and(|count| count != 1) {
        return Err(ApiError::invalid("Multiple candidates is not enabled for this model"));
    }
    if items(config, "stopSequences").len() > 5 {
        return Err(ApiError::invalid("The number of stop sequences must not exceed 5."));
    }
    let limit = config.get("maxOutputTokens").and_then(Value::as_u64);
    if limit.is_some_and(|limit| limit == 0 || limit > MAX_OUTPUT_TOKENS) {
        return Err(ApiError::invalid(format!(
            "Unable to submit request because it has a maxOutputTokens value out of the range \
             from 1 (inclusive) to {} (exclusive).",
            MAX_OUTPUT_TOKENS + 1
        )));
    }
    Ok(())
}
