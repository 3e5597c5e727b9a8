//! A thread's state, to and from its record.

use domain::{
    conversation::{
        Ad, Budget, Cart, Conversation, Document, Owner, Pace, Reach, Recap, ReminderSet,
    },
    ids::{Bsuid, ConversationId, PhoneNumberId, RecapId, WaId},
    person::Identity,
    window,
};
use jiff::Timestamp;

use super::{
    AdRecord, BudgetRecord, CartRecord, ConversationRecord, HeardRecord, OwnerRecord, PaceRecord,
    ReachRecord, RecapRecord, ReminderSetRecord, WaitingPaper,
};
use crate::records::CorruptRecord;

impl From<&Ad> for AdRecord {
    fn from(ad: &Ad) -> Self {
        Self {
            id: ad.id.clone(),
            headline: ad.headline.clone(),
            body: ad.body.clone(),
            click_id: ad.click_id.clone(),
        }
    }
}

impl From<&AdRecord> for Ad {
    fn from(ad: &AdRecord) -> Self {
        Self {
            id: ad.id.clone(),
            headline: ad.headline.clone(),
            body: ad.body.clone(),
            click_id: ad.click_id.clone(),
        }
    }
}

impl From<&Document> for WaitingPaper {
    fn from(paper: &Document) -> Self {
        Self {
            number: paper.number.clone(),
            object: paper.object.clone(),
            file_name: paper.file_name.clone(),
        }
    }
}

impl From<&WaitingPaper> for Document {
    fn from(paper: &WaitingPaper) -> Self {
        Self {
            number: paper.number.clone(),
            object: paper.object.clone(),
            file_name: paper.file_name.clone(),
        }
    }
}

impl ConversationRecord {
    /// The record of a thread, with what the seller's list shows of it.
    pub fn of(thread: &Conversation, preview: String, last_message_at: Timestamp) -> Self {
        Self {
            id: thread.id.to_string(),
            seller: thread.seller.to_string(),
            number: thread.number.as_str().to_owned(),
            wa_id: thread.identity.wa_id().map(|id| id.as_str().to_owned()),
            user_id: thread.identity.user_id().map(|id| id.as_str().to_owned()),
            contact_name: thread.contact_name.clone(),
            owner: match thread.owner {
                Owner::Ai => OwnerRecord::Ai,
                Owner::Human { until } => OwnerRecord::Human { until },
            },
            last_inbound_at: thread.contact.last_inbound_at,
            other_app: thread.other_app,
            clicked_at: thread.contact.clicked_at,
            answered_click_at: thread.contact.answered_click_at,
            turn: thread.turn,
            waiting_since: thread.waiting_since,
            called_since: thread.called_since,
            cart: CartRecord::from(&thread.cart),
            recap: thread.recap.as_ref().map(RecapRecord::from),
            orders: thread.orders.iter().map(ToString::to_string).collect(),
            position_for: thread.position_for.as_ref().map(ToString::to_string),
            reminded: thread.reminded,
            reminded_at: thread.reminded_at,
            reminder_set: thread
                .reminder_set
                .map(|set| ReminderSetRecord { turn: set.turn, at: set.at }),
            ad: thread.ad.as_ref().map(AdRecord::from),
            unread: thread.unread,
            confirmed_changes: thread.confirmed_changes.iter().map(ToString::to_string).collect(),
            heard: thread.heard.map(HeardRecord::from),
            pace: PaceRecord::from(&thread.pace),
            reach: ReachRecord::from(&thread.reach),
            budget: BudgetRecord::from(&thread.budget),
            usage: (&thread.usage).into(),
            usage_since_order: (&thread.usage_since_order).into(),
            papers: thread.papers.iter().map(WaitingPaper::from).collect(),
            merged_into: thread.merged_into.as_ref().map(ToString::to_string),
            merged: thread.merged.iter().map(ToString::to_string).collect(),
            preview,
            last_message_at,
        }
    }
}

impl TryFrom<&ConversationRecord> for Conversation {
    type Error = CorruptRecord;

    fn try_from(record: &ConversationRecord) -> Result<Self, CorruptRecord> {
        let corrupt = |field| CorruptRecord::new("conversation", field);
        let identity = Identity::new(
            record.wa_id.clone().map(WaId::new),
            record.user_id.clone().map(Bsuid::new),
        );
        let orders = record.orders.iter().map(|id| id.parse());
        let changes = record.confirmed_changes.iter().map(|id| id.parse()).collect();
        let changes: Result<Vec<RecapId>, _> = changes;
        let position_for = record.position_for.as_ref().map(|id| id.parse()).transpose();
        let merged_into = record.merged_into.as_ref().map(|id| id.parse()).transpose();
        let merged: Result<Vec<ConversationId>, _> =
            record.merged.iter().map(|id| id.parse()).collect();
        Ok(Self {
            id: record.id.parse().map_err(|_bad_id| corrupt("id"))?,
            seller: record.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
            number: PhoneNumberId::new(&record.number),
            identity: identity.ok_or(corrupt("wa_id"))?,
            contact_name: record.contact_name.clone(),
            owner: match record.owner {
                OwnerRecord::Ai => Owner::Ai,
                OwnerRecord::Human { until } => Owner::Human { until },
            },
            other_app: record.other_app,
            contact: window::Contact {
                last_inbound_at: record.last_inbound_at,
                clicked_at: record.clicked_at,
                answered_click_at: record.answered_click_at,
            },
            turn: record.turn,
            waiting_since: record.waiting_since,
            called_since: record.called_since,
            cart: Cart::try_from(&record.cart)?,
            recap: record.recap.as_ref().map(Recap::try_from).transpose()?,
            orders: orders.collect::<Result<_, _>>().map_err(|_bad_id| corrupt("orders"))?,
            position_for: position_for.map_err(|_bad_id| corrupt("position_for"))?,
            reminded: record.reminded,
            reminded_at: record.reminded_at,
            reminder_set: record
                .reminder_set
                .as_ref()
                .map(|set| ReminderSet { turn: set.turn, at: set.at }),
            ad: record.ad.as_ref().map(Ad::from),
            unread: record.unread,
            confirmed_changes: changes.map_err(|_bad_id| corrupt("confirmed_changes"))?,
            heard: record.heard.map(Into::into),
            pace: Pace::try_from(&record.pace)?,
            reach: Reach::from(&record.reach),
            budget: Budget::try_from(&record.budget)?,
            usage: (&record.usage).into(),
            usage_since_order: (&record.usage_since_order).into(),
            papers: record.papers.iter().map(Document::from).collect(),
            merged_into: merged_into.map_err(|_bad_id| corrupt("merged_into"))?,
            merged: merged.map_err(|_bad_id| corrupt("merged"))?,
        })
    }
}
