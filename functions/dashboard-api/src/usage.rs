//! What the model was used for, as the dashboard shows it: of a thread, an order, a day.

use std::collections::BTreeMap;

use contracts::records::usage::UsageRecord;
use domain::{model_price::MicroUsd, usage::ModelUsage};
use serde::Serialize;

/// A count of turns, calls, tokens and money.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct UsageView {
    turns: u64,
    calls: u64,
    /// Read and written.
    tokens: u64,
    /// Millionths of a US dollar.
    cost_micro_usd: i64,
    /// Calls whose price is not known; their cost is not in it.
    unpriced_calls: u64,
}

impl From<ModelUsage> for UsageView {
    fn from(usage: ModelUsage) -> Self {
        Self {
            turns: usage.turns,
            calls: usage.calls,
            tokens: usage.tokens(),
            cost_micro_usd: usage.cost.amount(),
            unpriced_calls: usage.unpriced_calls,
        }
    }
}

impl From<&UsageRecord> for UsageView {
    fn from(record: &UsageRecord) -> Self {
        Self::from(ModelUsage::from(record))
    }
}

impl UsageView {
    /// What the counters of a day say, which `reply` names as it adds to them; one that is absent
    /// counts nothing.
    pub(crate) fn of_counters(counters: &BTreeMap<String, u64>) -> Self {
        let of = |name: &str| counters.get(name).copied().unwrap_or(0);
        Self::from(ModelUsage {
            turns: of("turns"),
            calls: of("calls"),
            prompt: of("prompt"),
            cached: of("cached"),
            output: of("output"),
            cost: MicroUsd::new(i64::try_from(of("cost_micro_usd")).unwrap_or(i64::MAX)),
            unpriced_calls: of("unpriced_calls"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_counters_of_a_day_are_shown_as_one_count() {
        let counters = [
            ("turns", 2),
            ("calls", 3),
            ("prompt", 15_000),
            ("cached", 12_300),
            ("output", 750),
            ("cost_micro_usd", 5_760),
            ("unpriced_calls", 1),
        ];
        let counters = counters.map(|(name, count)| (name.to_owned(), count)).into();
        assert_eq!(
            serde_json::to_value(UsageView::of_counters(&counters)).unwrap(),
            json!({
                "turns": 2, "calls": 3, "tokens": 15_750, "cost_micro_usd": 5_760,
                "unpriced_calls": 1,
            })
        );
    }

    #[test]
    fn a_day_without_a_turn_counts_nothing() {
        let shown = UsageView::of_counters(&BTreeMap::new());
        assert_eq!(shown, UsageView::from(ModelUsage::default()));
    }
}
