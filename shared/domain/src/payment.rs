//! A payment by mobile money: a page of a provider's where the prospect pays, and what the
//! provider says became of it.
//!
//! The machine is [`step`]. Money counts as received only when a provider, asked by us, says so of
//! exactly what was asked for: the amount, the currency and our own reference. Everything else it
//! may say of money is a [`Suspicion`], which the seller is told and which pays nothing, until they
//! take another amount for what it is.

mod deposit;
mod known;
mod plan;
mod seen;
mod step;

use jiff::Timestamp;

pub use self::{
    known::Known,
    plan::{BETWEEN_LOOKS, EARLY_LOOKS},
    seen::{Failure, Seen, SeenState, Suspicion},
    step::step,
};
use crate::{
    ids::{ConversationId, OrderId, PaymentId, SellerId},
    money::Money,
    seller::PaymentProvider,
};

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// All of the order, or what is left of it.
    Full,
    /// A part of it, without which nobody is sent.
    Deposit,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    pub seller: SellerId,
    pub order: OrderId,
    pub conversation: ConversationId,
    pub provider: PaymentProvider,
    pub purpose: Purpose,
    /// What is asked for, to the franc.
    pub amount: Money,
    pub created_at: Timestamp,
    /// When we stop waiting for it, whatever the provider's own page does.
    pub ends_at: Timestamp,
    pub status: Status,
    /// What really came, where the seller took another amount than was asked for.
    pub accepted: Option<Money>,
    /// Why the page is being closed, while it is.
    pub closing: Option<Lapse>,
    /// Looks at the provider so far; a timer of another number is stale.
    pub round: u32,
    /// When to look next.
    pub next_check_at: Option<Timestamp>,
    /// Why the last try to pay, or to give money back, failed.
    pub failure: Option<Failure>,
    /// Refunds that were tried; each goes out under a number of its own.
    pub refunds: u32,
}

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Written down; the provider may or may not have heard of it.
    Requested,
    /// The prospect can pay.
    Opened(Page),
    /// The provider has the money.
    Paid(Receipt),
    /// Nothing was paid, and nothing can be any more as far as we know.
    Lapsed { page: Option<Page>, why: Lapse },
    /// The provider speaks of money that is not what was asked for.
    Suspicious { page: Option<Page>, why: Suspicion },
    /// Money is on its way back.
    Refunding { paid: Receipt, amount: Money, since: Timestamp },
    /// Money went back.
    Refunded { paid: Receipt, amount: Money },
}

/// The provider's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The provider's id of the session or checkout.
    pub reference: String,
    pub url: String,
    /// When it closes by itself.
    pub until: Timestamp,
}

/// The money that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The provider's id of the session or checkout.
    pub reference: String,
    /// The provider's id of the movement of money; it pays for one payment and never another.
    pub transaction: String,
    /// When we learnt of it.
    pub at: Timestamp,
}

/// Why nothing was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lapse {
    /// The time was over.
    TimeUp,
    /// The provider would not open a page, or gave the payment up.
    Refused,
    /// The order does not need it any more.
    Withdrawn,
}

/// What may happen to a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentEvent {
    /// The provider opened the page, or had opened it before.
    Opened(Page),
    /// The provider will not open one.
    OpeningFailed(Failure),
    /// The same money is asked for again.
    AskedAgain,
    /// The provider was asked, because it called or because a page was closed.
    Seen(Seen),
    /// The provider was asked because it was time to.
    Looked { round: u32, seen: Seen },
    /// The order is over, or paid otherwise.
    Withdrawn,
    /// The seller takes the amount they saw for what it is; the provider was asked once more.
    Accepted { amount: Money, seen: Seen },
    /// The seller gives money back; without an amount, all of it.
    RefundAsked { amount: Option<Money> },
    /// What the provider says of the money that goes back.
    RefundSeen(RefundState),
}

/// How far money is on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    Done,
    /// Accepted, not yet done.
    Pending,
    /// It will not be done.
    Refused(Failure),
}

/// What must now happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentEffect {
    /// Have the provider open a page; one opened before is found again.
    Open,
    /// Have the provider close the page, and look at it afterwards.
    Close,
    /// Have the provider give money back; `nth` counts tries from 1.
    Refund { amount: Money, nth: u32 },
    /// Keep the provider's transaction for this payment alone, in the commit itself.
    Use { transaction: String },
    /// Look again at that moment.
    Check { round: u32, at: Timestamp },
    /// The prospect is told.
    Tell(Told),
    /// `dispatch` is told.
    Announce(Fact),
    /// The seller is told.
    Warn(Warning),
}

/// What the prospect is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Link(Page),
    Received,
    Expired,
    Refunded { amount: Money },
}

/// What the delivery's owner is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    Opened,
    Paid,
    Lapsed,
    Refunded { amount: Money },
}

/// What the seller must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Money that is not what was asked for.
    Suspicious(Suspicion),
    /// No page could be opened.
    NotOpened(Failure),
    /// Money did not go back.
    NotRefunded(Failure),
    /// The provider does not say any more what the seller wanted to accept.
    NotAccepted,
}

/// Why an event changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Rejection {
    #[error("the payment has gone on since")]
    Stale,
    #[error("nothing was paid")]
    NotPaid,
    #[error("more than was paid cannot go back")]
    TooMuch,
    #[error("this provider gives back all or nothing")]
    AllOrNothing,
}

impl Payment {
    /// A payment that is asked for at `now`, for which the prospect has `minutes`. What it makes
    /// happen first is [`PaymentEffect::Open`].
    pub fn asked(order: Asking, now: Timestamp, minutes: u32) -> Self {
        Self {
            id: order.id,
            seller: order.seller,
            order: order.order,
            conversation: order.conversation,
            provider: order.provider,
            purpose: order.purpose,
            amount: order.amount,
            created_at: now,
            ends_at: plan::after_minutes(now, minutes),
            status: Status::Requested,
            accepted: None,
            closing: None,
            round: 0,
            next_check_at: None,
            failure: None,
            refunds: 0,
        }
    }

    /// The provider's page, while one is known.
    pub fn page(&self) -> Option<&Page> {
        match &self.status {
            Status::Opened(page) => Some(page),
            Status::Lapsed { page, .. } | Status::Suspicious { page, .. } => page.as_ref(),
            Status::Requested
            | Status::Paid(_)
            | Status::Refunding { .. }
            | Status::Refunded { .. } => None,
        }
    }

    /// The money that came, wherever it is now.
    pub const fn receipt(&self) -> Option<&Receipt> {
        match &self.status {
            Status::Paid(paid) | Status::Refunding { paid, .. } | Status::Refunded { paid, .. } => {
                Some(paid)
            }
            Status::Requested
            | Status::Opened(_)
            | Status::Lapsed { .. }
            | Status::Suspicious { .. } => None,
        }
    }

    /// What the provider calls the session or checkout.
    pub fn reference(&self) -> Option<&str> {
        let paid = self.receipt().map(|paid| paid.reference.as_str());
        paid.or_else(|| self.page().map(|page| page.reference.as_str()))
    }

    /// Whether somebody may still pay it.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, Status::Requested | Status::Opened(_)) && self.closing.is_none()
    }

    /// What came, once money has come: exactly what was asked for, unless the seller took another
    /// amount.
    pub fn received(&self) -> Money {
        self.accepted.unwrap_or(self.amount)
    }

    /// The amount that the seller may still take for what it is: all that is wrong with it is that
    /// it is another one than was asked for.
    pub fn acceptable(&self) -> Option<Money> {
        let Status::Suspicious { why: Suspicion::Amount { said: Some(said) }, .. } = &self.status
        else {
            return None;
        };
        (*said > 0).then(|| Money::new(*said, self.amount.currency()))
    }

    /// What this payment has brought and not given back.
    pub fn brought(&self) -> Money {
        let kept = match &self.status {
            Status::Paid(_) | Status::Refunding { .. } => self.received().amount(),
            Status::Refunded { amount, .. } => {
                self.received().amount().saturating_sub(amount.amount()).max(0)
            }
            Status::Requested
            | Status::Opened(_)
            | Status::Lapsed { .. }
            | Status::Suspicious { .. } => 0,
        };
        Money::new(kept, self.amount.currency())
    }
}

/// What a payment is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    pub id: PaymentId,
    pub seller: SellerId,
    pub order: OrderId,
    pub conversation: ConversationId,
    pub provider: PaymentProvider,
    pub purpose: Purpose,
    pub amount: Money,
}

#[cfg(test)]
mod tests;
