//! A payment as the dashboard sees it.

use contracts::{
    as_text,
    messages::{PaymentProvider, PaymentPurpose},
    records::{CorruptRecord, payment::PaymentRecord, values::MoneyValue},
};
use domain::{
    copy::payment as copy,
    order::reference,
    payment::{Payment, Status, Warning},
    seller::PaymentProvider as Provider,
};
use jiff::Timestamp;
use serde::Serialize;

/// A payment. `status` is `requested`, `opened`, `paid`, `lapsed`, `suspicious`, `refunding` or
/// `refunded`.
#[derive(Debug, Serialize)]
pub(crate) struct PaymentView {
    id: String,
    order_id: String,
    /// The order's short name for people.
    order_reference: String,
    provider: PaymentProvider,
    purpose: PaymentPurpose,
    amount: MoneyValue,
    status: &'static str,
    #[serde(serialize_with = "as_text::serialize")]
    created_at: Timestamp,
    /// Until when it can be paid.
    #[serde(serialize_with = "as_text::serialize")]
    ends_at: Timestamp,
    #[serde(serialize_with = "as_text::option::serialize")]
    paid_at: Option<Timestamp>,
    /// The provider's own number of the movement of money, to find it there.
    transaction: Option<String>,
    refunded: Option<MoneyValue>,
    /// What came and counts, once money came; the seller may have taken another amount.
    received: Option<MoneyValue>,
    /// What the seller may take for what it is, while that is theirs to decide.
    acceptable: Option<MoneyValue>,
    /// Why the last try failed, in French; null when none did.
    failure: Option<&'static str>,
    /// What is to be checked at the provider, in French.
    warning: Option<String>,
}

/// What a provider calls itself.
pub(super) const fn name(provider: Provider) -> &'static str {
    match provider {
        Provider::Wave => "Wave",
        Provider::Pawapay => "pawaPay",
    }
}

impl PaymentView {
    /// The view of what is kept.
    ///
    /// # Errors
    /// The record does not read back as a payment.
    pub(crate) fn of(record: &PaymentRecord) -> Result<Self, CorruptRecord> {
        let payment = Payment::try_from(record)?;
        let paid = payment.receipt();
        let provider = name(payment.provider);
        let (refunded, warning) = match &payment.status {
            Status::Refunding { amount, .. } | Status::Refunded { amount, .. } => {
                (Some(MoneyValue::from(*amount)), None)
            }
            Status::Suspicious { why, .. } => {
                let warning = Warning::Suspicious(*why);
                let said = copy::warning(provider, &payment.order, payment.amount, warning);
                (None, Some(said))
            }
            Status::Requested | Status::Opened(_) | Status::Paid(_) | Status::Lapsed { .. } => {
                (None, None)
            }
        };
        Ok(Self {
            id: payment.id.to_string(),
            order_id: payment.order.to_string(),
            order_reference: reference(&payment.order),
            provider: record.provider,
            purpose: record.purpose,
            amount: record.amount.clone(),
            status: record.status.word(),
            created_at: payment.created_at,
            ends_at: payment.page().map_or(payment.ends_at, |page| page.until.min(payment.ends_at)),
            paid_at: paid.map(|paid| paid.at),
            transaction: paid.map(|paid| paid.transaction.clone()),
            refunded,
            received: paid.map(|_| payment.received().into()),
            acceptable: payment.acceptable().map(Into::into),
            failure: payment.failure.map(copy::failure),
            warning,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn shown(status: &Value) -> Value {
        let record: PaymentRecord = serde_json::from_value(json!({
            "id": "pay_00000000000000000000000004", "seller": "slr_00000000000000000000000004",
            "order": "ord_00000000000000000000000004",
            "conversation": "cnv_00000000000000000000000004",
            "provider": "wave", "purpose": "full",
            "amount": {"amount": 15_000, "currency": "XOF"},
            "created_at": "2026-11-27T10:00:00Z", "ends_at": "2026-11-27T11:00:00Z",
            "status": status, "round": 0, "failure": "insufficient",
        }))
        .unwrap();
        serde_json::to_value(PaymentView::of(&record).unwrap()).unwrap()
    }

    #[test]
    fn a_payment_is_shown_without_its_page() {
        let page = json!({"reference": "cos-1", "url": "https://pay.wave.com/c/cos-1",
            "until": "2026-11-27T10:30:00Z"});
        let view = shown(&json!({"kind": "opened", "page": page}));
        assert_eq!(
            (view["status"].as_str(), view["ends_at"].as_str()),
            (Some("opened"), Some("2026-11-27T10:30:00Z"))
        );
        assert_eq!(view["failure"], "Solde insuffisant");
        assert!(!view.to_string().contains("pay.wave.com"));
    }

    #[test]
    fn what_is_to_be_checked_is_said() {
        let why = json!({"kind": "amount", "said": 14_999});
        let view = shown(&json!({"kind": "suspicious", "why": why}));
        let warning = view["warning"].as_str().unwrap();
        assert!(warning.contains("14 999 FCFA au lieu de 15 000 FCFA"), "{warning}");
        assert_eq!(view["paid_at"], Value::Null);
        assert_eq!(
            (&view["acceptable"]["amount"], &view["received"]),
            (&json!(14_999), &Value::Null)
        );
        let currency = shown(&json!({"kind": "suspicious", "why": {"kind": "currency"}}));
        assert_eq!(currency["acceptable"], Value::Null);
    }
}
