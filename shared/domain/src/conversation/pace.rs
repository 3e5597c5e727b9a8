//! How fast and how alike messages follow each other: telling a person from another machine.

use jiff::Timestamp;

use super::Bubble;
use crate::{ids::RecapId, text};

/// Nobody reads and writes faster than this many seconds, time after time.
const QUICK_SECONDS: i64 = 5;
/// So many quick answers in a row are no person's.
const MAX_QUICK: u32 = 8;
/// So often the same words, each time after an answer of ours, are no person's.
const MAX_REPEATED: u32 = 4;
/// Characters by which two messages are compared.
const COMPARED: usize = 80;

/// What is remembered of the rhythm of a thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    /// When we last wrote.
    pub said_at: Option<Timestamp>,
    /// Whether what we last wrote asks something.
    pub asked: bool,
    /// Messages in a row that came within seconds of ours.
    pub quick: u32,
    /// Times in a row that the same words came back after an answer.
    pub repeated: u32,
    /// The last words, folded and cut.
    pub last_words: String,
    /// Whether we wrote since the last words came.
    pub answered: bool,
    /// The recap that is the last thing anybody said to the prospect.
    pub showed: Option<RecapId>,
}

impl Pace {
    /// Notes that we wrote. Buttons ask something, whatever stands above them.
    pub fn said(&mut self, bubble: &Bubble, now: Timestamp) {
        self.said_at = Some(now);
        self.asked = bubble.text.contains('?') || !bubble.buttons.is_empty();
        self.answered = true;
        self.showed = bubble.offers().cloned();
    }

    /// Notes what arrived; `true` when only a machine goes on like this.
    pub fn heard(&mut self, said: &str, now: Timestamp) -> bool {
        let words: String = text::folded(said).chars().take(COMPARED).collect();
        // Only what follows an answer of ours counts: an impatient person repeats before it.
        if self.answered {
            let quick =
                self.said_at.is_some_and(|at| now.duration_since(at).as_secs() < QUICK_SECONDS);
            self.quick = if quick { self.quick.saturating_add(1) } else { 0 };
            let same = !words.is_empty() && words == self.last_words;
            self.repeated = if same { self.repeated.saturating_add(1) } else { 0 };
        }
        self.last_words = words;
        self.answered = false;
        self.quick >= MAX_QUICK || self.repeated >= MAX_REPEATED
    }

    /// A tap on a button of ours is a person's: machines do not see buttons.
    pub const fn tapped(&mut self) {
        self.quick = 0;
        self.repeated = 0;
        self.answered = false;
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::conversation::Author;

    fn at(seconds: i64) -> Timestamp {
        let start: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        start.saturating_add(SignedDuration::from_secs(seconds)).unwrap()
    }

    fn bubble(text: &str) -> Bubble {
        Bubble::plain(Author::Ai, text)
    }

    /// After how many answers of ours a partner who answers like this is found out.
    fn answers_given(wait: i64, words: impl Fn(u32) -> String) -> Option<u32> {
        let mut pace = Pace::default();
        let mut clock = 0;
        for answer in 0..50 {
            if pace.heard(&words(answer), at(clock)) {
                return Some(answer);
            }
            clock += 2;
            pace.said(&bubble("Bonjour !"), at(clock));
            clock += wait;
        }
        None
    }

    #[test]
    fn another_machine_is_found_out_within_eight_answers() {
        assert_eq!(answers_given(1, |n| format!("message {n}")), Some(8));
        assert_eq!(answers_given(60, |_| "Nous sommes absents.".into()), Some(4));
    }

    #[test]
    fn people_are_left_alone() {
        assert_eq!(answers_given(6, |n| format!("message {n}")), None);
        let mut pace = Pace::default();
        pace.said(&bubble("Bonjour"), at(0));
        for n in 0..20 {
            assert!(!pace.heard("allo ?", at(n)), "impatience is no machine");
        }
    }
}
