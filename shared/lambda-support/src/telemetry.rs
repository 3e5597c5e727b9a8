//! Log lines: JSON on standard output, one per event, in the form Lambda's log controls expect.
//!
//! Only our crates speak below `WARN`: at `DEBUG` the HTTP stacks print headers and bodies, which
//! hold tokens and messages.

use std::str::FromStr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    Layer, Registry, filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::env::Env;

/// Crates whose lines follow the configured level.
const OURS: [&str; 18] = [
    "alerts",
    "aws_adapters",
    "callbacks",
    "contracts",
    "courier_page",
    "dashboard_api",
    "dispatch",
    "documents",
    "domain",
    "http_clients",
    "lambda_support",
    "live",
    "payments",
    "receipts",
    "relaunch",
    "reply",
    "signup",
    "webhook",
];

/// Starts logging as `AWS_LAMBDA_LOG_LEVEL` (else `RUST_LOG`, else `INFO`) and
/// `AWS_LAMBDA_LOG_FORMAT` say. A second call changes nothing.
pub fn init() {
    let env = Env::from_process();
    let filter = filter(level(&env));
    let layer: Box<dyn Layer<Registry> + Send + Sync> = if is_plain(&env) {
        fmt::layer().with_ansi(false).with_target(true).boxed()
    } else {
        fmt::layer().json().flatten_event(true).with_current_span(false).boxed()
    };
    // Only a subscriber already set can fail this, and then logging works.
    tracing_subscriber::registry().with(layer.with_filter(filter)).try_init().unwrap_or(());
}

/// The level asked for. Lambda also says `FATAL`, which nothing here emits: `ERROR` serves.
fn level(env: &Env) -> LevelFilter {
    let text = env.optional("AWS_LAMBDA_LOG_LEVEL").or_else(|| env.optional("RUST_LOG"));
    match text.as_deref() {
        Some("FATAL") => LevelFilter::ERROR,
        Some(text) => LevelFilter::from_str(text).unwrap_or(LevelFilter::INFO),
        None => LevelFilter::INFO,
    }
}

fn is_plain(env: &Env) -> bool {
    env.optional("AWS_LAMBDA_LOG_FORMAT").is_some_and(|format| format.eq_ignore_ascii_case("text"))
}

fn filter(level: LevelFilter) -> Targets {
    let others = level.min(LevelFilter::WARN);
    Targets::new().with_default(others).with_targets(OURS.map(|target| (target, level)))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn lambdas_own_level_wins_over_rust_log() {
        let cases: [(&[(&str, &str)], LevelFilter); 6] = [
            (&[], LevelFilter::INFO),
            (&[("RUST_LOG", "debug")], LevelFilter::DEBUG),
            (&[("RUST_LOG", "debug"), ("AWS_LAMBDA_LOG_LEVEL", "WARN")], LevelFilter::WARN),
            (&[("AWS_LAMBDA_LOG_LEVEL", "TRACE")], LevelFilter::TRACE),
            (&[("AWS_LAMBDA_LOG_LEVEL", "FATAL")], LevelFilter::ERROR),
            (&[("RUST_LOG", "reply=debug,hyper=info")], LevelFilter::INFO),
        ];
        for (pairs, expected) in cases {
            assert_eq!(level(&Env::from_pairs(pairs)), expected, "{pairs:?}");
        }
    }

    #[test]
    fn the_http_stacks_stay_silent_at_debug() {
        let filter = filter(LevelFilter::TRACE);
        assert!(filter.would_enable("reply::turn", &Level::TRACE));
        assert!(!filter.would_enable("aws_smithy_runtime::client", &Level::INFO));
        assert!(!filter.would_enable("hyper_util::client", &Level::DEBUG));
        assert!(filter.would_enable("aws_smithy_runtime::client", &Level::WARN));
    }
}
