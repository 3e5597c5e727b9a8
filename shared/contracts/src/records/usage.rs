//! What the model was used for, as it is counted per day.

use domain::{model_price::MicroUsd, usage::ModelUsage};
use serde::{Deserialize, Serialize};

/// A count of turns, calls, tokens and money. Fields that are absent count nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageRecord {
    pub turns: u64,
    pub calls: u64,
    /// Tokens read, those of the cache included.
    pub prompt: u64,
    /// Tokens read from the cache.
    pub cached: u64,
    /// Tokens written, thoughts included.
    pub output: u64,
    /// Millionths of a US dollar.
    pub cost_micro_usd: i64,
    /// Calls whose price is not known; their cost is not in it.
    pub unpriced_calls: u64,
}

impl From<&ModelUsage> for UsageRecord {
    fn from(usage: &ModelUsage) -> Self {
        Self {
            turns: usage.turns,
            calls: usage.calls,
            prompt: usage.prompt,
            cached: usage.cached,
            output: usage.output,
            cost_micro_usd: usage.cost.amount(),
            unpriced_calls: usage.unpriced_calls,
        }
    }
}

impl From<&UsageRecord> for ModelUsage {
    fn from(record: &UsageRecord) -> Self {
        Self {
            turns: record.turns,
            calls: record.calls,
            prompt: record.prompt,
            cached: record.cached,
            output: record.output,
            cost: MicroUsd::new(record.cost_micro_usd),
            unpriced_calls: record.unpriced_calls,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_stored_like_this_and_reads_back() {
        let usage = ModelUsage {
            turns: 2,
            calls: 3,
            prompt: 15_000,
            cached: 12_300,
            output: 750,
            cost: MicroUsd::new(5_760),
            unpriced_calls: 1,
        };
        let record = UsageRecord::from(&usage);
        insta::assert_json_snapshot!(record, @r#"
        {
          "turns": 2,
          "calls": 3,
          "prompt": 15000,
          "cached": 12300,
          "output": 750,
          "cost_micro_usd": 5760,
          "unpriced_calls": 1
        }
        "#);
        assert_eq!(ModelUsage::from(&record), usage);
        let empty: UsageRecord = serde_json::from_str("{}").unwrap();
        assert_eq!(ModelUsage::from(&empty), ModelUsage::default());
    }
}
