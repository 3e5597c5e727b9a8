//! The feed of changes that an open dashboard follows, and what a page that comes back is told.
//!
//! A seller's changes are a log of entries, each one step of the seller's cursor. A page holds the
//! cursor of the last entry it knows. Changes say *what* changed and are read again from the API,
//! so one told twice does no harm; one that is never told does.

use std::{collections::BTreeSet, fmt, str::FromStr};

/// The most changes of one entry, and of one frame: they fit into a WebSocket frame of 32 kB.
pub const CHANGES_MAX: usize = 100;
/// A page that missed more entries than this reads again everything it shows.
pub const MISSED_MAX: usize = 200;

/// How far a seller's feed has come: the number of entries ever made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor(u64);

/// A text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NoCursor;

impl Cursor {
    /// The cursor after so many entries.
    pub const fn new(entries: u64) -> Self {
        Self(entries)
    }

    /// How many entries that is.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The cursor one entry on.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        // `u64` also reads `+7`, which we never wrote.
        let is_decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_decimal).map(Self).ok_or(NoCursor)
    }
}

/// One step of the log: what changed when the cursor came to `cursor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<T> {
    pub cursor: Cursor,
    pub changes: Vec<T>,
}

/// Changes for a page that stands at `previous`, after which it stands at `cursor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<T> {
    pub previous: Cursor,
    pub cursor: Cursor,
    pub changes: Vec<T>,
}

/// What a page that says hello is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resume<T> {
    /// It has missed nothing, or this at most; from then on it stands at `cursor`.
    Ready { missed: Vec<Stretch<T>>, cursor: Cursor },
    /// What it missed is not known any more, or too much: it reads again all that it shows.
    Reset { cursor: Cursor },
}

/// Each change once, where it came first.
pub fn coalesce<T: Ord + Clone>(changes: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    changes.into_iter().filter(|change| seen.insert(change.clone())).collect()
}

/// The entries that a log at `from` gets for these changes, each as small as a frame must be.
pub fn entries<T: Clone>(from: Cursor, changes: &[T]) -> Vec<Entry<T>> {
    let mut cursor = from;
    let chunks = changes.chunks(CHANGES_MAX).map(|chunk| {
        cursor = cursor.next();
        Entry { cursor, changes: chunk.to_vec() }
    });
    chunks.collect()
}

/// Answers a page that last stood at `asked`. The log stands at `current`, and `kept` are its
/// entries after `asked`, oldest first: all of them, or more than [`MISSED_MAX`].
///
/// Entries made since `current` was read may be among them.
pub fn resume<T: Ord + Clone>(
    asked: Option<Cursor>,
    current: Cursor,
    kept: &[Entry<T>],
) -> Resume<T> {
    let cursor = kept.last().map_or(current, |last| last.cursor.max(current));
    let Some(asked) = asked else { return Resume::Ready { missed: Vec::new(), cursor } };
    let is_whole = || {
        let mut expected = asked;
        let in_order = kept.iter().all(|entry| {
            expected = expected.next();
            entry.cursor == expected
        });
        in_order && expected == cursor
    };
    // A cursor from the future is none of this log's.
    if asked > cursor || kept.len() > MISSED_MAX || !is_whole() {
        return Resume::Reset { cursor };
    }
    Resume::Ready { missed: stretches(asked, kept), cursor }
}

/// Entries joined, as many as one frame carries.
fn stretches<T: Ord + Clone>(from: Cursor, kept: &[Entry<T>]) -> Vec<Stretch<T>> {
    let mut stretches: Vec<Stretch<T>> = Vec::new();
    for entry in kept {
        let joined = stretches
            .last()
            .map(|last| coalesce(last.changes.iter().chain(&entry.changes).cloned()));
        match (stretches.last_mut(), joined) {
            (Some(last), Some(changes)) if changes.len() <= CHANGES_MAX => {
                *last = Stretch { previous: last.previous, cursor: entry.cursor, changes };
            }
            (last, _) => {
                let previous = last.map_or(from, |last| last.cursor);
                let changes = coalesce(entry.changes.iter().cloned());
                stretches.push(Stretch { previous, cursor: entry.cursor, changes });
            }
        }
    }
    stretches
}

#[cfg(test)]
mod tests;
