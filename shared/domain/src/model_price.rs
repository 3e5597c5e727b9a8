//! What the models cost, as data with dates.
//!
//! Source: Google, Gemini Developer API pricing, standard tier, as read on 14 and 15 October 2026
//! (genai-prices 0.2.3 against <https://ai.google.dev/gemini-api/docs/pricing>). Introductory prices
//! double on 1 December 2026 (4-argon) and on 1 January 2027 (3.6, 3.7 and 3.8-flash). A call is
//! priced by the model that answered (`modelVersion`): since 8 October 2026 a call of 3.7-flash is
//! answered by 3.8-flash and one of 3.5-flash by 3.6-flash.

use std::fmt;

use jiff::civil::{Date, date};

mod table;

/// An amount of US dollars, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroUsd(i64);

impl MicroUsd {
    /// `amount` millionths of a dollar.
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// Millionths of a dollar.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// The sum; it stops at the largest amount.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// `$0.001920`.
impl fmt::Display for MicroUsd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs();
        write!(f, "{sign}${}.{:06}", whole / 1_000_000, whole % 1_000_000)
    }
}

/// The tokens of one call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Read, those of the cache included (`promptTokenCount`).
    pub prompt: u64,
    /// Read from the cache (`cachedContentTokenCount`).
    pub cached: u64,
    /// Written: `candidatesTokenCount` and `thoughtsTokenCount`.
    pub output: u64,
    /// Of those read, the ones of sound; they are never counted as cached.
    pub audio: u64,
}

/// What a million tokens cost, in millionths of a dollar: the same number as a token costs in
/// millionths of a millionth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rates {
    input: i64,
    cached: i64,
    output: i64,
    audio: i64,
}

/// One line of the price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Price {
    model: &'static str,
    /// The first day it holds; it ends when a later one of the same model starts.
    from: Date,
    rates: Rates,
    /// Of calls that read more than [`LONG_PROMPT`] tokens, where they cost more.
    long: Option<Rates>,
}

/// Calls that read more tokens than this cost more with the pro models.
const LONG_PROMPT: u64 = 200_000;

/// The day the price list was read: what was asked before is not known to us.
const LISTED: Date = date(2026, 10, 14);

/// What a call costs, rounded to the nearest millionth; `None` when nobody knows: another model, or
/// a day before the first price.
pub fn cost(model: &str, tokens: Tokens, on: Date) -> Option<MicroUsd> {
    let price = price_of(model, on)?;
    let is_long = tokens.prompt > LONG_PROMPT;
    let rates = price.long.filter(|_| is_long).unwrap_or(price.rates);
    let cached = tokens.cached.min(tokens.prompt);
    let audio = tokens.audio.min(tokens.prompt.saturating_sub(cached));
    let text = tokens.prompt.saturating_sub(cached).saturating_sub(audio);
    let parts = [
        (text, rates.input),
        (cached, rates.cached),
        (audio, rates.audio),
        (tokens.output, rates.output),
    ];
    let total = parts.into_iter().fold(0_i64, |total, (count, rate)| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        total.saturating_add(count.saturating_mul(rate))
    });
    Some(MicroUsd::new(total.saturating_add(500_000) / 1_000_000))
}

/// The price of the longest listed name the model's starts with, as it is on that day.
fn price_of(model: &str, on: Date) -> Option<&'static Price> {
    let model = model.trim().strip_prefix("models/").unwrap_or(model.trim());
    let name = table::PRICES
        .iter()
        .map(|price| price.model)
        .filter(|name| is_version_of(model, name))
        .max_by_key(|name| name.len())?;
    let known = table::PRICES.iter().filter(|price| price.model == name && price.from <= on);
    known.max_by_key(|price| price.from)
}

/// Whether a model is the listed one, or a version of it: `gemini-3.8-flash-001` and
/// `gemini-2.5-flash-preview-09-2026`, but not `gemini-3.8-flash-lite`, which is another model.
fn is_version_of(model: &str, name: &str) -> bool {
    let Some(rest) = model.strip_prefix(name) else { return false };
    let Some(version) = rest.strip_prefix('-') else { return rest.is_empty() };
    let first = version.split('-').next().unwrap_or_default();
    let is_number = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit());
    is_number || ["preview", "exp", "latest"].contains(&first)
}

#[cfg(test)]
mod tests;
