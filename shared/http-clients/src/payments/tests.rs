//! The clients against servers that answer as the providers document it, and as they do not.

use domain::{
    ids::PaymentId,
    money::Currency,
    payment::{Failure, SeenState},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::stub::{ABSENT, Stub, answer, http, impatient};

mod pawapay;
mod wave;

fn payment() -> PaymentId {
    PaymentId::from_uuid(Uuid::from_u128(0x1234))
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_420_000 + second).unwrap()
}

fn asked() -> Asked {
    Asked {
        payment: payment(),
        amount: Money::new(15_000, Currency::Xof),
        country: Country::IvoryCoast,
        label: "Commande 7K2M9P".into(),
        success_url: "https://shop.example/ok".into(),
        error_url: "https://shop.example/ko".into(),
        minutes: 30,
        ends_at: moment(1_800),
    }
}

fn refund_asked() -> RefundAsked {
    RefundAsked {
        payment: payment(),
        paid: Receipt { reference: "cos-1".into(), transaction: "dep-1".into(), at: moment(60) },
        amount: Money::new(15_000, Currency::Xof),
        id: "11111111-1111-4111-8111-111111111111".into(),
    }
}

fn secret() -> SecretString {
    SecretString::from("wave_ci_prod_secret")
}

fn printed(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}
