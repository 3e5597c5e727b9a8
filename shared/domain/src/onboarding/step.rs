//! The machine: which step follows from which, and what to do about it.

use jiff::{Timestamp, ToSpan};

use super::{
    Connection, Effect, Event, LINK_MINUTES, ListedNumber, Onboarding, PERMISSIONS, Refusal,
    Rejection, Step, TokenReport, number,
};
use crate::{
    Transition,
    ids::{PhoneNumberId, WabaId},
};

type Outcome = Result<Transition<Onboarding, Effect>, Rejection>;

/// Applies an event.
pub fn step(state: &Onboarding, event: &Event, now: Timestamp) -> Outcome {
    match event {
        Event::LinkAsked => Ok(link_asked(state, now)),
        // The link was checked and consumed: its token replaces whatever attempt there was.
        Event::CodeExchanged => Ok(restarted(state, Step::CodeExchanged)),
        Event::TokenInspected(report) => inspected(state, report),
        Event::AccountsFound(accounts) => accounts_found(state, accounts),
        Event::NumbersListed { numbers, form_digits } => listed(state, numbers, form_digits),
        Event::NumberClaimed => claimed(state),
        Event::Subscribed => subscribed(state),
        Event::NumberRegistered => registered(state),
        Event::Refused(refusal) => refused(state, *refusal),
        Event::Resumed => resumed(state, now),
    }
}

/// Asking for a link ends no attempt: the seller may never follow it.
fn link_asked(state: &Onboarding, now: Timestamp) -> Transition<Onboarding, Effect> {
    let mut state = state.clone();
    if matches!(state.step, Step::Registered | Step::LinkIssued { .. }) {
        let expires_at = now.saturating_add(LINK_MINUTES.minutes()).unwrap_or(now);
        state.step = Step::LinkIssued { expires_at };
        state.refusal = None;
    }
    Transition { state, effects: Vec::new() }
}

fn inspected(state: &Onboarding, report: &TokenReport) -> Outcome {
    if state.step != Step::CodeExchanged {
        return Err(Rejection::Stale);
    }
    if !report.is_valid {
        return refused(state, Refusal::TokenInvalid);
    }
    if !report.is_ours {
        return refused(state, Refusal::WrongApp);
    }
    if !PERMISSIONS.iter().all(|asked| report.scopes.iter().any(|scope| scope == asked)) {
        return refused(state, Refusal::MissingPermission);
    }
    let token_expires_at = report.expires_at;
    Ok(match report.accounts.split_first() {
        Some((account, others)) => moved(state, chosen(account, others, token_expires_at)),
        None => moved(state, Step::TokenVerified { token_expires_at }),
    })
}

fn accounts_found(state: &Onboarding, accounts: &[WabaId]) -> Outcome {
    let Step::TokenVerified { token_expires_at } = state.step else {
        return Err(Rejection::Stale);
    };
    match accounts.split_first() {
        Some((account, others)) => Ok(moved(state, chosen(account, others, token_expires_at))),
        None => refused(state, Refusal::NoAccount),
    }
}

fn listed(state: &Onboarding, numbers: &[ListedNumber], form_digits: &str) -> Outcome {
    let Step::AccountChosen { account, others, token_expires_at } = &state.step else {
        return Err(Rejection::Stale);
    };
    let current = state.connected.as_ref().map(|connection| &connection.number);
    if let Some(number) = number::choose(numbers, current, form_digits) {
        let connection = Connection::of(number, account, *token_expires_at);
        return Ok(moved(state, Step::NumberChosen(connection)));
    }
    if let Some((next, rest)) = others.split_first() {
        return Ok(moved(state, chosen(next, rest, *token_expires_at)));
    }
    // Going on looks at every account again: the seller adds a number to one of them.
    let start = Onboarding { step: Step::CodeExchanged, ..state.clone() };
    refused(&start, Refusal::NoNumber)
}

fn claimed(state: &Onboarding) -> Outcome {
    let Step::NumberChosen(connection) = &state.step else {
        return Err(Rejection::Stale);
    };
    Ok(moved(state, Step::NumberClaimed(connection.clone())))
}

fn subscribed(state: &Onboarding) -> Outcome {
    let Step::NumberClaimed(connection) = &state.step else {
        return Err(Rejection::Stale);
    };
    if connection.coexistence {
        // Registering would take the number out of the seller's WhatsApp Business app.
        return Ok(connected(state, connection));
    }
    Ok(moved(state, Step::Subscribed(connection.clone())))
}

fn registered(state: &Onboarding) -> Outcome {
    let Step::Subscribed(connection) = &state.step else {
        return Err(Rejection::Stale);
    };
    Ok(connected(state, connection))
}

fn refused(state: &Onboarding, refusal: Refusal) -> Outcome {
    let waits_for_link = matches!(state.step, Step::Registered | Step::LinkIssued { .. });
    if refusal.is_of_the_link() {
        let mut state = state.clone();
        if waits_for_link {
            state.step = Step::Registered;
            state.refusal = Some(refusal);
        }
        return Ok(Transition { state, effects: Vec::new() });
    }
    if waits_for_link || state.step == Step::Active {
        return Err(Rejection::Stale);
    }
    let mut transition = if refusal.needs_new_link() {
        let step = if state.connected.is_some() { Step::Active } else { Step::Registered };
        restarted(state, step)
    } else {
        Transition { state: state.clone(), effects: Vec::new() }
    };
    transition.state.refusal = Some(refusal);
    Ok(transition)
}

fn resumed(state: &Onboarding, now: Timestamp) -> Outcome {
    if let Some(Refusal::RegisterLocked { until }) = state.refusal
        && now < until
    {
        return Err(Rejection::Locked { until });
    }
    match due(&state.step) {
        Some(_) => Ok(moved(state, state.step.clone())),
        None => Err(Rejection::NothingToResume),
    }
}

fn chosen(account: &WabaId, others: &[WabaId], token_expires_at: Option<Timestamp>) -> Step {
    Step::AccountChosen { account: account.clone(), others: others.to_vec(), token_expires_at }
}

/// The attempt at `step`, nothing in its way.
fn moved(state: &Onboarding, step: Step) -> Transition<Onboarding, Effect> {
    let effects = due(&step).into_iter().collect();
    Transition { state: Onboarding { step, refusal: None, ..state.clone() }, effects }
}

/// Another attempt: the claim of the one given up goes, unless its number is the connected one.
fn restarted(state: &Onboarding, step: Step) -> Transition<Onboarding, Effect> {
    let mut transition = moved(state, step);
    if let Step::NumberClaimed(claimed) | Step::Subscribed(claimed) = &state.step {
        let claimed = &claimed.number;
        transition.effects.splice(0..0, released(Some(claimed), state.connected.as_ref()));
    }
    transition
}

fn connected(state: &Onboarding, connection: &Connection) -> Transition<Onboarding, Effect> {
    let before = state.connected.as_ref().map(|connection| &connection.number);
    let mut effects = vec![Effect::Connect(connection.clone())];
    effects.extend(released(before, Some(connection)));
    let state = Onboarding {
        step: Step::Active,
        refusal: None,
        connected: Some(connection.clone()),
        seller: state.seller.clone(),
    };
    Transition { state, effects }
}

fn released(number: Option<&PhoneNumberId>, kept: Option<&Connection>) -> Option<Effect> {
    number
        .filter(|number| kept.is_none_or(|kept| kept.number != **number))
        .map(|number| Effect::Release { number: number.clone() })
}

/// What a step waits for; `None` when it waits for the seller, or for nothing.
fn due(step: &Step) -> Option<Effect> {
    match step {
        Step::Registered | Step::LinkIssued { .. } | Step::Active => None,
        Step::CodeExchanged => Some(Effect::InspectToken),
        Step::TokenVerified { .. } => Some(Effect::FindAccounts),
        Step::AccountChosen { account, .. } => {
            Some(Effect::ListNumbers { account: account.clone() })
        }
        Step::NumberChosen(connection) => {
            Some(Effect::ClaimNumber { number: connection.number.clone() })
        }
        Step::NumberClaimed(connection) => {
            Some(Effect::Subscribe { account: connection.account.clone() })
        }
        Step::Subscribed(connection) => {
            Some(Effect::RegisterNumber { number: connection.number.clone() })
        }
    }
}
