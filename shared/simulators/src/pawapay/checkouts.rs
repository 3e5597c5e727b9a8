//! A checkout, its deposits, and its life.

use serde_json::{Value, json};

use crate::{
    money::{moment, text, with_lies},
    random,
    time::{MINUTE, UnixMs},
};

#[derive(Debug)]
pub(super) struct Checkout {
    pub(super) id: String,
    /// The token it was opened with.
    pub(super) owner: String,
    body: Value,
    redirect_url: String,
    pub(super) status: Status,
    created: UnixMs,
    expires: UnixMs,
    deposits: Vec<Deposit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Waiting,
    Completed,
    Failed,
    Expired,
}

/// A try to pay.
#[derive(Debug)]
pub(super) struct Deposit {
    pub(super) id: String,
    is_completed: bool,
    failure: Option<String>,
    lies: Value,
}

impl Checkout {
    /// Opened with a body that was checked.
    pub(super) fn new(owner: &str, body: Value, base_url: &str, now: UnixMs) -> Self {
        let id = text(&body, "checkoutId").to_owned();
        let minutes = body.get("expiresAfter").and_then(Value::as_i64).unwrap_or(60);
        Self {
            redirect_url: format!("{base_url}/c/{id}"),
            id,
            owner: owner.to_owned(),
            body,
            status: Status::Waiting,
            created: now,
            expires: now + minutes * MINUTE,
            deposits: Vec::new(),
        }
    }

    pub(super) fn grow_old(&mut self, now: UnixMs) {
        if self.status == Status::Waiting && now >= self.expires {
            self.status = Status::Expired;
        }
    }

    /// The amount of its only country.
    pub(super) fn amount(&self) -> &Value {
        self.body.pointer("/amounts/0").unwrap_or(&Value::Null)
    }

    pub(super) fn label(&self) -> &str {
        self.body.pointer("/reason/fr").and_then(Value::as_str).unwrap_or("Boutique")
    }

    pub(super) fn return_url(&self) -> &str {
        text(&self.body, "returnUrl")
    }

    /// A deposit completes, telling `lies` about itself; `false` if none can any more.
    pub(super) fn pay(&mut self, deposit: Option<String>, lies: Value) -> bool {
        let is_open = self.status == Status::Waiting;
        if is_open {
            self.status = Status::Completed;
            let id = deposit.unwrap_or_else(random::uuid);
            self.deposits.push(Deposit { id, is_completed: true, failure: None, lies });
        }
        is_open
    }

    /// A deposit fails; the checkout stays open unless it is given up as a whole.
    pub(super) fn fail(&mut self, code: &str, is_final: bool) -> bool {
        let is_open = self.status == Status::Waiting;
        if is_open {
            let failure = Some(code.to_owned());
            let id = random::uuid();
            self.deposits.push(Deposit { id, is_completed: false, failure, lies: Value::Null });
            if is_final {
                self.status = Status::Failed;
            }
        }
        is_open
    }

    pub(super) fn close(&mut self) -> bool {
        let is_open = self.status == Status::Waiting;
        if is_open {
            self.status = Status::Expired;
        }
        is_open
    }

    pub(super) fn deposit(&self, id: &str) -> Option<Value> {
        self.deposits.iter().find(|deposit| deposit.id == id).map(|it| self.deposit_json(it))
    }

    fn deposit_json(&self, deposit: &Deposit) -> Value {
        let status = if deposit.is_completed { "COMPLETED" } else { "FAILED" };
        let reason = deposit.failure.as_ref();
        let reason = reason.map(|code| json!({"failureCode": code, "failureMessage": "…"}));
        let amount = self.amount();
        let truth = json!({
            "depositId": deposit.id,
            "status": status,
            "amount": text(amount, "amount"),
            "currency": text(amount, "currency"),
            "country": text(amount, "country"),
            "clientReferenceId": text(&self.body, "clientReferenceId"),
            "payer": {"type": "MMO", "accountDetails": {"provider": "ORANGE_CIV"}},
            "created": moment(self.created),
            "providerTransactionId": format!("MP{}", deposit.id),
            "failureReason": reason,
        });
        with_lies(truth, &deposit.lies)
    }

    pub(super) fn to_json(&self) -> Value {
        let status = match self.status {
            Status::Waiting => "WAITING_PAYMENT",
            Status::Completed => "COMPLETED",
            Status::Failed => "FAILED",
            Status::Expired => "EXPIRED",
        };
        let deposits: Vec<Value> = self.deposits.iter().map(|it| self.deposit_json(it)).collect();
        json!({
            "checkoutId": self.id,
            "status": status,
            "redirectUrl": self.redirect_url,
            "created": moment(self.created),
            "expiresAt": moment(self.expires),
            "checkoutCode": "PPG0000001",
            "clientReferenceId": text(&self.body, "clientReferenceId"),
            "countries": self.body.get("countries"),
            "amounts": self.body.get("amounts"),
            "reason": self.body.get("reason"),
            "deposit": deposits.last(),
            "depositsHistory": deposits,
        })
    }

    /// The answer to the call that opened it.
    pub(super) fn accepted(&self) -> Value {
        json!({
            "checkoutId": self.id,
            "status": "ACCEPTED",
            "redirectUrl": self.redirect_url,
            "created": moment(self.created),
            "expiresAt": moment(self.expires),
            "checkoutCode": "PPG0000001",
        })
    }
}
