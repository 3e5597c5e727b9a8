//! A page is opened once, and looked at until it is paid or over.

use contracts::messages::{News, PaymentFact, PaymentProvider, PaymentPurpose, PaymentTrouble};
use domain::ids::PaymentId;
use serde_json::json;
use uuid::Uuid;

use crate::stage::{Stage, francs};

const BOTH: [PaymentProvider; 2] = [PaymentProvider::Wave, PaymentProvider::Pawapay];

#[tokio::test]
async fn a_request_that_comes_twice_is_one_page_and_one_link() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 15_000).await;
        assert!(stage.deliver("ask.1", stage.request(15_000), 2).await);
        assert_eq!((stage.payments().await.len(), stage.pages().await.len()), (1, 1));
        let told = stage.told();
        let [News::PaymentLink { url, amount, purpose, until }] = told.as_slice() else {
            panic!("{told:?}");
        };
        assert!(url.contains("/c/"), "{url}");
        assert_eq!((amount, *purpose), (&francs(15_000), PaymentPurpose::Full));
        assert!(until.is_some());
        assert_eq!(stage.facts(), [PaymentFact::Opened]);
        // Asked for again by another request: the same link.
        assert!(stage.deliver("ask.2", stage.request(15_000), 1).await);
        assert_eq!((stage.payments().await.len(), stage.told().len()), (1, 1));
        assert_eq!(payment.purpose, PaymentPurpose::Full);
    }
}

#[tokio::test]
async fn without_any_callback_the_money_is_found_by_looking() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 4_500).await;
        stage.forget();
        stage.look(&payment.id, false).await;
        assert_eq!((stage.word(&payment.id).await, stage.told()), ("opened", vec![]));
        stage.control("pay", &json!({"id": stage.page_id().await})).await;
        stage.look(&payment.id, false).await;
        assert_eq!(stage.word(&payment.id).await, "paid");
        let received =
            News::PaymentReceived { amount: francs(4_500), left: francs(10_500), is_over: false };
        assert_eq!(stage.told(), [received]);
        assert_eq!(stage.facts(), [PaymentFact::Paid { amount: francs(4_500), as_deposit: false }]);
    }
}

#[tokio::test]
async fn a_callback_that_comes_twice_is_money_once() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 15_000).await;
        stage.forget();
        let page = stage.page_id().await;
        stage.control("pay", &json!({"id": page})).await;
        for (id, name) in [("hint.1", Some(&payment.id)), ("hint.1", None), ("hint.2", None)] {
            assert!(stage.deliver(id, stage.hint(name, &page), 1).await);
        }
        let received =
            News::PaymentReceived { amount: francs(15_000), left: francs(0), is_over: false };
        assert_eq!(stage.told(), [received]);
        assert_eq!(
            stage.facts(),
            [PaymentFact::Paid { amount: francs(15_000), as_deposit: false }]
        );
    }
}

#[tokio::test]
async fn a_callback_before_the_payment_comes_again() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let early = PaymentId::from_uuid(Uuid::from_u128(9));
    assert!(!stage.deliver("hint.1", stage.hint(Some(&early), "cos-1"), 1).await);
    // A hint about somebody else's business is no reason to come again.
    assert!(stage.deliver("hint.2", stage.hint(None, "cos-unknown"), 1).await);
    let payment = stage.opened("ask.1", 15_000).await;
    let hint = stage.hint(Some(&payment.id), "another reference");
    assert!(stage.deliver("hint.3", hint, 1).await);
    assert_eq!(stage.word(&payment.id).await, "opened");
}

#[tokio::test]
async fn a_lost_answer_is_found_again() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let lost = json!({"method": "POST", "effect": "accept_then_drop"});
        stage.control("faults", &lost).await;
        assert!(!stage.deliver("ask.1", stage.request(15_000), 1).await);
        assert_eq!((stage.pages().await.len(), stage.told()), (1, vec![]));
        assert!(stage.deliver("ask.1", stage.request(15_000), 2).await);
        assert_eq!((stage.pages().await.len(), stage.told().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_provider_that_stays_down_is_given_up_and_everybody_told() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    stage.control("faults", &json!({"times": 20, "effect": {"http": 503}})).await;
    assert!(!stage.deliver("ask.1", stage.request(15_000), 1).await);
    assert!(stage.deliver("ask.1", stage.request(15_000), 4).await);
    let (facts, troubles) = stage.announced();
    assert_eq!(facts, [PaymentFact::Lapsed]);
    assert_eq!(troubles, [PaymentTrouble::NotOpened { failure: "down".into() }]);
    assert_eq!(stage.told(), []);
}

#[tokio::test]
async fn keys_that_are_not_accepted_are_the_sellers_to_replace() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        stage.control("revoke", &json!({"key": stage.key()})).await;
        assert!(stage.deliver("ask.1", stage.request(15_000), 1).await);
        let (facts, troubles) = stage.announced();
        assert_eq!(facts, [PaymentFact::Lapsed]);
        assert_eq!(troubles, [PaymentTrouble::NotOpened { failure: "keys".into() }]);
    }
}

#[tokio::test]
async fn at_its_end_a_page_is_closed_and_then_told() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 4_500).await;
        stage.forget();
        stage.look(&payment.id, true).await;
        assert_eq!(stage.word(&payment.id).await, "lapsed");
        assert_eq!(stage.told(), [News::PaymentExpired { purpose: PaymentPurpose::Deposit }]);
        assert_eq!(stage.facts(), [PaymentFact::Lapsed]);
    }
}

#[tokio::test]
async fn looking_outlives_a_provider_that_is_down() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let payment = stage.opened("ask.1", 15_000).await;
    stage.forget();
    stage.control("faults", &json!({"effect": {"http": 503}})).await;
    stage.look(&payment.id, false).await;
    let after = stage.payment(&payment.id).await;
    assert_eq!((after.round, after.status.word()), (1, "opened"));
    stage.control("pay", &json!({"id": stage.page_id().await})).await;
    stage.look(&payment.id, false).await;
    assert_eq!(stage.word(&payment.id).await, "paid");
}

#[tokio::test]
async fn a_withdrawn_page_is_closed_in_silence_unless_it_was_paid() {
    for provider in BOTH {
        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 15_000).await;
        stage.forget();
        assert!(stage.deliver("gone.1", stage.withdrawal(), 1).await);
        assert_eq!(stage.word(&payment.id).await, "lapsed");
        assert_eq!((stage.told(), stage.facts()), (vec![], vec![]));

        let stage = Stage::new(provider).await;
        let payment = stage.opened("ask.1", 15_000).await;
        stage.forget();
        stage.control("pay", &json!({"id": stage.page_id().await})).await;
        assert!(stage.deliver("gone.1", stage.withdrawal(), 1).await);
        assert_eq!(stage.word(&payment.id).await, "paid");
        assert_eq!(
            stage.facts(),
            [PaymentFact::Paid { amount: francs(15_000), as_deposit: false }]
        );
    }
}

#[tokio::test]
async fn another_amount_closes_the_page_before() {
    let stage = Stage::new(PaymentProvider::Wave).await;
    let deposit = stage.opened("ask.1", 4_500).await;
    let full = stage.opened("ask.2", 15_000).await;
    assert_ne!(deposit.id, full.id);
    assert_eq!((stage.word(&deposit.id).await, stage.word(&full.id).await), ("lapsed", "opened"));
}
