use serde_json::json;

use super::*;

#[test]
fn a_token_is_read_and_not_shown() {
    let token = OauthToken::of(
        &json!({"access_token": "EAAsecret", "token_type": "bearer", "expires_in": 5_183_944}),
    )
    .unwrap();
    assert_eq!(token.expires_in, Some(5_183_944));
    assert!(!format!("{token:?}").contains("secret"));
    assert!(OauthToken::of(&json!({"access_token": ""})).is_none());
    assert!(OauthToken::of(&json!([])).is_none());
}

#[test]
fn a_tokens_accounts_are_those_of_the_management_scope() {
    let info = TokenInfo::of(&json!({"data": {
        "app_id": "670843887433847", "is_valid": true, "expires_at": 0,
        "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
        "granular_scopes": [
            {"scope": "whatsapp_business_messaging", "target_ids": ["9"]},
            {"scope": "whatsapp_business_management", "target_ids": ["2", 1]},
        ],
    }}))
    .unwrap();
    assert_eq!(info.wabas(), Some(vec![WabaId::new("2"), WabaId::new("1")]));
    assert_eq!(info.expires_at, None);
    assert!(info.allows("whatsapp_business_messaging") && !info.allows("ads_management"));
}

#[test]
fn a_token_over_all_assets_names_no_account() {
    let info = TokenInfo::of(&json!({"data": {
        "is_valid": true, "expires_at": 1_795_000_000,
        "granular_scopes": [{"scope": "whatsapp_business_management"}],
    }}))
    .unwrap();
    assert_eq!(info.wabas(), None);
    assert_eq!(info.expires_at, Timestamp::from_second(1_795_000_000).ok());
    assert!(info.allows("whatsapp_business_management"));
    assert!(TokenInfo::of(&json!({"error": {}})).is_none());
}

#[test]
fn a_page_has_a_next_one_only_when_meta_says_so() {
    let page = |paging: Value| {
        Page::of(
            &json!({"data": [{"id": "1", "name": "A"}, {"name": "no id"}], "paging": paging}),
            Waba::of,
        )
        .unwrap()
    };
    let cursors = json!({"before": "a", "after": "b"});
    let middle = page(json!({"cursors": cursors, "next": "https://graph.example/?access_token=x"}));
    assert_eq!(middle.after.as_deref(), Some("b"));
    assert_eq!(middle.items, [Waba { id: WabaId::new("1"), name: Some("A".to_owned()) }]);
    assert_eq!(page(json!({"cursors": cursors})).after, None);
    assert_eq!(page(json!(null)).after, None);
    assert_eq!(Page::of(&json!({"data": "x"}), Waba::of), None);
}

#[test]
fn a_refusal_keeps_codes_and_no_text() {
    let refusal = Refusal::of(&json!({"error": {
        "message": "(#131030) +2250707123456 not in allowed list", "type": "OAuthException",
        "code": 131_030, "error_subcode": "33", "fbtrace_id": "Axyz",
    }}))
    .unwrap();
    assert_eq!((refusal.code, refusal.subcode), (131_030, Some(33)));
    assert!(!format!("{refusal:?}").contains("0707"));
    assert_eq!(Refusal::of(&json!({"error": "no"})), None);
}

#[test]
fn an_accepted_message_has_an_identifier() {
    let answer = json!({"messages": [{"id": "wamid.A", "message_status": "accepted"}]});
    assert_eq!(accepted(&answer), Some(Wamid::new("wamid.A")));
    assert_eq!(accepted(&json!({"messages": []})), None);
    assert!(succeeded(&json!({"success": true})) && !succeeded(&json!({"success": "yes"})));
}
