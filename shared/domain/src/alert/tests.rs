use uuid::Uuid;

use super::*;
use crate::{
    conversation::{DeliveryFailure, Owner},
    dispatch::Tally,
    figures::tests::{delivery, now},
    ids::{ConversationId, CourierId, PhoneNumberId, SellerId, WaId},
    person::Identity,
};

fn thread(owner: Owner, unread: u32) -> Conversation {
    let who = Identity::new(Some(WaId::new("22507")), None).unwrap();
    let id = ConversationId::from_uuid(Uuid::from_u128(1));
    let seller = SellerId::from_uuid(Uuid::from_u128(2));
    Conversation { owner, unread, ..Conversation::new(id, seller, PhoneNumberId::new("1"), who) }
}

const HUMANS: Owner = Owner::Human { until: None };

#[test]
fn a_thread_rings_when_it_begins_to_wait_and_not_while_it_waits() {
    let told = |before: &Conversation, after| of_thread(Some(before), &after, now());
    let ais = thread(Owner::Ai, 2);
    assert_eq!(told(&ais, thread(HUMANS, 2)), Some(Waiting::HandedOver));
    assert_eq!(told(&thread(HUMANS, 2), thread(HUMANS, 3)), None);
    // The seller answered; the next word is theirs to answer.
    assert_eq!(told(&thread(HUMANS, 3), thread(HUMANS, 0)), None);
    assert_eq!(told(&thread(HUMANS, 0), thread(HUMANS, 1)), Some(Waiting::Wrote));
    // The AI answers, or the seller took the thread themselves.
    assert_eq!(told(&ais, thread(Owner::Ai, 3)), None);
    assert_eq!(told(&ais, thread(HUMANS, 0)), None);
    assert_eq!(of_thread(None, &thread(HUMANS, 1), now()), Some(Waiting::HandedOver));
}

#[test]
fn a_hand_over_rings_though_the_seller_has_read_all_of_it() {
    let told = |before: &Conversation, after: &Conversation| of_thread(Some(before), after, now());
    let read = thread(Owner::Ai, 0);
    let called = Conversation { called_since: Some(now()), ..thread(HUMANS, 0) };
    assert_eq!(told(&read, &called), Some(Waiting::HandedOver));
    assert_eq!(told(&called, &called), None);
    // They write again, and it is read before it is answered.
    let more = Conversation { unread: 1, ..called.clone() };
    assert_eq!(told(&called, &more), Some(Waiting::Wrote));
    assert_eq!(told(&more, &called), None);
    // The seller takes the thread themselves.
    assert_eq!(told(&thread(Owner::Ai, 1), &thread(HUMANS, 0)), None);
}

#[test]
fn a_human_whose_time_is_over_is_called_anew() {
    let over = Owner::Human { until: Some(now()) };
    assert!(!waits(&thread(over, 1), now()));
    let before = thread(over, 1);
    assert_eq!(of_thread(Some(&before), &thread(over, 2), now()), None);
    assert_eq!(of_thread(Some(&before), &thread(HUMANS, 2), now()), Some(Waiting::HandedOver));
}

#[test]
fn another_applications_thread_waits_and_one_that_was_taken_in_does_not() {
    let other = Conversation { other_app: true, ..thread(Owner::Ai, 1) };
    assert_eq!(of_thread(Some(&thread(Owner::Ai, 1)), &other, now()), Some(Waiting::HandedOver));
    let into = Some(ConversationId::from_uuid(Uuid::from_u128(9)));
    let taken_in = Conversation { merged_into: into, ..thread(HUMANS, 1) };
    assert_eq!(of_thread(Some(&thread(HUMANS, 0)), &taken_in, now()), None);
}

#[test]
fn a_delivery_rings_once_for_each_way_it_goes_wrong() {
    let courier = CourierId::from_uuid(Uuid::from_u128(3));
    let failed = DeliveryStatus::Failed { reason: DeliveryFailure::CustomerAbsent, at: now() };
    let road = delivery(DeliveryStatus::PickedUp { courier: courier.clone() });
    for (status, trouble) in [
        (failed, Trouble::Failed),
        (DeliveryStatus::NobodyFound(Tally::default()), Trouble::NobodyFound),
        (DeliveryStatus::CodeLocked { courier }, Trouble::CodeLocked),
    ] {
        let wrong = delivery(status);
        assert_eq!(of_delivery(Some(&road), &wrong), Some(trouble));
        assert_eq!(of_delivery(None, &wrong), Some(trouble));
        assert_eq!(of_delivery(Some(&wrong), &wrong), None);
        assert_eq!(of_delivery(Some(&wrong), &road), None);
        assert!(is_still(trouble, &wrong) && !is_still(trouble, &road));
    }
}

#[test]
fn a_search_that_waits_for_its_hour_is_no_trouble() {
    let waits = delivery(DeliveryStatus::AwaitingRetry { at: now() });
    assert_eq!(of_delivery(None, &waits), None);
    let replanned = Delivery { retried: true, ..waits.clone() };
    let road =
        delivery(DeliveryStatus::Assigned { courier: CourierId::from_uuid(Uuid::from_u128(3)) });
    assert_eq!(of_delivery(Some(&road), &replanned), Some(Trouble::Replanned));
    // The seller moves it again: they know.
    assert_eq!(of_delivery(Some(&replanned), &replanned), None);
    assert!(is_still(Trouble::Replanned, &replanned) && !is_still(Trouble::Replanned, &waits));
}
