//! What a form of the page says was tapped.

use contracts::messages::{CourierAct, FailureReason};
use domain::{
    copy::courier_page as copy,
    dispatch::{DeliveryCode, amount_said},
    money::Currency,
};
use url::form_urlencoded;

/// A tap.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) act: CourierAct,
    /// The act's name, without what was typed.
    pub(crate) word: &'static str,
    /// The delivery's version on the page that was tapped.
    pub(crate) step: u64,
}

/// Why a form says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    NotFourDigits,
    NotAnAmount,
    /// No form of ours.
    Unknown,
}

impl Fault {
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::NotFourDigits => copy::not_four_digits(),
            Self::NotAnAmount => copy::not_an_amount(),
            Self::Unknown => copy::not_yet(),
        }
    }
}

/// The reasons' names in the form, in the order of the list.
pub(crate) const REASONS: [(&str, FailureReason); 4] = [
    ("customer_absent", FailureReason::CustomerAbsent),
    ("customer_refused", FailureReason::CustomerRefused),
    ("wrong_address", FailureReason::WrongAddress),
    ("courier_problem", FailureReason::CourierProblem),
];

impl Posted {
    /// Reads a form; amounts are in `currency`.
    pub(crate) fn read(raw: &[u8], currency: Currency) -> Result<Self, Fault> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(raw).into_owned().collect();
        let field = |name: &str| {
            let mut found = fields.iter().filter(|(given, _)| given == name);
            found.next().map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let step = field("step").parse().map_err(|_no_number| Fault::Unknown)?;
        let (word, act) = match field("act") {
            "accept" => ("accept", CourierAct::Accept),
            "refuse" => ("refuse", CourierAct::Refuse),
            "picked_up" => ("picked_up", CourierAct::PickedUp),
            "handed_over" => ("handed_over", CourierAct::HandedOver),
            "code" => ("code", code(field("digits"))?),
            "cash_due" => ("cash_due", CourierAct::CashDue),
            "cash" => ("cash", cash(field("amount"), currency)?),
            "failed" => ("failed", failed(field("reason"))?),
            "undo" => ("undo", CourierAct::Undo),
            _ => return Err(Fault::Unknown),
        };
        Ok(Self { act, word, step })
    }
}

fn code(typed: &str) -> Result<CourierAct, Fault> {
    let code = DeliveryCode::said(typed).map_err(|_other| Fault::NotFourDigits)?;
    Ok(CourierAct::Code { digits: code.as_str().to_owned() })
}

fn cash(typed: &str, currency: Currency) -> Result<CourierAct, Fault> {
    let amount = amount_said(typed, currency).ok_or(Fault::NotAnAmount)?;
    Ok(CourierAct::Cash { amount: amount.into() })
}

fn failed(word: &str) -> Result<CourierAct, Fault> {
    let reason = REASONS.iter().find(|(name, _)| *name == word).ok_or(Fault::Unknown)?;
    Ok(CourierAct::Failed { reason: reason.1 })
}

#[cfg(test)]
mod tests {
    use domain::money::Money;

    use super::*;

    fn read(form: &str) -> Result<Posted, Fault> {
        Posted::read(form.as_bytes(), Currency::Xof)
    }

    fn act(form: &str) -> CourierAct {
        let posted = read(&format!("{form}&step=5")).unwrap();
        assert_eq!(posted.step, 5);
        posted.act
    }

    #[test]
    fn every_button_is_an_act() {
        assert_eq!(act("act=accept"), CourierAct::Accept);
        assert_eq!(act("act=refuse"), CourierAct::Refuse);
        assert_eq!(act("act=picked_up"), CourierAct::PickedUp);
        assert_eq!(act("act=handed_over"), CourierAct::HandedOver);
        assert_eq!(act("act=cash_due"), CourierAct::CashDue);
        assert_eq!(act("act=undo"), CourierAct::Undo);
        assert_eq!(act("act=code&digits=4+8+2+1"), CourierAct::Code { digits: "4821".into() });
        let amount = Money::new(45_000, Currency::Xof).into();
        assert_eq!(act("act=cash&amount=45+000+F"), CourierAct::Cash { amount });
        for (word, reason) in REASONS {
            assert_eq!(act(&format!("act=failed&reason={word}")), CourierAct::Failed { reason });
        }
    }

    #[test]
    fn what_is_typed_wrong_is_told_and_the_rest_is_no_form_of_ours() {
        assert_eq!(read("act=code&digits=482&step=5"), Err(Fault::NotFourDigits));
        assert_eq!(read("act=cash&amount=beaucoup&step=5"), Err(Fault::NotAnAmount));
        for form in ["", "act=accept", "act=accept&step=x", "step=5", "act=other&step=5"] {
            assert_eq!(read(form), Err(Fault::Unknown), "{form}");
        }
        assert_eq!(read("act=failed&reason=rain&step=5"), Err(Fault::Unknown));
    }
}
