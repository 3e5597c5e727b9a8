//! What Google refuses, one request a rule.

use axum::Router;
use serde_json::{Value, json};

use super::{MODEL, generate, send, send_with, text_of, tools, user};
use crate::gemini::router;

/// Asserts a refusal with this code and a message that contains `expected`.
fn refused(answer: &(u16, Value), code: u16, expected: &str) {
    let (status, body) = answer;
    assert_eq!(*status, code, "{body}");
    assert_eq!(body["error"]["code"], json!(code));
    let message = body["error"]["message"].as_str().unwrap();
    assert!(message.contains(expected), "« {expected} » is missing in: {message}");
}

/// A valid request with some of its fields replaced.
fn request(changes: &Value) -> Value {
    let mut body = json!({"contents": [user("Bonjour")], "tools": tools()});
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

async fn refuses(changes: Value, expected: &str) {
    let answer = generate(&router(), &request(&changes)).await;
    refused(&answer, 400, expected);
    assert_eq!(answer.1["error"]["status"], "INVALID_ARGUMENT");
}

#[tokio::test]
async fn a_valid_request_is_answered_in_both_spellings() {
    let body = request(&json!({
        "system_instruction": {"parts": {"text": "policy"}},
        "safety_settings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}],
        "generation_config": {"thinking_config": {"thinking_level": "LOW"}, "max_output_tokens": 2048},
        "store": false,
    }));
    let (status, body) = generate(&router(), &body).await;
    assert_eq!(status, 200, "{body}");
    assert!(!text_of(&body).is_empty());
    assert_eq!(body["candidates"][0]["finishReason"], "STOP");
    assert_eq!(body["modelVersion"], "gemini-3.8-flash");
    assert_eq!(body["modelStatus"]["modelStage"], "STABLE");
    assert!(body["responseId"].as_str().is_some_and(|id| !id.is_empty()));
}

#[tokio::test]
async fn credentials() {
    let router = router();
    let body = request(&json!({})).to_string();
    let post = async |headers: &[(&str, &str)], uri: &str| {
        send_with(&router, "POST", uri, headers, body.clone()).await
    };
    refused(&post(&[], MODEL).await, 403, "unregistered callers");
    refused(&post(&[("x-goog-api-key", "")], MODEL).await, 403, "unregistered callers");
    let both = [("x-goog-api-key", "AQ.k"), ("authorization", "Bearer x")];
    refused(&post(&both, MODEL).await, 400, "Multiple authentication credentials");
    let in_query = post(&[], &format!("{MODEL}?key=AQ.k")).await;
    refused(&in_query, 401, "Expected OAuth 2 access token");
    assert_eq!(in_query.1["error"]["details"][0]["reason"], "ACCESS_TOKEN_TYPE_UNSUPPORTED");
    let bad = post(&[("x-goog-api-key", "invalid-key")], MODEL).await;
    refused(&bad, 400, "API key not valid");
    assert_eq!(bad.1["error"]["details"][0]["reason"], "API_KEY_INVALID");

    assert_eq!(post(&[("x-goog-api-key", "AQ.revoked")], MODEL).await.0, 200);
    let revoke = json!({"key": "AQ.revoked"});
    assert_eq!(send(&router, "POST", "/_control/invalid-keys", &revoke).await.0, 201);
    refused(&post(&[("x-goog-api-key", "AQ.revoked")], MODEL).await, 400, "API key not valid");
}

#[tokio::test]
async fn models() {
    let router = router();
    let body = request(&json!({}));
    let ask = async |version: &str, model: &str| {
        let uri = format!("/{version}/models/{model}:generateContent");
        send(&router, "POST", &uri, &body).await
    };
    refused(&ask("v1beta", "gemini-9").await, 404, "models/gemini-9 is not found for API version");
    refused(&ask("v1", "gemini-2.5-flash").await, 404, "no longer available to new users");
    refused(&ask("v1", "gemini-flash-latest").await, 404, "is not found for API version v1");
    refused(&ask("v2", "gemini-3.8-flash").await, 404, "not found");
    assert_eq!(ask("v1beta", "gemini-flash-latest").await.1["modelVersion"], "gemini-3.8-flash");
    assert_eq!(ask("v1", "gemini-3.7-flash").await.1["modelVersion"], "gemini-3.8-flash");
    assert_eq!(ask("v1", "gemini-3.1-pro-preview").await.1["modelStatus"]["modelStage"], "PREVIEW");
}

#[tokio::test]
async fn names() {
    refuses(json!({"messages": []}), r#"Unknown name "messages": Cannot find field."#).await;
    refuses(
        json!({"contents": [{"role": "user", "parts": [{"txt": "a"}]}]}),
        r#"Unknown name "txt" at 'contents[0].parts[0]'"#,
    )
    .await;
    refuses(
        json!({"generationConfig": {"maxTokens": 5}}),
        r#"Unknown name "maxTokens" at 'generation_config'"#,
    )
    .await;
    refuses(
        json!({"tools": [{"functionDeclarations": [{"name": "f", "parameters":
            {"type": "object", "additionalProperties": false}}]}]}),
        r#"Unknown name "additionalProperties" at 'tools[0].function_declarations[0].parameters'"#,
    )
    .await;
    let headers = [("x-goog-api-key", "AQ.k")];
    let cut = send_with(&router(), "POST", MODEL, &headers, "{\"contents\":".to_owned()).await;
    refused(&cut, 400, "Invalid JSON payload received");
}

#[tokio::test]
async fn turns() {
    let model = |text: &str| json!({"role": "model", "parts": [{"text": text}]});
    refuses(json!({"contents": []}), "contents is not specified").await;
    refuses(json!({"contents": [{"role": "user", "parts": []}]}), "must not be empty").await;
    refuses(json!({"contents": [{"role": "user", "parts": [{}]}]}), "required oneof field").await;
    refuses(
        json!({"contents": [{"role": "assistant", "parts": [{"text": "a"}]}]}),
        "Please use a valid role: user, model.",
    )
    .await;
    refuses(json!({"contents": [model("a"), user("b")]}), "start with a user role").await;
    refuses(json!({"contents": [user("a"), model("b")]}), "end with a user role").await;
}

/// One call and its result, as a client would append them; `edit` spoils them.
async fn loop_with(router: &Router, edit: impl Fn(&mut Vec<Value>)) -> (u16, Value) {
    let mut body = request(&json!({"contents": [user("je veux une casquette et un sac")]}));
    let (status, response) = generate(router, &body).await;
    assert_eq!(status, 200);
    let content = response["candidates"][0]["content"].clone();
    let results: Vec<Value> = content["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| {
            let call = &part["functionCall"];
            json!({"functionResponse": {"id": call["id"], "name": call["name"],
                "response": {"products": []}}})
        })
        .collect();
    assert_eq!(results.len(), 2, "two searches side by side: {content}");
    let contents = body["contents"].as_array_mut().unwrap();
    contents.push(content);
    contents.push(json!({"role": "user", "parts": results}));
    edit(contents);
    generate(router, &body).await
}

#[tokio::test]
async fn calls_and_results() {
    let router = router();
    assert_eq!(loop_with(&router, |_| {}).await.0, 200);
    let unequal = "number of function response parts is equal to the number of function call parts";
    let fewer = |contents: &mut Vec<Value>| {
        contents[2]["parts"].as_array_mut().unwrap().pop();
    };
    refused(&loop_with(&router, fewer).await, 400, unequal);
    let unanswered = |contents: &mut Vec<Value>| contents[2] = user("alors ?");
    refused(&loop_with(&router, unanswered).await, 400, unequal);
    let orphan = |contents: &mut Vec<Value>| {
        contents.remove(1);
    };
    refused(&loop_with(&router, orphan).await, 400, "immediately after a function call turn");
    let renamed = |contents: &mut Vec<Value>| {
        contents[2]["parts"][0]["functionResponse"]["name"] = json!("show_recap");
    };
    refused(&loop_with(&router, renamed).await, 400, "the name and the id of a call");
    let unstructured = |contents: &mut Vec<Value>| {
        contents[2]["parts"][0]["functionResponse"]["response"] = json!("ok");
    };
    refused(&loop_with(&router, unstructured).await, 400, "google.protobuf.Struct");
}

#[tokio::test]
async fn thought_signatures() {
    let router = router();
    let only_first = |contents: &mut Vec<Value>| {
        assert!(contents[1]["parts"][0]["thoughtSignature"].is_string());
        assert!(contents[1]["parts"][1].get("thoughtSignature").is_none());
    };
    assert_eq!(loop_with(&router, only_first).await.0, 200);
    let dropped = |contents: &mut Vec<Value>| {
        contents[1]["parts"][0].as_object_mut().unwrap().remove("thoughtSignature");
    };
    refused(
        &loop_with(&router, dropped).await,
        400,
        "missing a thought_signature in functionCall parts",
    );
    refused(
        &loop_with(&router, dropped).await,
        400,
        "function call `default_api:search_catalogue` , position 2.",
    );
    let altered = |contents: &mut Vec<Value>| {
        contents[1]["parts"][0]["thoughtSignature"] = json!("c29tZXRoaW5n");
    };
    refused(&loop_with(&router, altered).await, 400, "Corrupted thought signature");
    let other_call = |contents: &mut Vec<Value>| {
        contents[1]["parts"][0]["functionCall"]["args"] = json!({"query": "autre"});
    };
    refused(&loop_with(&router, other_call).await, 400, "Corrupted thought signature");
    let moved = |contents: &mut Vec<Value>| {
        contents[1]["parts"].as_array_mut().unwrap().reverse();
    };
    refused(&loop_with(&router, moved).await, 400, "missing a thought_signature");
    let skipped = |contents: &mut Vec<Value>| {
        contents[1]["parts"][0]["thoughtSignature"] = json!("skip_thought_signature_validator");
    };
    assert_eq!(loop_with(&router, skipped).await.0, 200);
    // An older turn is not checked.
    let older = |contents: &mut Vec<Value>| {
        contents[1]["parts"][0].as_object_mut().unwrap().remove("thoughtSignature");
        contents.push(json!({"role": "model", "parts": [{"text": "Bien."}]}));
        contents.push(user("merci"));
    };
    assert_eq!(loop_with(&router, older).await.0, 200);
}

#[tokio::test]
async fn function_declarations() {
    let declare = |declaration: Value| json!({"tools": [{"functionDeclarations": [declaration]}]});
    refuses(declare(json!({"name": "1st"})), "Invalid function name").await;
    refuses(declare(json!({"name": "a b"})), "Invalid function name").await;
    refuses(declare(json!({"name": "a".repeat(129)})), "Invalid function name").await;
    refuses(
        declare(json!({"name": "f", "parameters": {"type": "OBJECT"},
            "parametersJsonSchema": {"type": "object"}})),
        "only one of `parameters` and `parameters_json_schema`",
    )
    .await;
    refuses(
        declare(json!({"name": "f", "parametersJsonSchema":
            {"type": "object", "properties": {"bad-name": {"type": "string"}}}})),
        "Invalid parameter name `bad-name`",
    )
    .await;
    let twice = json!([{"functionDeclarations": [{"name": "f"}, {"name": "f"}]}]);
    refuses(json!({"tools": twice}), "Duplicate function declaration found: f").await;
}

#[tokio::test]
async fn calling_modes() {
    let mode = |config: Value| json!({"toolConfig": {"functionCallingConfig": config}});
    refuses(mode(json!({"mode": "MAYBE"})), "function_calling_config.mode").await;
    let undeclared = json!({"mode": "VALIDATED", "allowedFunctionNames": ["nope"]});
    refuses(mode(undeclared), "`nope`, which is not a declared function").await;
    let automatic = json!({"mode": "AUTO", "allowedFunctionNames": ["show_recap"]});
    refuses(mode(automatic), "only be set when the mode is ANY or VALIDATED").await;
    let without_tools = json!({"tools": [], "toolConfig":
        {"functionCallingConfig": {"mode": "ANY"}}});
    refuses(without_tools, "without function_declarations").await;

    let ask = async |config: Value| {
        let mut body = request(&mode(config));
        body["contents"] = json!([user("je veux une casquette")]);
        generate(&router(), &body).await.1
    };
    let called = |body: &Value| {
        body["candidates"][0]["content"]["parts"][0]["functionCall"]["name"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(called(&ask(json!({"mode": "VALIDATED"})).await).unwrap(), "search_catalogue");
    let none = ask(json!({"mode": "NONE"})).await;
    assert!(called(&none).is_none() && !text_of(&none).is_empty(), "{none}");
    let restricted = json!({"mode": "VALIDATED", "allowedFunctionNames": ["hand_over_to_human"]});
    assert!(called(&ask(restricted).await).is_none());
    let forced = json!({"mode": "ANY", "allowedFunctionNames": ["set_contact_phone"]});
    assert_eq!(called(&ask(forced).await).unwrap(), "set_contact_phone");
}

#[tokio::test]
async fn thinking() {
    let thinking = |config: Value| json!({"generationConfig": {"thinkingConfig": config}});
    refuses(
        thinking(json!({"thinkingLevel": "LOW", "thinkingBudget": 100})),
        "only one of thinking budget and thinking level",
    )
    .await;
    refuses(thinking(json!({"thinkingLevel": "MINIMAL"})), "MINIMAL is not supported").await;
    refuses(thinking(json!({"thinkingLevel": "SOME"})), "ThinkingLevel), \"SOME\"").await;
    refuses(thinking(json!({"thinkingBudget": 0})), "only works in thinking mode").await;
    refuses(thinking(json!({"thinkingBudget": 40_000})), "thinking budget 40000 is invalid").await;
    let lite = "/v1/models/gemini-3.1-flash-lite:generateContent";
    for accepted in [json!({"thinkingLevel": "MINIMAL"}), json!({"thinkingBudget": 0})] {
        assert_eq!(send(&router(), "POST", lite, &request(&thinking(accepted))).await.0, 200);
    }
}

#[tokio::test]
async fn output_and_safety_settings() {
    let config = |config: Value| json!({"generationConfig": config});
    let both = json!({"responseMimeType": "application/json", "responseSchema": {"type": "OBJECT"},
        "responseJsonSchema": {"type": "object"}});
    refuses(config(both), "Only one of response_schema").await;
    refuses(config(json!({"responseJsonSchema": {"type": "object"}})), "application/json").await;
    refuses(config(json!({"candidateCount": 2})), "Multiple candidates").await;
    let stops = json!({"stopSequences": ["a", "b", "c", "d", "e", "f"]});
    refuses(config(stops), "must not exceed 5").await;
    refuses(config(json!({"maxOutputTokens": 70_000})), "maxOutputTokens").await;
    let unknown = json!([{"category": "HARM_CATEGORY_RUDE", "threshold": "OFF"}]);
    refuses(json!({"safetySettings": unknown}), "HARM_CATEGORY_RUDE").await;
    let cached = request(&json!({"cachedContent": "cachedContents/abc"}));
    refused(&generate(&router(), &cached).await, 403, "CachedContent not found");
}

#[tokio::test]
async fn inline_media() {
    let media = |mime: &str, data: &str| json!({"contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": mime, "data": data}}]}]});
    for accepted in ["audio/ogg", "image/jpeg", "application/pdf"] {
        let body = request(&media(accepted, "T2dnUw=="));
        assert_eq!(generate(&router(), &body).await.0, 200, "{accepted}");
    }
    for refused_type in ["audio/ogg; codecs=opus", "application/octet-stream", "audio/amr", ""] {
        refuses(media(refused_type, "T2dnUw=="), "Unsupported MIME type").await;
    }
    refuses(media("audio/ogg", "not base64!"), "Base64 decoding failed").await;
}
