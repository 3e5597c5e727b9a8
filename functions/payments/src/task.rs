//! Effects as they are written down, to be done once the payment is safe.

use contracts::{
    messages::{
        DispatchMessage, News, Notice, OrderNews, OrderRef, PaymentFact, PaymentNews, SellerNotice,
    },
    records::values::MoneyValue,
};
use domain::payment::{Fact, Payment, PaymentEffect, Purpose, Told};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::settle::Rest;

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
    /// What an effect of a payment is; `None` for one that is done by the commit itself.
    pub(crate) fn of(effect: &PaymentEffect, payment: &Payment, rest: &Rest) -> Option<Self> {
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
                news: news(told, payment, rest),
            }),
            PaymentEffect::Announce(fact) => {
                let fact = match fact {
                    Fact::Opened => PaymentFact::Opened,
                    Fact::Paid => PaymentFact::Paid {
                        amount: payment.received().into(),
                        as_deposit: payment.accepted.is_some()
                            && payment.purpose == Purpose::Deposit,
                    },
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

fn news(told: &Told, payment: &Payment, rest: &Rest) -> News {
    match told {
        Told::Link(page) => News::PaymentLink {
            url: page.url.clone(),
            amount: payment.amount.into(),
            purpose: payment.purpose.into(),
            until: Some(page.until.min(payment.ends_at)),
        },
        Told::Received => News::PaymentReceived {
            amount: payment.received().into(),
            left: rest.left.into(),
            is_over: rest.is_over,
        },
        Told::Expired => News::PaymentExpired { purpose: payment.purpose.into() },
        Told::Refunded { amount } => News::PaymentRefunded { amount: (*amount).into() },
    }
}
