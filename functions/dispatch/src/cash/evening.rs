//! What a courier who holds cash is told: in the evening, and as soon as it is too much.

use aws_adapters::commit::EventId;
use contracts::{messages::CashReminder, meta::send::InvalidOutgoing};
use domain::{copy::cash as copy, courier::Courier, ledger::Balance, money::Money, seller::Seller};
use lambda_support::deadline::Deadline;

use super::{Books, claim::asks_for_all, who};
use crate::{
    Deps, case,
    effect::{Say, StoredEffect},
    failure::Failure,
    words,
};

/// It is evening: who holds cash is told how much, and whose; who holds too much for more, and their
/// seller, are told so.
pub(crate) async fn remind(
    deps: &Deps,
    reminder: &CashReminder,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let CashReminder { seller: id, courier, .. } = reminder;
    let seller = case::load_seller(&deps.table, id).await?;
    let Some((name, phone)) = who(deps, id, &seller, courier).await? else { return Ok(()) };
    let ceiling = Money::new(seller.settings.delivery.cash_ceiling, seller.currency());
    let books = Books { deps, seller: &seller, courier, event };
    books
        .keep(deadline, |ledger| {
            let balance = ledger.balance();
            let owed = balance.owed();
            let sentence = match of_the_evening(owed, ceiling) {
                Evening::Nothing => None,
                Evening::Owes => copy::evening(owed, &seller.shop_name),
                Evening::AtCeiling => Some(copy::ceiling_reached(owed, &seller.shop_name)),
            };
            let Some(sentence) = sentence else { return Ok(Vec::new()) };
            let mut said = vec![asks_for_all(&seller, courier, &phone, balance, &sentence)?];
            if of_the_evening(owed, ceiling) == Evening::AtCeiling {
                let sentence = copy::courier_at_ceiling(&name, owed, ceiling);
                said.push(words::to_seller(&seller, &sentence)?);
            }
            Ok(said.into_iter().map(|say| StoredEffect::Say(Box::new(say))).collect())
        })
        .await
}

/// A courier holds as much as they may since just now: they and the seller are told what that stops.
pub(crate) fn ceiling_reached(
    seller: &Seller,
    courier: &Courier,
    balance: &Balance,
) -> Result<[Say; 2], InvalidOutgoing> {
    let owed = balance.owed();
    let ceiling = Money::new(seller.settings.delivery.cash_ceiling, seller.currency());
    let to_courier = copy::ceiling_reached(owed, &seller.shop_name);
    let to_seller = copy::courier_at_ceiling(&courier.name, owed, ceiling);
    Ok([
        asks_for_all(seller, &courier.id, &courier.phone, balance, &to_courier)?,
        words::to_seller(seller, &to_seller)?,
    ])
}

/// What an evening asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evening {
    Nothing,
    Owes,
    /// They get no more cash orders, and the seller is told why.
    AtCeiling,
}

const fn of_the_evening(owed: Money, ceiling: Money) -> Evening {
    if owed.amount() <= 0 {
        Evening::Nothing
    } else if owed.amount() >= ceiling.amount() {
        Evening::AtCeiling
    } else {
        Evening::Owes
    }
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    #[test]
    fn who_reached_the_ceiling_hears_why_no_order_comes() {
        let of = |owed, ceiling| {
            of_the_evening(Money::new(owed, Currency::Xof), Money::new(ceiling, Currency::Xof))
        };
        assert_eq!(of(0, 100_000), Evening::Nothing);
        assert_eq!(of(-500, 100_000), Evening::Nothing);
        assert_eq!(of(0, 0), Evening::Nothing);
        assert_eq!(of(1, 100_000), Evening::Owes);
        assert_eq!(of(99_999, 100_000), Evening::Owes);
        assert_eq!(of(100_000, 100_000), Evening::AtCeiling);
    }
}
