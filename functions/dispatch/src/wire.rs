//! From the words of the queue to those of the function.

use contracts::{
    messages::{CallEnd, CourierAct, Decision as Told, PaymentFact as Fact},
    records::CorruptRecord,
};
use domain::{
    dispatch::{Answer, Decision, RungEnd},
    money::Money,
};

use crate::{
    decide::{Act, Decided, PaymentFact, Typed},
    tap::Action,
};

pub(crate) fn act(act: CourierAct) -> Act {
    match act {
        CourierAct::Accept => Act::Tap(Action::Answer(Answer::Accept)),
        CourierAct::Refuse => Act::Tap(Action::Answer(Answer::Refuse)),
        CourierAct::PickedUp => Act::Tap(Action::PickedUp),
        CourierAct::HandedOver => Act::Tap(Action::Delivered),
        CourierAct::Code { digits } => Act::Type(Typed::Code(digits)),
        CourierAct::CashDue => Act::Tap(Action::CashDue),
        CourierAct::Cash { amount } => Act::Type(Typed::Amount(amount.amount.to_string())),
        CourierAct::Failed { reason } => Act::Tap(Action::Reason(reason.into())),
        CourierAct::Undo => Act::Tap(Action::Undo),
    }
}

pub(crate) const fn call_end(end: CallEnd) -> RungEnd {
    match end {
        CallEnd::NoAnswer => RungEnd::NoAnswer,
        CallEnd::Busy => RungEnd::Busy,
        CallEnd::Failed => RungEnd::Unreachable,
        CallEnd::NoKey => RungEnd::NoKey,
    }
}

pub(crate) fn decided(decision: &Told) -> Result<Decided, CorruptRecord> {
    Ok(match decision {
        Told::Delivered { collected } => {
            Decided::Settle(Decision::Delivered { collected: Money::try_from(collected)? })
        }
        Told::Failed { reason } => Decided::Settle(Decision::Failed { reason: (*reason).into() }),
        Told::Unlock => Decided::Settle(Decision::Unlock),
        Told::Assign { courier } => Decided::Settle(Decision::Assign { courier: courier.clone() }),
        Told::Undo => Decided::Undo,
        Told::CancelService { booking } => {
            Decided::Settle(Decision::CancelService { booking: *booking })
        }
    })
}

pub(crate) fn payment_fact(fact: &Fact) -> Result<PaymentFact, CorruptRecord> {
    Ok(match fact {
        Fact::Opened => PaymentFact::Opened,
        Fact::Paid { amount, as_deposit } => {
            PaymentFact::Paid { amount: Money::try_from(amount)?, as_deposit: *as_deposit }
        }
        Fact::Lapsed => PaymentFact::Lapsed,
        Fact::Refunded { amount } => PaymentFact::Refunded(Money::try_from(amount)?),
    })
}
