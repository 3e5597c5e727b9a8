//! A checkout session and its life.

use serde_json::{Value, json};

use crate::{
    money::{moment, with_lies},
    time::{MINUTE, UnixMs},
};

/// How long a session stays open.
const LIFE: UnixMs = 30 * MINUTE;

#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: String,
    /// The key it was opened with.
    pub(super) owner: String,
    pub(super) amount: String,
    currency: String,
    pub(super) client_reference: String,
    pub(super) success_url: String,
    error_url: String,
    launch_url: String,
    pub(super) status: Status,
    created: UnixMs,
    pub(super) expires: UnixMs,
    last_error: Option<String>,
    refunded: Option<UnixMs>,
    /// Fields that are told otherwise than they are.
    lies: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Open,
    Paid { transaction: String, at: UnixMs },
    Expired { at: UnixMs },
}

impl Session {
    /// Opened with a body that was checked.
    pub(super) fn new(id: String, owner: &str, body: &Value, base_url: &str, now: UnixMs) -> Self {
        let text = |name| crate::money::text(body, name).to_owned();
        Self {
            launch_url: format!("{base_url}/c/{id}"),
            id,
            owner: owner.to_owned(),
            amount: text("amount"),
            currency: text("currency"),
            client_reference: text("client_reference"),
            success_url: text("success_url"),
            error_url: text("error_url"),
            status: Status::Open,
            created: now,
            expires: now + LIFE,
            last_error: None,
            refunded: None,
            lies: Value::Null,
        }
    }

    /// What is still open after its time is not.
    pub(super) fn grow_old(&mut self, now: UnixMs) {
        if self.status == Status::Open && now >= self.expires {
            self.status = Status::Expired { at: self.expires };
        }
    }

    /// Pays it, telling `lies` about it; `false` if it cannot be paid any more.
    pub(super) fn pay(&mut self, transaction: String, lies: Value, now: UnixMs) -> bool {
        let is_open = self.status == Status::Open;
        if is_open {
            self.status = Status::Paid { transaction, at: now };
            self.last_error = None;
            self.lies = lies;
        }
        is_open
    }

    pub(super) fn fail(&mut self, code: &str) -> bool {
        let is_open = self.status == Status::Open;
        if is_open {
            self.last_error = Some(code.to_owned());
        }
        is_open
    }

    pub(super) fn close(&mut self, now: UnixMs) -> bool {
        let is_open = self.status == Status::Open;
        if is_open {
            self.status = Status::Expired { at: now };
        }
        is_open
    }

    /// Gives the money back, once.
    pub(super) fn refund(&mut self, now: UnixMs) -> Result<(), &'static str> {
        match (&self.status, self.refunded) {
            (Status::Paid { .. }, None) => {
                self.refunded = Some(now);
                Ok(())
            }
            (Status::Paid { .. }, Some(_)) => Err("checkout-session-already-refunded"),
            (Status::Open | Status::Expired { .. }, _) => Err("checkout-session-not-complete"),
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let (checkout, payment, transaction, completed) = match &self.status {
            Status::Open => ("open", "processing", None, None),
            Status::Paid { transaction, at } => {
                ("complete", "succeeded", Some(transaction), Some(*at))
            }
            Status::Expired { at } => ("expired", "cancelled", None, Some(*at)),
        };
        let error = self.last_error.as_ref().map(|code| json!({"code": code, "message": "…"}));
        let truth = json!({
            "id": self.id,
            "amount": self.amount,
            "currency": self.currency,
            "checkout_status": checkout,
            "payment_status": payment,
            "client_reference": self.client_reference,
            "business_name": "Boutique",
            "transaction_id": transaction,
            "wave_launch_url": self.launch_url,
            "when_created": moment(self.created),
            "when_expires": moment(self.expires),
            "when_completed": completed.map(moment),
            "when_refunded": self.refunded.map(moment),
            "last_payment_error": error,
            "success_url": self.success_url,
            "error_url": self.error_url,
        });
        with_lies(truth, &self.lies)
    }
}
