//! What changes add to the shop's statistics, from each row as it was and as it is.
//!
//! Nothing here remembers anything: the sums are of the two images, and of what the table holds
//! about them. That a change is counted once is the matter of the transaction that adds.

use aws_adapters::{
    activity::Counted,
    commit::EventId,
    table::{StoreError, StreamError, StreamRecord, keys, keys::row::Row},
};
use contracts::{
    as_text,
    records::{
        CorruptRecord,
        activity::AdAboutRecord,
        conversation::{AdRecord, ConversationRecord, MessageRecord, Sender},
        delivery::DeliveryRecord,
        order::OrderRecord,
        seller::SellerRecord,
    },
};
use domain::{
    activity::{self, Answerer, Measure, Of, Sums},
    conversation::Conversation,
    country::Country,
    dispatch::Delivery,
    ids::{ConversationId, OrderId, SellerId},
    moment,
    order::Order,
    window::Billing,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Deserialize;

use crate::Deps;

/// Lines of a thread that are looked back at to find since when somebody waits.
const LOOK_BACK: i32 = 20;
/// A line that is older than this when it is kept was moved here with its thread, and was counted
/// there; Meta repeats nothing for longer. Younger ones are known by their identifier.
const MOVED: SignedDuration = SignedDuration::from_hours(8 * 24);

/// Why a change is not counted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Uncounted {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unreadable(#[from] StreamError),
    #[error(transparent)]
    Corrupt(#[from] CorruptRecord),
}

/// A shop that counts, and the clock its days are by.
pub(crate) struct Shop<'a> {
    deps: &'a Deps,
    seller: &'a SellerId,
    zone: TimeZone,
    now: Timestamp,
}

/// Whether a change of such a row may add to anything.
pub(crate) fn counts(row: &Row) -> bool {
    matches!(row, Row::Message(_) | Row::Conversation(_) | Row::Order(_) | Row::Delivery(_))
}

impl<'a> Shop<'a> {
    /// Reads where the shop is.
    pub(crate) async fn of(
        deps: &'a Deps,
        seller: &'a SellerId,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let profile = deps.table.get::<SellerRecord>(&keys::seller(seller)).await?;
        let country = profile.and_then(|profile| Country::of_code(&profile.value.country));
        // Without a profile there is no shop whose days these could be.
        let zone = country.map_or(TimeZone::UTC, Country::time_zone);
        Ok(Self { deps, seller, zone, now })
    }

    /// What a change adds; `None` for nothing.
    pub(crate) async fn counted(
        &self,
        record: &StreamRecord,
        row: &Row,
    ) -> Result<Option<Counted>, Uncounted> {
        let at = record.at().unwrap_or(self.now);
        let (change, at, sums) = match row {
            Row::Message(_) if let Some((id, billing)) = newly_billed(record)? => {
                (format!("billed.{id}"), at, activity::billed(billing))
            }
            Row::Message(conversation) => {
                let Some((line, sums)) = self.line(record, conversation, at).await? else {
                    return Ok(None);
                };
                (format!("message.{}", line.id), line.at, sums)
            }
            Row::Conversation(_) => (record.event().to_owned(), at, self.thread(record, at).await?),
            Row::Order(_) => (record.event().to_owned(), at, order(record)?),
            Row::Delivery(id) => {
                (record.event().to_owned(), at, self.delivery(record, id, at).await?)
            }
            Row::Shop
            | Row::Product(_)
            | Row::Stock(_)
            | Row::Zone(_)
            | Row::Courier(_)
            | Row::Preparation(_)
            | Row::Receipt(_)
            | Row::Payment(_)
            | Row::CashBalance(_)
            | Row::FiguresOfDay(_)
            | Row::Hidden => return Ok(None),
        };
        let day = moment::today(at, &self.zone);
        let counted = Counted { change: EventId::new(&change), day, sums };
        Ok(Some(counted).filter(|counted| !counted.sums.is_zero()))
    }

    /// A new line of a thread, and whether it answers somebody.
    async fn line(
        &self,
        record: &StreamRecord,
        conversation: &ConversationId,
        kept_at: Timestamp,
    ) -> Result<Option<(MessageRecord, Sums)>, Uncounted> {
        let (old, new) = (record.old_value::<Said>()?, record.new_value::<MessageRecord>()?);
        let (None, Some(line)) = (old, new) else { return Ok(None) };
        if kept_at.duration_since(line.at) > MOVED {
            return Ok(None);
        }
        let mut sums = Sums::default();
        // A recap is the AI's answer, in words of the code's.
        let (measure, answerer) = match line.from {
            Sender::Prospect => (Measure::Received, None),
            Sender::Ai => (Measure::ByAi, Some(Answerer::Ai)),
            Sender::Human => (Measure::ByHuman, Some(Answerer::Human)),
            Sender::System => (Measure::ByCode, line.recap.is_some().then_some(Answerer::Ai)),
        };
        sums.add(Of::Shop, measure, 1);
        if let Some(by) = answerer
            && let Some(since) = self.waited_since(record, conversation).await?
        {
            sums = sums.plus(activity::answered(by, line.at.duration_since(since)));
        }
        Ok(Some((line, sums)))
    }

    /// When the first of the prospect's lines right before this one came.
    async fn waited_since(
        &self,
        record: &StreamRecord,
        conversation: &ConversationId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let lines = keys::messages(self.seller, conversation);
        let before = self.deps.table.before(&lines, &record.key(), LOOK_BACK).await?;
        let mut since = None;
        for item in before {
            let said: Said = item.read()?.value;
            if said.from != Sender::Prospect {
                break;
            }
            since = Some(said.at);
        }
        Ok(since)
    }

    async fn thread(&self, record: &StreamRecord, at: Timestamp) -> Result<Sums, Uncounted> {
        let Some(after) = record.new_value::<ConversationRecord>()? else {
            return Ok(Sums::default());
        };
        let before = record.old_value::<ConversationRecord>()?;
        self.know_ad(before.as_ref(), &after, at).await?;
        let was = before.as_ref().map(|before| {
            Ok::<_, CorruptRecord>((Conversation::try_from(before)?, before.last_message_at))
        });
        let was = was.transpose()?;
        let was = was.as_ref().map(|(thread, last)| (thread, *last));
        Ok(activity::thread(was, &Conversation::try_from(&after)?))
    }

    /// The ad in the words of its latest thread. Writing it again is harmless.
    async fn know_ad(
        &self,
        before: Option<&ConversationRecord>,
        after: &ConversationRecord,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(AdRecord { id, headline, .. }) = &after.ad else { return Ok(()) };
        if before.is_some_and(|before| before.ad == after.ad) {
            return Ok(());
        }
        let about = AdAboutRecord { id: id.clone(), headline: headline.clone(), seen_at: at };
        self.deps.table.keep_ad(self.seller, &about).await
    }

    async fn delivery(
        &self,
        record: &StreamRecord,
        id: &OrderId,
        at: Timestamp,
    ) -> Result<Sums, Uncounted> {
        let Some(after) = record.new_value::<DeliveryRecord>()? else {
            return Ok(Sums::default());
        };
        let after = Delivery::try_from(&after)?;
        let before = record.old_value::<DeliveryRecord>()?;
        let before = before.as_ref().map(Delivery::try_from).transpose()?;
        let mut sums = activity::delivery(before.as_ref(), &after, at);
        let went_back = activity::refunded(&after) - before.as_ref().map_or(0, activity::refunded);
        if went_back != 0 {
            let order = self.deps.table.get::<OrderRecord>(&keys::order(self.seller, id)).await?;
            let ad = order.and_then(|order| order.value.ad_id);
            sums.add(Of::Ad(ad), Measure::Refunded, went_back);
        }
        Ok(sums)
    }
}

/// A kept line that Meta has just named a price for. One that was moved here with its thread comes
/// with its price, which was counted there.
fn newly_billed(record: &StreamRecord) -> Result<Option<(String, Billing)>, Uncounted> {
    let (Some(old), Some(new)) = (record.old_value::<Priced>()?, record.new_value::<Priced>()?)
    else {
        return Ok(None);
    };
    let billing = new.billed.filter(|_| old.billed.is_none());
    // A word of another version of ours is not counted.
    Ok(billing.and_then(|word| word.parse().ok()).map(|billing| (new.id, billing)))
}

fn order(record: &StreamRecord) -> Result<Sums, Uncounted> {
    let Some(after) = record.new_value::<OrderRecord>()? else { return Ok(Sums::default()) };
    let before = record.old_value::<OrderRecord>()?;
    let before = before.as_ref().map(Order::try_from).transpose()?;
    Ok(activity::order(before.as_ref(), &Order::try_from(&after)?))
}

/// As much of a line as tells whether somebody waits.
#[derive(Debug, Deserialize)]
struct Said {
    #[serde(with = "as_text")]
    at: Timestamp,
    from: Sender,
}

/// As much of a line as tells its price.
#[derive(Debug, Deserialize)]
struct Priced {
    id: String,
    #[serde(default)]
    billed: Option<String>,
}
