use domain::payment::{Asking, PaymentEvent, Seen, SeenState, step};
use uuid::Uuid;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_420_000 + second).unwrap()
}

fn asked() -> Payment {
    let asking = Asking {
        id: PaymentId::from_uuid(Uuid::from_u128(1)),
        seller: SellerId::from_uuid(Uuid::from_u128(2)),
        order: OrderId::from_uuid(Uuid::from_u128(3)),
        conversation: ConversationId::from_uuid(Uuid::from_u128(4)),
        provider: Provider::Pawapay,
        purpose: Purpose::Deposit,
        amount: Money::new(4_500, domain::money::Currency::Xof),
    };
    Payment::asked(asking, at(0), 30)
}

fn seen(state: SeenState) -> Seen {
    Seen {
        state,
        reference: "ref".into(),
        amount: Some(4_500),
        currency: "XOF".into(),
        client_reference: asked().id.to_string(),
        transaction: Some("secret-transaction".into()),
        is_reused: false,
        failure: Some(Failure::Insufficient),
    }
}

fn life() -> Vec<Payment> {
    let page = Page {
        reference: "ref".into(),
        url: "https://pay.example/secret-page".into(),
        until: at(1_800),
    };
    let next = |before: &Payment, event: PaymentEvent| step(before, &event, at(60)).unwrap().state;
    let opened = next(&asked(), PaymentEvent::Opened(page));
    let mut lie = seen(SeenState::Paid);
    lie.amount = Some(1);
    let doubted = next(&opened, PaymentEvent::Seen(lie.clone()));
    let amount = Money::new(1, domain::money::Currency::Xof);
    let accepted = next(&doubted, PaymentEvent::Accepted { amount, seen: lie.clone() });
    let paid = next(&opened, PaymentEvent::Seen(seen(SeenState::Paid)));
    let refunding = next(&paid, PaymentEvent::RefundAsked { amount: None });
    let done = PaymentEvent::RefundSeen(domain::payment::RefundState::Done);
    vec![
        asked(),
        next(&asked(), PaymentEvent::OpeningFailed(Failure::Keys)),
        next(&opened, PaymentEvent::Withdrawn),
        next(&opened, PaymentEvent::Seen(seen(SeenState::Expired))),
        accepted,
        next(&opened, PaymentEvent::Seen(lie)),
        next(&refunding, done),
        refunding,
        opened,
        paid,
    ]
}

#[test]
fn a_payment_reads_back_wherever_it_stands() {
    for payment in life() {
        let json = serde_json::to_string(&PaymentRecord::from(&payment)).unwrap();
        let read: PaymentRecord = serde_json::from_str(&json).unwrap();
        assert_eq!(Payment::try_from(&read), Ok(payment));
    }
}

#[test]
fn neither_page_nor_transaction_is_shown() {
    for payment in life() {
        let shown = format!("{:?}", PaymentRecord::from(&payment));
        assert!(!shown.contains("secret") && !shown.contains("https"), "{shown}");
        assert!(shown.contains(payment.id.as_str()));
    }
}

#[test]
fn a_damaged_payment_names_the_field() {
    let mut record = PaymentRecord::from(&asked());
    record.amount.currency = "EUR".into();
    assert_eq!(Payment::try_from(&record).map_err(|error| error.field), Err("currency"));
    let json = serde_json::to_string(&PaymentRecord::from(&asked())).unwrap();
    let foreign = json.replace("pay_", "ord_");
    assert!(serde_json::from_str::<PaymentRecord>(&foreign).is_err());
}

#[test]
fn keys_read_back_are_refused_incomplete_and_are_never_shown() {
    let keys = WaveKeys {
        api_key: "wave_ci_prod_secret".into(),
        webhook_secret: "wave_ci_WHS_secret".into(),
        webhook_strategy: WebhookStrategy::Signature,
    };
    let text = keys.to_text();
    assert_eq!(
        text,
        r#"{"api_key":"wave_ci_prod_secret","webhook_secret":"wave_ci_WHS_secret","webhook_strategy":"signature"}"#
    );
    assert_eq!(WaveKeys::of_text(&text).unwrap(), keys);
    assert!(!format!("{keys:?}").contains("secret"));
    assert!(PawapayKeys::of_text(&text).is_err());
    assert!(GlovoKeys::of_text("{}").is_err() && YangoKeys::of_text("").is_err());
    let token = PawapayKeys { token: "secret".into() };
    assert_eq!(PawapayKeys::of_text(&token.to_text()).unwrap(), token);
    assert!(!format!("{token:?}").contains("secret"));
}
