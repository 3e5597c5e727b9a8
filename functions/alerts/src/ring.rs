//! One alert to every device of its seller that was not told of it yet.

use std::time::Duration;

use aws_adapters::{commit::EventId, devices::Device};
use contracts::fingerprint;
use futures::future::join_all;
use http_clients::push::{Chance, Disposition, Push, Pushed};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{chain::Chain, random};

use crate::{Deps, Failure, news::News};

/// How long an alert is worth ringing for: a telephone that was off for the night rings in the
/// morning, and what is older shows when the page is opened.
const LIFE: SignedDuration = SignedDuration::from_hours(12);

/// How many seconds an alert of that moment still has; `None` when its time is over.
pub(crate) fn left_of_life(at: Timestamp, now: Timestamp) -> Option<u32> {
    let left = LIFE.saturating_sub(now.duration_since(at)).min(LIFE);
    u32::try_from(left.as_secs()).ok().filter(|seconds| *seconds > 0)
}

/// Tells them side by side.
///
/// # Errors
/// A device is to be tried again; those that were told are remembered.
pub(crate) async fn all(
    deps: &Deps,
    news: &News<'_>,
    alert: &EventId,
    ttl_seconds: u32,
    now: Timestamp,
) -> Result<(), Failure> {
    let devices = deps.table.devices(news.seller, now).await?;
    if devices.is_empty() {
        return Ok(());
    }
    let told = deps.table.told_of(news.seller, alert, &devices).await?;
    let untold = devices.iter().zip(told).filter(|(_, told)| !told);
    let rung = untold.map(|(device, _)| one(deps, news, alert, device, (ttl_seconds, now)));
    // The longest wait is that of all: the message comes back once.
    let failures = join_all(rung).await.into_iter().filter_map(Result::err);
    failures.max_by_key(Failure::wait).map_or(Ok(()), Err)
}

async fn one(
    deps: &Deps,
    news: &News<'_>,
    alert: &EventId,
    device: &Device,
    (ttl_seconds, now): (u32, Timestamp),
) -> Result<(), Failure> {
    let forget = async |why: &'static str| {
        tracing::info!(device = device.id, why, "device forgotten");
        deps.table.forget_device(news.seller, &device.id).await.map_err(Failure::from)
    };
    // Only the key it was subscribed with reaches it (RFC 8292 §4); its page subscribes anew.
    if device.record.key != deps.sender.public_key() {
        return forget("former_key").await;
    }
    let Ok((endpoint, keys)) = device.record.reached(&deps.origins) else {
        return forget("unreachable").await;
    };
    let body = serde_json::to_vec(&news.notice(device.record.language))?;
    let topic = fingerprint::of(news.hash.as_bytes());
    let push = Push { endpoint: &endpoint, keys: &keys, body: &body, ttl_seconds, topic: &topic };
    let chance = Chance { ephemeral: random::bytes(), salt: random::bytes() };
    let error = match deps.sender.send(&push, chance, now).await {
        Ok(Pushed::Gone) => return forget("gone").await,
        Ok(Pushed::Accepted) => {
            tracing::info!(device = device.id, "device told");
            return Ok(deps.table.tell(news.seller, alert, &device.id, now).await?);
        }
        Err(error) => error,
    };
    match error.disposition() {
        Disposition::Retry { after } => Err(Failure::Later { after, source: error }),
        Disposition::GiveUp => {
            let code = if error.refuses_us() { "push_key_refused" } else { error.code() };
            tracing::error!(
                error.code = code,
                error = %Chain(&error),
                device = device.id,
                "device not told"
            );
            // Asking again would be answered alike, whatever brings the message back.
            Ok(deps.table.tell(news.seller, alert, &device.id, now).await?)
        }
    }
}

/// Waits grow with each time: a service that is down is left alone.
pub(crate) fn pause(tries: u32) -> Duration {
    const FIRST: Duration = Duration::from_secs(10);
    const LONGEST: Duration = Duration::from_mins(15);
    FIRST.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1))).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_lives_for_half_a_day() {
        let at: Timestamp = "2026-11-28T10:00:00Z".parse().unwrap();
        let left = |minutes| left_of_life(at, at + SignedDuration::from_mins(minutes));
        assert_eq!(left(0), Some(12 * 3_600));
        assert_eq!(left(60), Some(11 * 3_600));
        assert_eq!(left(12 * 60), None);
        assert_eq!(left(30 * 60), None);
        // Clocks differ.
        assert_eq!(left(-5), Some(12 * 3_600));
    }

    #[test]
    fn waits_grow_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..9).map(|tries| pause(tries).as_secs()).collect();
        assert_eq!(seconds, [10, 10, 20, 40, 80, 160, 320, 640, 900]);
    }
}
