//! How much the model was used, for limits and for what it costs.

use jiff::civil::Date;

use crate::model_price::{MicroUsd, Tokens, cost};

/// A count over some turns. Counts stop at their largest value rather than start again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelUsage {
    /// Answers to a prospect; each may take several calls.
    pub turns: u64,
    pub calls: u64,
    /// Tokens read, those of the cache included.
    pub prompt: u64,
    /// Tokens read from the cache.
    pub cached: u64,
    /// Tokens written, thoughts included.
    pub output: u64,
    /// Of the calls whose price is known.
    pub cost: MicroUsd,
    /// Calls whose price is not known.
    pub unpriced_calls: u64,
}

impl ModelUsage {
    /// One call of `model` (the version that answered) on a day.
    pub fn of_call(model: &str, tokens: Tokens, on: Date) -> Self {
        let cost = cost(model, tokens, on);
        Self {
            turns: 0,
            calls: 1,
            prompt: tokens.prompt,
            cached: tokens.cached,
            output: tokens.output,
            cost: cost.unwrap_or_default(),
            unpriced_calls: u64::from(cost.is_none()),
        }
    }

    /// The same calls, counted as one turn.
    #[must_use]
    pub const fn as_turn(self) -> Self {
        Self { turns: 1, ..self }
    }

    /// Both counts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            turns: self.turns.saturating_add(other.turns),
            calls: self.calls.saturating_add(other.calls),
            prompt: self.prompt.saturating_add(other.prompt),
            cached: self.cached.saturating_add(other.cached),
            output: self.output.saturating_add(other.output),
            cost: self.cost.plus(other.cost),
            unpriced_calls: self.unpriced_calls.saturating_add(other.unpriced_calls),
        }
    }

    /// Tokens read and written.
    pub const fn tokens(self) -> u64 {
        self.prompt.saturating_add(self.output)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn calls_add_up_to_turns_and_what_they_cost() {
        let tokens = Tokens { prompt: 5_000, cached: 4_100, output: 250, audio: 0 };
        let on = date(2026, 11, 23);
        let call = ModelUsage::of_call("gemini-3.8-flash", tokens, on);
        let unknown = ModelUsage::of_call("gemini-9", tokens, on);
        let turn = call.plus(unknown).as_turn();
        assert_eq!(
            turn.plus(turn),
            ModelUsage {
                turns: 2,
                calls: 4,
                prompt: 20_000,
                cached: 16_400,
                output: 1_000,
                cost: MicroUsd::new(3_840),
                unpriced_calls: 2,
            }
        );
        assert_eq!(turn.tokens(), 10_500);
    }

    #[test]
    fn a_count_that_is_full_stays_full() {
        let full = ModelUsage {
            turns: u64::MAX,
            calls: u64::MAX,
            prompt: u64::MAX,
            cached: u64::MAX,
            output: u64::MAX,
            cost: MicroUsd::new(i64::MAX),
            unpriced_calls: u64::MAX,
        };
        assert_eq!(full.plus(full), full);
        assert_eq!(full.tokens(), u64::MAX);
    }
}
