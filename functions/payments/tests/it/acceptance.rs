//! The seller takes another amount than was asked for: it counts once, by the provider's word.

use contracts::messages::{
    News, PaymentFact, PaymentMessage, PaymentProvider, PaymentTrouble, Refund,
};
use contracts::records::payment::{PaymentRecord, SuspicionValue};
use domain::ids::SellerId;
use serde_json::json;
use uuid::Uuid;

use crate::stage::{Stage, francs};

const BOTH: [PaymentProvider; 2] = [PaymentProvider::Wave, PaymentProvider::Pawapay];

async fn doubted(stage: &Stage, amount: i64, came: i64) -> PaymentRecord {
    let payment = stage.doubted("ask.1", amount, came).await;
    stage.forget();
    payment
}

fn received(amount: i64, left: i64) -> News {
    News::PaymentReceived { amount: francs(amount), left: francs(left), is_over: false }
}

fn paid(amount: i64, as_deposit: bool) -> PaymentFact {
    PaymentFact::Paid { amount: francs(amount), as_deposit }
}

#[tokio::test]
async fn less_and_more_count_for_what_they_are_and_once() {
    for provider in BOTH {
        for (came, left) in [(14_999, 1), (16_000, 0)] {
            let stage = Stage::new(provider).await;
            let payment = doubted(&stage, 15_000, came).await;
            for id in ["take.1", "take.1", "take.2"] {
                assert!(stage.deliver(id, stage.acceptance(&payment.id, came), 1).await);
            }
            let after = stage.payment(&payment.id).await;
            assert_eq!((after.status.word(), after.accepted), ("paid", Some(francs(came))));
            assert_eq!(stage.told(), [received(came, left)]);
            assert_eq!(stage.facts(), [paid(came, false)]);
        }
    }
}

#[tokio::test]
async fn less_than_the_deposit_is_the_deposit() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 4_500, 4_000).await;
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 4_000), 1).await);
    assert_eq!(stage.told(), [received(4_000, 11_000)]);
    assert_eq!(stage.facts(), [paid(4_000, true)]);
}

#[tokio::test]
async fn an_order_that_is_over_is_not_said_to_be_on_its_way() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 15_000, 14_999).await;
    stage.order_is("cancelled").await;
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
    let told = stage.told();
    let [News::PaymentReceived { is_over: true, .. }] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(stage.facts(), [paid(14_999, false)]);
}

#[tokio::test]
async fn a_page_that_was_opened_instead_is_closed() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 15_000, 14_999).await;
    let other = stage.opened("ask.2", 15_000).await;
    stage.forget();
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
    assert_eq!(stage.word(&other.id).await, "lapsed");
    assert_eq!(
        (stage.told(), stage.facts()),
        (vec![received(14_999, 1)], vec![paid(14_999, false)])
    );
    // A repetition under another name leaves what was asked for afterwards alone.
    let rest = stage.opened("ask.3", 15_000).await;
    assert!(stage.deliver("take.2", stage.acceptance(&payment.id, 14_999), 1).await);
    assert_eq!(stage.word(&rest.id).await, "opened");
}

#[tokio::test]
async fn what_went_back_is_not_taken_again() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 15_000, 14_999).await;
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
    let (seller, id) = (stage.of.seller.clone(), payment.id.clone());
    let back = PaymentMessage::Refund(Refund { seller, payment: id, amount: None });
    assert!(stage.deliver("back.1", back, 1).await);
    assert_eq!(stage.word(&payment.id).await, "refunded");
    stage.forget();
    assert!(stage.deliver("take.2", stage.acceptance(&payment.id, 14_999), 1).await);
    assert_eq!(stage.word(&payment.id).await, "refunded");
    assert_eq!((stage.told(), stage.facts()), (vec![], vec![]));

    // Given back at Wave's own counter before the seller said yes.
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 15_000, 14_999).await;
    stage.given_back_at_wave(&stage.page_id().await).await;
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
    let (facts, troubles) = stage.announced();
    assert_eq!((facts, troubles), (vec![], vec![PaymentTrouble::NotAccepted]));
    assert_eq!((stage.word(&payment.id).await, stage.told()), ("suspicious", vec![]));
}

#[tokio::test]
async fn another_amount_than_the_seller_saw_is_asked_about_again() {
    let stage = Stage::new(PaymentProvider::Pawapay).await;
    let payment = doubted(&stage, 15_000, 9_000).await;
    assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
    let (facts, troubles) = stage.announced();
    let why = SuspicionValue::Amount { said: Some(9_000) };
    assert_eq!((facts, troubles), (vec![], vec![PaymentTrouble::Suspicious { why }]));
    assert_eq!(stage.told(), []);
}

#[tokio::test]
async fn nobody_takes_the_money_of_another_shop() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = doubted(&stage, 15_000, 14_999).await;
    let PaymentMessage::Accepted(mut foreign) = stage.acceptance(&payment.id, 14_999) else {
        panic!();
    };
    foreign.seller = SellerId::from_uuid(Uuid::from_u128(9));
    assert!(!stage.deliver("take.1", PaymentMessage::Accepted(foreign), 1).await);
    assert_eq!((stage.word(&payment.id).await, stage.told()), ("suspicious", vec![]));
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_asked_again_and_then_the_seller_told() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = doubted(&stage, 15_000, 14_999).await;
        stage.control("faults", &json!({"times": 20, "effect": {"http": 503}})).await;
        assert!(!stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 1).await);
        assert!(stage.deliver("take.1", stage.acceptance(&payment.id, 14_999), 4).await);
        let (facts, troubles) = stage.announced();
        assert_eq!((facts, troubles), (vec![], vec![PaymentTrouble::NotAccepted]));
        assert_eq!((stage.word(&payment.id).await, stage.told()), ("suspicious", vec![]));
    }
}

#[tokio::test]
async fn a_transaction_that_paid_for_another_payment_is_not_taken() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let first = stage.opened("ask.1", 4_500).await;
    let page = stage.page_id().await;
    stage.control("pay", &json!({"id": page, "transaction_id": "T_1"})).await;
    stage.look(&first.id, false).await;
    let rest = stage.opened("ask.2", 10_500).await;
    let page = stage.pages().await.pop().unwrap()["id"].clone();
    let says = json!({"amount": "10000"});
    stage.control("pay", &json!({"id": page, "transaction_id": "T_1", "says": says})).await;
    stage.look(&rest.id, false).await;
    stage.forget();
    assert!(stage.deliver("take.1", stage.acceptance(&rest.id, 10_000), 1).await);
    let (facts, troubles) = stage.announced();
    let reused = PaymentTrouble::Suspicious { why: SuspicionValue::Reused };
    assert_eq!((facts, troubles), (vec![], vec![reused]));
    assert_eq!((stage.word(&rest.id).await, stage.told()), ("suspicious", vec![]));
}
