//! What a seller may say of how orders are paid. Pure.

use std::ops::RangeInclusive;

use domain::{
    money::{Currency, Money},
    seller::{DepositRule, PaymentProvider, PaymentRules},
};

use crate::input::Fields;

const PERCENT: RangeInclusive<u32> = 1..=100;
/// From what a payment takes to a whole day.
const MINUTES: RangeInclusive<u32> = 5..=1_440;
const NAMES: [&str; 2] = ["provider", "deposit"];
const DEPOSIT_NAMES: [&str; 3] = ["percent", "from_total", "minutes"];

/// The rules with the fields that were given; a null provider is cash on delivery alone, a null
/// deposit none.
pub(super) fn changed(
    fields: &mut Fields<'_>,
    before: PaymentRules,
    currency: Currency,
) -> PaymentRules {
    let Some(mut inner) = fields.of_object("payment") else { return before };
    inner.only(&NAMES, "Ce réglage n’existe pas.");
    let rules = PaymentRules {
        provider: if inner.is_null("provider") {
            None
        } else {
            provider(&mut inner).or(before.provider)
        },
        deposit: if inner.is_null("deposit") {
            None
        } else {
            deposit(&mut inner, before.deposit, currency).or(before.deposit)
        },
    };
    if rules.deposit.is_some() && rules.provider.is_none() {
        let why = "Un acompte se paie par mobile money : choisissez d’abord wave ou pawapay.";
        inner.refuse("provider", why);
    }
    fields.absorb(inner);
    rules
}

fn provider(fields: &mut Fields<'_>) -> Option<PaymentProvider> {
    let provider = match fields.line("provider", 20)?.as_str() {
        "wave" => Some(PaymentProvider::Wave),
        "pawapay" => Some(PaymentProvider::Pawapay),
        _ => None,
    };
    if provider.is_none() {
        fields.refuse("provider", "Attendu : wave, pawapay, ou null pour l’argent liquide seul.");
    }
    provider
}

/// A first deposit says everything, a later one what changes.
fn deposit(
    fields: &mut Fields<'_>,
    before: Option<DepositRule>,
    currency: Currency,
) -> Option<DepositRule> {
    let mut inner = fields.of_object("deposit")?;
    inner.only(&DEPOSIT_NAMES, "Ce réglage n’existe pas.");
    if before.is_none() {
        inner.require(&DEPOSIT_NAMES);
    }
    let percent = inner.count_in("percent", PERCENT).and_then(|percent| u8::try_from(percent).ok());
    let from_total = inner.amount("from_total", currency).map(Money::amount);
    let minutes = inner.count_in("minutes", MINUTES);
    fields.absorb(inner);
    Some(DepositRule {
        percent: percent.or(before.map(|rule| rule.percent))?,
        from_total: from_total.or(before.map(|rule| rule.from_total))?,
        minutes: minutes.or(before.map(|rule| rule.minutes))?,
    })
}
