//! Asking Gemini: the main model, then the fallback, inside one time budget.

use std::time::Duration;

use contracts::gemini::{Candidate, Request, Usage};
use domain::{model_price::Tokens, usage::ModelUsage};
use http_clients::gemini::{Attempt, Gemini, ModelChoice, NextStep, Outcome, Repeat};
use jiff::tz::TimeZone;
use lambda_support::clock;
use tokio::time::Instant;

/// One call. A model that thinks longer is replaced by the other.
pub(crate) const CALL: Duration = Duration::from_secs(10);
/// Calls with less time than this are not begun.
const LEAST: Duration = Duration::from_secs(1);

/// The two models a turn may use.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) gemini: Gemini,
    pub(crate) main: String,
    pub(crate) fallback: String,
    /// What one call may take, usually [`CALL`].
    pub(crate) call: Duration,
}

/// What asking led to.
pub(crate) enum Asked {
    /// Words or calls.
    Answered(Candidate),
    /// The other model must be asked, and the turn starts again: signatures do not carry over.
    StartOver(ModelChoice),
    /// No call can help any more.
    GaveUp,
}

impl Model {
    /// What one call of the fallback model used.
    pub(crate) fn usage_of_fallback(&self, usage: &Usage) -> ModelUsage {
        if *usage == Usage::default() {
            return ModelUsage::default();
        }
        call_usage(usage, &self.fallback)
    }

    /// Asks until there is something usable, until `end` at most. Every answer is added to what
    /// the turn used, of use or not.
    pub(crate) async fn ask(
        &self,
        request: &Request,
        model: ModelChoice,
        end: Instant,
        used: &mut ModelUsage,
    ) -> Asked {
        let name = match model {
            ModelChoice::Main => &self.main,
            ModelChoice::Fallback => &self.fallback,
        };
        let mut request = request.clone();
        let mut attempt = Attempt { number: 1, model };
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left < LEAST {
                tracing::error!(error.code = "model_too_slow", "no time is left for the model");
                return Asked::GaveUp;
            }
            let step = match self.gemini.generate(name, &request, left.min(self.call)).await {
                Ok(response) => {
                    let outcome = Outcome::of(&response);
                    let version = response.model_version.as_deref().unwrap_or(name);
                    *used = used.plus(call_usage(&response.usage, version));
                    log_usage(&response.usage, response.model_version.as_deref(), outcome.name());
                    let Some(step) = outcome.next_step(attempt) else {
                        return response
                            .candidates
                            .into_iter()
                            .next()
                            .map_or(Asked::GaveUp, Asked::Answered);
                    };
                    tracing::warn!(
                        outcome = outcome.name(),
                        attempt = attempt.number,
                        "the model's answer is of no use"
                    );
                    match outcome {
                        Outcome::RetryOnce(Repeat::Continue { token }) => {
                            request = request.continued(&token);
                        }
                        Outcome::RetryOnce(Repeat::RestartTurn) => return Asked::StartOver(model),
                        Outcome::RetryOnce(Repeat::Same)
                        | Outcome::Text(_)
                        | Outcome::Calls(_)
                        | Outcome::Both { .. }
                        | Outcome::Empty
                        | Outcome::Blocked { .. }
                        | Outcome::MaxTokens { .. }
                        | Outcome::AccountLimited
                        | Outcome::Unknown { .. } => {}
                    }
                    step
                }
                Err(error) => {
                    tracing::warn!(
                        error.code = error.class().name(),
                        attempt = attempt.number,
                        "the model did not answer"
                    );
                    error.next_step(attempt)
                }
            };
            match step {
                NextStep::Retry { after } => {
                    tokio::time::sleep(after.min(end.saturating_duration_since(Instant::now())))
                        .await;
                    attempt.number = attempt.number.saturating_add(1);
                }
                NextStep::Fallback => return Asked::StartOver(ModelChoice::Fallback),
                NextStep::GiveUp => {
                    tracing::error!(error.code = "model_unavailable", "no call to the model helps");
                    return Asked::GaveUp;
                }
            }
        }
    }
}

/// One call. Thoughts are billed as output (Google, "Pricing").
fn call_usage(usage: &Usage, model: &str) -> ModelUsage {
    let output = u64::from(usage.candidates_token_count)
        .saturating_add(u64::from(usage.thoughts_token_count));
    let tokens = Tokens {
        prompt: u64::from(usage.prompt_token_count),
        cached: u64::from(usage.cached_content_token_count),
        output,
        ..Tokens::default()
    };
    ModelUsage::of_call(model, tokens, TimeZone::UTC.to_datetime(clock::now()).date())
}

/// What a call cost, in tokens.
pub(crate) fn log_usage(usage: &Usage, model: Option<&str>, outcome: &str) {
    tracing::info!(
        model,
        outcome,
        tokens.prompt = usage.prompt_token_count,
        tokens.cached = usage.cached_content_token_count,
        tokens.answer = usage.candidates_token_count,
        tokens.thoughts = usage.thoughts_token_count,
        "model answered"
    );
}

#[cfg(test)]
mod tests;
