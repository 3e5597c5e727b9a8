//! From a recap to an order: units kept aside, one confirmation, one effect.

use jiff::ToSpan;

use super::Step;
use crate::{
    conversation::{
        Amended, Arrival, Cart, Draft, Effect, Recap, Rejection, merge::returned, recap::order_of,
    },
    copy::prospect as copy,
    ids::RecapId,
    order::{Order, OrderStatus},
    usage::ModelUsage,
};

/// How many past orders, and changes of them, a thread remembers.
const ORDERS_KEPT: usize = 20;

impl Step<'_> {
    /// Shows a recap, its units kept aside for a while.
    pub(super) fn show(&mut self, recap: Recap, only_at: Option<u64>) -> Result<(), Rejection> {
        self.drop_recap();
        let today = self.today();
        let until = self.now.saturating_add(i64::from(self.rhythm.hold_seconds).seconds()).ok();
        let held_until = until.filter(|_| !recap.takes.is_empty());
        let recap = Recap { held_until, shown_at: self.now, ..recap };
        if let Some(at) = recap.held_until {
            self.effects.push(Effect::Take(recap.takes.clone()));
            self.effects.push(Effect::ArmHold { recap: recap.id.clone(), at });
        }
        let bubble = match &recap.amends {
            None => copy::recap(self.voice(), &recap, today),
            Some(order) => copy::amendment_recap(self.voice(), order, &recap, today),
        };
        self.say(bubble, only_at)?;
        self.next.recap = Some(recap);
        Ok(())
    }

    /// The recap can no longer be confirmed; what was kept aside for it goes back.
    pub(super) fn drop_recap(&mut self) {
        if let Some(recap) = self.next.recap.take() {
            self.effects.extend(returned(recap.held_units().to_vec()));
        }
    }

    /// A cart that changed is no longer the one that was recapitulated.
    pub(super) fn drop_outdated_recap(&mut self) {
        let cart = &self.next.cart;
        let is_other = |recap: &Recap| {
            recap.lines != cart.lines
                || recap.address != cart.address
                || cart.contact_phone.as_ref().is_some_and(|phone| *phone != recap.contact_phone)
                || recap.recipient != cart.recipient
                || recap.payer != cart.payer
                || cart.moment.is_some_and(|moment| moment != recap.moment)
                || recap.amends.as_ref() != cart.amends.as_ref().map(|order| &order.order)
        };
        if self.next.recap.as_ref().is_some_and(is_other) {
            self.drop_recap();
        }
    }

    /// What was confirmed went to somebody else.
    pub(super) fn sold_out(&mut self, arrival: &Arrival, name: &str) {
        self.note(arrival);
        self.drop_recap();
        self.answer(copy::sold_out(self.voice(), name, &[]));
        self.wake_again(arrival);
    }

    /// What a recap was to keep aside went to somebody else meanwhile.
    pub(super) fn hold_refused(&mut self, draft: &Draft, name: &str) -> Result<(), Rejection> {
        self.next.cart.clone_from(&draft.cart);
        self.next.waiting_since = None;
        self.drop_recap();
        let only_at = Some(self.next.turn);
        self.say(copy::sold_out(self.voice(), name, &[]), only_at)
    }

    pub(super) fn hold_due(&mut self, id: &RecapId) -> Result<(), Rejection> {
        let recap = self.next.recap.as_mut().filter(|recap| recap.id == *id);
        let recap = recap.ok_or(Rejection::Stale)?;
        let until = recap.held_until.ok_or(Rejection::Stale)?;
        if self.now < until {
            // Woken too early: the stored moment decides, so the timer is set again.
            self.effects.push(Effect::ArmHold { recap: id.clone(), at: until });
            return Ok(());
        }
        let units = recap.held_units().to_vec();
        recap.held_until = None;
        self.effects.extend(returned(units));
        Ok(())
    }

    /// From now on words can be an answer to it.
    pub(super) fn shown(&mut self, id: &RecapId) -> Result<(), Rejection> {
        let recap = self.next.recap.as_mut().filter(|recap| recap.id == *id);
        recap.ok_or(Rejection::Stale)?.left_at.get_or_insert(self.now);
        Ok(())
    }

    /// A bubble that nobody can have read: a recap can no longer be confirmed, and whoever was to
    /// be answered by what was dropped is answered anew.
    pub(super) fn unsaid(
        &mut self,
        recap: Option<&RecapId>,
        dropped: bool,
    ) -> Result<(), Rejection> {
        let is_open = self.next.recap.as_ref().is_some_and(|open| Some(&open.id) == recap);
        if is_open {
            self.drop_recap();
        }
        let is_owed = dropped && self.next.waiting_since.is_none() && self.next.is_ais(self.now);
        if is_owed {
            // The turn is a new one: the old one's event was processed.
            self.next.turn = self.next.turn.saturating_add(1);
            self.next.waiting_since = Some(self.now);
            self.effects.push(Effect::Wake { turn: self.next.turn, after_seconds: 0 });
        }
        if is_open || is_owed { Ok(()) } else { Err(Rejection::Stale) }
    }

    /// The prospect confirmed a recap: the only way an order comes to be or changes.
    pub(super) fn confirmed(&mut self, id: &RecapId) {
        let order_id = order_of(id);
        if self.next.orders.contains(&order_id) {
            return self.answer(copy::already_confirmed(self.voice(), &order_id));
        }
        if self.next.confirmed_changes.contains(id) {
            // `dispatch` has been asked, and its news are the answer.
            self.quiet = true;
            return;
        }
        let outstanding = self.next.recap.take_if(|recap| recap.id == *id);
        let Some(recap) = outstanding else {
            return self.answer(copy::recap_outdated(self.voice()));
        };
        if !recap.is_valid(self.now) {
            self.effects.extend(returned(recap.held_units().to_vec()));
            return self.answer(copy::recap_outdated(self.voice()));
        }
        if !recap.units_to_take().is_empty() {
            self.effects.push(Effect::Take(recap.units_to_take().to_vec()));
        }
        self.next.cart = Cart::default();
        match recap.amends.clone() {
            None => self.place(recap),
            Some(order) => {
                keep_last(&mut self.next.confirmed_changes, recap.id);
                self.effects.push(Effect::Amend(Box::new(Amended {
                    order,
                    revision: recap.revision,
                    lines: recap.lines,
                    totals: recap.totals,
                    address: recap.address,
                    contact_phone: recap.contact_phone,
                    recipient: recap.recipient,
                    payer: recap.payer,
                    moment: recap.moment,
                    taken: recap.takes,
                })));
                // What `dispatch` makes of it is news, and the only bubble.
            }
        }
    }

    fn place(&mut self, recap: Recap) {
        let (id, total) = (recap.order_id(), recap.totals.total);
        let order = self.order_of(recap);
        self.next.usage_since_order = ModelUsage::default();
        keep_last(&mut self.next.orders, order.id.clone());
        self.effects.push(Effect::Place(Box::new(order)));
        self.answer(copy::order_received(self.voice(), &id, total));
    }

    fn order_of(&self, recap: Recap) -> Order {
        Order {
            id: recap.order_id(),
            seller: self.next.seller.clone(),
            conversation: self.next.id.clone(),
            status: OrderStatus::Pending,
            revision: 0,
            lines: recap.lines,
            totals: recap.totals,
            address: recap.address,
            contact_name: self.next.contact_name.clone(),
            contact_phone: recap.contact_phone,
            recipient: recap.recipient,
            payer: recap.payer,
            moment: recap.moment,
            ad_id: self.next.ad.as_ref().map(|ad| ad.id.clone()),
            placed_at: self.now,
        }
    }
}

fn keep_last<T>(list: &mut Vec<T>, item: T) {
    list.push(item);
    let surplus = list.len().saturating_sub(ORDERS_KEPT);
    list.drain(..surplus);
}
