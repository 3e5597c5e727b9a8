//! Function declarations and the calling mode.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::items;
use crate::gemini::error::ApiError;

const MAX_FUNCTION_NAME: usize = 128;
const MAX_PARAMETER_NAME: usize = 64;

pub(super) fn check(request: &Value) -> Result<(), ApiError> {
    let mut names = HashSet::new();
    for (tool_at, tool) in items(request, "tools").iter().enumerate() {
        for (at, declaration) in items(tool, "functionDeclarations").iter().enumerate() {
            let path = format!("tools[{tool_at}].function_declarations[{at}]");
            let name = declaration.get("name").and_then(Value::as_str).unwrap_or_default();
            check_declaration(&path, name, declaration)?;
            if !names.insert(name) {
                return Err(ApiError::invalid(format!(
                    "Duplicate function declaration found: {name}"
                )));
            }
        }
    }
    check_mode(request, &names)
}

fn check_declaration(path: &str, name: &str, declaration: &Value) -> Result<(), ApiError> {
    if !is_function_name(name) {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.{path}.name: [FIELD_INVALID] Invalid function name. Must \
             start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), \
             underscores (_), dots (.), colons (:) or dashes (-), with a maximum length of \
             {MAX_FUNCTION_NAME}.\n"
        )));
    }
    let (subset, schema) = (declaration.get("parameters"), declaration.get("parametersJsonSchema"));
    if subset.is_some() && schema.is_some() {
        return Err(ApiError::invalid(format!(
            "* GenerateContentRequest.{path}: only one of `parameters` and \
             `parameters_json_schema` may be set.\n"
        )));
    }
    let properties =
        subset.or(schema).and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    match properties.and_then(first_invalid_parameter) {
        Some(parameter) => Err(ApiError::invalid(format!(
            "* GenerateContentRequest.{path}.parameters.properties: [FIELD_INVALID] Invalid \
             parameter name `{parameter}`.\n"
        ))),
        None => Ok(()),
    }
}

fn first_invalid_parameter(properties: &Map<String, Value>) -> Option<&String> {
    properties.keys().find(|name| {
        !starts_like_a_name(name)
            || name.len() > MAX_PARAMETER_NAME
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

fn is_function_name(name: &str) -> bool {
    starts_like_a_name(name)
        && name.len() <= MAX_FUNCTION_NAME
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.:-".contains(c))
}

fn starts_like_a_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn check_mode(request: &Value, names: &HashSet<&str>) -> Result<(), ApiError> {
    let Some(config) = request.pointer("/toolConfig/functionCallingConfig") else { return Ok(()) };
    if names.is_empty() {
        return Err(ApiError::invalid(
            "Function calling config is set without function_declarations.",
        ));
    }
    let mode = config.get("mode").and_then(Value::as_str).unwrap_or("AUTO");
    if !matches!(mode, "MODE_UNSPECIFIED" | "AUTO" | "ANY" | "NONE" | "VALIDATED") {
        return Err(ApiError::invalid(format!(
            "Invalid value at 'tool_config.function_calling_config.mode' \
             (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), \
             \"{mode}\""
        )));
    }
    let allowed = items(config, "allowedFunctionNames");
    if !allowed.is_empty() && !matches!(mode, "ANY" | "VALIDATED") {
        return Err(ApiError::invalid(
            "allowed_function_names should only be set when the mode is ANY or VALIDATED.",
        ));
    }
    let undeclared =
        allowed.iter().filter_map(Value::as_str).find(|allowed| !names.contains(allowed));
    match undeclared {
        Some(name) => Err(ApiError::invalid(format!(
            "allowed_function_names contains `{name}`, which is not a declared function."
        ))),
        None => Ok(()),
    }
}
