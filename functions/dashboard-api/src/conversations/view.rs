//! A thread as the dashboard sees it.

use contracts::{
    as_text,
    records::{
        CorruptRecord,
        conversation::{AdRecord, ConversationRecord, HeardRecord},
    },
};
use domain::{
    conversation::{Conversation, Owner, Reminder},
    window::{Billing, Kind, OpenWindow, Window},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::usage::UsageView;

#[derive(Debug, Serialize)]
pub(super) struct ConversationView<'a> {
    id: &'a str,
    contact: ContactView<'a>,
    owner: &'static str,
    /// When the AI comes back by itself.
    #[serde(serialize_with = "as_text::option::serialize")]
    owner_until: Option<Timestamp>,
    #[serde(serialize_with = "as_text::serialize")]
    last_message_at: Timestamp,
    preview: &'a str,
    unread: u32,
    /// Since when the prospect waits for a word; null when theirs is not the last one.
    #[serde(serialize_with = "as_text::option::serialize")]
    waiting_since: Option<Timestamp>,
    /// Since when they wait for a human who was announced.
    #[serde(serialize_with = "as_text::option::serialize")]
    called_since: Option<Timestamp>,
    /// The same as `window.free_form_until`, for clients that were there before it.
    #[serde(serialize_with = "as_text::option::serialize")]
    window_open_until: Option<Timestamp>,
    window: WindowView,
    /// What the prospect writes in; null while it was not clear.
    language: Option<HeardRecord>,
    /// They said STOP: they are answered, and sent nothing else.
    opted_out: bool,
    /// Whether what is sent to them arrives, as far as is known.
    reachable: bool,
    usage: UsageView,
    /// The thread that goes on in place of this one.
    pub(super) merged_into: Option<String>,
    /// Of the open cart; null when there is none.
    reminder: Option<ReminderView>,
    ad: Option<AdView<'a>>,
    order_ids: &'a [String],
}

/// A prospect. WhatsApp hides the phone of some.
#[derive(Debug, Serialize)]
struct ContactView<'a> {
    name: &'a str,
    phone: Option<String>,
}

/// When and at what price the person may be written to.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct WindowView {
    /// Until when free text can be sent; null once it cannot.
    #[serde(serialize_with = "as_text::option::serialize")]
    free_form_until: Option<Timestamp>,
    /// Until when nothing is billed, after an ad.
    #[serde(serialize_with = "as_text::option::serialize")]
    free_entry_until: Option<Timestamp>,
    next_message: BilledView,
    /// A template about an order.
    template: BilledView,
}

/// What Meta bills a delivered message as; null when it cannot be sent.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct BilledView {
    billing: Option<&'static str>,
}

/// A reminder that will leave, or left.
#[derive(Debug, Serialize)]
struct ReminderView {
    /// `planned` or `sent`.
    state: &'static str,
    #[serde(serialize_with = "as_text::serialize")]
    at: Timestamp,
}

impl ReminderView {
    const fn of(reminder: Reminder) -> Self {
        match reminder {
            Reminder::Planned(at) => Self { state: "planned", at },
            Reminder::Sent(at) => Self { state: "sent", at },
        }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct AdView<'a> {
    id: &'a str,
    headline: &'a str,
    body: &'a str,
}

impl<'a> ConversationView<'a> {
    /// The view of what is kept, at `now`.
    ///
    /// # Errors
    /// The record does not read back as a thread.
    pub(super) fn of(
        record: &'a ConversationRecord,
        now: Timestamp,
    ) -> Result<Self, CorruptRecord> {
        let thread = Conversation::try_from(record)?;
        let (owner, owner_until) = owner(&thread, now);
        let window = WindowView::of(thread.window(now));
        Ok(Self {
            id: &record.id,
            contact: ContactView {
                name: &record.contact_name,
                phone: record.wa_id.as_ref().map(|wa_id| format!("+{wa_id}")),
            },
            owner,
            owner_until,
            last_message_at: record.last_message_at,
            preview: &record.preview,
            unread: record.unread,
            waiting_since: thread.awaits_since(),
            called_since: thread.called_since,
            window_open_until: window.free_form_until,
            window,
            language: record.heard,
            opted_out: thread.reach.opted_out_at.is_some(),
            reachable: is_reachable(&thread),
            usage: thread.usage.into(),
            merged_into: record.merged_into.clone(),
            reminder: thread.reminder(now).map(ReminderView::of),
            ad: record.ad.as_ref().map(AdView::of),
            order_ids: &record.orders,
        })
    }
}

/// Who answers at `now`, and until when it is somebody else than the AI.
fn owner(thread: &Conversation, now: Timestamp) -> (&'static str, Option<Timestamp>) {
    if thread.is_ais(now) {
        return ("ai", None);
    }
    match thread.owner {
        _ if thread.other_app => ("other_app", None),
        Owner::Ai => ("ai", None),
        Owner::Human { until } => ("human", until),
    }
}

/// Nothing arrives at a person whose messages fail time after time, nor at one whose phone is
/// needed and hidden.
fn is_reachable(thread: &Conversation) -> bool {
    let has_address = !thread.reach.needs_phone || thread.identity.wa_id().is_some();
    has_address && !thread.reach.is_flagged()
}

impl WindowView {
    fn of(window: Window) -> Self {
        Self {
            free_form_until: window.free_form.map(OpenWindow::until),
            free_entry_until: window.free_entry_until,
            next_message: BilledView::of(window.billing(Kind::FreeForm)),
            template: BilledView::of(window.billing(Kind::Utility)),
        }
    }
}

impl BilledView {
    fn of(billing: Option<Billing>) -> Self {
        Self { billing: billing.map(Billing::word) }
    }
}

impl<'a> AdView<'a> {
    pub(crate) fn of(ad: &'a AdRecord) -> Self {
        Self { id: &ad.id, headline: &ad.headline, body: &ad.body }
    }
}

#[cfg(test)]
mod tests;
