//! The process may die after any call it makes, with the call's effect outside and its answer lost
//! (after one that only read, it might as well have died before).
//! The message comes back, and everything ends as if nothing had happened.

use contracts::{
    messages::{News, PaymentFact, PaymentMessage, PaymentProvider, PaymentPurpose, Refund},
    records::payment::PaymentRecord,
};
use serde_json::json;

use crate::{
    stage::{Stage, client, francs},
    wire::Wire,
};

const BOTH: [PaymentProvider; 2] = [PaymentProvider::Wave, PaymentProvider::Pawapay];

/// Lives a message of one's making through death after its first call, its second, and so on, until
/// it lives longer than that; `check` looks at every end. Gives the number of deaths.
async fn dies_everywhere<T>(
    provider: PaymentProvider,
    prepare: impl AsyncFn(&Stage) -> (PaymentMessage, T),
    check: impl AsyncFn(&Stage, &T),
) -> u32 {
    let wire = Wire::new(client());
    for last in 1.. {
        let stage = Stage::behind(&wire, provider).await;
        let (message, known) = prepare(&stage).await;
        let first = stage.deliver("message.1", message.clone(), 1);
        let is_done = wire.until(last, first).await;
        // Queues deliver again what did not end, and sometimes what did.
        assert!(is_done.unwrap_or(true), "refused, not dead, after {last} calls");
        assert!(stage.deliver("message.1", message, 2).await, "after {last} calls");
        check(&stage, &known).await;
        if is_done.is_some() {
            return last - 1;
        }
    }
    panic!("some life is long enough")
}

async fn opened(stage: &Stage, amount: i64) -> PaymentRecord {
    let payment = stage.opened("ask.1", amount).await;
    stage.forget();
    payment
}

async fn paid(stage: &Stage, amount: i64) -> PaymentRecord {
    let payment = opened(stage, amount).await;
    stage.control("pay", &json!({"id": stage.page_id().await})).await;
    payment
}

#[tokio::test]
async fn one_page_is_opened_and_one_link_told() {
    for provider in BOTH {
        let deaths = dies_everywhere(
            provider,
            async |stage| (stage.request(15_000), ()),
            async |stage, ()| {
                assert_eq!((stage.payments().await.len(), stage.pages().await.len()), (1, 1));
                assert_eq!(stage.payments().await[0].status.word(), "opened");
                let told = stage.told();
                assert!(matches!(told.as_slice(), [News::PaymentLink { .. }]), "{told:?}");
                assert_eq!(stage.facts(), [PaymentFact::Opened]);
            },
        )
        .await;
        assert!(deaths >= 10, "{deaths}");
    }
}

#[tokio::test]
async fn another_amount_closes_the_page_before_it_and_opens_one() {
    let deaths = dies_everywhere(
        PaymentProvider::Wave,
        async |stage| (stage.request(15_000), opened(stage, 4_500).await),
        async |stage, deposit| {
            let other = stage.payments().await.into_iter().find(|it| it.id != deposit.id).unwrap();
            let words = (stage.word(&deposit.id).await, other.status.word());
            assert_eq!((words, stage.pages().await.len()), (("lapsed", "opened"), 2));
            let told = stage.told();
            let [News::PaymentLink { purpose: PaymentPurpose::Full, .. }] = told.as_slice() else {
                panic!("{told:?}");
            };
            assert_eq!(stage.facts(), [PaymentFact::Opened]);
        },
    )
    .await;
    assert!(deaths >= 15, "{deaths}");
}

#[tokio::test]
async fn money_counts_once() {
    let deaths = dies_everywhere(
        PaymentProvider::Pawapay,
        async |stage| {
            let payment = paid(stage, 4_500).await;
            (stage.hint(Some(&payment.id), &stage.page_id().await), payment)
        },
        async |stage, payment| {
            stage.look(&payment.id, false).await;
            assert_eq!(stage.word(&payment.id).await, "paid");
            let (amount, left) = (francs(4_500), francs(10_500));
            let received = News::PaymentReceived { amount, left, is_over: false };
            assert_eq!(stage.told(), [received]);
            let paid = PaymentFact::Paid { amount: francs(4_500), as_deposit: false };
            assert_eq!(stage.facts(), [paid]);
        },
    )
    .await;
    assert!(deaths >= 7, "{deaths}");
}

#[tokio::test]
async fn another_amount_is_taken_once() {
    let deaths = dies_everywhere(
        PaymentProvider::Wave,
        async |stage| {
            let payment = stage.doubted("ask.1", 15_000, 14_999).await;
            let instead = stage.opened("ask.2", 15_000).await;
            stage.forget();
            (stage.acceptance(&payment.id, 14_999), (payment, instead))
        },
        async |stage, (payment, instead)| {
            let words = (stage.word(&payment.id).await, stage.word(&instead.id).await);
            assert_eq!(words, ("paid", "lapsed"));
            let (amount, left) = (francs(14_999), francs(1));
            let received = News::PaymentReceived { amount, left, is_over: false };
            assert_eq!(stage.told(), [received]);
            let paid = PaymentFact::Paid { amount: francs(14_999), as_deposit: false };
            assert_eq!(stage.facts(), [paid]);
        },
    )
    .await;
    assert!(deaths >= 11, "{deaths}");
}

#[tokio::test]
async fn a_withdrawn_page_is_closed_in_silence() {
    let deaths = dies_everywhere(
        PaymentProvider::Pawapay,
        async |stage| (stage.withdrawal(), opened(stage, 15_000).await),
        async |stage, payment| {
            assert_eq!(stage.word(&payment.id).await, "lapsed");
            assert_eq!((stage.told(), stage.facts()), (vec![], vec![]));
        },
    )
    .await;
    assert!(deaths >= 5, "{deaths}");
}

#[tokio::test]
async fn money_goes_back_once() {
    for provider in BOTH {
        let deaths = dies_everywhere(
            provider,
            async |stage| {
                let payment = paid(stage, 15_000).await;
                stage.look(&payment.id, false).await;
                stage.forget();
                let (seller, id) = (stage.of.seller.clone(), payment.id.clone());
                let refund = Refund { seller, payment: id, amount: None };
                (PaymentMessage::Refund(refund), payment)
            },
            async |stage, payment| {
                // pawaPay accepts first, and is looked at until it has done it.
                for _ in 0..3 {
                    if stage.word(&payment.id).await == "refunding" {
                        stage.look(&payment.id, false).await;
                    }
                }
                assert_eq!(stage.word(&payment.id).await, "refunded");
                assert_eq!(stage.told(), [News::PaymentRefunded { amount: francs(15_000) }]);
                assert_eq!(stage.facts(), [PaymentFact::Refunded { amount: francs(15_000) }]);
            },
        )
        .await;
        assert!(deaths >= 6, "{deaths}");
    }
}
