//! What of a change is to ring on the seller's devices. Whether it still does is for `alerts` to see.

use aws_adapters::{
    queues::{Message, QueueError},
    table::{StreamRecord, keys::row::Row},
};
use contracts::{
    messages::{AlertMessage, ConversationRef, DeliveryStuck, Envelope, OrderRef, ThreadWaits},
    records::{conversation::ConversationRecord, delivery::DeliveryRecord},
};
use domain::{alert, conversation::Conversation, dispatch::Delivery, ids::SellerId};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::{Deps, count::Uncounted, stream::Seen};

/// Asks for all that is news among the changes of a seller. What is asked for twice has one name,
/// and rings once.
pub(crate) async fn ask(
    deps: &Deps,
    seller: &SellerId,
    records: &[Seen],
    now: Timestamp,
) -> Result<(), QueueError> {
    let news = news(seller, records, now);
    let bodies = news.iter().filter_map(|alert| serde_json::to_string(alert).ok());
    let messages: Vec<Message> = bodies.map(Message::standard).collect();
    if messages.is_empty() { Ok(()) } else { deps.alerts.send_batch(&messages).await }
}

/// One alert for each change that is news. A row that cannot be read is news of nothing: the
/// statistics, which read the same, have it put aside.
fn news(seller: &SellerId, records: &[Seen], now: Timestamp) -> Vec<Envelope<AlertMessage>> {
    let news = records.iter().filter_map(|Seen { record, row, .. }| {
        let at = record.at().unwrap_or(now);
        let body = of_change(seller, record, row, at).ok().flatten()?;
        Some(Envelope { id: format!("alert.{}", record.event()), at, body })
    });
    news.collect()
}

fn of_change(
    seller: &SellerId,
    record: &StreamRecord,
    row: &Row,
    at: Timestamp,
) -> Result<Option<AlertMessage>, Uncounted> {
    Ok(match row {
        Row::Conversation(id) => {
            let Some((before, after)) = images::<ConversationRecord, Conversation>(record)? else {
                return Ok(None);
            };
            alert::of_thread(before.as_ref(), &after, at).map(|why| {
                let of = ConversationRef { seller: seller.clone(), conversation: id.clone() };
                AlertMessage::ThreadWaits(ThreadWaits { of, why: why.into() })
            })
        }
        Row::Delivery(id) => {
            let Some((before, after)) = images::<DeliveryRecord, Delivery>(record)? else {
                return Ok(None);
            };
            alert::of_delivery(before.as_ref(), &after).map(|trouble| {
                let of = OrderRef { seller: seller.clone(), order: id.clone() };
                AlertMessage::DeliveryStuck(DeliveryStuck { of, trouble: trouble.into() })
            })
        }
        Row::Shop
        | Row::Product(_)
        | Row::Stock(_)
        | Row::Zone(_)
        | Row::Courier(_)
        | Row::Message(_)
        | Row::Order(_)
        | Row::Preparation(_)
        | Row::Receipt(_)
        | Row::Payment(_)
        | Row::CashBalance(_)
        | Row::FiguresOfDay(_)
        | Row::Hidden => None,
    })
}

/// The row before and after; `None` for one that is gone.
fn images<R, T>(record: &StreamRecord) -> Result<Option<(Option<T>, T)>, Uncounted>
where
    R: DeserializeOwned,
    T: for<'a> TryFrom<&'a R, Error = contracts::records::CorruptRecord>,
{
    let Some(after) = record.new_value::<R>()? else { return Ok(None) };
    let before = record.old_value::<R>()?;
    let before = before.as_ref().map(T::try_from).transpose()?;
    Ok(Some((before, T::try_from(&after)?)))
}

#[cfg(test)]
mod tests;
