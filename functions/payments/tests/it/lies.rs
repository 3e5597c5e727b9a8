//! What a provider says that is not what was asked for pays nothing, and the seller hears of it.

use contracts::{
    messages::{PaymentFact, PaymentProvider, PaymentTrouble},
    records::payment::SuspicionValue,
};
use serde_json::{Value, json};

use crate::stage::Stage;

async fn lied(provider: PaymentProvider, says: Value) -> SuspicionValue {
    let stage = Stage::new(provider).await;
    let payment = stage.opened("ask.1", 15_000).await;
    stage.forget();
    stage.control("pay", &json!({"id": stage.page_id().await, "says": says})).await;
    stage.look(&payment.id, false).await;
    assert_eq!((stage.word(&payment.id).await, stage.told()), ("suspicious", vec![]));
    let (facts, mut troubles) = stage.announced();
    assert_eq!(facts, [PaymentFact::Lapsed]);
    let Some(PaymentTrouble::Suspicious { why }) = troubles.pop() else { panic!("{troubles:?}") };
    why
}

#[tokio::test]
async fn one_franc_less_another_currency_another_reference() {
    use PaymentProvider::{Pawapay, Wave};
    let less = SuspicionValue::Amount { said: Some(14_999) };
    assert_eq!(lied(Wave, json!({"amount": "14999"})).await, less);
    assert_eq!(lied(Pawapay, json!({"amount": "14999"})).await, less);
    for provider in [Wave, Pawapay] {
        let currency = lied(provider, json!({"currency": "XAF"})).await;
        assert_eq!(currency, SuspicionValue::Currency);
    }
    let reference = lied(Wave, json!({"client_reference": "pay_other"})).await;
    assert_eq!(reference, SuspicionValue::Reference);
    let reference = lied(Pawapay, json!({"clientReferenceId": "pay_other"})).await;
    assert_eq!(reference, SuspicionValue::Reference);
    let nothing = lied(Wave, json!({"transaction_id": null})).await;
    assert_eq!(nothing, SuspicionValue::NoTransaction);
}

#[tokio::test]
async fn a_transaction_pays_for_one_payment_and_never_another() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let deposit = stage.opened("ask.1", 4_500).await;
    let page = stage.page_id().await;
    stage.control("pay", &json!({"id": page, "transaction_id": "T_1"})).await;
    stage.look(&deposit.id, false).await;
    assert_eq!(stage.word(&deposit.id).await, "paid");
    let rest = stage.opened("ask.2", 10_500).await;
    stage.forget();
    let page = stage.pages().await.pop().unwrap()["id"].clone();
    stage.control("pay", &json!({"id": page, "transaction_id": "T_1"})).await;
    stage.look(&rest.id, false).await;
    assert_eq!(stage.word(&rest.id).await, "suspicious");
    let (facts, troubles) = stage.announced();
    assert_eq!(facts, [PaymentFact::Lapsed]);
    assert_eq!(troubles, [PaymentTrouble::Suspicious { why: SuspicionValue::Reused }]);
}
