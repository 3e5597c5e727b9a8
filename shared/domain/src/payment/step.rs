//! The machine: what each event makes of a payment.

use jiff::Timestamp;

use super::{
    Fact, Failure, Lapse, Page, Payment, PaymentEffect as Effect, PaymentEvent as Event, Receipt,
    RefundState, Rejection, Seen, SeenState, Status, Suspicion, Told, Warning,
};
use crate::{Transition, money::Money, seller::PaymentProvider};

type Outcome = Result<Transition<Payment, Effect>, Rejection>;

/// Applies an event.
pub fn step(state: &Payment, event: &Event, now: Timestamp) -> Outcome {
    let at = Step { before: state, after: state.clone(), effects: Vec::new(), now };
    match event {
        Event::Opened(page) => at.opened(page),
        Event::OpeningFailed(failure) => at.opening_failed(*failure),
        Event::AskedAgain => at.asked_again(),
        Event::Seen(seen) => at.seen(seen),
        Event::Looked { round, seen } => at.looked(*round, seen),
        Event::Withdrawn => at.withdrawn(),
        Event::Accepted { amount, seen } => at.accepted(*amount, seen),
        Event::RefundAsked { amount } => at.refund_asked(*amount),
        Event::RefundSeen(refund) => at.refund_seen(*refund),
    }
}

struct Step<'a> {
    before: &'a Payment,
    after: Payment,
    effects: Vec<Effect>,
    now: Timestamp,
}

impl Step<'_> {
    fn opened(mut self, page: &Page) -> Outcome {
        match &self.before.status {
            Status::Requested => {
                self.after.status = Status::Opened(page.clone());
                if self.before.closing.is_some() {
                    // Withdrawn while the provider was opening it.
                    self.effects.push(Effect::Close);
                } else {
                    self.effects.push(Effect::Tell(Told::Link(page.clone())));
                    self.effects.push(Effect::Announce(Fact::Opened));
                }
                self.look_later();
                Ok(self.done())
            }
            Status::Lapsed { page: None, why } => {
                // Given up before its page was known: nobody may pay on it unseen.
                self.after.status = Status::Lapsed { page: Some(page.clone()), why: *why };
                self.effects.push(Effect::Close);
                Ok(self.done())
            }
            Status::Opened(_)
            | Status::Lapsed { page: Some(_), .. }
            | Status::Suspicious { .. }
            | Status::Paid(_)
            | Status::Refunding { .. }
            | Status::Refunded { .. } => Err(Rejection::Stale),
        }
    }

    fn opening_failed(mut self, failure: Failure) -> Outcome {
        if self.before.status != Status::Requested {
            return Err(Rejection::Stale);
        }
        self.after.failure = Some(failure);
        self.lapse(None, self.before.closing.unwrap_or(Lapse::Refused));
        if self.before.closing.is_none() {
            self.effects.push(Effect::Warn(Warning::NotOpened(failure)));
        }
        Ok(self.done())
    }

    fn asked_again(mut self) -> Outcome {
        match &self.before.status {
            Status::Opened(page) if self.before.closing.is_none() => {
                self.effects.push(Effect::Tell(Told::Link(page.clone())));
                Ok(self.done())
            }
            Status::Requested
            | Status::Opened(_)
            | Status::Lapsed { .. }
            | Status::Suspicious { .. }
            | Status::Paid(_)
            | Status::Refunding { .. }
            | Status::Refunded { .. } => Err(Rejection::Stale),
        }
    }

    fn looked(mut self, round: u32, seen: &Seen) -> Outcome {
        // A timer that was set before the latest one, and one that nothing waits for.
        if round != self.before.round || self.before.next_check_at.is_none() {
            return Err(Rejection::Stale);
        }
        self.after.round = round.saturating_add(1);
        self.seen(seen)
    }

    fn seen(mut self, seen: &Seen) -> Outcome {
        self.after.failure = seen.failure.or(self.before.failure);
        match seen.state {
            SeenState::Paid => self.seen_paid(seen),
            SeenState::Refunded => self.seen_refunded(seen),
            SeenState::Absent => match self.before.status {
                Status::Requested if self.before.closing.is_some() => self.over(Lapse::TimeUp),
                Status::Requested => Err(Rejection::Stale),
                Status::Opened(_) => self.still_open(),
                Status::Lapsed { .. }
                | Status::Suspicious { .. }
                | Status::Paid(_)
                | Status::Refunding { .. }
                | Status::Refunded { .. } => self.unless_looked(),
            },
            SeenState::Open => match self.before.status {
                Status::Opened(_) => self.still_open(),
                Status::Requested
                | Status::Lapsed { .. }
                | Status::Suspicious { .. }
                | Status::Paid(_)
                | Status::Refunding { .. }
                | Status::Refunded { .. } => self.unless_looked(),
            },
            SeenState::Failed => self.over(Lapse::Refused),
            SeenState::Expired => self.over(Lapse::TimeUp),
        }
    }

    /// The provider says it has the money: of exactly this payment, or of something else.
    fn seen_paid(self, seen: &Seen) -> Outcome {
        let page = match &self.before.status {
            Status::Requested => None,
            Status::Opened(page) => Some(page.clone()),
            // Money can come after all: a late approval, a page that closed too late.
            Status::Lapsed { page, .. } | Status::Suspicious { page, .. } => page.clone(),
            Status::Paid(_) | Status::Refunding { .. } | Status::Refunded { .. } => {
                return self.unless_looked();
            }
        };
        match self.before.judge(seen) {
            Ok(transaction) => Ok(self.paid(seen, transaction)),
            Err(why) => self.suspect(page, why),
        }
    }

    fn paid(mut self, seen: &Seen, transaction: String) -> Transition<Payment, Effect> {
        let paid = Receipt {
            reference: seen.reference.clone(),
            transaction: transaction.clone(),
            at: self.now,
        };
        self.after.status = Status::Paid(paid);
        self.after.failure = None;
        self.rest();
        self.effects.push(Effect::Use { transaction });
        self.effects.push(Effect::Announce(Fact::Paid));
        self.effects.push(Effect::Tell(Told::Received));
        self.done()
    }

    /// The seller saw an amount and takes it: it must still be what the provider says, and the only
    /// thing that is wrong.
    fn accepted(mut self, amount: Money, seen: &Seen) -> Outcome {
        let page = match &self.before.status {
            Status::Suspicious { page, .. } => page.clone(),
            Status::Paid(_) | Status::Refunding { .. } | Status::Refunded { .. } => {
                return Err(Rejection::Stale);
            }
            Status::Requested | Status::Opened(_) | Status::Lapsed { .. } => {
                return Err(Rejection::NotPaid);
            }
        };
        if seen.state != SeenState::Paid {
            self.effects.push(Effect::Warn(Warning::NotAccepted));
            return Ok(self.done());
        }
        let is_ours = amount.currency() == self.before.amount.currency() && amount.amount() > 0;
        let judged = match self.before.judge(seen) {
            Err(Suspicion::Amount { said }) if is_ours && said == Some(amount.amount()) => {
                self.after.accepted = Some(amount);
                self.before.judge_as(amount, seen)
            }
            judged => judged,
        };
        match judged {
            Ok(transaction) => Ok(self.paid(seen, transaction)),
            Err(why) => {
                self.after.accepted = None;
                self.after.status = Status::Suspicious { page, why };
                self.effects.push(Effect::Warn(Warning::Suspicious(why)));
                Ok(self.done())
            }
        }
    }

    fn suspect(mut self, page: Option<Page>, why: Suspicion) -> Outcome {
        if matches!(&self.before.status, Status::Suspicious { why: known, .. } if *known == why) {
            return self.unless_looked();
        }
        self.after.status = Status::Suspicious { page, why };
        self.rest();
        self.effects.push(Effect::Warn(Warning::Suspicious(why)));
        self.effects.push(Effect::Announce(Fact::Lapsed));
        Ok(self.done())
    }

    fn seen_refunded(mut self, seen: &Seen) -> Outcome {
        match &self.before.status {
            // At the provider's own counter, where only the whole goes back.
            Status::Paid(paid) => {
                let (paid, amount) = (paid.clone(), self.before.received());
                Ok(self.refunded(paid, amount))
            }
            Status::Refunding { paid, amount, .. } => {
                let (paid, amount) = (paid.clone(), *amount);
                Ok(self.refunded(paid, amount))
            }
            Status::Requested | Status::Opened(_) => {
                self.after.failure = seen.failure;
                self.over(Lapse::Refused)
            }
            Status::Lapsed { .. } | Status::Suspicious { .. } | Status::Refunded { .. } => {
                self.unless_looked()
            }
        }
    }

    /// Nobody has paid yet.
    fn still_open(mut self) -> Outcome {
        let is_over = self.now >= self.before.end();
        if is_over && self.before.closing.is_none() {
            self.after.closing = Some(Lapse::TimeUp);
        }
        // A close that did not get through is tried at every look.
        if is_over || self.before.closing.is_some() {
            self.effects.push(Effect::Close);
        }
        self.unless_looked()
    }

    /// Nobody can pay any more.
    fn over(mut self, why: Lapse) -> Outcome {
        let page = match &self.before.status {
            Status::Requested => None,
            Status::Opened(page) => Some(page.clone()),
            Status::Lapsed { .. }
            | Status::Suspicious { .. }
            | Status::Paid(_)
            | Status::Refunding { .. }
            | Status::Refunded { .. } => return self.unless_looked(),
        };
        self.lapse(page, self.before.closing.unwrap_or(why));
        Ok(self.done())
    }

    fn lapse(&mut self, page: Option<Page>, why: Lapse) {
        // A payment nobody could pay is no news for who would have.
        let was_offered = page.is_some();
        self.after.status = Status::Lapsed { page, why };
        self.rest();
        match why {
            // Whoever withdrew it knows.
            Lapse::Withdrawn => {}
            Lapse::TimeUp | Lapse::Refused => {
                self.effects.push(Effect::Announce(Fact::Lapsed));
                if was_offered {
                    self.effects.push(Effect::Tell(Told::Expired));
                }
            }
        }
    }

    fn withdrawn(mut self) -> Outcome {
        if !self.before.is_open() {
            return Err(Rejection::Stale);
        }
        self.after.closing = Some(Lapse::Withdrawn);
        self.effects.push(Effect::Close);
        Ok(self.done())
    }

    fn refund_asked(mut self, amount: Option<Money>) -> Outcome {
        let Status::Paid(paid) = &self.before.status else {
            return Err(match self.before.status {
                Status::Refunding { .. } | Status::Refunded { .. } => Rejection::Stale,
                Status::Requested
                | Status::Opened(_)
                | Status::Lapsed { .. }
                | Status::Suspicious { .. }
                | Status::Paid(_) => Rejection::NotPaid,
            });
        };
        let all = self.before.received();
        let amount = amount.unwrap_or(all);
        if amount.currency() != all.currency()
            || amount.amount() <= 0
            || amount.amount() > all.amount()
        {
            return Err(Rejection::TooMuch);
        }
        match self.before.provider {
            // Wave, Checkout API: a session is refunded as a whole.
            PaymentProvider::Wave if amount != all => return Err(Rejection::AllOrNothing),
            PaymentProvider::Wave | PaymentProvider::Pawapay => {}
        }
        let nth = self.before.refunds.saturating_add(1);
        self.after.refunds = nth;
        self.after.failure = None;
        self.after.status = Status::Refunding { paid: paid.clone(), amount, since: self.now };
        self.effects.push(Effect::Refund { amount, nth });
        Ok(self.done())
    }

    fn refund_seen(mut self, refund: RefundState) -> Outcome {
        let Status::Refunding { paid, amount, .. } = &self.before.status else {
            return Err(Rejection::Stale);
        };
        let (paid, amount) = (paid.clone(), *amount);
        match refund {
            RefundState::Done => Ok(self.refunded(paid, amount)),
            RefundState::Pending => {
                self.after.round = self.before.round.saturating_add(1);
                self.look_later();
                Ok(self.done())
            }
            RefundState::Refused(failure) => {
                self.after.status = Status::Paid(paid);
                self.after.failure = Some(failure);
                self.rest();
                self.effects.push(Effect::Warn(Warning::NotRefunded(failure)));
                Ok(self.done())
            }
        }
    }

    fn refunded(mut self, paid: Receipt, amount: Money) -> Transition<Payment, Effect> {
        self.after.status = Status::Refunded { paid, amount };
        self.rest();
        self.effects.push(Effect::Announce(Fact::Refunded { amount }));
        self.effects.push(Effect::Tell(Told::Refunded { amount }));
        self.done()
    }

    fn look_later(&mut self) {
        self.after.next_check_at = self.after.next_look(self.now);
        if let Some(at) = self.after.next_check_at {
            self.effects.push(Effect::Check { round: self.after.round, at });
        }
    }

    fn rest(&mut self) {
        self.after.next_check_at = None;
        self.after.closing = None;
    }

    /// A look is counted and the next one planned; a hint that says nothing new is stale.
    fn unless_looked(mut self) -> Outcome {
        if self.after.round != self.before.round {
            self.look_later();
            return Ok(self.done());
        }
        if self.after == *self.before && self.effects.is_empty() {
            return Err(Rejection::Stale);
        }
        Ok(self.done())
    }

    fn done(self) -> Transition<Payment, Effect> {
        Transition { state: self.after, effects: self.effects }
    }
}
