//! The configuration of a function, read once at start from the environment.
//!
//! Every variable that is missing or malformed is named in one error, and the function does not
//! start: there is no default that could pass for a configuration. Values are never shown.

use std::{collections::BTreeMap, fmt, str::FromStr, time::Duration};

/// The environment, and what was found wrong with it so far.
///
/// Read every variable, then [`Env::finish`] with the configuration made of them.
pub struct Env {
    values: BTreeMap<String, String>,
    problems: Vec<EnvProblem>,
}

/// One variable that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvProblem {
    /// Absent, or empty.
    Missing(&'static str),
    /// Present, but not of the kind asked for.
    Malformed { name: &'static str, expected: &'static str },
}

/// The variables that keep the function from starting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("configuration cannot be used: {}", join(.problems))]
pub struct EnvError {
    pub problems: Vec<EnvProblem>,
}

impl Env {
    /// The environment of this process.
    pub fn from_process() -> Self {
        // Variables that are not UTF-8 cannot be ours; they read as missing.
        let values = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self { values, problems: Vec::new() }
    }

    /// An environment written out, for tests.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let values =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { values, problems: Vec::new() }
    }

    /// A variable that must be there. Empty counts as missing.
    pub fn required(&mut self, name: &'static str) -> String {
        let Some(value) = self.optional(name) else {
            self.problems.push(EnvProblem::Missing(name));
            return String::new();
        };
        value
    }

    /// A variable that may be absent. Empty counts as absent.
    pub fn optional(&self, name: &str) -> Option<String> {
        self.values.get(name).filter(|value| !value.is_empty()).cloned()
    }

    /// A variable that must be there and read as a `T`: a number, or `true`/`false`.
    pub fn parsed<T: FromStr + Default>(&mut self, name: &'static str) -> T {
        let Some(text) = self.optional(name) else {
            self.problems.push(EnvProblem::Missing(name));
            return T::default();
        };
        text.parse().unwrap_or_else(|_| {
            self.problems
                .push(EnvProblem::Malformed { name, expected: std::any::type_name::<T>() });
            T::default()
        })
    }

    /// A variable that must be there and hold a whole number of seconds.
    pub fn seconds(&mut self, name: &'static str) -> Duration {
        Duration::from_secs(u64::from(self.parsed::<u32>(name)))
    }

    /// The configuration, if every variable read into it could be used.
    pub fn finish<T>(self, configuration: T) -> Result<T, EnvError> {
        if self.problems.is_empty() {
            Ok(configuration)
        } else {
            Err(EnvError { problems: self.problems })
        }
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env").field("problems", &self.problems).finish_non_exhaustive()
    }
}

impl fmt::Display for EnvProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "{name} is missing"),
            Self::Malformed { name, expected } => write!(f, "{name} is not a {expected}"),
        }
    }
}

fn join(problems: &[EnvProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unusable_variable_is_named_at_once() {
        let mut env = Env::from_pairs(&[("TABLE", "t"), ("EMPTY", ""), ("WAIT", "soon")]);
        let read = (
            env.required("TABLE"),
            env.required("EMPTY"),
            env.required("ABSENT"),
            env.seconds("WAIT"),
            env.parsed::<bool>("FLAG"),
        );
        insta::assert_snapshot!(
            env.finish(read).unwrap_err(),
            @"configuration cannot be used: EMPTY is missing, ABSENT is missing, WAIT is not a u32, FLAG is missing"
        );
    }

    #[test]
    fn a_whole_environment_gives_the_configuration() {
        let mut env = Env::from_pairs(&[("TABLE", "t"), ("WAIT", "2"), ("FLAG", "true")]);
        let read = (
            env.required("TABLE"),
            env.seconds("WAIT"),
            env.parsed::<bool>("FLAG"),
            env.optional("ABSENT"),
        );
        assert_eq!(env.finish(read), Ok(("t".to_owned(), Duration::from_secs(2), true, None)));
    }

    #[test]
    fn no_value_is_shown() {
        let mut env = Env::from_pairs(&[("SECRET", "hunter2")]);
        let number: u8 = env.parsed("SECRET");
        let shown = [format!("{env:?}"), env.finish(number).unwrap_err().to_string()].concat();
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
