//! A person's message: what code answers by itself, and what waits for the model.

use jiff::ToSpan;

use super::Step;
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
        self.next.identity = self.next.identity.completed_by(&arrival.identity);
        if let Some(name) = arrival.name.as_ref().filter(|name| !name.trim().is_empty()) {
            self.next.contact_name.clone_from(name);
        }
        match &arrival.content {
            Content::Silent => return,
            Content::Moved(identity) => {
                self.next.identity = self.next.identity.completed_by(identity);
                return;
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
        if arrival.content == Content::Reaction {
            return;
        }
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.reminded = false;
        self.next.unread = self.next.unread.saturating_add(1);
        if matches!(self.next.owner, Owner::Human { .. }) && self.next.is_ais(self.now) {
            self.next.owner = Owner::Ai;
        }
        self.heard(arrival);
        // What asks for no answer has still made an older wake-up stale.
        let is_woken =
            |effect: &Effect| matches!(effect, Effect::Wake { .. } | Effect::ArmReturn { .. });
        if self.next.waiting_since.is_some() && !self.effects.iter().any(is_woken) {
            self.wait_for_more(arrival);
        }
    }

    fn heard(&mut self, arrival: &Arrival) {
        match &arrival.content {
            Content::Tap(tap) => {
                self.next.pace.tapped();
                self.tapped(tap);
            }
            Content::Text(said) => self.read(arrival, said),
            Content::Pin { pin, place } => {
                self.next.cart.address.pin = Some(*pin);
                if self.next.cart.address.landmark.is_empty() {
                    self.next.cart.address.landmark = claims::plain_place(place);
                }
                self.wait_for_more(arrival);
            }
            Content::ContactPhone(phone) => {
                self.next.cart.contact_phone = Some(phone.clone());
                self.wait_for_more(arrival);
            }
            Content::Sticker => {
                // A smile needs no answer, except as a greeting.
                let is_first = self.next.pace.said_at.is_none();
                if is_first && self.next.waiting_since.is_none() && self.next.is_ais(self.now) {
                    self.answer(copy::welcome(self.voice(), &self.seller.shop_name));
                }
            }
            Content::Unsupported => {
                if self.next.is_ais(self.now) {
                    self.answer(copy::write_instead(self.voice(), copy::Unread::Message));
                }
            }
            Content::Revoked { others_wait } => {
                if *others_wait {
                    self.wait_for_more(arrival);
                } else {
                    self.next.waiting_since = None;
                }
            }
            Content::Edited(_) | Content::Media => self.wait_for_more(arrival),
            Content::Moved(_) | Content::Silent | Content::Reaction => {}
        }
    }

    fn read(&mut self, arrival: &Arrival, said: &str) {
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
        // Whole seconds are Meta's precision; an answer cannot be older than its question.
        let shown = self.next.recap.as_ref().filter(|recap| {
            recap.is_valid(self.now) && arrival.sent_at.as_second() >= recap.shown_at.as_second()
        });
        let shown =
            shown.map(|recap| (recap.id.clone(), copy::tap_to_confirm(self.voice(), &recap.id)));
        match shown {
            Some((recap, _)) if assent::is_unmistakable_yes(said) => self.confirmed(&recap),
            Some((_, touch)) if courtesy::is_acknowledgement(said) => self.answer(touch),
            // « ok », « merci » after a sentence that asks nothing end a talk.
            None if courtesy::is_acknowledgement(said)
                && self.next.pace.said_at.is_some()
                && !self.next.pace.asked
                && self.next.waiting_since.is_none() => {}
            Some(_) | None => self.wait_for_more(arrival),
        }
    }

    fn wished(&mut self, wish: Wish) {
        let was_out = self.next.reach.opted_out_at.is_some();
        match wish {
            Wish::Stop if was_out => {}
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
            Tap::Choose(order, choice) if self.next.orders.contains(order) => {
                self.effects.push(Effect::Choose { order: order.clone(), choice: *choice });
                self.answer(copy::choice_noted(self.voice(), *choice));
            }
            // What `dispatch` makes of it is news, and the only bubble.
            Tap::Cancel(order) if self.next.orders.contains(order) => {
                self.effects.push(Effect::Cancel { order: order.clone() });
                self.next.waiting_since = None;
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
            Owner::Ai => {}
            Owner::Human { until: Some(at) } => {
                self.effects.push(Effect::ArmReturn { turn: self.next.turn, at });
                return;
            }
            Owner::Human { until: None } | Owner::OtherApp => return,
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
