//! How much of the model one person may use in a day.

use jiff::civil::Date;

use crate::usage::ModelUsage;

/// Tokens that a turn may take on average: three calls over the shop's prefix and some history.
const TOKENS_PER_TURN: u64 = 30_000;

/// What a person used on one day of the shop's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Budget {
    pub day: Option<Date>,
    pub turns: u64,
    /// Read and written.
    pub tokens: u64,
}

impl Budget {
    /// Whether so many turns, with the tokens that many usual ones take, are used up on `day`.
    pub fn is_spent(&self, day: Date, turns: u64) -> bool {
        let used = self.on(day);
        used.turns >= turns || used.tokens >= turns.saturating_mul(TOKENS_PER_TURN)
    }

    /// Notes what a turn used, of use or not.
    pub fn spend(&mut self, day: Date, usage: &ModelUsage) {
        let used = self.on(day);
        self.turns = used.turns.saturating_add(usage.turns);
        self.tokens = used.tokens.saturating_add(usage.tokens());
        self.day = Some(day);
    }

    /// What two threads of one person used together.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let day = self.day.max(other.day);
        let (one, two) = day.map_or((*self, *other), |day| (self.on(day), other.on(day)));
        Self {
            day,
            turns: one.turns.saturating_add(two.turns),
            tokens: one.tokens.saturating_add(two.tokens),
        }
    }

    fn on(&self, day: Date) -> Self {
        if self.day == Some(day) { *self } else { Self { day: Some(day), ..Self::default() } }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_new_day_begins_at_nothing() {
        let mut budget = Budget::default();
        let turn = ModelUsage { turns: 1, prompt: 5_000, ..ModelUsage::default() };
        let (today, tomorrow) = (date(2026, 11, 23), date(2026, 11, 24));
        budget.spend(today, &turn);
        budget.spend(today, &turn);
        assert!(budget.is_spent(today, 2) && !budget.is_spent(today, 3));
        assert!(!budget.is_spent(tomorrow, 1));
        budget.spend(tomorrow, &turn);
        assert_eq!((budget.turns, budget.tokens), (1, 5_000));
    }

    #[test]
    fn tokens_are_a_limit_of_their_own_and_two_threads_share_one() {
        let today = date(2026, 11, 23);
        let mut budget = Budget::default();
        budget.spend(today, &ModelUsage { turns: 1, prompt: 90_000, ..ModelUsage::default() });
        assert!(budget.is_spent(today, 3) && !budget.is_spent(today, 4));
        let both = budget.joined(&budget);
        assert_eq!((both.turns, both.tokens), (2, 180_000));
    }
}
