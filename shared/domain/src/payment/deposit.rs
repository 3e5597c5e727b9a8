//! How much a risky order needs in advance.

use crate::{
    money::Money,
    seller::{DepositRule, PaymentRules},
};

/// The smallest coin, in francs.
const COIN: i64 = 5;

impl PaymentRules {
    /// What an order of this total needs in advance; `None` when it needs nothing, or when nobody
    /// takes mobile money for the shop.
    pub fn deposit_for(&self, total: Money) -> Option<Money> {
        self.provider.and(self.deposit).and_then(|rule| rule.of(total))
    }
}

impl DepositRule {
    /// The rule's part of a total, rounded up to the smallest coin and never more than the total.
    fn of(self, total: Money) -> Option<Money> {
        if self.percent == 0 || total.amount() <= 0 || total.amount() < self.from_total {
            return None;
        }
        let part = i128::from(total.amount()) * i128::from(self.percent);
        let step = 100 * i128::from(COIN);
        let coins = (part + step - 1) / step;
        let rounded = i64::try_from(coins * i128::from(COIN)).unwrap_or(i64::MAX);
        Some(Money::new(rounded.min(total.amount()), total.currency()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{money::Currency, seller::PaymentProvider};

    fn rules(percent: u8, from_total: i64) -> PaymentRules {
        PaymentRules {
            provider: Some(PaymentProvider::Wave),
            deposit: Some(DepositRule { percent, from_total, minutes: 30 }),
        }
    }

    fn deposit(rules: PaymentRules, total: i64) -> Option<i64> {
        rules.deposit_for(Money::new(total, Currency::Xof)).map(Money::amount)
    }

    #[test]
    fn a_deposit_is_rounded_up_to_a_coin() {
        assert_eq!(deposit(rules(30, 0), 15_000), Some(4_500));
        assert_eq!(deposit(rules(33, 0), 15_001), Some(4_955));
        assert_eq!(deposit(rules(1, 0), 1), Some(1));
        assert_eq!(deposit(rules(100, 0), 14_999), Some(14_999));
        assert_eq!(deposit(rules(100, 0), i64::MAX), Some(i64::MAX));
    }

    #[test]
    fn only_risky_orders_of_a_shop_with_a_provider_need_one() {
        assert_eq!(deposit(rules(30, 50_000), 49_999), None);
        assert_eq!(deposit(rules(30, 50_000), 50_000), Some(15_000));
        assert_eq!(deposit(rules(0, 0), 50_000), None);
        assert_eq!(deposit(rules(30, 0), 0), None);
        let nobody = PaymentRules { provider: None, ..rules(30, 0) };
        assert_eq!(deposit(nobody, 50_000), None);
        assert_eq!(deposit(PaymentRules::default(), 50_000), None);
    }

    proptest! {
        #[test]
        fn a_deposit_is_between_its_part_and_the_total(percent in 1_u8..=100, total in 1_i64..10_000_000) {
            let deposit = deposit(rules(percent, 0), total).unwrap();
            prop_assert!(deposit <= total);
            prop_assert!(deposit * 100 >= total * i64::from(percent) || deposit == total);
            prop_assert!(deposit % 5 == 0 || deposit == total);
            prop_assert!(deposit * 100 < total * i64::from(percent) + 500);
        }
    }
}
