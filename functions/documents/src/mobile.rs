//! What of a payment by mobile money stands on a receipt. `payments` owns the record; only what is
//! printed is read of it, and a state that is not known here is no money.

use contracts::{
    messages::PaymentProvider,
    records::{CorruptRecord, values::MoneyValue},
};
use domain::{
    money::Money,
    paper::{Means, Paid},
    seller::PaymentProvider as Wallet,
};
use serde::Deserialize;

/// A payment as `payments` keeps it.
#[derive(Clone, Deserialize)]
pub(crate) struct MobilePayment {
    provider: PaymentProvider,
    amount: MoneyValue,
    /// What came instead of it, when the seller took that.
    #[serde(default)]
    accepted: Option<MoneyValue>,
    status: Status,
}

/// Where it stands: `{"kind":"paid","paid":{"transaction":"…"}}`.
#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Status {
    Paid {
        paid: Moved,
    },
    /// On its way back, and not gone yet.
    Refunding {
        paid: Moved,
    },
    /// Gone back, so much of it.
    Refunded {
        paid: Moved,
        amount: MoneyValue,
    },
    #[serde(other)]
    Unpaid,
}

/// The movement of money, by the provider's own name for it.
#[derive(Clone, Deserialize)]
struct Moved {
    transaction: String,
}

impl MobilePayment {
    /// The money the shop still has of it.
    pub(crate) fn paid(&self) -> Result<Option<Paid>, CorruptRecord> {
        let whole = Money::try_from(self.accepted.as_ref().unwrap_or(&self.amount))?;
        let (moved, amount) = match &self.status {
            Status::Paid { paid } | Status::Refunding { paid } => (paid, whole),
            Status::Refunded { paid, amount } => {
                let back = Money::try_from(amount)?;
                let left = whole.amount().saturating_sub(back.amount()).max(0);
                (paid, Money::new(left, whole.currency()))
            }
            Status::Unpaid => return Ok(None),
        };
        let by = match self.provider {
            PaymentProvider::Wave => Wallet::Wave,
            PaymentProvider::Pawapay => Wallet::Pawapay,
        };
        let how = Means::Mobile { by, reference: moved.transaction.clone() };
        Ok((amount.amount() > 0).then_some(Paid { how, amount }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn paid(status: &Value) -> Option<(String, i64)> {
        paid_instead(status, &Value::Null)
    }

    fn paid_instead(status: &Value, accepted: &Value) -> Option<(String, i64)> {
        let record = json!({
            "id": "pay_1", "provider": "wave", "purpose": "full", "accepted": accepted,
            "amount": {"amount": 15_000, "currency": "XOF"}, "status": status, "round": 2,
        });
        let payment: MobilePayment = serde_json::from_value(record).unwrap();
        let paid = payment.paid().unwrap()?;
        let Means::Mobile { reference, .. } = paid.how else { panic!("mobile money") };
        Some((reference, paid.amount.amount()))
    }

    #[test]
    fn only_money_that_came_and_stayed_is_printed() {
        let moved =
            json!({"reference": "cos-1", "transaction": "TCN4", "at": "2026-11-27T10:00:00Z"});
        let back = |amount: i64| json!({"amount": amount, "currency": "XOF"});
        let whole = Some(("TCN4".to_owned(), 15_000));
        assert_eq!(paid(&json!({"kind": "paid", "paid": moved})), whole);
        let instead = paid_instead(&json!({"kind": "paid", "paid": moved}), &back(14_999));
        assert_eq!(instead, Some(("TCN4".to_owned(), 14_999)));
        let under_way = json!({"kind": "refunding", "paid": moved, "amount": back(15_000)});
        assert_eq!(paid(&under_way), whole);
        let part = json!({"kind": "refunded", "paid": moved, "amount": back(5_000)});
        assert_eq!(paid(&part), Some(("TCN4".to_owned(), 10_000)));
        assert_eq!(paid(&json!({"kind": "refunded", "paid": moved, "amount": back(15_000)})), None);
        for kind in ["requested", "opened", "lapsed", "suspicious", "something_new"] {
            assert_eq!(paid(&json!({"kind": kind, "page": null})), None, "{kind}");
        }
    }
}
