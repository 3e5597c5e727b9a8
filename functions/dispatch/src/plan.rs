//! A decision as one transaction: delivery, order, rota, jobs, stock, and what waits to be said.

use std::collections::BTreeMap;

use aws_adapters::{
    commit::{Aggregate, Commit, EventId},
    table::{NewItem, Write, keys},
};
use contracts::meta::send::FreeForm;
use contracts::{
    messages::{OrderRef, Party},
    records::{
        courier::{Awaited, JobRecord, RotaRecord},
        delivery::DeliveryRecord,
        link::CourierLinkRecord,
        order::OrderStatusValue,
        service::ServiceReferenceRecord,
        values::{AddressValue, MomentValue},
    },
};
use domain::{
    copy::courier as copy,
    courier::{Courier, Tier},
    dispatch::{Booking, CourierNote, Delivery, DeliveryStatus, DispatchEffect, Outcome},
    ids::{CourierId, WaId},
    ledger::Balance,
    money::Money,
    order::{Address, Order, Totals},
};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::{
    case::Case,
    cash,
    decide::{Decision, Trigger},
    effect::StoredEffect,
    failure::Failure,
    money, sender,
    words::{Words, to_courier},
};

/// Days until the trace of an event may go: Meta repeats a webhook for up to 7.
const MARKER_DAYS: i64 = 8;
/// Days a courier is remembered as one after their last delivery.
const JOB_DAYS: i64 = 30;
/// Days for which the link of a text message opens its page.
const LINK_DAYS: i64 = 7;

/// When something kept for `days` may go.
pub(crate) fn in_days(days: i64, now: Timestamp) -> Timestamp {
    now.saturating_add((days * 24).hours()).unwrap_or(Timestamp::MAX)
}

/// An empty commit of an event.
pub(crate) fn blank(aggregate: Aggregate, event: EventId, now: Timestamp) -> Commit {
    Commit::new(aggregate, event, in_days(MARKER_DAYS, now))
}

/// What a decision is planned from.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) case: &'a Case,
    pub(crate) of: &'a OrderRef,
    pub(crate) event: &'a EventId,
    pub(crate) trigger: &'a Trigger,
    pub(crate) offer_seconds: u32,
    /// What the decision moves in the stock, the ledgers and the figures.
    pub(crate) moves: &'a [Write],
    /// Couriers who hold as much cash as they may from now on.
    pub(crate) at_ceiling: &'a [(CourierId, Balance)],
    /// Ids drawn for the links of text messages.
    pub(crate) links: &'a [String],
    pub(crate) now: Timestamp,
}

impl Plan<'_> {
    /// The commit of a decision; `None` when there is nothing to keep and nobody to tell.
    pub(crate) fn commit(&self, decision: &Decision) -> Result<Option<Commit>, Failure> {
        match decision {
            Decision::Changed(transition) => {
                self.changed(&transition.state, &transition.effects).map(Some)
            }
            Decision::Refused(note) => self.refused(|words, to| words.note(to, *note)).map(Some),
            Decision::NotUnderstood => self
                .refused(|_, to| to_courier(to, FreeForm::text(copy::not_understood())?))
                .map(Some),
            Decision::Declined(stays) => self.declined(&stays.state, &stays.effects).map(Some),
            Decision::Nothing(_) => Ok(None),
        }
    }

    fn blank(&self) -> Commit {
        let aggregate = Aggregate::order(&self.of.seller, &self.of.order);
        blank(aggregate, self.event.clone(), self.now)
    }

    /// What is said of `order` while its delivery is this one.
    fn words<'w>(&'w self, order: &Order, delivery: &'w Delivery) -> Words<'w> {
        let today = self.case.seller.today(self.now);
        Words::new(self.case, order, delivery, self.offer_seconds, today, self.links)
    }

    /// The order as the event leaves it.
    fn order_after(&self, after: &Delivery) -> Order {
        let amended = self.trigger.amendment().map(|change| self.case.order.amended(&change.to));
        let mut order = amended.unwrap_or_else(|| self.case.order.clone());
        if self.is_fetched_from_now_on(after) {
            let goods = order.totals.subtotal;
            let delivery_fee = Money::zero(goods.currency());
            order.totals = Totals { subtotal: goods, delivery_fee, total: goods };
        }
        Order { status: after.order_status(), moment: after.promised, ..order }
    }

    /// Whether the prospect has just chosen to fetch it: nobody is paid for bringing it any more.
    fn is_fetched_from_now_on(&self, after: &Delivery) -> bool {
        let was = self.case.state().map(|before| &before.status);
        after.status == DeliveryStatus::PickupAtShop && was != Some(&DeliveryStatus::PickupAtShop)
    }

    fn changed(&self, after: &Delivery, effects: &[DispatchEffect]) -> Result<Commit, Failure> {
        let mut commit = self.blank();
        commit.writes.push(self.delivery(after)?);
        let order = self.order_after(after);
        commit.writes.extend(self.order(&order)?);
        commit.writes.extend(self.jobs(after)?);
        commit.writes.extend(self.moves.iter().cloned());
        commit.writes.extend(self.rota(after, effects)?);
        commit.writes.extend(self.references(after)?);
        let words = self.words(&order, after);
        for effect in effects.iter().filter(|effect| !self.is_seen_by_them(effect, after)) {
            let effect = words.effect(effect)?;
            commit.writes.extend(self.link(effect.as_ref())?);
            commit.effects.extend(effect.as_ref().map(stored).transpose()?);
        }
        for effect in money::effects(self.case, self.of, after, self.now) {
            commit.effects.push(stored(&effect)?);
        }
        for (courier, balance) in self.at_ceiling {
            let Some(courier) = self.case.courier(courier) else { continue };
            for say in cash::ceiling_reached(&self.case.seller, courier, balance)? {
                commit.effects.push(stored(&StoredEffect::Say(Box::new(say)))?);
            }
        }
        Ok(commit)
    }

    /// Whether a note would repeat what the courier just heard in the call, or reads on the page,
    /// in which they acted.
    fn is_seen_by_them(&self, effect: &DispatchEffect, after: &Delivery) -> bool {
        let DispatchEffect::TellCourier { courier, note } = effect else { return false };
        let theirs = self.trigger.acted_on().and_then(|number| after.attempt(number));
        theirs.is_some_and(|attempt| attempt.courier == *courier) && *note != CourierNote::Accepted
    }

    /// What the link of a text message opens.
    fn link(&self, effect: Option<&StoredEffect>) -> Result<Option<Write>, Failure> {
        let Some(StoredEffect::Text(text)) = effect else { return Ok(None) };
        let Some(id) = &text.link else { return Ok(None) };
        let expires_at = in_days(LINK_DAYS, self.now);
        let record = CourierLinkRecord {
            seller: text.of.seller.to_string(),
            order: text.of.order.to_string(),
            attempt: text.attempt,
            expires_at,
        };
        let item = NewItem::new(keys::courier_link(id), &record)?.expiring(expires_at);
        Ok(Some(Write::insert(item)))
    }

    /// Nothing changes but the stock, which gets back what was taken in vain.
    fn declined(&self, stays: &Delivery, told: &[DispatchEffect]) -> Result<Commit, Failure> {
        let mut commit = self.blank();
        commit.writes.extend(self.moves.iter().cloned());
        let words = self.words(&self.case.order, stays);
        for effect in told {
            let effect = words.effect(effect)?;
            commit.writes.extend(self.link(effect.as_ref())?);
            commit.effects.extend(effect.as_ref().map(stored).transpose()?);
        }
        Ok(commit)
    }

    /// Nothing changes but what the person who acted is asked for; they are told why.
    fn refused<F>(&self, say: F) -> Result<Commit, Failure>
    where
        F: FnOnce(
            &Words<'_>,
            &WaId,
        ) -> Result<crate::effect::Say, contracts::meta::send::InvalidOutgoing>,
    {
        let mut commit = self.blank();
        let (Some(state), Some(to)) = (self.case.state(), self.trigger.sender()) else {
            return Ok(commit);
        };
        commit.writes.extend(self.jobs(state)?);
        let said = say(&self.words(&self.case.order, state), to)?;
        commit.effects.push(stored(&StoredEffect::Say(Box::new(said)))?);
        Ok(commit)
    }

    fn delivery(&self, after: &Delivery) -> Result<Write, Failure> {
        let key = keys::delivery(&self.of.seller, &self.of.order);
        let place = keys::in_deliveries(&self.of.seller, after.requested_at, &self.of.order);
        let item = NewItem::new(key, &DeliveryRecord::from(after))?.listed(place);
        Ok(match &self.case.delivery {
            Some((_, version)) => Write::replace(item, *version),
            None => Write::insert(item),
        })
    }

    /// The order follows its delivery, whose version decides between two who write at once.
    fn order(&self, after: &Order) -> Result<Option<Write>, Failure> {
        let before = &self.case.order;
        let mut fields = Vec::new();
        if (before.status, before.moment) != (after.status, after.moment) {
            fields.push(field("status", OrderStatusValue::from(after.status))?);
            fields.push(field("moment", MomentValue::from(after.moment))?);
        }
        let amended_by = self.trigger.amendment().map(|change| change.by);
        let freed_by = (before.totals != after.totals).then_some(Party::Prospect);
        if let Some(by) = amended_by.or(freed_by) {
            let record = self.case.record.amended(before, after, by, self.now);
            fields.push(field("lines", record.lines)?);
            fields.push(field("delivery_fee", record.delivery_fee)?);
            fields.push(field("address", record.address)?);
            fields.push(field("contact_phone", record.contact_phone)?);
            fields.push(field("recipient", record.recipient)?);
            fields.push(field("payer", record.payer)?);
            fields.push(field("revision", record.revision)?);
            fields.push(field("history", record.history)?);
        } else if let Trigger::Located(pin) = self.trigger {
            let address = Address { pin: Some(*pin), ..before.address.clone() };
            fields.push(field("address", AddressValue::from(&address))?);
            fields.push(field("revision", before.revision.saturating_add(1))?);
        } else if before.moment != after.moment {
            // Whoever thinks of a change meanwhile knows nothing of the new moment.
            fields.push(field("revision", before.revision.saturating_add(1))?);
        }
        let key = keys::order(&self.of.seller, &self.of.order);
        Ok((!fields.is_empty()).then_some(Write::Update { key, fields }))
    }

    /// Where a service's own reference leads, from the moment it is known.
    fn references(&self, after: &Delivery) -> Result<Vec<Write>, Failure> {
        let known = |booking: &&Booking| {
            let mut before = self.case.state().into_iter().flat_map(|state| &state.bookings);
            before.any(|was| was.number == booking.number && was.reference.is_some())
        };
        let fresh = after.bookings.iter().filter(|booking| !known(booking));
        let named =
            fresh.filter_map(|booking| Some((booking.service, booking.reference.as_ref()?)));
        let record = ServiceReferenceRecord { of: self.of.clone() };
        let rows = named.map(|(service, reference)| {
            let key = keys::service_reference(service, reference);
            Ok(Write::overwrite(NewItem::new(key, &record)?))
        });
        rows.collect()
    }

    /// Who was asked goes to the end of the rota; until they answer, the offer counts as one let
    /// pass.
    fn rota(&self, after: &Delivery, effects: &[DispatchEffect]) -> Result<Vec<Write>, Failure> {
        let before = self.case.state();
        let is_new = |number| before.is_none_or(|before| before.attempt(number).is_none());
        let asked = effects.iter().filter_map(|effect| {
            let DispatchEffect::SendOffer { attempt, courier, .. } = effect else { return None };
            is_new(*attempt).then_some(courier)
        });
        let answered = after.attempts.iter().filter(|attempt| {
            let answers = matches!(attempt.outcome, Outcome::Accepted | Outcome::Refused);
            let was = before.and_then(|before| before.attempt(attempt.number));
            answers && was.is_some_and(|was| was.outcome == Outcome::Open)
        });
        let mut turns: BTreeMap<&CourierId, RotaRecord> = BTreeMap::new();
        for attempt in answered {
            turns.insert(&attempt.courier, turn(&attempt.courier, attempt.offered_at, 0));
        }
        for courier in asked {
            let silences = self.case.courier(courier).map_or(0, |courier| courier.silences);
            turns.insert(courier, turn(courier, self.now, silences.saturating_add(1)));
        }
        turns.into_iter().map(|(courier, record)| self.turn(courier, &record)).collect()
    }

    fn turn(&self, courier: &CourierId, record: &RotaRecord) -> Result<Write, Failure> {
        let key = match self.case.courier(courier).map(|courier| courier.tier) {
            Some(Tier::Pool) => keys::pool_rota(self.case.seller.country, courier),
            Some(Tier::Own | Tier::Partner) | None => keys::courier_rota(&self.of.seller, courier),
        };
        Ok(Write::overwrite(NewItem::new(key, record)?))
    }

    /// What every courier concerned is asked for from now on, under the number they write from.
    fn jobs(&self, after: &Delivery) -> Result<Vec<Write>, Failure> {
        let concerned = [self.case.state().and_then(asked_or_in_charge), asked_or_in_charge(after)];
        let mut jobs: BTreeMap<String, (WaId, &Courier)> = BTreeMap::new();
        for courier in concerned.into_iter().flatten().filter_map(|id| self.case.courier(id)) {
            let wa_id = courier.phone.wa_id();
            jobs.insert(wa_id.as_str().to_owned(), (wa_id, courier));
        }
        if let Some(wa_id) = self.trigger.sender() {
            let mut known = self.case.couriers.iter();
            if let Some(courier) = known.find(|courier| sender::is(wa_id, &courier.phone)) {
                jobs.insert(wa_id.as_str().to_owned(), (wa_id.clone(), courier));
            }
        }
        jobs.into_values().map(|(wa_id, courier)| self.job(&wa_id, courier, after)).collect()
    }

    fn job(&self, wa_id: &WaId, courier: &Courier, after: &Delivery) -> Result<Write, Failure> {
        let record = JobRecord {
            seller: self.of.seller.to_string(),
            order: self.of.order.to_string(),
            courier: courier.id.to_string(),
            awaits: awaited(after, &courier.id),
            since: self.now,
        };
        let key = keys::courier_job(wa_id, &self.of.order);
        let item = NewItem::new(key, &record)?.expiring(in_days(JOB_DAYS, self.now));
        Ok(Write::overwrite(item))
    }
}

fn turn(courier: &CourierId, last_offered_at: Timestamp, silences: u32) -> RotaRecord {
    RotaRecord { courier: courier.to_string(), last_offered_at, silences }
}

fn field(name: &str, value: impl Serialize) -> Result<(String, serde_json::Value), Failure> {
    let value = serde_json::to_value(value).map_err(Failure::Unwritable)?;
    Ok((name.to_owned(), value))
}

fn stored(effect: &StoredEffect) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(effect).map_err(Failure::Unwritable)
}

fn asked_or_in_charge(delivery: &Delivery) -> Option<&CourierId> {
    match &delivery.status {
        DeliveryStatus::Offered { courier, .. } => Some(courier),
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => delivery.courier(),
    }
}

/// What a courier is asked for in this state.
fn awaited(delivery: &Delivery, who: &CourierId) -> Awaited {
    let (courier, awaits) = match &delivery.status {
        DeliveryStatus::Offered { courier, .. } => (courier, Awaited::Answer),
        DeliveryStatus::AwaitingCode { courier, .. } => (courier, Awaited::Code),
        DeliveryStatus::AwaitingCash { courier } => (courier, Awaited::Cash),
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::Delivered { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => return Awaited::Nothing,
    };
    if courier == who { awaits } else { Awaited::Nothing }
}

#[cfg(test)]
mod tests;
