//! Money goes back once, by its provider's word.

use contracts::messages::{News, PaymentFact, PaymentMessage, PaymentProvider, Refund};
use contracts::records::payment::PaymentRecord;
use serde_json::json;

use crate::stage::{Stage, francs};

async fn paid(stage: &Stage) -> PaymentRecord {
    let payment = stage.opened("ask.1", 15_000).await;
    stage.control("pay", &json!({"id": stage.page_id().await})).await;
    stage.look(&payment.id, false).await;
    stage.forget();
    payment
}

fn refund(stage: &Stage, payment: &PaymentRecord, amount: Option<i64>) -> PaymentMessage {
    PaymentMessage::Refund(Refund {
        seller: stage.of.seller.clone(),
        payment: payment.id.clone(),
        amount: amount.map(francs),
    })
}

#[tokio::test]
async fn wave_gives_all_of_it_back_at_once_and_once() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = paid(&stage).await;
    assert!(stage.deliver("back.1", refund(&stage, &payment, Some(5_000)), 1).await);
    assert_eq!(stage.word(&payment.id).await, "paid");
    // The answer is lost: asked again, Wave says that it was done.
    stage.control("faults", &json!({"method": "POST", "effect": "accept_then_drop"})).await;
    assert!(!stage.deliver("back.2", refund(&stage, &payment, None), 1).await);
    assert_eq!(stage.word(&payment.id).await, "refunding");
    assert!(stage.deliver("back.2", refund(&stage, &payment, None), 2).await);
    assert_eq!(stage.word(&payment.id).await, "refunded");
    assert_eq!(stage.told(), [News::PaymentRefunded { amount: francs(15_000) }]);
    assert_eq!(stage.facts(), [PaymentFact::Refunded { amount: francs(15_000) }]);
}

#[tokio::test]
async fn pawapay_accepts_first_and_a_part_goes_back() {
    let stage = Stage::new(PaymentProvider::Pawapay).await;
    let payment = paid(&stage).await;
    assert!(stage.deliver("back.1", refund(&stage, &payment, Some(5_000)), 1).await);
    assert_eq!((stage.word(&payment.id).await, stage.told()), ("refunding", vec![]));
    stage.look(&payment.id, false).await;
    assert_eq!(stage.word(&payment.id).await, "refunding");
    stage.look(&payment.id, false).await;
    assert_eq!(stage.word(&payment.id).await, "refunded");
    assert_eq!(stage.facts(), [PaymentFact::Refunded { amount: francs(5_000) }]);
}
