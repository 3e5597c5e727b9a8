//! What people write to our own number: couriers above all, sometimes sellers and strangers.
//!
//! Taps name their order, texts go to the delivery that waits for one. Everybody else gets a
//! fixed sentence, never twice in a row.

use aws_adapters::{
    commit::EventId,
    table::{Item, NewItem, Stored, keys},
};
use contracts::{
    messages::OrderRef,
    meta::{
        send::FreeForm,
        webhook::{Content, InboundMessage, Media},
    },
    records::{
        CorruptRecord,
        courier::{Awaited, DeskRecord, JobRecord, MerchantRecord},
    },
};
use domain::{
    copy::{courier as copy, seller as seller_copy},
    dispatch::Decision,
    ids::{CourierId, WaId},
    text, window,
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{clock, deadline::Deadline};

use crate::{
    Deps, case, cash,
    decide::{Decided, Trigger, Typed},
    effect::Say,
    failure::Failure,
    order, photo,
    pool::{self, Command},
    run, sender,
    tap::{CancelTap, Tap},
};

/// A courier is thanked at most this often; others get their sentence once a day.
const COURIER_QUIET: SignedDuration = SignedDuration::from_mins(10);
const OTHER_QUIET: SignedDuration = SignedDuration::from_hours(24);

/// What a message is to us.
#[derive(Debug, PartialEq, Eq)]
enum Reading<'a> {
    Tap(&'a str),
    Text(&'a str),
    Photo(&'a Media),
    /// Worth an answer, but nothing we can use.
    Other,
    /// Not addressed to us: a reaction, a change of account.
    Nothing,
}

fn reading(content: &Content) -> Reading<'_> {
    match content {
        Content::TemplateButton { payload, .. } => Reading::Tap(payload),
        Content::ButtonReply { id, .. } | Content::ListReply { id, .. } => Reading::Tap(id),
        Content::Text { body } => Reading::Text(body),
        Content::Image(media) => Reading::Photo(media),
        Content::Video(_)
        | Content::Audio(_)
        | Content::Document(_)
        | Content::Sticker(_)
        | Content::Location(_)
        | Content::Contacts(_)
        | Content::FlowReply { .. }
        | Content::Order(_)
        | Content::RequestWelcome
        | Content::Unsupported { .. }
        | Content::Unknown { .. } => Reading::Other,
        Content::CallPermissionReply { .. }
        | Content::Reaction { .. }
        | Content::System(_)
        | Content::Edit { .. }
        | Content::Revoke { .. } => Reading::Nothing,
    }
}

/// Handles one message to our own number.
pub(crate) async fn handle(
    deps: &Deps,
    message: &InboundMessage,
    deadline: Deadline,
) -> Result<(), Failure> {
    let Some(sender) = &message.contact.wa_id else {
        // A courier is recognised by their phone, and without it there is nobody to answer as.
        tracing::warn!(error.code = "platform_no_phone", kind = message.content.kind(), "ignored");
        return Ok(());
    };
    let rows = deps.table.all(&keys::courier_desk_and_jobs(sender)).await?;
    let mut person = Person::read(sender, &rows)?;
    person.heard(deps, message.sent_at).await?;
    let event = EventId::new(message.wamid.as_str());
    match reading(&message.content) {
        Reading::Tap(id) => match id.parse::<Tap>() {
            Ok(Tap { of, attempt, action }) => {
                let trigger = Trigger::Tapped { sender: sender.clone(), attempt, action };
                order::apply(deps, &of, event, trigger, deadline).await
            }
            Err(_not_a_courier_s) => {
                if !other_tap(deps, id, sender, event, deadline).await? {
                    person.answer(deps, "").await?;
                }
                Ok(())
            }
        },
        Reading::Text(body) => match (Command::read(body), person.asked_to_type(body)?) {
            (Some(command), _) if person.is_courier => {
                let name = message.contact.profile_name.as_deref().unwrap_or_default();
                let said = pool::obey(&deps.table, sender, name, command).await?;
                person.say(deps, said).await
            }
            (_, Some((of, trigger))) => order::apply(deps, &of, event, trigger, deadline).await,
            (_, None) => person.answer(deps, body).await,
        },
        Reading::Photo(media) => {
            let Some((of, courier)) = person.carries(clock::now())? else {
                return person.answer(deps, "").await;
            };
            match photo::keep(deps, &of, message, media, deadline).await? {
                Some(object) => {
                    let sender = sender.clone();
                    let trigger = Trigger::Photographed { sender, courier, object };
                    order::apply(deps, &of, event, trigger, deadline).await
                }
                None => person.say(deps, copy::photo_unreadable()).await,
            }
        }
        Reading::Other => person.answer(deps, "").await,
        Reading::Nothing => Ok(()),
    }
}

/// A button about cash, or a seller's; whether it was one, and theirs.
async fn other_tap(
    deps: &Deps,
    id: &str,
    sender: &WaId,
    event: EventId,
    deadline: Deadline,
) -> Result<bool, Failure> {
    if let Ok(tap) = id.parse::<cash::Tap>() {
        return cash::tapped(deps, &tap, sender, event, deadline).await;
    }
    let Ok(CancelTap { of, booking }) = id.parse() else { return Ok(false) };
    let seller = case::load_seller(&deps.table, &of.seller).await?;
    if !sender::is(sender, &seller.phone) {
        return Ok(false);
    }
    let decided = Decided::Settle(Decision::CancelService { booking });
    order::apply(deps, &of, event, Trigger::Decided(decided), deadline).await?;
    Ok(true)
}

/// Somebody who writes to our own number, as far as they are known.
#[derive(Debug)]
struct Person {
    wa_id: WaId,
    desk: DeskRecord,
    jobs: Vec<JobRecord>,
    /// Some shop has offered them a delivery, or they are of the pool: the pool takes nobody whom
    /// no shop knows.
    is_courier: bool,
}

impl Person {
    fn read(wa_id: &WaId, rows: &[Item]) -> Result<Self, Failure> {
        let desk_key = keys::courier_desk(wa_id);
        let member_key = keys::pool_membership(wa_id);
        let mut person = Self {
            wa_id: wa_id.clone(),
            desk: DeskRecord::default(),
            jobs: Vec::new(),
            is_courier: false,
        };
        for row in rows {
            if row.key() == desk_key {
                person.desk = row.read()?.value;
            } else if row.key() == member_key {
                person.is_courier = true;
            } else {
                person.is_courier = true;
                person.jobs.push(row.read()?.value);
            }
        }
        Ok(person)
    }

    /// Their message opens the 24 h window. A late copy of an older one does not close it.
    async fn heard(&mut self, deps: &Deps, sent_at: Timestamp) -> Result<(), Failure> {
        if self.desk.last_inbound_at.is_none_or(|known| known < sent_at) {
            self.desk.last_inbound_at = Some(sent_at);
            self.keep(deps).await?;
        }
        Ok(())
    }

    async fn keep(&self, deps: &Deps) -> Result<(), Failure> {
        let item = NewItem::new(keys::courier_desk(&self.wa_id), &self.desk)?;
        Ok(deps.table.put(item).await?)
    }

    /// The delivery that waits for a text, the one that asked last.
    fn asked_to_type(&self, body: &str) -> Result<Option<(OrderRef, Trigger)>, Failure> {
        let waiting = self.jobs.iter().filter_map(|job| {
            let typed = match job.awaits {
                Awaited::Code => Typed::Code(body.to_owned()),
                Awaited::Cash => Typed::Amount(body.to_owned()),
                Awaited::Answer | Awaited::Nothing => return None,
            };
            Some((job, typed))
        });
        let Some((job, typed)) = waiting.max_by_key(|(job, _)| job.since) else { return Ok(None) };
        let (of, courier) = named(job)?;
        Ok(Some((of, Trigger::Typed { sender: self.wa_id.clone(), courier, typed })))
    }

    /// The delivery that a photo is of: the one at whose door they are, else the last one of the
    /// day.
    fn carries(&self, now: Timestamp) -> Result<Option<(OrderRef, CourierId)>, Failure> {
        let at_the_door = |job: &JobRecord| matches!(job.awaits, Awaited::Code | Awaited::Cash);
        let of_today = self.jobs.iter().filter(|job| now.duration_since(job.since) < OTHER_QUIET);
        let job = of_today.max_by_key(|job| (at_the_door(job), job.since));
        Ok(job.map(named).transpose()?)
    }

    /// Says the fixed sentence for this person, unless it was just said.
    async fn answer(&mut self, deps: &Deps, said: &str) -> Result<(), Failure> {
        let now = clock::now();
        let is_seller = self.jobs.is_empty() && self.is_seller(deps).await?;
        let (sentence, quiet) = self.sentence(said, is_seller, &deps.dashboard_url);
        if self.desk.told_at.is_some_and(|told| now.duration_since(told) < quiet) {
            return Ok(());
        }
        self.say(deps, sentence).await
    }

    /// Says something now, in the window that their message opened.
    async fn say(&mut self, deps: &Deps, sentence: String) -> Result<(), Failure> {
        let now = clock::now();
        let Some(open) = window::at(self.desk.last_inbound_at, now) else { return Ok(()) };
        let told_before = self.desk.told_at;
        // Written first: a copy of the message finds it, and nobody is told twice.
        self.desk.told_at = Some(now);
        self.keep(deps).await?;
        let say = Say {
            to: self.wa_id.as_str().to_owned(),
            words: FreeForm::text(sentence)?,
            template: None,
            offer: None,
            seller: None,
        };
        match run::send(deps, &say, Some(open), None).await {
            Err(failure) if failure.surely_not_sent() && failure.may_pass() => {
                self.desk.told_at = told_before;
                self.keep(deps).await?;
                Err(failure)
            }
            Err(failure) => {
                tracing::warn!(error.code = failure.code(), "the fixed sentence was not sent");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    async fn is_seller(&self, deps: &Deps) -> Result<bool, Failure> {
        let row: Option<Stored<MerchantRecord>> =
            deps.table.get(&keys::merchant_desk(&self.wa_id)).await?;
        Ok(row.is_some())
    }

    fn sentence(&self, said: &str, is_seller: bool, dashboard: &str) -> (String, SignedDuration) {
        if self.jobs.iter().any(|job| job.awaits == Awaited::Answer) {
            (copy::use_buttons(), SignedDuration::ZERO)
        } else if !self.jobs.is_empty() || offers_help(said) {
            (copy::thanks_for_writing(), COURIER_QUIET)
        } else if is_seller {
            (seller_copy::use_dashboard(dashboard), OTHER_QUIET)
        } else {
            (copy::unknown_sender(), OTHER_QUIET)
        }
    }
}

/// Whose job of which order it is.
fn named(job: &JobRecord) -> Result<(OrderRef, CourierId), CorruptRecord> {
    let corrupt = |field| CorruptRecord::new("job", field);
    let of = OrderRef {
        seller: job.seller.parse().map_err(|_bad_id| corrupt("seller"))?,
        order: job.order.parse().map_err(|_bad_id| corrupt("order"))?,
    };
    Ok((of, job.courier.parse().map_err(|_bad_id| corrupt("courier"))?))
}

/// A courier says they are free before any delivery was offered to them.
fn offers_help(said: &str) -> bool {
    ["dispo", "disponible"].iter().any(|word| text::mentions(said, word))
}

#[cfg(test)]
mod tests;
