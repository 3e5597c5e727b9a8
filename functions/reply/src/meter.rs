//! What the seller's AI used today: counted for the budget, and read before a turn.

use aws_adapters::table::keys;
use contracts::records::usage::UsageRecord;
use domain::{ids::SellerId, seller::Seller};
use jiff::{Timestamp, ToSpan};
use lambda_support::clock;

use crate::{Deps, failure::Failure, shop};

/// How long the figures of a day are kept.
const KEPT_DAYS: i64 = 400;

/// Adds what a turn used.
pub(crate) async fn count(
    deps: &Deps,
    seller: &SellerId,
    usage: &UsageRecord,
) -> Result<(), Failure> {
    let shop = shop::seller(&deps.table, seller).await?;
    let now = clock::now();
    let amounts = [
        ("turns", usage.turns),
        ("calls", usage.calls),
        ("prompt", usage.prompt),
        ("cached", usage.cached),
        ("output", usage.output),
        ("cost_micro_usd", u64::try_from(usage.cost_micro_usd).unwrap_or(0)),
        ("unpriced_calls", usage.unpriced_calls),
    ];
    let expires = now.saturating_add((KEPT_DAYS * 24).hours()).unwrap_or(now);
    let key = keys::usage_of_day(seller, shop.today(now));
    Ok(deps.table.count(&key, &amounts, expires).await?)
}

/// Whether the shop has turns and tokens left today.
pub(crate) async fn has_left(
    deps: &Deps,
    seller: &Seller,
    now: Timestamp,
) -> Result<bool, Failure> {
    let key = keys::usage_of_day(&seller.id, seller.today(now));
    let used = deps.table.counters(&key).await?;
    let of = |name: &str| used.get(name).copied().unwrap_or(0);
    let tokens = of("prompt").saturating_add(of("output"));
    let settings = &seller.settings;
    Ok(of("turns") < u64::from(settings.turns_per_day) && tokens < settings.tokens_per_day)
}
