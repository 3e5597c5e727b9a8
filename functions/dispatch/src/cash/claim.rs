//! « J'ai tout remis »: a courier says that the seller has the cash, and the seller says whether.
//!
//! The ids under these buttons: `cash:<seller>:<courier>:<remitted>:<amount>:<action>`. An id says
//! what is meant, never who may mean it: that is the sender's phone. `remitted` is all that was
//! handed over when the button was made: once more was, the button is out of date, so that no cash
//! is noted twice.

use std::{fmt, str::FromStr};

use aws_adapters::commit::EventId;
use contracts::meta::send::{Button, FreeForm, InvalidOutgoing, Template};
use domain::{
    copy::{
        cash::{self as copy, button},
        shop::in_template,
    },
    ids::{CourierId, SellerId, WaId},
    ledger::{Balance, Kind, Movement},
    money::Money,
    phone::Phone,
    seller::Seller,
};
use lambda_support::{clock, deadline::Deadline};

use super::{Books, who};
use crate::{
    Deps, case,
    effect::{Say, StoredEffect},
    failure::Failure,
    sender,
    words::{self, LANGUAGE},
};

const FAMILY: &str = "cash";

/// A tap on one of these buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tap {
    seller: SellerId,
    courier: CourierId,
    /// All that the courier had handed over by then, in whole francs.
    remitted: i64,
    amount: i64,
    action: Action,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    /// The courier's.
    HandedOver,
    /// The seller's.
    Received,
    NotReceived,
}

impl Action {
    const ALL: [Self; 3] = [Self::HandedOver, Self::Received, Self::NotReceived];

    const fn word(self) -> &'static str {
        match self {
            Self::HandedOver => "handed_over",
            Self::Received => "received",
            Self::NotReceived => "not_received",
        }
    }
}

/// The id of a button that is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a button about cash")]
pub(crate) struct UnknownTap;

impl fmt::Display for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seller, courier, remitted, amount, action } = self;
        write!(f, "{FAMILY}:{seller}:{courier}:{remitted}:{amount}:{}", action.word())
    }
}

impl FromStr for Tap {
    type Err = UnknownTap;

    fn from_str(id: &str) -> Result<Self, UnknownTap> {
        let parts: Vec<&str> = id.split(':').collect();
        let &[FAMILY, seller, courier, remitted, amount, word] = parts.as_slice() else {
            return Err(UnknownTap);
        };
        Ok(Self {
            seller: seller.parse().or(Err(UnknownTap))?,
            courier: courier.parse().or(Err(UnknownTap))?,
            remitted: remitted.parse().or(Err(UnknownTap))?,
            amount: amount.parse().or(Err(UnknownTap))?,
            action: Action::ALL.into_iter().find(|a| a.word() == word).ok_or(UnknownTap)?,
        })
    }
}

impl Tap {
    fn of(seller: &Seller, courier: &CourierId, balance: &Balance, amount: Money) -> Self {
        Self {
            seller: seller.id.clone(),
            courier: courier.clone(),
            remitted: balance.sums().remitted.amount(),
            amount: amount.amount(),
            action: Action::HandedOver,
        }
    }

    fn button(&self, action: Action, title: &str) -> Button {
        Button { id: self.id(action), title: title.to_owned() }
    }

    fn id(&self, action: Action) -> String {
        Self { action, ..self.clone() }.to_string()
    }

    /// Whether what the button says of the ledger is still so.
    fn holds(&self, balance: &Balance) -> bool {
        balance.sums().remitted.amount() == self.remitted && self.amount <= balance.owed().amount()
    }
}

/// A sentence that asks a courier to hand everything over, with the button that says it is done.
pub(crate) fn asks_for_all(
    seller: &Seller,
    courier: &CourierId,
    phone: &Phone,
    balance: &Balance,
    sentence: &str,
) -> Result<Say, InvalidOutgoing> {
    let tap = Tap::of(seller, courier, balance, balance.owed());
    let button = tap.button(Action::HandedOver, button::HANDED_OVER);
    let template =
        Template::new("courier_cash", LANGUAGE)?.with(sentence)?.with_quick_reply(&button.id)?;
    Ok(Say {
        to: phone.wa_id().as_str().to_owned(),
        words: FreeForm::buttons(sentence, vec![button])?,
        template: Some(template),
        offer: None,
        seller: None,
    })
}

/// The question whether the seller has what the courier says they gave.
fn asks_seller(seller: &Seller, tap: &Tap, sentence: &str) -> Result<Say, InvalidOutgoing> {
    let buttons = vec![
        tap.button(Action::Received, button::RECEIVED),
        tap.button(Action::NotReceived, button::NOT_RECEIVED),
    ];
    let template = Template::new("seller_cash", LANGUAGE)?
        .with(&in_template(&seller.shop_name))?
        .with(sentence)?
        .with_quick_reply(&tap.id(Action::Received))?
        .with_quick_reply(&tap.id(Action::NotReceived))?;
    Ok(Say {
        to: seller.phone.wa_id().as_str().to_owned(),
        words: FreeForm::buttons(sentence, buttons)?,
        template: Some(template),
        offer: None,
        seller: Some(seller.id.clone()),
    })
}

/// Acts on a tap. Whoever is neither that courier nor that seller moves nothing and is told so.
pub(crate) async fn tapped(
    deps: &Deps,
    tap: &Tap,
    sender: &WaId,
    event: EventId,
    deadline: Deadline,
) -> Result<bool, Failure> {
    let seller = case::load_seller(&deps.table, &tap.seller).await?;
    let Some((name, phone)) = who(deps, &seller.id, &seller, &tap.courier).await? else {
        return Ok(false);
    };
    let is_theirs = match tap.action {
        Action::HandedOver => sender::is(sender, &phone),
        Action::Received | Action::NotReceived => sender::is(sender, &seller.phone),
    };
    if !is_theirs {
        return Ok(false);
    }
    let amount = Money::new(tap.amount, seller.currency());
    let to_courier =
        |sentence: String| words::to_courier(&phone.wa_id(), FreeForm::text(sentence)?);
    let books = Books { deps, seller: &seller, courier: &tap.courier, event };
    books
        .keep(deadline, |ledger| {
            let owed = ledger.balance().owed();
            let said = match (tap.holds(ledger.balance()), tap.action) {
                (false, Action::HandedOver) => vec![to_courier(copy::claim_outdated())?],
                (false, Action::Received | Action::NotReceived) => {
                    vec![words::to_seller(&seller, &copy::claim_outdated())?]
                }
                (true, Action::HandedOver) => vec![
                    to_courier(copy::claim_passed_on(amount, &seller.shop_name))?,
                    asks_seller(&seller, tap, &copy::claimed(&name, amount))?,
                ],
                (true, Action::Received) => {
                    let movement = Movement { kind: Kind::Remitted, amount };
                    let left = ledger.post(&movement, clock::now()).map_err(Failure::Ledger)?;
                    let left = left.owed();
                    vec![
                        to_courier(copy::remittance_noted(amount, left, &seller.shop_name))?,
                        words::to_seller(
                            &seller,
                            &copy::remittance_confirmed(&name, amount, left),
                        )?,
                    ]
                }
                (true, Action::NotReceived) => vec![
                    to_courier(copy::claim_denied(amount, &seller.shop_name))?,
                    words::to_seller(&seller, &copy::denial_noted(&name, owed))?,
                ],
            };
            Ok(said.into_iter().map(|say| StoredEffect::Say(Box::new(say))).collect())
        })
        .await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use domain::{ledger::post, money::Currency};

    use super::*;

    fn tap(action: Action) -> Tap {
        Tap {
            seller: "slr_00000000000000000000000004".parse().unwrap(),
            courier: "cou_0000000000000000000000000g".parse().unwrap(),
            remitted: 40_000,
            amount: 47_500,
            action,
        }
    }

    #[test]
    fn every_button_reads_back_within_metas_limit() {
        for action in Action::ALL {
            let tap = Tap { remitted: i64::MAX, amount: i64::MAX, ..tap(action) };
            assert_eq!(tap.to_string().parse(), Ok(tap.clone()));
            assert!(tap.to_string().len() <= 256);
        }
        let good = tap(Action::Received).to_string();
        for bad in ["", "cash", &good.replace("cash:", "dlv:"), &format!("{good}:x")] {
            assert_eq!(bad.parse::<Tap>(), Err(UnknownTap), "{bad}");
        }
    }

    #[test]
    fn a_button_is_good_until_something_else_was_handed_over() {
        let order = "ord_0000000000000000000000000c".parse().unwrap();
        let moved = |balance: &Balance, kind, amount| {
            let movement = Movement { kind, amount: Money::new(amount, Currency::Xof) };
            post(balance, &movement, clock::now()).unwrap().0
        };
        let taken = moved(&Balance::zero(Currency::Xof), Kind::Collected { order }, 87_500);
        let then = moved(&taken, Kind::Remitted, 40_000);
        assert!(tap(Action::Received).holds(&then));
        assert!(!tap(Action::Received).holds(&taken));
        assert!(!tap(Action::Received).holds(&moved(&then, Kind::Remitted, 47_500)));
        assert!(!tap(Action::Received).holds(&moved(&then, Kind::Remitted, 1)));
    }
}
