//! Effects as they are written down, to be done once the payment is safe.

use contracts::{
    messages::{
        DispatchMessage, News, Notice, OrderNews, OrderRef, PaymentFact, PaymentNews, SellerNotice,
    },
    records::values::MoneyValue,
};
use domain::{
    money::Money,
    payment::{Fact, Payment, PaymentEffect, Told},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something to do.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "do", content = "with", rename_all = "snake_case")]
pub(crate) enum Task {
    Open,
    Close,
    Refund {
        amount: MoneyValue,
        nth: u32,
    },
    Check {
        round: u32,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
    },
    TellProspect(OrderNews),
    TellDispatch(DispatchMessage),
}

/// A payment link opens what is asked: only the kind is shown.
impl std::fmt::Debug for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Close => "Close",
            Self::Refund { .. } => "Refund",
            Self::Check { .. } => "Check",
            Self::TellProspect(_) => "TellProspect",
            Self::TellDispatch(_) => "TellDispatch",
        })
    }
}

impl Task {
    /// What an effect of a payment is; `None` for one that is done by the commit itself. `left` is
    /// what the order still costs.
    pub(crate) fn of(effect: &PaymentEffect, payment: &Payment, left: Money) -> Option<Self> {
        let of = || OrderRef { seller: payment.seller.clone(), order: payment.order.clone() };
        Some(match effect {
            PaymentEffect::Open => Self::Open,
            PaymentEffect::Close => Self::Close,
            PaymentEffect::Refund { amount, nth } => {
                Self::Refund { amount: (*amount).into(), nth: *nth }
            }
            PaymentEffect::Use { .. } => return None,
            PaymentEffect::Check { round, at } => Self::Check { round: *round, at: *at },
            PaymentEffect::Tell(told) => Self::TellProspect(OrderNews {
                of: of(),
                conversation: payment.conversation.clone(),
                news: news(told, payment, left),
            }),
            PaymentEffect::Announce(fact) => {
                let fact = match fact {
                    Fact::Opened => PaymentFact::Opened,
                    Fact::Paid => PaymentFact::Paid { amount: payment.amount.into() },
                    Fact::Lapsed => PaymentFact::Lapsed,
                    Fact::Refunded { amount } => PaymentFact::Refunded { amount: (*amount).into() },
                };
                let news = PaymentNews { of: of(), payment: payment.id.clone(), fact };
                Self::TellDispatch(DispatchMessage::PaymentNews(news))
            }
            PaymentEffect::Warn(warning) => {
                let notice = Notice::PaymentTrouble {
                    order: payment.order.clone(),
                    provider: payment.provider.into(),
                    amount: payment.amount.into(),
                    trouble: (*warning).into(),
                };
                let notice = SellerNotice { seller: payment.seller.clone(), notice };
                Self::TellDispatch(DispatchMessage::SellerNotice(notice))
            }
        })
    }
}

fn news(told: &Told, payment: &Payment, left: Money) -> News {
    match told {
        Told::Link(page) => News::PaymentLink {
            url: page.url.clone(),
            amount: payment.amount.into(),
            purpose: payment.purpose.into(),
            until: Some(page.until.min(payment.ends_at)),
        },
        Told::Received => {
            News::PaymentReceived { amount: payment.amount.into(), left: left.into() }
        }
        Told::Expired => News::PaymentExpired { purpose: payment.purpose.into() },
        Told::Refunded { amount } => News::PaymentRefunded { amount: (*amount).into() },
    }
}
