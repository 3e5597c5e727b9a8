//! What rings on a seller's devices while the page is closed, and when it is news.
//!
//! A row is judged by what it was before it changed: what waited already rings no second time. The
//! dashboard decides alike while it is open (`dashboard/src/shell/watch.ts`).

use jiff::Timestamp;

use crate::{
    conversation::Conversation,
    dispatch::{Delivery, DeliveryStatus},
};

/// Why a prospect waits for the seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The AI handed the thread over, or another application has it.
    HandedOver,
    /// The seller had the thread already, and the prospect wrote.
    Wrote,
}

/// How a delivery came to a bad end, or to a halt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Failed,
    NobodyFound,
    CodeLocked,
    /// The prospect was not there; another moment was chosen without asking anybody.
    Replanned,
}

/// Whether somebody waits for a word of the seller's at `now`: they were told that a human comes, or
/// wrote what was not read. A human's time ends by itself.
pub fn waits(thread: &Conversation, now: Timestamp) -> bool {
    // What was taken in by another thread waits there.
    let waits = thread.called_since.is_some() || thread.unread > 0;
    thread.merged_into.is_none() && !thread.is_ais(now) && waits
}

/// What a change of a thread, made at `at`, is news of.
pub fn of_thread(
    before: Option<&Conversation>,
    after: &Conversation,
    at: Timestamp,
) -> Option<Waiting> {
    // Words that come after the others were read are news again, though somebody waited all along.
    let is_more = before.is_some_and(|before| before.unread == 0 && after.unread > 0);
    let waited = before.is_some_and(|before| waits(before, at));
    if (waited && !is_more) || !waits(after, at) {
        return None;
    }
    let was_the_sellers = before.is_some_and(|before| !before.is_ais(at));
    Some(if was_the_sellers { Waiting::Wrote } else { Waiting::HandedOver })
}

/// What a change of a delivery is news of.
pub fn of_delivery(before: Option<&Delivery>, after: &Delivery) -> Option<Trouble> {
    let is = trouble(after)?;
    let was = before.and_then(trouble);
    if is == Trouble::Replanned {
        // A search that waits for its hour is no trouble: only the step that gave an absent
        // customer another moment is.
        let is_new = before.is_some_and(|before| !before.retried);
        return is_new.then_some(is);
    }
    (was != Some(is)).then_some(is)
}

/// Whether a delivery is still in the trouble that was news.
pub fn is_still(trouble_was: Trouble, delivery: &Delivery) -> bool {
    trouble(delivery) == Some(trouble_was)
}

fn trouble(delivery: &Delivery) -> Option<Trouble> {
    match delivery.status {
        DeliveryStatus::Failed { .. } => Some(Trouble::Failed),
        DeliveryStatus::NobodyFound(_) => Some(Trouble::NobodyFound),
        DeliveryStatus::CodeLocked { .. } => Some(Trouble::CodeLocked),
        DeliveryStatus::AwaitingRetry { .. } if delivery.retried => Some(Trouble::Replanned),
        DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Cancelled { .. } => None,
    }
}

#[cfg(test)]
mod tests;
