//! What becomes of a message, whoever speaks first.

use contracts::messages::{ConversationMessage, Lesson, Notice};
use domain::{
    health::{Scope, StopReason},
    ids::RecapId,
    receipt::{Receipt, Undelivered},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::stage::{PLATFORM, Stage, at};

#[tokio::test]
async fn a_failure_is_told_to_the_thread_and_to_the_seller_once() {
    let stage = Stage::new().await;
    let failed = stage.status("failed", 5, Some(131_026));
    stage.report(&[failed.clone(), stage.status("sent", 4, None)]).await;
    stage.report(&[failed]).await;
    assert_eq!(stage.message().await, ("failed".to_owned(), Some(131_026)));
    let lessons: Vec<Lesson> = stage.lessons().into_iter().map(|told| told.lesson).collect();
    assert_eq!(lessons, [Lesson::Unreachable]);
    let notices = stage.notices();
    let [(id, Notice::MessageFailed { contact_name, why, .. })] = notices.as_slice() else {
        panic!("{notices:?}");
    };
    assert_eq!(*id, format!("failed.{}", stage.effect));
    assert_eq!((contact_name.as_str(), *why), ("Mariam", Undelivered::Unreachable));
    assert!(stage.table.pending_effect(&stage.effect).await.unwrap().is_none());
}

#[tokio::test]
async fn a_closed_window_is_told_by_the_thread_that_learns_it() {
    let stage = Stage::new().await;
    stage.report(&[stage.status("failed", 5, Some(131_047))]).await;
    assert_eq!(stage.message().await, ("failed".to_owned(), Some(131_047)));
    let lessons: Vec<Lesson> = stage.lessons().into_iter().map(|told| told.lesson).collect();
    assert_eq!(lessons, [Lesson::WindowClosed]);
    assert!(stage.notices().is_empty());
}

#[tokio::test]
async fn a_recap_is_shown_when_only_its_status_knows_and_unread_when_it_failed() {
    let stage = Stage::new().await;
    let recap = RecapId::from_uuid(Uuid::from_u128(12));
    stage.offers(&recap).await;
    // The second status finds a sender who knows.
    stage.report(&[stage.status("sent", 5, None)]).await;
    stage.report(&[stage.status("delivered", 6, None)]).await;
    let asked = stage.asked();
    let [(id, ConversationMessage::RecapShown(shown))] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!((id.as_str(), &shown.recap), (format!("shown.{recap}").as_str(), &recap));

    let stage = Stage::new().await;
    stage.offers(&recap).await;
    stage.report(&[stage.status("failed", 5, Some(131_026))]).await;
    let asked = stage.asked();
    let unread = |(_, body): &(String, ConversationMessage)| matches!(body, ConversationMessage::RecapUndelivered(hold) if hold.recap == recap);
    assert_eq!(asked.iter().filter(|asked| unread(asked)).count(), 1, "{asked:?}");
}

#[tokio::test]
async fn what_was_read_does_not_fail_afterwards() {
    let stage = Stage::new().await;
    let all = [stage.status("read", 6, None), stage.status("delivered", 5, None)];
    stage.report(&all).await;
    stage.report(&[stage.status("failed", 7, Some(131_026))]).await;
    assert_eq!(stage.message().await, ("read".to_owned(), None));
    assert!(stage.lessons().is_empty() && stage.notices().is_empty());
}

#[tokio::test]
async fn what_meta_bills_is_kept_and_a_failure_is_not_billed() {
    let priced = |mut status: Value| {
        status["pricing"] = json!({"kind": "regular", "category": "utility"});
        status
    };
    let stage = Stage::new().await;
    stage.report(&[priced(stage.status("sent", 3, None))]).await;
    stage.report(&[priced(stage.status("failed", 4, Some(131_026)))]).await;
    assert_eq!(stage.billed().await, None);
    stage
        .report(&[stage.status("sent", 5, None), priced(stage.status("delivered", 6, None))])
        .await;
    assert_eq!(stage.billed().await.as_deref(), Some("utility"));
}

#[tokio::test]
async fn a_status_before_its_senders_own_word_and_after_it_gave_up_ends_right() {
    let stage = Stage::new().await;
    stage.report(&[stage.status("delivered", 5, None)]).await;
    assert!(stage.table.pending_effect(&stage.effect).await.unwrap().is_none());
    stage.table.receive(&stage.message_key(), Receipt::Sent, None, None).await.unwrap();
    assert_eq!(stage.message().await.0, "delivered");

    let stage = Stage::new().await;
    stage.table.receive(&stage.message_key(), Receipt::Unclear, None, None).await.unwrap();
    stage.table.complete(std::slice::from_ref(&stage.effect)).await.unwrap();
    stage.report(&[stage.status("sent", 5, None)]).await;
    assert_eq!(stage.message().await.0, "sent");
    assert!(stage.notices().is_empty());
}

#[tokio::test]
async fn a_refused_payment_stops_the_number_until_a_message_leaves() {
    let stage = Stage::new().await;
    stage.report(&[stage.status("failed", 5, Some(131_042))]).await;
    let health = stage.health().await;
    let stop = health.held_by(Scope::Everything, at(6)).unwrap();
    assert_eq!((stop.reason, stop.since, stop.code), (StopReason::Payment, at(5), Some(131_042)));
    let told = stage.notices();
    let paused = Notice::NumberPaused { reason: StopReason::Payment };
    assert!(told.iter().any(|(_, notice)| *notice == paused), "{told:?}");
    assert_eq!(told.len(), 2);
    stage.report(&[stage.status("sent", 60, None)]).await;
    assert!(stage.health().await.stops.is_empty());
}

#[tokio::test]
async fn complaints_stop_campaigns_alone() {
    let stage = Stage::new().await;
    stage.report(&[stage.status("failed", 5, Some(131_048))]).await;
    let health = stage.health().await;
    assert!(health.held_by(Scope::Everything, at(6)).is_none());
    assert!(health.held_by(Scope::Campaigns, at(6)).is_some());
    let paused = Notice::CampaignsPaused { reason: StopReason::SpamLimited };
    assert!(stage.notices().iter().any(|(_, notice)| *notice == paused));
}

#[tokio::test]
async fn trouble_of_our_own_number_is_no_sellers() {
    let stage = Stage::new().await;
    let mut status = stage.status("failed", 5, Some(131_031));
    status["phone_number_id"] = PLATFORM.into();
    status["tag"] = format!("{}:000:ours", stage.seller).into();
    stage.report(&[status]).await;
    assert!(stage.health().await.stops.is_empty());
    assert!(stage.notices().is_empty() && stage.lessons().is_empty());
}
