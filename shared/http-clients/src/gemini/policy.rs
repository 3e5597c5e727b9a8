//! What to do next: ask again, ask the other model, or give up and call a human.
//!
//! Pure, so that the whole policy is a table in a test. Waits are the shortest ones; the caller
//! gives up anyway when its deadline comes first.

use std::time::Duration;

use super::{FailureClass, GeminiError, Outcome, Repeat};

/// Tries of one model against a passing trouble.
const TRIES: u32 = 3;

/// Doubled with each try.
const BACKOFF: Duration = Duration::from_secs(1);

/// A chat does not wait longer than this for a quota: the typing indicator ends after 25 s.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// Continuations of one answer.
const CONTINUATIONS: u32 = 2;

/// Which of the two configured models was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelChoice {
    Main,
    Fallback,
}

/// The call that has just ended: the how-manieth of its model, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    pub number: u32,
    pub model: ModelChoice,
}

/// What to do after a call without a usable answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Ask the same model again after this long.
    Retry { after: Duration },
    /// Ask the other model. A tool loop under way starts again from the person's message, because
    /// signatures do not carry over.
    Fallback,
    /// No call can help: say the fixed sentence and call a human.
    GiveUp,
}

impl Attempt {
    const fn or_fallback(self) -> NextStep {
        match self.model {
            ModelChoice::Main => NextStep::Fallback,
            ModelChoice::Fallback => NextStep::GiveUp,
        }
    }

    fn retry_up_to(self, tries: u32, after: Duration) -> Option<NextStep> {
        (self.number < tries).then_some(NextStep::Retry { after })
    }

    fn backoff(self) -> Duration {
        BACKOFF.saturating_mul(2_u32.saturating_pow(self.number.saturating_sub(1)))
    }
}

impl GeminiError {
    /// What to do after this failure.
    pub fn next_step(&self, attempt: Attempt) -> NextStep {
        after_failure(self.class(), attempt)
    }
}

fn after_failure(class: FailureClass, attempt: Attempt) -> NextStep {
    let again = match class {
        FailureClass::Transient => attempt.retry_up_to(TRIES, attempt.backoff()),
        // A turn has time for one model that hangs, so the other one gets what is left.
        FailureClass::TooSlow => match attempt.model {
            ModelChoice::Main => None,
            ModelChoice::Fallback => attempt.retry_up_to(2, Duration::ZERO),
        },
        FailureClass::RateLimited { retry_after } => {
            let wait = retry_after.unwrap_or_else(|| attempt.backoff());
            attempt.retry_up_to(TRIES, wait).filter(|_| wait <= LONGEST_WAIT)
        }
        FailureClass::Malformed => attempt.retry_up_to(2, Duration::ZERO),
        // Quotas and retirements are per model.
        FailureClass::QuotaDay | FailureClass::ModelGone => None,
        FailureClass::BadKey | FailureClass::TooLarge | FailureClass::InvalidRequest => {
            return NextStep::GiveUp;
        }
    };
    again.unwrap_or_else(|| attempt.or_fallback())
}

impl Outcome {
    /// What to do after this answer; `None` when it can be used. A cut answer with words
    /// ([`Outcome::MaxTokens`]) can, trimmed at a sentence.
    pub fn next_step(&self, attempt: Attempt) -> Option<NextStep> {
        let (again, otherwise) = match self {
            Self::Text(_)
            | Self::Calls(_)
            | Self::Both { .. }
            | Self::MaxTokens { text: Some(_) } => return None,
            Self::Empty | Self::MaxTokens { text: None } => {
                (attempt.retry_up_to(2, Duration::ZERO), attempt.or_fallback())
            }
            Self::RetryOnce(Repeat::Continue { .. }) => {
                let more = CONTINUATIONS.saturating_add(1);
                (attempt.retry_up_to(more, Duration::ZERO), NextStep::GiveUp)
            }
            Self::RetryOnce(Repeat::Same | Repeat::RestartTurn) => {
                (attempt.retry_up_to(2, Duration::ZERO), NextStep::GiveUp)
            }
            Self::Blocked { .. } | Self::AccountLimited | Self::Unknown { .. } => {
                (None, NextStep::GiveUp)
            }
        };
        Some(again.unwrap_or(otherwise))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: ModelChoice = ModelChoice::Main;
    const OTHER: ModelChoice = ModelChoice::Fallback;

    const fn retry(seconds: u64) -> NextStep {
        NextStep::Retry { after: Duration::from_secs(seconds) }
    }

    /// Attempts 1, 2, 3 of the main model, then 1, 2, 3 of the other.
    fn table<T>(step: impl Fn(Attempt) -> T) -> [T; 6] {
        [(1, MAIN), (2, MAIN), (3, MAIN), (1, OTHER), (2, OTHER), (3, OTHER)]
            .map(|(number, model)| step(Attempt { number, model }))
    }

    #[test]
    fn failures_lead_to_the_step_that_can_help() {
        use NextStep::{Fallback, GiveUp};
        let limited = |seconds: u64| FailureClass::RateLimited {
            retry_after: Some(Duration::from_secs(seconds)),
        };
        let twice = [retry(1), retry(2), Fallback, retry(1), retry(2), GiveUp];
        let never = [Fallback, Fallback, Fallback, GiveUp, GiveUp, GiveUp];
        let end = [GiveUp; 6];
        for (class, steps) in [
            (FailureClass::Transient, twice),
            (FailureClass::TooSlow, [Fallback, Fallback, Fallback, retry(0), GiveUp, GiveUp]),
            (FailureClass::RateLimited { retry_after: None }, twice),
            (limited(7), [retry(7), retry(7), Fallback, retry(7), retry(7), GiveUp]),
            (limited(9), never),
            (FailureClass::QuotaDay, never),
            (FailureClass::ModelGone, never),
            (FailureClass::Malformed, [retry(0), Fallback, Fallback, retry(0), GiveUp, GiveUp]),
            (FailureClass::BadKey, end),
            (FailureClass::TooLarge, end),
            (FailureClass::InvalidRequest, end),
        ] {
            assert_eq!(table(|attempt| after_failure(class, attempt)), steps, "{class:?}");
        }
    }

    #[test]
    fn answers_are_used_repeated_or_given_up() {
        use NextStep::{Fallback, GiveUp};
        let usable = [None; 6];
        let once_then = |otherwise: NextStep| {
            [
                Some(retry(0)),
                Some(otherwise),
                Some(otherwise),
                Some(retry(0)),
                Some(GiveUp),
                Some(GiveUp),
            ]
        };
        let end = [Some(GiveUp); 6];
        let twice = [Some(retry(0)), Some(retry(0)), Some(GiveUp)];
        let text = || "Bonjour".to_owned();
        for (outcome, steps) in [
            (Outcome::Text(text()), usable),
            (Outcome::Calls(vec![]), usable),
            (Outcome::Both { text: text(), calls: vec![] }, usable),
            (Outcome::MaxTokens { text: Some(text()) }, usable),
            (Outcome::MaxTokens { text: None }, once_then(Fallback)),
            (Outcome::Empty, once_then(Fallback)),
            (Outcome::RetryOnce(Repeat::Same), once_then(GiveUp)),
            (Outcome::RetryOnce(Repeat::RestartTurn), once_then(GiveUp)),
            (
                Outcome::RetryOnce(Repeat::Continue { token: text() }),
                [twice, twice].concat().try_into().unwrap(),
            ),
            (Outcome::Blocked { reason: text() }, end),
            (Outcome::AccountLimited, end),
            (Outcome::Unknown { reason: text() }, end),
        ] {
            assert_eq!(table(|attempt| outcome.next_step(attempt)), steps, "{outcome:?}");
        }
    }
}
