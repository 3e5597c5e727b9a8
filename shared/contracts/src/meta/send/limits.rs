//! Meta's limits as checks. Lengths count characters, as Meta's reference does.

use super::InvalidOutgoing;

/// A required text of at most `limit` characters.
pub(super) fn text(field: &'static str, text: &str, limit: usize) -> Result<(), InvalidOutgoing> {
    if text.trim().is_empty() {
        return Err(InvalidOutgoing::Empty { field });
    }
    let length = text.chars().count();
    if length > limit { Err(InvalidOutgoing::TooLong { field, limit, length }) } else { Ok(()) }
}

/// Between one and `limit` things.
pub(super) const fn count(
    field: &'static str,
    count: usize,
    limit: usize,
) -> Result<(), InvalidOutgoing> {
    match count {
        0 => Err(InvalidOutgoing::Empty { field }),
        count if count > limit => Err(InvalidOutgoing::TooMany { field, limit, count }),
        _ => Ok(()),
    }
}

/// No text twice.
pub(super) fn distinct<'a>(
    field: &'static str,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), InvalidOutgoing> {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    let total = texts.len();
    texts.dedup();
    if texts.len() == total { Ok(()) } else { Err(InvalidOutgoing::Duplicate { field }) }
}
