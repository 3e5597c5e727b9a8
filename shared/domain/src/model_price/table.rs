//! The price list; see the module above for its source.

use jiff::civil::date;

use super::{LISTED, Price, Rates};

/// Millionths of a dollar for a million tokens.
const fn rates(input: i64, cached: i64, output: i64, audio: i64) -> Rates {
    Rates { input, cached, output, audio }
}

const fn price(model: &'static str, rates: Rates) -> Price {
    Price { model, from: LISTED, rates, long: None }
}

/// Until 31 December 2026.
const FLASH_INTRODUCTORY: Rates = rates(750_000, 75_000, 3_750_000, 750_000);
const FLASH: Rates = rates(1_500_000, 150_000, 7_500_000, 1_500_000);

const fn flash_from_2027(model: &'static str) -> Price {
    Price { model, from: date(2027, 1, 1), rates: FLASH, long: None }
}

/// Every price we know. Where no price of sound is listed, it is that of text; where no price of
/// the cache is listed, nothing is cheaper.
pub(super) const PRICES: [Price; 17] = [
    price("gemini-3.8-flash", FLASH_INTRODUCTORY),
    flash_from_2027("gemini-3.8-flash"),
    price("gemini-3.7-flash", FLASH_INTRODUCTORY),
    flash_from_2027("gemini-3.7-flash"),
    price("gemini-3.6-flash", FLASH_INTRODUCTORY),
    flash_from_2027("gemini-3.6-flash"),
    price("gemini-4-argon", rates(2_000_000, 100_000, 10_000_000, 2_000_000)),
    Price {
        model: "gemini-4-argon",
        from: date(2026, 12, 1),
        rates: rates(4_000_000, 200_000, 20_000_000, 4_000_000),
        long: None,
    },
    price("gemini-3.5-flash", rates(1_500_000, 150_000, 9_000_000, 1_500_000)),
    price("gemini-3.5-flash-lite", rates(300_000, 30_000, 2_500_000, 300_000)),
    price("gemini-3.1-flash-lite", rates(250_000, 25_000, 1_500_000, 500_000)),
    price("gemini-3-flash-preview", rates(500_000, 50_000, 3_000_000, 1_000_000)),
    Price {
        model: "gemini-3.1-pro-preview",
        from: LISTED,
        rates: rates(2_000_000, 200_000, 12_000_000, 2_000_000),
        long: Some(rates(4_000_000, 400_000, 18_000_000, 4_000_000)),
    },
    price("gemini-2.5-flash", rates(300_000, 30_000, 2_500_000, 1_000_000)),
    price("gemini-2.5-flash-lite", rates(100_000, 10_000, 400_000, 300_000)),
    Price {
        model: "gemini-2.5-pro",
        from: LISTED,
        rates: rates(1_250_000, 125_000, 10_000_000, 1_250_000),
        long: Some(rates(2_500_000, 250_000, 15_000_000, 2_500_000)),
    },
    price("gemini-embedding-2", rates(200_000, 200_000, 0, 6_500_000)),
];
