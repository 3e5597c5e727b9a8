//! `?filter=` and `?q=`: which threads a seller looks for.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use domain::{conversation::Conversation, text};
use jiff::Timestamp;
use lambda_support::http::Problem;
use serde::Deserialize;

use crate::failure::Failure;

/// Characters of a search.
const SEARCH_MAX: usize = 60;
/// Digits from which on what was typed is a phone and not a word.
const PHONE_DIGITS: usize = 4;

/// A choice of threads by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Filter {
    /// Not read by the seller.
    Unread,
    /// A human has it, and the prospect waits for a word.
    Waiting,
    Ai,
    Human,
    /// An ad brought the prospect.
    Ad,
    /// A reminder of an open cart is planned, or was sent.
    Reminder,
}

/// What must be true of a thread that is shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    filter: Option<Filter>,
    search: Option<Search>,
}

#[derive(Debug, PartialEq, Eq)]
enum Search {
    /// Every one of them, folded.
    Words(Vec<String>),
    /// Digits of a phone, as they follow one another.
    Phone(String),
}

/// What people read of a thread in the list.
pub(super) struct Seen<'a> {
    pub(super) name: &'a str,
    pub(super) phone: &'a str,
    pub(super) preview: &'a str,
    pub(super) ad: &'a str,
}

#[derive(Deserialize)]
struct Asked {
    filter: Option<String>,
    q: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Query(asked) =
            Query::<Asked>::try_from_uri(&parts.uri).map_err(|_unreadable| Problem::malformed())?;
        Ok(Self::read(asked)?)
    }
}

impl Wanted {
    fn read(asked: Asked) -> Result<Self, Problem> {
        let filter = asked.filter.filter(|word| !word.is_empty()).map(|word| {
            serde_json::from_value(word.into()).map_err(|_unknown| {
                Problem::malformed()
                    .with_field("filter", "Attendu : unread, waiting, ai, human, ad ou reminder.")
            })
        });
        let typed = asked.q.unwrap_or_default();
        if typed.chars().count() > SEARCH_MAX {
            return Err(Problem::malformed().with_field("q", "60 caractères au plus."));
        }
        Ok(Self { filter: filter.transpose()?, search: Search::of(&typed) })
    }

    /// Whether every thread is wanted.
    pub(super) const fn is_everything(&self) -> bool {
        self.filter.is_none() && self.search.is_none()
    }

    /// Whether this thread is.
    pub(super) fn takes(&self, thread: &Conversation, seen: &Seen<'_>, now: Timestamp) -> bool {
        let passes = self.filter.is_none_or(|filter| match filter {
            Filter::Unread => thread.unread > 0,
            Filter::Waiting => thread.awaits_human_since(now).is_some(),
            Filter::Ai => thread.is_ais(now),
            Filter::Human => !thread.is_ais(now),
            Filter::Ad => thread.ad.is_some(),
            Filter::Reminder => thread.reminder(now).is_some(),
        });
        passes && self.search.as_ref().is_none_or(|search| search.finds(seen))
    }
}

impl Search {
    fn of(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_phone = typed.chars().all(|c| c.is_ascii_digit() || " +().-".contains(c));
        if is_phone && digits.len() >= PHONE_DIGITS {
            let national = digits.strip_prefix("00").unwrap_or(&digits);
            return Some(Self::Phone(national.to_owned()));
        }
        let words: Vec<String> = text::folded(typed).split(' ').map(str::to_owned).collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then_some(Self::Words(words))
    }

    fn finds(&self, seen: &Seen<'_>) -> bool {
        match self {
            Self::Phone(digits) => {
                seen.phone.chars().filter(char::is_ascii_digit).collect::<String>().contains(digits)
            }
            Self::Words(words) => {
                let all = [seen.name, seen.phone, seen.preview, seen.ad].join(" ");
                let all = text::folded(&all);
                words.iter().all(|word| all.contains(word))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        conversation::Owner,
        ids::{ConversationId, PhoneNumberId, SellerId, WaId},
        person::Identity,
    };
    use uuid::Uuid;

    use super::*;

    fn wanted(filter: &str, q: &str) -> Wanted {
        let asked = Asked { filter: Some(filter.to_owned()), q: Some(q.to_owned()) };
        Wanted::read(asked).unwrap()
    }

    fn thread() -> Conversation {
        let id = |n| Uuid::from_u128(n);
        Conversation::new(
            ConversationId::from_uuid(id(1)),
            SellerId::from_uuid(id(2)),
            PhoneNumberId::new("1"),
            Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
        )
    }

    const SEEN: Seen<'static> = Seen {
        name: "Aïcha Koné",
        phone: "+2250701020304",
        preview: "Je veux la pointure 42",
        ad: "Air Max à 45 000",
    };

    #[test]
    fn words_and_phones_are_found_as_people_type_them() {
        for q in ["aicha", "KONE 42", "air max", "0701 02", "+225 07 01", "002250701", ""] {
            assert!(wanted("", q).takes(&thread(), &SEEN, Timestamp::UNIX_EPOCH), "{q}");
        }
        for q in ["fatou", "aicha 43", "0799"] {
            assert!(!wanted("", q).takes(&thread(), &SEEN, Timestamp::UNIX_EPOCH), "{q}");
        }
    }

    #[test]
    fn a_filter_looks_at_who_has_the_thread_now() {
        let now = "2026-11-28T10:00:00Z".parse().unwrap();
        let mut held = thread();
        held.owner = Owner::Human { until: None };
        held.waiting_since = Some(now);
        let taken = |filter, thread: &Conversation| wanted(filter, "").takes(thread, &SEEN, now);
        assert!(taken("human", &held) && taken("waiting", &held) && !taken("ai", &held));
        assert!(taken("ai", &thread()) && !taken("waiting", &thread()));
        assert!(!taken("unread", &held) && !taken("ad", &held));
        held.owner = Owner::Human { until: Some(now) };
        assert!(taken("ai", &held), "the human's time is over");
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let asked = |filter: &str, q: String| Asked { filter: Some(filter.to_owned()), q: Some(q) };
        assert!(Wanted::read(asked("all", String::new())).is_err());
        assert!(Wanted::read(asked("", "a".repeat(61))).is_err());
        assert!(wanted("", " ").is_everything());
    }
}
