use serde_json::{Value, json};

use super::*;

fn event(field: &str, value: Value) -> AccountEvent {
    AccountEvent {
        field: field.to_owned(),
        entry_id: "102".to_owned(),
        phone_number_id: None,
        value,
    }
}

fn meaning(field: &str, value: Value) -> Vec<HealthEvent> {
    read(&event(field, value)).events
}

fn status(status: TemplateStatus, reason: Option<&str>) -> Vec<HealthEvent> {
    let reason = reason.map(str::to_owned);
    let change = TemplateChange::Status { status, reason, category: None };
    vec![HealthEvent::Template { name: "relance".into(), change }]
}

#[test]
fn a_partner_event_names_its_account_inside() {
    let read = read(&event(
        "account_update",
        json!({"event": "PARTNER_REMOVED",
            "waba_info": {"waba_id": "584", "owner_business_id": "102", "partner_app_id": 7},
            "disconnection_info": {"reason": "PRIMARY_INACTIVITY", "initiated_by": "SYSTEM"}}),
    ));
    assert_eq!((read.account.as_str(), read.app.as_deref()), ("584", Some("7")));
    assert_eq!(read.events, [HealthEvent::Disconnected(Disconnection::PhoneInactive)]);
}

#[test]
fn every_way_of_leaving_is_told_apart() {
    let left = |value: Value| meaning("account_update", value);
    for (reason, how) in [
        ("ACCOUNT_DISCONNECTED", Disconnection::Removed),
        ("BUSINESS_DOWNGRADE", Disconnection::Downgraded),
        ("CHANGE_NUMBER", Disconnection::NumberChanged),
        ("COMPANION_INACTIVITY", Disconnection::LinkInactive),
        ("PRIMARY_INACTIVITY", Disconnection::PhoneInactive),
        ("USER_RE_REGISTERED", Disconnection::Reregistered),
        ("SOMETHING_NEW", Disconnection::Removed),
    ] {
        let value =
            json!({"event": "ACCOUNT_OFFBOARDED", "disconnection_info": {"reason": reason}});
        assert_eq!(left(value), [HealthEvent::Disconnected(how)], "{reason}");
    }
    let deleted = left(json!({"event": "ACCOUNT_DELETED"}));
    assert_eq!(deleted, [HealthEvent::Disconnected(Disconnection::Closed)]);
    assert_eq!(left(json!({"event": "ACCOUNT_RECONNECTED"})), [HealthEvent::Reconnected]);
    assert_eq!(left(json!({"event": "PARTNER_ADDED"})), []);
}

#[test]
fn locks_restrictions_and_their_end() {
    let update = |value: Value| meaning("account_update", value);
    let ban = |state: &str| {
        update(json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": state}}))
    };
    assert_eq!(ban("SCHEDULE_FOR_DISABLE"), [HealthEvent::Warned(Warning::ToBeDisabled)]);
    assert_eq!(ban("DISABLE"), [stopped(StopReason::Locked, None)]);
    assert_eq!(ban("REINSTATE"), [HealthEvent::Reinstated]);
    let restricted = update(json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": [
        {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": "1795430000"},
        {"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION", "expiration": 1_795_430_000},
        {"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"},
    ]}));
    let until = Timestamp::from_second(1_795_430_000).ok();
    assert_eq!(
        restricted,
        [stopped(StopReason::StartsRestricted, until), stopped(StopReason::Restricted, None)]
    );
    let violation =
        json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}});
    assert_eq!(update(violation), [HealthEvent::Warned(Warning::Violation)]);
    let review = |decision: &str| meaning("account_review_update", json!({"decision": decision}));
    assert_eq!(review("REJECTED"), [stopped(StopReason::Locked, None)]);
    assert_eq!((review("APPROVED"), review("PENDING")), (vec![HealthEvent::Reinstated], vec![]));
}

#[test]
fn quality_and_limits_however_they_are_written() {
    let number = meaning(
        "phone_number_quality_update",
        json!({"event": "FLAGGED", "max_daily_conversations_per_business": "TIER_2K"}),
    );
    assert_eq!(number, [HealthEvent::Quality("RED".into()), HealthEvent::Limit("TIER_2K".into())]);
    for (key, value, limit) in [
        ("max_daily_conversations_per_business", json!(2000), "2000"),
        ("max_daily_conversation_per_phone", json!("TIER_250"), "TIER_250"),
    ] {
        let told = meaning("business_capability_update", json!({key: value}));
        assert_eq!(told, [HealthEvent::Limit(limit.into())]);
    }
}

#[test]
fn what_becomes_of_a_template() {
    let told = |event: &str, more: Value| {
        let mut value = json!({"event": event, "message_template_name": "relance"});
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        meaning("message_template_status_update", value)
    };
    let none = || json!({"reason": "NONE"});
    for (event, expected) in [
        ("APPROVED", TemplateStatus::Approved),
        ("REINSTATED", TemplateStatus::Approved),
        ("PENDING", TemplateStatus::Pending),
        ("DISABLED", TemplateStatus::Disabled),
        ("FLAGGED", TemplateStatus::Flagged),
        ("IN_APPEAL", TemplateStatus::InAppeal),
        ("LIMIT_EXCEEDED", TemplateStatus::LimitExceeded),
        ("LOCKED", TemplateStatus::Locked),
        ("ARCHIVED", TemplateStatus::Archived),
        ("DELETED", TemplateStatus::Deleted),
        ("PENDING_DELETION", TemplateStatus::Deleted),
    ] {
        assert_eq!(told(event, none()), status(expected, None), "{event}");
    }
    let rejected = told(
        "REJECTED",
        json!({"rejection_info": {"reason": "TAG_CONTENT_MISMATCH"}, "reason": "NONE"}),
    );
    assert_eq!(rejected, status(TemplateStatus::Rejected, Some("TAG_CONTENT_MISMATCH")));
    let paused = told("PAUSED", json!({"other_info": {"title": "FIRST_PAUSE"}}));
    assert_eq!(paused, status(TemplateStatus::Paused, Some("FIRST_PAUSE")));
    let back = told("PAUSED", json!({"other_info": {"title": "UNPAUSE"}}));
    assert_eq!(back, status(TemplateStatus::Approved, Some("UNPAUSE")));
    assert_eq!(told("SOMETHING_NEW", none()), []);
}

#[test]
fn a_category_now_and_one_to_come() {
    let told = |value: Value| meaning("template_category_update", value);
    let change = |change| vec![HealthEvent::Template { name: "relance".into(), change }];
    let now = json!({"message_template_name": "relance", "new_category": "MARKETING", "previous_category": "UTILITY"});
    assert_eq!(told(now), change(TemplateChange::Category("MARKETING".into())));
    let soon = json!({"message_template_name": "relance", "correct_category": "MARKETING", "category_update_timestamp": 1});
    assert_eq!(told(soon), change(TemplateChange::SoonCategory("MARKETING".into())));
}

#[test]
fn an_error_of_no_message_stops_the_number_if_its_code_does() {
    let told = |code: i64| meaning("messages", json!({"errors": [{"code": code}]}));
    let event =
        HealthEvent::Stopped { reason: StopReason::Locked, code: Some(131_031), until: None };
    assert_eq!(told(131_031), [event]);
    assert_eq!(told(130_429), []);
}

#[test]
fn everything_else_means_nothing_and_is_no_error() {
    for field in [
        "account_alerts",
        "phone_number_name_update",
        "security",
        "user_preferences",
        "standby",
        "user_id_update",
        "messaging_handovers",
        "history",
        "smb_app_state_sync",
        "calls",
        "flows",
        "group_lifecycle_update",
        "tomorrow",
    ] {
        for value in [json!(null), json!([1]), json!({"event": {"deep": 1}}), json!("text")] {
            assert_eq!(meaning(field, value), [], "{field}");
        }
    }
    for field in ["account_update", "message_template_status_update", "template_category_update"] {
        assert_eq!(meaning(field, json!({"event": 5, "new_category": "X"})), [], "{field}");
    }
}
