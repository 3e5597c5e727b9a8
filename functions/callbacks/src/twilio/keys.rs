//! What a key means at each point of a call.

use contracts::messages::{CourierAct, FailureReason};
use domain::{
    dispatch::{DeliveryCode, FAILURE_REASONS},
    money::{Currency, Money},
};

/// Digits of an amount at most: more is a finger that slipped.
const MAX_AMOUNT_DIGITS: usize = 9;
/// The smallest amount that can be typed: below, keys are choices.
const MIN_AMOUNT: i64 = 25;

/// What the courier was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// What happened on the road.
    Road,
    /// Why it failed.
    Why,
    /// The prospect's four digits.
    Code,
    /// What was collected.
    Cash,
}

impl Step {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Road => "road",
            Self::Why => "why",
            Self::Code => "code",
            Self::Cash => "cash",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        [Self::Road, Self::Why, Self::Code, Self::Cash].into_iter().find(|step| step.word() == word)
    }
}

/// What the keys ask for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Act(CourierAct),
    /// « Échec » : the reason is asked.
    AskWhy,
    /// The menu once more.
    Again,
    /// Nothing that was offered.
    Nothing,
}

/// The meaning of `keys` at a step.
pub(super) fn meaning(step: Step, keys: &str, currency: Currency) -> Meaning {
    match (step, keys) {
        (_, "0") => Meaning::Again,
        (Step::Road | Step::Code | Step::Cash, "9") => Meaning::Act(CourierAct::Undo),
        (Step::Road, "1") => Meaning::Act(CourierAct::PickedUp),
        (Step::Road, "2") => Meaning::Act(CourierAct::HandedOver),
        (Step::Road, "3") => Meaning::AskWhy,
        (Step::Why, key) => reason(key)
            .map_or(Meaning::Nothing, |reason| Meaning::Act(CourierAct::Failed { reason })),
        (Step::Code, digits) if DeliveryCode::said(digits).is_ok() => {
            Meaning::Act(CourierAct::Code { digits: digits.to_owned() })
        }
        (Step::Road | Step::Code, _) => Meaning::Nothing,
        (Step::Cash, "1") => Meaning::Act(CourierAct::CashDue),
        (Step::Cash, digits) => amount(digits, currency).map_or(Meaning::Nothing, |amount| {
            Meaning::Act(CourierAct::Cash { amount: amount.into() })
        }),
    }
}

/// The reason at that place of the list, which counts from 1.
fn reason(key: &str) -> Option<FailureReason> {
    let place: usize = key.parse().ok()?;
    FAILURE_REASONS.get(place.checked_sub(1)?).map(|reason| (*reason).into())
}

fn amount(digits: &str, currency: Currency) -> Option<Money> {
    let is_number = digits.len() <= MAX_AMOUNT_DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    let amount: i64 = digits.parse().ok().filter(|_| is_number)?;
    (amount >= MIN_AMOUNT).then(|| Money::new(amount, currency))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(step: Step, keys: &str) -> Meaning {
        meaning(step, keys, Currency::Xof)
    }

    #[test]
    fn every_key_of_the_road_means_one_thing() {
        assert_eq!(of(Step::Road, "1"), Meaning::Act(CourierAct::PickedUp));
        assert_eq!(of(Step::Road, "2"), Meaning::Act(CourierAct::HandedOver));
        assert_eq!(of(Step::Road, "3"), Meaning::AskWhy);
        assert_eq!(of(Step::Road, "9"), Meaning::Act(CourierAct::Undo));
        assert_eq!(of(Step::Road, "0"), Meaning::Again);
        for keys in ["", "4", "*", "12"] {
            assert_eq!(of(Step::Road, keys), Meaning::Nothing, "{keys}");
        }
    }

    #[test]
    fn reasons_are_those_of_the_list() {
        let failed = |reason| Meaning::Act(CourierAct::Failed { reason });
        assert_eq!(of(Step::Why, "1"), failed(FailureReason::CustomerAbsent));
        assert_eq!(of(Step::Why, "4"), failed(FailureReason::CourierProblem));
        for keys in ["", "5", "*", "9"] {
            assert_eq!(of(Step::Why, keys), Meaning::Nothing, "{keys}");
        }
    }

    #[test]
    fn a_code_is_four_digits_and_an_amount_is_no_choice() {
        let code = Meaning::Act(CourierAct::Code { digits: "0421".into() });
        assert_eq!(of(Step::Code, "0421"), code);
        assert!(!format!("{code:?}").contains("0421"));
        assert_eq!(of(Step::Code, "042"), Meaning::Nothing);
        assert_eq!(of(Step::Cash, "1"), Meaning::Act(CourierAct::CashDue));
        let amount = Money::new(45_000, Currency::Xof).into();
        assert_eq!(of(Step::Cash, "45000"), Meaning::Act(CourierAct::Cash { amount }));
        for keys in ["", "2", "11", "-45000", "+45000", "4500000000", "45*"] {
            assert_eq!(of(Step::Cash, keys), Meaning::Nothing, "{keys}");
        }
        assert_eq!(of(Step::Cash, "9"), Meaning::Act(CourierAct::Undo));
    }

    #[test]
    fn steps_read_back() {
        for step in [Step::Road, Step::Why, Step::Code, Step::Cash] {
            assert_eq!(Step::of_word(step.word()), Some(step));
        }
        assert_eq!(Step::of_word("other"), None);
    }
}
