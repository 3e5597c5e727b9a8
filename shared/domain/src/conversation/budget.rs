//! How much of the model one person may use in a day.

use jiff::civil::Date;

use crate::usage::ModelUsage;

/// What a person used on one day of the shop's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    pub day: Option<Date>,
    pub turns: u64,
}

impl Budget {
    /// Turns used on `day`.
    pub fn used(&self, day: Date) -> u64 {
        if self.day == Some(day) { self.turns } else { 0 }
    }

    /// Notes what a turn used.
    pub fn spend(&mut self, day: Date, usage: &ModelUsage) {
        self.turns = self.used(day).saturating_add(usage.turns);
        self.day = Some(day);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_new_day_begins_at_nothing() {
        let mut budget = Budget::default();
        let turn = ModelUsage { turns: 1, ..ModelUsage::default() };
        budget.spend(date(2026, 11, 23), &turn);
        budget.spend(date(2026, 11, 23), &turn);
        assert_eq!(budget.used(date(2026, 11, 23)), 2);
        assert_eq!(budget.used(date(2026, 11, 24)), 0);
        budget.spend(date(2026, 11, 24), &turn);
        assert_eq!(budget.used(date(2026, 11, 24)), 1);
    }
}
