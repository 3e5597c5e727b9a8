//! What leads out of the thread or into our inside: links, contacts, ids, our instructions.

use super::words::{Word, compact};
use crate::text;

/// Endings of hosts that people write here. Those that are also words need more than a dot.
const HOST_ENDINGS: [&str; 46] = [
    "com", "net", "org", "ci", "sn", "bj", "tg", "bf", "cm", "ga", "cg", "cd", "fr", "be", "ch",
    "ca", "uk", "us", "eu", "io", "ly", "gl", "cc", "ru", "cn", "tk", "cf", "gq", "shop", "store",
    "app", "link", "page", "site", "online", "website", "xyz", "info", "biz", "africa", "dev",
    "club", "live", "click", "top", "web",
];
/// Endings that only a path, a known host or a spelt dot makes a link of.
const WEAK_ENDINGS: [&str; 6] = ["me", "to", "co", "ml", "so", "tv"];
const SCHEMES: [&str; 10] =
    ["://", "www.", "http", "hxxp", "wa.me", "t.me", "bit.ly", "tinyurl", "utm_", "fb.me"];
/// Ways to write a dot that is none.
const FALSE_DOTS: [&str; 15] = [
    "[.]", "(.)", "{.}", "<.>", "[dot]", "(dot)", "{dot}", "[point]", "(point)", " [.] ", " (.) ",
    "_dot_", "-dot-", "[d0t]", "\\.",
];

const OWN_PREFIXES: [&str; 8] = ["slr_", "cnv_", "prd_", "zon_", "cou_", "ord_", "rcp_", "msg_"];
/// More letters and digits mixed than any reference given to people has.
const LONGEST_REFERENCE: usize = 19;

/// Consecutive words of a secret that may not be said.
const FRAGMENT: usize = 8;
/// Letters and digits below which eight words are too common to be a leak.
const LEAST_FRAGMENT: usize = 24;

/// Whether a link is written, plainly or in pieces.
pub(super) fn has_link(unmasked: &str, words: &[Word]) -> bool {
    let mut said = unmasked.to_lowercase();
    for dot in FALSE_DOTS {
        said = said.replace(dot, ".");
    }
    let closed: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    if SCHEMES.iter().any(|scheme| said.contains(scheme)) || closed.contains("://") {
        return true;
    }
    said.split_whitespace().any(is_host) || is_spelt_host(words) || has_far_dot(&said)
}

fn is_host(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let host = token.split(['/', '?', ':', '@']).next().unwrap_or_default();
    let Some((label, ending)) = host.rsplit_once('.') else { return false };
    let last = label.rsplit('.').next().unwrap_or_default();
    let is_named = last.chars().any(char::is_alphabetic);
    let parts: Vec<&str> = host.split('.').collect();
    let is_address = parts.len() == 4 && parts.iter().all(|p| p.parse::<u8>().is_ok());
    let goes_on = token.len() > host.len();
    is_address
        || (is_named && HOST_ENDINGS.contains(&ending))
        || (is_named && goes_on && WEAK_ENDINGS.contains(&ending) && token.contains('/'))
}

/// `exemple point com`, `wa dot me`.
fn is_spelt_host(words: &[Word]) -> bool {
    words.windows(3).any(|three| match three {
        [label, dot, ending] => {
            let ending = ending.text.as_str();
            matches!(dot.text.as_str(), "point" | "dot" | "pt")
                && label.text.chars().any(char::is_alphabetic)
                && (HOST_ENDINGS.contains(&ending) || WEAK_ENDINGS.contains(&ending))
        }
        _ => false,
    })
}

/// `exemple . com`, `exemple .com`.
fn has_far_dot(said: &str) -> bool {
    [" .com", " .net", " .org", " .ci", " . com", " . net", " . org", " . ci", ". com", ". net"]
        .iter()
        .any(|far| {
            said.match_indices(far).any(|(at, _)| {
                let after = said.get(at + far.len()..).unwrap_or_default();
                !after.starts_with(|c: char| c.is_alphanumeric() || c == '-')
            })
        })
}

/// Whether an address of e-mail, an account elsewhere or a bank account is written.
pub(super) fn has_address(unmasked: &str, words: &[Word]) -> bool {
    let lower = unmasked.to_lowercase();
    let at_sign = lower.match_indices('@').any(|(at, _)| {
        let (before, after) = lower.split_at_checked(at).unwrap_or((&lower, ""));
        let mut next = after.chars().skip(1);
        let is_name = next.next().is_some_and(char::is_alphanumeric);
        let account: String = after
            .chars()
            .skip(1)
            .take_while(|c| c.is_alphanumeric() || "._-".contains(*c))
            .collect();
        let is_account = !before.ends_with(char::is_alphanumeric) && account.len() > 2;
        is_name && (account.contains('.') || is_account)
    });
    let spelt = words.iter().any(|word| word.text == "arobase")
        || ["[at]", "(at)", "{at}"].iter().any(|at| lower.contains(at));
    at_sign || spelt || has_bank_account(unmasked)
}

/// Two letters, two digits and a long rest: ISO 13616, shortest 15 characters.
fn has_bank_account(unmasked: &str) -> bool {
    let closed: String = unmasked.chars().filter(|c| *c != ' ').collect();
    closed.split(|c: char| !c.is_ascii_alphanumeric()).any(|token| {
        let chars: Vec<char> = token.chars().collect();
        let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
        chars.windows(4).any(|four| {
            matches!(four, [a, b, c, d] if a.is_ascii_uppercase() && b.is_ascii_uppercase()
                && c.is_ascii_digit() && d.is_ascii_digit())
        }) && digits >= 12
    })
}

/// Whether one of our ids, or a token like one, is written.
pub(super) fn has_identifier(unmasked: &str) -> bool {
    let lower = unmasked.to_lowercase();
    let own = OWN_PREFIXES.iter().any(|prefix| {
        lower.match_indices(prefix).any(|(at, _)| {
            let body = lower.get(at + prefix.len()..).unwrap_or_default();
            body.chars().take_while(char::is_ascii_alphanumeric).count() >= 4
        })
    });
    let is_token = |token: &str| {
        let mixed = token.contains(|c: char| c.is_ascii_digit())
            && token.contains(|c: char| c.is_ascii_alphabetic());
        mixed && token.chars().filter(char::is_ascii_alphanumeric).count() > LONGEST_REFERENCE
    };
    let tokens =
        lower.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=')));
    own || lower.contains("wamid") || tokens.into_iter().any(is_token)
}

/// Texts and words of ours that may not be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Secrets {
    /// Eight words in a row, closed up.
    fragments: Vec<String>,
    /// Names that only we use, as they are written.
    terms: Vec<String>,
}

impl Secrets {
    pub(super) fn add_text(&mut self, text: &str) {
        let folded = text::folded(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let fragments = words.windows(FRAGMENT).map(<[&str]>::concat);
        self.fragments.extend(fragments.filter(|fragment| fragment.len() >= LEAST_FRAGMENT));
    }

    pub(super) fn add_term(&mut self, term: &str) {
        self.terms.push(term.to_lowercase());
    }

    pub(super) fn are_in(&self, unmasked: &str) -> bool {
        let (lower, closed) = (unmasked.to_lowercase(), compact(unmasked));
        let term = |term: &String| {
            // A name in several parts is recognised however its parts are joined.
            let joined = compact(term);
            lower.contains(term.as_str())
                || (term.contains(['_', '-']) && joined.len() > 9 && closed.contains(&joined))
        };
        self.terms.iter().any(term) || self.fragments.iter().any(|f| closed.contains(f.as_str()))
    }
}
