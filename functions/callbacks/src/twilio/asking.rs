//! The call that makes an offer: read it, take a key, say what came of it.

use aws_adapters::ride::Ride;
use contracts::messages::CourierAct;
use domain::{copy::call as copy, standing::Standing};
use jiff::Timestamp;

use super::{
    turn::{Turn, words},
    twiml::{Keys, Verb, goodbye},
};

/// How often an offer is read in one call.
const READINGS: u64 = 4;
/// How often the delivery is looked at after a key, and the pause before each look: dispatch needs
/// a second, and nobody stays on the line for a minute.
const LOOKS: u64 = 6;
const PAUSE_SECONDS: u8 = 2;

/// What a key in an offer leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    Act(CourierAct),
    Read,
}

/// The meaning of a key, and what is said before the offer is read again.
pub(super) fn key(digits: &str) -> (Key, Option<&'static str>) {
    match digits {
        "1" => (Key::Act(CourierAct::Accept), None),
        "2" => (Key::Act(CourierAct::Refuse), None),
        "" | "0" => (Key::Read, None),
        _ => (Key::Read, Some(copy::not_a_key())),
    }
}

/// The offer, read for the `reading`th time (from 1), or why there is none any more.
pub(super) fn read(
    turn: &Turn<'_>,
    ride: Option<&Ride>,
    reading: u64,
    now: Timestamp,
) -> Vec<Verb> {
    let Some(ride) = ride else { return goodbye(copy::taken()) };
    let standing = ride.standing(now);
    if !standing.is_open() {
        return over(ride, standing, now);
    }
    if reading > READINGS {
        return goodbye(copy::no_key());
    }
    let action = turn.url("key", &[("try", &reading.to_string())]);
    let mut verbs = vec![Verb::Ask { say: words(ride, now).offer(), action, keys: Keys::One }];
    // Twilio promises to call with no key as well; should it not, the call still ends in words.
    verbs.extend(goodbye(copy::no_key()));
    verbs
}

/// After a key: a moment, then a look at what became of it.
pub(super) fn wait(turn: &Turn<'_>) -> Vec<Verb> {
    vec![
        Verb::Say(copy::one_moment().to_owned()),
        Verb::Pause(PAUSE_SECONDS),
        Verb::Redirect(turn.url("outcome", &[("try", "1")])),
    ]
}

/// What became of the key, looked at for the `look`th time.
pub(super) fn outcome(
    turn: &Turn<'_>,
    ride: Option<&Ride>,
    look: u64,
    now: Timestamp,
) -> Vec<Verb> {
    let Some(ride) = ride else { return goodbye(copy::taken()) };
    let standing = ride.standing(now);
    if !standing.is_open() {
        return over(ride, standing, now);
    }
    if look >= LOOKS {
        return goodbye(copy::pending());
    }
    let next = turn.url("outcome", &[("try", &look.saturating_add(1).to_string())]);
    vec![Verb::Pause(PAUSE_SECONDS), Verb::Redirect(next)]
}

fn over(ride: &Ride, standing: Standing, now: Timestamp) -> Vec<Verb> {
    let words = words(ride, now);
    goodbye(if standing.is_theirs() { words.yours() } else { words.standing(standing) })
}
