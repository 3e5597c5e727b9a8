//! Whether a seller's WhatsApp number may send, and what its templates are worth: Meta's refusals
//! and events, remembered until something proves them over.
//!
//! Events come twice and out of order: a stop keeps the moments it was first and last reported,
//! and what is older than the proof of its end opens nothing.

mod template;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan};

pub use self::template::{TemplateChange, TemplateHealth, TemplateStatus};
use crate::{Transition, word::by_word};

/// Campaigns rest for this long after Meta found a number's messages to be unwanted.
const SPAM_REST_HOURS: i64 = 24;

/// Why a number does not send. In the order of weight: the first that holds is what people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StopReason {
    /// Our token was revoked or has expired.
    TokenRevoked,
    /// The account no longer works with us.
    Disconnected,
    /// Meta locked the account.
    Locked,
    /// The number must be registered again.
    Registration,
    /// No payment method that Meta can charge.
    Payment,
    /// Meta forbids all messages for a while.
    Restricted,
    /// Meta forbids messages that start a conversation for a while.
    StartsRestricted,
    /// People reported or blocked the number too often.
    SpamLimited,
}

by_word!(StopReason, "reason of a stop" {
    TokenRevoked => "token_revoked",
    Disconnected => "disconnected",
    Locked => "locked",
    Registration => "registration",
    Payment => "payment",
    Restricted => "restricted",
    StartsRestricted => "starts_restricted",
    SpamLimited => "spam_limited",
});

/// What a stop stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every message of the number.
    Everything,
    /// Campaigns and other messages that nobody asked for.
    Campaigns,
}

impl StopReason {
    /// What it stops.
    pub const fn scope(self) -> Scope {
        match self {
            Self::TokenRevoked
            | Self::Disconnected
            | Self::Locked
            | Self::Registration
            | Self::Payment
            | Self::Restricted => Scope::Everything,
            Self::StartsRestricted | Self::SpamLimited => Scope::Campaigns,
        }
    }

    /// How long after its last report the next message tries again; `None` when only somebody's
    /// deed can end it. Nothing tells us that a card was added, so a message has to.
    const fn rest(self) -> Option<SignedDuration> {
        match self {
            Self::Payment | Self::Registration => Some(SignedDuration::from_mins(15)),
            Self::Locked => Some(SignedDuration::from_hours(1)),
            Self::TokenRevoked
            | Self::Disconnected
            | Self::Restricted
            | Self::StartsRestricted
            | Self::SpamLimited => None,
        }
    }

    /// Whether a message that left later proves it over.
    const fn is_disproved_by_a_message(self) -> bool {
        self.rest().is_some()
    }
}

/// How an account left us (Meta, webhooks, `account_update`, `disconnection_info`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disconnection {
    /// The seller removed us in WhatsApp Manager or in the app.
    Removed,
    /// The phone returned from WhatsApp Business to WhatsApp.
    Downgraded,
    /// The phone changed its number.
    NumberChanged,
    /// The phone was not opened for about two weeks.
    PhoneInactive,
    /// The link with the phone was unused for about a month.
    LinkInactive,
    /// The number was registered on another phone.
    Reregistered,
    /// The account was taken off the platform or deleted.
    Closed,
}

by_word!(Disconnection, "disconnection" {
    Removed => "removed",
    Downgraded => "downgraded",
    NumberChanged => "number_changed",
    PhoneInactive => "phone_inactive",
    LinkInactive => "link_inactive",
    Reregistered => "reregistered",
    Closed => "closed",
});

/// What Meta warns of before it acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// A message or a product breaks Meta's policies.
    Violation,
    /// The account will be disabled on a date that Meta has set.
    ToBeDisabled,
}

by_word!(Warning, "warning" { Violation => "violation", ToBeDisabled => "to_be_disabled" });

/// One reason not to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub reason: StopReason,
    pub since: Timestamp,
    /// When it was last reported.
    pub seen: Timestamp,
    /// When Meta ends it by itself.
    pub until: Option<Timestamp>,
    /// Meta's error code, when a message brought it.
    pub code: Option<i64>,
}

impl Stop {
    /// Whether it is still to be shown: nothing has ended it.
    pub fn is_current(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether a message must be kept back at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        let rests = self.reason.rest().is_none_or(|rest| now.duration_since(self.seen) < rest);
        self.is_current(now) && rests
    }
}

/// A seller's number as Meta last described it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    pub stops: BTreeMap<StopReason, Stop>,
    /// How the account left us, while it is away.
    pub disconnection: Option<Disconnection>,
    /// When the number was last connected to us.
    pub connected_at: Option<Timestamp>,
    /// When a message last proved a stop to be over.
    pub proved_at: Option<Timestamp>,
    /// Meta's words: `GREEN`, `YELLOW`, `RED`.
    pub quality: Option<String>,
    /// How many people a day may be written to first: `TIER_2K`, a number.
    pub limit: Option<String>,
    /// By name.
    pub templates: BTreeMap<String, TemplateHealth>,
    /// What Meta answered when it was last asked.
    pub checked: Option<Check>,
}

/// What Meta answers when it is asked how an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    pub at: Timestamp,
    /// Whether the account's messages are reported to us.
    pub is_subscribed: bool,
    /// Whether Meta can charge the account, as far as it says.
    pub can_be_charged: Option<bool>,
}

/// Something Meta said, or a message's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HealthEvent {
    /// A refusal or an event says that the number may not send, as of when the message was begun:
    /// it may have had an older token. `until` when Meta names an end.
    Stopped {
        reason: StopReason,
        code: Option<i64>,
        until: Option<Timestamp>,
    },
    /// A message of the number left.
    Sent,
    /// The number was connected to us (again), with a new token.
    Connected,
    /// The account left us.
    Disconnected(Disconnection),
    /// It came back by itself: the phone was opened again.
    Reconnected,
    /// Meta lifted its lock and its restrictions.
    Reinstated,
    Warned(Warning),
    Quality(String),
    Limit(String),
    /// Meta was asked how the account stands.
    Checked {
        is_subscribed: bool,
        can_be_charged: Option<bool>,
    },
    Template {
        name: String,
        change: TemplateChange,
    },
}

/// What the seller must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    Stopped(StopReason),
    Disconnected(Disconnection),
    Warned(Warning),
    TemplateRejected {
        name: String,
    },
    TemplatePaused {
        name: String,
    },
    TemplateDisabled {
        name: String,
    },
    /// Meta bills it in another category, or soon will.
    TemplateRecategorised {
        name: String,
        category: String,
    },
}

impl Health {
    /// Why a message of this scope must be kept back at `now`; `None` when it may be tried.
    pub fn held_by(&self, scope: Scope, now: Timestamp) -> Option<&Stop> {
        self.within(scope).find(|stop| stop.holds(now))
    }

    /// What people are shown as the reason why messages of this scope do not leave.
    pub fn shown(&self, scope: Scope, now: Timestamp) -> Option<&Stop> {
        self.within(scope).find(|stop| stop.is_current(now))
    }

    /// What stops everything stops campaigns too.
    fn within(&self, scope: Scope) -> impl Iterator<Item = &Stop> {
        self.stops.values().filter(move |stop| match (scope, stop.reason.scope()) {
            (Scope::Campaigns, _) | (Scope::Everything, Scope::Everything) => true,
            (Scope::Everything, Scope::Campaigns) => false,
        })
    }

    fn end(&mut self, is_over: impl Fn(&Stop) -> bool) {
        self.stops.retain(|_, stop| !is_over(stop));
    }

    /// Whether a report of `at` was overtaken by the proof of the contrary.
    fn is_overtaken(&self, reason: StopReason, at: Timestamp) -> bool {
        let by_message =
            reason.is_disproved_by_a_message() && self.proved_at.is_some_and(|proved| at <= proved);
        let by_check = reason == StopReason::Payment
            && self.checked.is_some_and(|last| last.can_be_charged == Some(true) && at < last.at);
        let by_connection = match reason {
            StopReason::TokenRevoked | StopReason::Disconnected => {
                self.connected_at.is_some_and(|connected| at < connected)
            }
            StopReason::Locked
            | StopReason::Registration
            | StopReason::Payment
            | StopReason::Restricted
            | StopReason::StartsRestricted
            | StopReason::SpamLimited => false,
        };
        by_message || by_check || by_connection
    }

    fn stop(
        &mut self,
        reason: StopReason,
        code: Option<i64>,
        until: Option<Timestamp>,
        at: Timestamp,
    ) {
        let until = match reason {
            StopReason::SpamLimited => at.saturating_add(SPAM_REST_HOURS.hours()).ok(),
            StopReason::TokenRevoked
            | StopReason::Disconnected
            | StopReason::Locked
            | StopReason::Registration
            | StopReason::Payment
            | StopReason::Restricted
            | StopReason::StartsRestricted => until,
        };
        let fresh = Stop { reason, since: at, seen: at, until, code };
        let stop = self.stops.entry(reason).or_insert_with(|| fresh.clone());
        if !stop.is_current(at) {
            *stop = fresh;
            return;
        }
        stop.since = stop.since.min(at);
        if stop.seen <= at {
            (stop.seen, stop.until, stop.code) = (at, until, code.or(stop.code));
        }
    }
}

/// What an event makes of a number's health. Total: an event that is too old changes nothing.
///
/// An alert follows from the event and not from the change, so that an event handled again after
/// a crash still has it; who tells it does so once a day.
pub fn step(health: &Health, event: &HealthEvent, at: Timestamp) -> Transition<Health, Alert> {
    let mut state = health.clone();
    let mut effects = Vec::new();
    match event {
        HealthEvent::Stopped { reason, code, until } => {
            if !state.is_overtaken(*reason, at) {
                state.stop(*reason, *code, *until, at);
                effects.push(Alert::Stopped(*reason));
            }
        }
        HealthEvent::Sent => {
            let is_over = |stop: &Stop| stop.reason.is_disproved_by_a_message() && stop.seen < at;
            if state.stops.values().any(is_over) {
                state.end(is_over);
                state.proved_at = state.proved_at.max(Some(at));
            }
        }
        HealthEvent::Connected => {
            state.connected_at = state.connected_at.max(Some(at));
            state.disconnection = None;
            state.end(|stop| match stop.reason {
                StopReason::TokenRevoked | StopReason::Disconnected | StopReason::Registration => {
                    true
                }
                StopReason::Locked
                | StopReason::Payment
                | StopReason::Restricted
                | StopReason::StartsRestricted
                | StopReason::SpamLimited => false,
            });
        }
        HealthEvent::Disconnected(how) => {
            if !state.is_overtaken(StopReason::Disconnected, at) {
                state.disconnection = Some(*how);
                state.stop(StopReason::Disconnected, None, None, at);
                effects.push(Alert::Disconnected(*how));
            }
        }
        HealthEvent::Reconnected => {
            state.disconnection = None;
            state.end(|stop| stop.reason == StopReason::Disconnected && stop.seen <= at);
        }
        HealthEvent::Reinstated => state.end(|stop| is_metas_own(stop.reason) && stop.seen <= at),
        HealthEvent::Warned(warning) => effects.push(Alert::Warned(*warning)),
        HealthEvent::Quality(quality) => state.quality = Some(quality.clone()),
        HealthEvent::Limit(limit) => state.limit = Some(limit.clone()),
        HealthEvent::Checked { is_subscribed, can_be_charged } => {
            let (is_subscribed, can_be_charged) = (*is_subscribed, *can_be_charged);
            if state.checked.is_none_or(|last| last.at < at) {
                state.checked = Some(Check { at, is_subscribed, can_be_charged });
            }
            // A card that was added shows here first.
            if can_be_charged == Some(true) {
                state.end(|stop| stop.reason == StopReason::Payment && stop.seen < at);
            }
        }
        HealthEvent::Template { name, change } => {
            effects.extend(template::change(&mut state.templates, name, change, at));
        }
    }
    Transition { state, effects }
}

/// What Meta imposed and can take back.
const fn is_metas_own(reason: StopReason) -> bool {
    match reason {
        StopReason::Locked
        | StopReason::Restricted
        | StopReason::StartsRestricted
        | StopReason::SpamLimited => true,
        StopReason::TokenRevoked
        | StopReason::Disconnected
        | StopReason::Registration
        | StopReason::Payment => false,
    }
}

#[cfg(test)]
mod tests;
