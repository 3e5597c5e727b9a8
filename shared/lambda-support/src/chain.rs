//! An error written with everything that caused it, for the one log line a failure gets.

use std::{error::Error, fmt};

/// Shows an error and its sources, outermost first, joined by `: `.
pub struct Chain<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("failed to read the shop")]
    struct Outer(#[source] std::num::ParseIntError);

    #[test]
    fn every_source_is_shown_once() {
        let error = Outer("x".parse::<u8>().unwrap_err());
        assert_eq!(
            Chain(&error).to_string(),
            "failed to read the shop: invalid digit found in string"
        );
    }
}
