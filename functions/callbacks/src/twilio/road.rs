//! The call a courier makes to us: what happened on the road, by keys.

use aws_adapters::ride::Ride;
use domain::{copy::call as copy, standing::Standing};
use jiff::Timestamp;

use super::{
    asking,
    keys::Step,
    turn::{Turn, words},
    twiml::{Keys, Verb, goodbye},
};

/// Turns of one call at most.
const TURNS: u64 = 24;
/// How often the delivery is looked at after a key.
const LOOKS: u64 = 6;
const PAUSE_SECONDS: u8 = 2;

/// Where a call stands in its turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Counts the menus of the call, from 1.
    pub(super) turn: u64,
    /// Menus in a row to which nothing was pressed.
    pub(super) silences: u64,
}

/// The menu of where the courier stands, `lead` said before it.
pub(super) fn menu(
    turn: &Turn<'_>,
    ride: &Ride,
    place: Place,
    lead: Option<&str>,
    now: Timestamp,
) -> Vec<Verb> {
    let standing = ride.standing(now);
    let (step, keys) = match standing {
        Standing::Open { .. } => return asking::read(turn, Some(ride), 1, now),
        Standing::Assigned | Standing::PickedUp => (Step::Road, Keys::One),
        Standing::AwaitingCode { .. } => (Step::Code, Keys::Four),
        Standing::AwaitingCash => (Step::Cash, Keys::UntilHash),
        Standing::CodeLocked
        | Standing::Refused
        | Standing::TooLate
        | Standing::Gone
        | Standing::Delivered { .. }
        | Standing::Failed
        | Standing::Cancelled => return goodbye(words(ride, now).standing(standing)),
    };
    let said = words(ride, now).standing(standing);
    ask(turn, step, keys, place, lead.map_or(said.clone(), |lead| format!("{lead} {said}")))
}

/// « Pourquoi ? »
pub(super) fn why(turn: &Turn<'_>, place: Place) -> Vec<Verb> {
    ask(turn, Step::Why, Keys::One, place, copy::ask_reason())
}

fn ask(turn: &Turn<'_>, step: Step, keys: Keys, place: Place, say: String) -> Vec<Verb> {
    if place.turn > TURNS || place.silences > 1 {
        return goodbye(copy::no_key());
    }
    let action = turn.url(
        "act",
        &[
            ("step", step.word()),
            ("n", &place.turn.to_string()),
            ("mute", &place.silences.to_string()),
        ],
    );
    let mut verbs = vec![Verb::Ask { say, action, keys }];
    verbs.extend(goodbye(copy::no_key()));
    verbs
}

/// After a key: a moment, then a look at whether the delivery moved on from version `was`.
pub(super) fn wait(turn: &Turn<'_>, was: u64, next_turn: u64) -> Vec<Verb> {
    vec![
        Verb::Say(copy::one_moment().to_owned()),
        Verb::Pause(PAUSE_SECONDS),
        Verb::Redirect(look_at(turn, was, next_turn, 1)),
    ]
}

/// The `look`th look: the next menu once the delivery moved on.
pub(super) fn look(
    turn: &Turn<'_>,
    ride: Option<&Ride>,
    was: u64,
    (next_turn, look): (u64, u64),
    now: Timestamp,
) -> Vec<Verb> {
    let Some(ride) = ride else { return goodbye(copy::taken()) };
    if ride.version > was {
        return menu(turn, ride, Place { turn: next_turn, silences: 0 }, None, now);
    }
    if look >= LOOKS {
        return goodbye(copy::pending());
    }
    let next = look_at(turn, was, next_turn, look.saturating_add(1));
    vec![Verb::Pause(PAUSE_SECONDS), Verb::Redirect(next)]
}

fn look_at(turn: &Turn<'_>, was: u64, next_turn: u64, look: u64) -> String {
    let (was, next, look) = (was.to_string(), next_turn.to_string(), look.to_string());
    turn.url("moved", &[("was", &was), ("n", &next), ("try", &look)])
}
