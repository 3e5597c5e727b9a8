use insta::assert_json_snapshot;

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "the snapshot is long")]
fn a_step_of_a_tool_loop_has_googles_shape() {
    let call = FunctionCall {
        id: Some("fc1".to_owned()),
        name: "search_catalogue".to_owned(),
        args: json!({"query": "basket"}),
    };
    let schema = json!({"type": "object", "properties": {"query": {"type": "string"}}});
    let said = json!({"role": "model", "parts": [
        {"functionCall": {"id": "fc1", "name": "search_catalogue", "args": {"query": "basket"}},
         "thoughtSignature": "c2ln"},
    ]});
    let request = Request::new("Tu vends.", vec![Content::user(&["CONTEXT {}", "Bonjour"])])
        .with_functions(
            &[FunctionDeclaration {
                name: "search_catalogue",
                description: "Cherche.",
                parameters_json_schema: schema,
            }],
            FunctionMode::Validated,
        )
        .followed_by([
            Content::verbatim(said),
            Content::function_responses([(&call, json!({"products": []}))]),
        ]);
    assert_json_snapshot!(request, @r#"
    {
      "systemInstruction": {
        "parts": [
          {
            "text": "Tu vends."
          }
        ]
      },
      "tools": [
        {
          "functionDeclarations": [
            {
              "description": "Cherche.",
              "name": "search_catalogue",
              "parametersJsonSchema": {
                "properties": {
                  "query": {
                    "type": "string"
                  }
                },
                "type": "object"
              }
            }
          ]
        }
      ],
      "toolConfig": {
        "functionCallingConfig": {
          "mode": "VALIDATED"
        }
      },
      "generationConfig": {
        "maxOutputTokens": 2048,
        "thinkingConfig": {
          "includeThoughts": false,
          "thinkingLevel": "LOW"
        }
      },
      "contents": [
        {
          "parts": [
            {
              "text": "CONTEXT {}"
            },
            {
              "text": "Bonjour"
            }
          ],
          "role": "user"
        },
        {
          "parts": [
            {
              "functionCall": {
                "args": {
                  "query": "basket"
                },
                "id": "fc1",
                "name": "search_catalogue"
              },
              "thoughtSignature": "c2ln"
            }
          ],
          "role": "model"
        },
        {
          "parts": [
            {
              "functionResponse": {
                "id": "fc1",
                "name": "search_catalogue",
                "response": {
                  "products": []
                }
              }
            }
          ],
          "role": "user"
        }
      ],
      "store": false
    }
    "#);
}

#[test]
fn without_functions_no_tool_field_is_sent() {
    let request = Request::new("s", vec![Content::user(&["x"])])
        .with_functions(&[], FunctionMode::Validated)
        .continued("tok");
    let json = serde_json::to_value(&request).unwrap();
    assert_eq!((json.get("tools"), json.get("toolConfig")), (None, None));
    assert_eq!(json["continuationToken"], "tok");
    assert_eq!(json["store"], false);
    assert!(!json.to_string().contains("temperature"));
}

#[test]
fn a_file_goes_inline_and_its_answer_is_json() {
    let schema = json!({"type": "object", "required": ["transcript"]});
    let file = Content::file("Écoute.", "audio/ogg", b"OggS");
    let request = Request::new("s", vec![file]).answered_as(&schema);
    let json = serde_json::to_value(&request).unwrap();
    let parts = json!([{"text": "Écoute."},
        {"inlineData": {"mimeType": "audio/ogg", "data": "T2dnUw=="}}]);
    assert_eq!(json["contents"], json!([{"role": "user", "parts": parts}]));
    let config = json!({
        "maxOutputTokens": 2048,
        "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": false},
        "responseMimeType": "application/json",
        "responseJsonSchema": schema,
    });
    assert_eq!(json["generationConfig"], config);
    assert_eq!((&json["store"], json.get("tools")), (&json!(false), None));
}

#[test]
fn debug_shows_no_words() {
    let request = Request::new("secret", vec![Content::user(&["secret"])]);
    assert!(!format!("{request:?} {:?}", request.contents()).contains("secret"));
}
