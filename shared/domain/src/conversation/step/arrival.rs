//! A person's message: what code answers by itself, and what waits for the model.

use jiff::ToSpan;

use super::{Step, brings_an_answer};
use crate::{
    conversation::{Arrival, Content, Effect, HandOverReason, Owner, Tap, assent, claims},
    copy::prospect as copy,
    courtesy,
    language::{Heard, followed},
    optout::{self, Wish},
};

/// A prospect who keeps writing is answered after this long all the same.
const LONGEST_WAIT_SECONDS: i64 = 10;
/// How long a human has a thread in which the other side answered like a machine.
const LOOP_PAUSE_HOURS: i64 = 6;

impl Step<'_> {
    pub(super) fn arrived(&mut self, arrival: &Arrival) {
        let turn = self.next.turn;
        let waited = self.next.waiting_since.is_some();
        let owner = self.next.owner;
        if !self.note(arrival) {
            return;
        }
        // The end of a human's time, seen by a message before its wake-up.
        let came_back = owner != self.next.owner && waited;
        self.heard(arrival, waited);
        if self.quiet && !came_back {
            // What asks for nothing makes nothing stale: neither a draft nor a wake-up.
            self.next.turn = turn;
        } else {
            self.wake_again(arrival);
        }
    }

    /// Notes who wrote, when, and by which ad; whether there is anything to hear in it.
    pub(super) fn note(&mut self, arrival: &Arrival) -> bool {
        self.next.identity = self.next.identity.completed_by(&arrival.identity);
        if let Some(name) = arrival.name.as_ref().filter(|name| !name.trim().is_empty()) {
            self.next.contact_name.clone_from(name);
        }
        match &arrival.content {
            Content::Silent => return false,
            Content::Moved(identity) => {
                self.next.identity = self.next.identity.completed_by(identity);
                return false;
            }
            Content::Text(_)
            | Content::Edited(_)
            | Content::Tap(_)
            | Content::Pin { .. }
            | Content::ContactPhone(_)
            | Content::Media
            | Content::Sticker
            | Content::Revoked { .. }
            | Content::Reaction
            | Content::Unsupported => {}
        }
        let sent_at = arrival.sent_at.min(self.now);
        if arrival.ad.is_some() {
            self.next.ad.clone_from(&arrival.ad);
            self.next.contact.clicked_at = Some(sent_at);
        }
        self.next.contact.last_inbound_at = self.next.contact.last_inbound_at.max(Some(sent_at));
        self.next.reach.failures = 0;
        self.next.reach.needs_phone &= arrival.identity.wa_id().is_none();
        if arrival.content == Content::Reaction {
            return false;
        }
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.reminded = false;
        self.next.unread = self.next.unread.saturating_add(1);
        if self.next.is_ais(self.now) {
            self.next.owner = Owner::Ai;
        }
        true
    }

    /// Whoever waited before something that code answered waits on.
    pub(super) fn wake_again(&mut self, arrival: &Arrival) {
        if self.next.waiting_since.is_some() && !self.effects.iter().any(brings_an_answer) {
            self.wait_for_more(arrival);
        }
    }

    fn heard(&mut self, arrival: &Arrival, waited: bool) {
        match &arrival.content {
            Content::Tap(tap) => {
                self.next.pace.tapped();
                self.tapped(tap);
            }
            Content::Text(said) => self.read(arrival, said, waited),
            Content::Pin { pin, place } => {
                if let Some(order) = self.next.position_for.take() {
                    self.effects.push(Effect::SharePosition { order, pin: *pin });
                    return self.answer(copy::position_received(self.voice()));
                }
                self.next.cart.address.pin = Some(*pin);
                if self.next.cart.address.landmark.is_empty() {
                    self.next.cart.address.landmark = claims::plain_place(place);
                }
                // A point on the map changes nothing that a recap promises.
                if let Some(recap) = &mut self.next.recap {
                    recap.address.pin = Some(*pin);
                }
                self.wait_for_more(arrival);
            }
            Content::ContactPhone(phone) => {
                self.next.cart.contact_phone = Some(phone.clone());
                self.drop_outdated_recap();
                self.wait_for_more(arrival);
            }
            Content::Sticker => {
                // A smile needs no answer, except as a greeting.
                let is_first = self.next.pace.said_at.is_none() && !waited;
                if is_first && self.next.is_ais(self.now) {
                    self.answer(copy::welcome(self.voice(), &self.seller.shop_name));
                } else {
                    self.quiet = true;
                }
            }
            Content::Unsupported => {
                if self.next.is_ais(self.now) {
                    self.answer(copy::write_instead(self.voice(), copy::Unread::Message));
                }
            }
            Content::Revoked { others_wait } => {
                if !others_wait {
                    self.next.waiting_since = None;
                }
                self.quiet = !waited;
            }
            Content::Edited(_) | Content::Media => self.wait_for_more(arrival),
            Content::Moved(_) | Content::Silent | Content::Reaction => {}
        }
    }

    fn read(&mut self, arrival: &Arrival, said: &str, waited: bool) {
        self.next.heard = Some(followed(self.next.heard, Heard::of(said)));
        if let Some(wish) = optout::wish_in(said) {
            return self.wished(wish);
        }
        let is_machine = self.next.pace.heard(said, self.now);
        if !self.next.is_ais(self.now) {
            return self.wait_for_more(arrival);
        }
        if is_machine {
            return self.break_loop();
        }
        // A word answers the recap only if the recap is the last thing that was said, has been
        // there to be read, and nothing else the prospect wrote still waits.
        let asked = self.next.recap.as_ref().filter(|recap| {
            self.next.pace.showed.as_ref() == Some(&recap.id)
                && recap.is_valid(self.now)
                && recap.was_read_by(arrival.sent_at)
                && !waited
        });
        let asked = asked.map(|recap| recap.id.clone());
        match asked {
            Some(recap) if assent::is_unmistakable_yes(said) => self.confirmed(&recap),
            Some(recap) if courtesy::is_acknowledgement(said) => {
                self.answer(copy::tap_to_confirm(self.voice(), &recap));
            }
            // « ok », « merci » after a sentence that asks nothing end a talk.
            None if courtesy::is_acknowledgement(said)
                && self.next.pace.said_at.is_some()
                && !self.next.pace.asked
                && !waited =>
            {
                self.quiet = true;
            }
            Some(_) | None => self.wait_for_more(arrival),
        }
    }

    fn wished(&mut self, wish: Wish) {
        let was_out = self.next.reach.opted_out_at.is_some();
        match wish {
            Wish::Stop if was_out => self.quiet = true,
            Wish::Stop => {
                self.next.reach.opted_out_at = Some(self.now);
                self.answer(copy::stopped(self.voice()));
            }
            Wish::Resume => {
                self.next.reach.opted_out_at = None;
                self.answer(copy::resumed(self.voice()));
            }
        }
    }

    fn break_loop(&mut self) {
        let until = self.now.saturating_add(LOOP_PAUSE_HOURS.hours()).ok();
        self.next.owner = Owner::Human { until };
        self.next.waiting_since = None;
        self.next.called_since = Some(self.now);
        self.call_seller(HandOverReason::LoopSuspected);
    }

    fn tapped(&mut self, tap: &Tap) {
        match tap {
            Tap::Confirm(recap) => self.confirmed(recap),
            Tap::Change(recap) => {
                if self.next.recap.as_ref().is_some_and(|open| open.id == *recap) {
                    self.drop_recap();
                }
                self.answer(copy::what_to_change(self.voice()));
            }
            // What `dispatch` makes of it is news, and the only bubble.
            Tap::Choose(order, choice) if self.next.orders.contains(order) => {
                self.effects.push(Effect::Choose { order: order.clone(), choice: *choice });
            }
            Tap::Cancel(order) if self.next.orders.contains(order) => {
                self.effects.push(Effect::Cancel { order: order.clone() });
            }
            Tap::Keep(order) if self.next.orders.contains(order) => {
                self.answer(copy::kept(self.voice(), order));
            }
            Tap::Choose(..) | Tap::Cancel(_) | Tap::Keep(_) | Tap::Pick(_) => {
                self.answer(copy::recap_outdated(self.voice()));
            }
        }
    }

    /// Lets the prospect finish: fragments sent in a row get one answer.
    fn wait_for_more(&mut self, arrival: &Arrival) {
        let since = *self.next.waiting_since.get_or_insert(self.now);
        match self.next.owner {
            Owner::Ai if self.next.other_app => return,
            Owner::Ai => {}
            Owner::Human { until: Some(at) } => {
                self.effects.push(Effect::ArmReturn { turn: self.next.turn, at });
                return;
            }
            Owner::Human { until: None } => return,
        }
        let waited = self.now.duration_since(since).as_secs();
        let left = u32::try_from((LONGEST_WAIT_SECONDS - waited).max(0)).unwrap_or(0);
        self.effects.push(Effect::MarkRead { wamid: arrival.wamid.clone() });
        self.effects.push(Effect::Wake {
            turn: self.next.turn,
            after_seconds: self.rhythm.debounce_seconds.min(left),
        });
    }
}
