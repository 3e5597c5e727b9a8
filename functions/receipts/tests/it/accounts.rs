//! What befalls accounts, numbers and templates.

use contracts::messages::Notice;
use domain::{
    health::{Disconnection, Scope, StopReason, TemplateStatus},
    ids::WabaId,
};
use serde_json::{Value, json};

use aws_adapters::table::keys;

use crate::stage::{APP, Stage, at};

fn removed(account: &str, app: &str) -> Value {
    json!({"event": "PARTNER_REMOVED",
        "waba_info": {"waba_id": account, "owner_business_id": "portfolio", "partner_app_id": app},
        "disconnection_info": {"reason": "PRIMARY_INACTIVITY", "initiated_by": "SYSTEM"}})
}

#[tokio::test]
async fn an_account_that_left_is_found_by_its_own_id_and_its_seller_told() {
    let stage = Stage::new().await;
    stage.event("account_update", "portfolio", removed(&stage.account, "another app")).await;
    assert!(stage.health().await.stops.is_empty() && stage.notices().is_empty());
    for _twice in 0..2 {
        stage.event("account_update", "portfolio", removed(&stage.account, APP)).await;
    }
    let health = stage.health().await;
    assert_eq!(health.disconnection, Some(Disconnection::PhoneInactive));
    let held = health.held_by(Scope::Everything, at(100)).unwrap();
    assert_eq!(held.reason, StopReason::Disconnected);
    let told: Vec<Notice> = stage.notices().into_iter().map(|(_, notice)| notice).collect();
    assert_eq!(told, [Notice::Disconnected { reason: Disconnection::PhoneInactive }]);
    let kept = keys::account_event(&WabaId::new("portfolio"), at(50), "event");
    assert!(stage.table.item(&kept).await.unwrap().is_some());
}

#[tokio::test]
async fn an_event_of_another_number_of_the_account_is_not_this_sellers() {
    let stage = Stage::new().await;
    let tier = |digits: &str| {
        json!({"display_phone_number": digits, "event": "THROUGHPUT_UPGRADE",
            "max_daily_conversations_per_business": "TIER_2K"})
    };
    let field = "phone_number_quality_update";
    stage.event(field, &stage.account, tier("2250101010101")).await;
    assert_eq!(stage.health().await.limit, None);
    stage.event(field, &stage.account, tier("2250707123456")).await;
    assert_eq!(stage.health().await.limit.as_deref(), Some("TIER_2K"));
}

#[tokio::test]
async fn a_rejected_template_is_shown_and_told() {
    let stage = Stage::new().await;
    let value = json!({"event": "REJECTED", "message_template_name": "relance",
        "reason": "INVALID_FORMAT"});
    stage.event("message_template_status_update", &stage.account, value).await;
    let template = stage.health().await.templates["relance"].clone();
    assert_eq!(template.status, TemplateStatus::Rejected);
    assert_eq!(template.reason.as_deref(), Some("INVALID_FORMAT"));
    let told: Vec<Notice> = stage.notices().into_iter().map(|(_, notice)| notice).collect();
    assert_eq!(told, [Notice::TemplateRejected { name: "relance".to_owned() }]);
}

#[tokio::test]
async fn what_means_nothing_to_a_number_is_kept_and_no_more() {
    let stage = Stage::new().await;
    for field in ["security", "history", "calls", "standby", "tomorrow"] {
        stage.event(field, &stage.account, json!({"event": "X", "anything": [1, null]})).await;
    }
    assert!(stage.notices().is_empty() && stage.lessons().is_empty());
    let kept = keys::account_event(&WabaId::new(stage.account.as_str()), at(50), "event");
    assert!(stage.table.item(&kept).await.unwrap().is_some());
}
