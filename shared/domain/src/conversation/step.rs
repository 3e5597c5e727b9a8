//! The machine of a thread: one function, every event, no wildcard arm.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{
    Arrival, Author, Bubble, Content, Conversation, Draft, Effect, Event, HandOverReason,
    ModelFailure, News, Owner, Proposal, Recap, Rejection, Rhythm, Tap, assent, recap::order_of,
};
use crate::{
    Transition, copy::Voice, copy::prospect as copy, ids::OrderId, ids::RecapId, order::Order,
    order::OrderStatus, seller::Seller, window,
};

/// A prospect who keeps writing is answered after this long all the same.
const LONGEST_WAIT_SECONDS: i64 = 10;
/// How long a human has a thread that the AI could not serve.
const AI_PAUSE_MINUTES: i64 = 30;
/// How many past orders a thread remembers.
const ORDERS_KEPT: usize = 20;

type Stepped = Result<Transition<Conversation, Effect>, Rejection>;

/// Whether a turn that comes due may be thought about: nothing newer arrived, the AI has the
/// thread, and somebody waits.
pub fn may_think(state: &Conversation, turn: u64, now: Timestamp) -> Result<(), Rejection> {
    if state.turn != turn || state.waiting_since.is_none() {
        Err(Rejection::Stale)
    } else if !state.is_ais(now) {
        Err(Rejection::HumanHasIt)
    } else if window::at(state.last_inbound_at, now).is_none() {
        Err(Rejection::WindowClosed)
    } else {
        Ok(())
    }
}

/// What an event makes of a thread.
///
/// # Errors
/// A [`Rejection`] when the event changes nothing: it is stale, or not allowed now.
pub fn step(
    state: &Conversation,
    event: &Event,
    seller: &Seller,
    rhythm: Rhythm,
    now: Timestamp,
) -> Stepped {
    let mut at = Step { next: state.clone(), effects: Vec::new(), seller, rhythm, now };
    match event {
        Event::Arrived(arrival) => at.arrived(arrival)?,
        Event::Drafted { turn, draft } => {
            may_think(state, *turn, now)?;
            at.drafted(draft)?;
        }
        Event::ModelFailed { turn, failure } => {
            may_think(state, *turn, now)?;
            at.model_failed(*failure)?;
        }
        Event::SoldOut { name } => {
            at.next.recap = None;
            at.answer(copy::sold_out(Voice::default(), name, &[]))?;
        }
        Event::TakenOver => at.taken_over(),
        Event::Released => at.released(),
        Event::HumanSaid { text } => {
            at.taken_over();
            at.say(Bubble { author: Author::Human, text: text.clone(), buttons: Vec::new() })?;
        }
        Event::News(news) => at.news(news),
        Event::ReminderDue { turn } => at.reminder_due(*turn)?,
    }
    Ok(Transition { state: at.next, effects: at.effects })
}

struct Step<'a> {
    next: Conversation,
    effects: Vec<Effect>,
    seller: &'a Seller,
    rhythm: Rhythm,
    now: Timestamp,
}

impl Step<'_> {
    fn today(&self) -> Date {
        self.seller.today(self.now)
    }

    /// Speaks, if the window is open. Whoever speaks last has answered.
    fn say(&mut self, bubble: Bubble) -> Result<(), Rejection> {
        let window =
            window::at(self.next.last_inbound_at, self.now).ok_or(Rejection::WindowClosed)?;
        self.effects.push(Effect::Say { bubble, window });
        Ok(())
    }

    fn arrived(&mut self, arrival: &Arrival) -> Result<(), Rejection> {
        self.next.identity = self.next.identity.completed_by(&arrival.identity);
        if let Some(name) = arrival.name.as_ref().filter(|name| !name.trim().is_empty()) {
            self.next.contact_name.clone_from(name);
        }
        if arrival.ad.is_some() {
            self.next.ad.clone_from(&arrival.ad);
        }
        if arrival.content == Content::Silent {
            return Ok(());
        }
        self.next.last_inbound_at = self.next.last_inbound_at.max(Some(self.now));
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.reminded = false;
        self.next.unread = self.next.unread.saturating_add(1);
        if matches!(self.next.owner, Owner::Human { .. }) && self.next.is_ais(self.now) {
            self.next.owner = Owner::Ai;
        }
        match &arrival.content {
            Content::Tap(Tap::Confirm(recap)) => self.confirmed(recap),
            Content::Tap(Tap::Change(_)) => {
                self.next.recap = None;
                self.answer(copy::what_to_change(Voice::default()))
            }
            Content::Tap(Tap::Choose(order, choice)) => {
                if !self.next.orders.contains(order) {
                    return self.answer(copy::recap_outdated(Voice::default()));
                }
                self.effects.push(Effect::Choose { order: order.clone(), choice: *choice });
                self.answer(copy::choice_noted(Voice::default(), *choice))
            }
            Content::Text(said) => {
                let outstanding = self.next.recap.as_ref().map(|recap| recap.id.clone());
                if let Some(recap) = outstanding.filter(|_| assent::is_unmistakable_yes(said)) {
                    return self.confirmed(&recap);
                }
                self.wait_for_more(arrival);
                Ok(())
            }
            Content::Pin { pin, place } => {
                self.next.cart.address.pin = Some(*pin);
                if self.next.cart.address.landmark.is_empty() {
                    self.next.cart.address.landmark.clone_from(place);
                }
                self.wait_for_more(arrival);
                Ok(())
            }
            Content::ContactPhone(phone) => {
                self.next.cart.contact_phone = Some(phone.clone());
                self.wait_for_more(arrival);
                Ok(())
            }
            Content::Media | Content::Unsupported => {
                self.wait_for_more(arrival);
                Ok(())
            }
            Content::Silent => Ok(()),
        }
    }

    /// Answers at once by code; nothing is left to think about.
    fn answer(&mut self, bubble: Bubble) -> Result<(), Rejection> {
        self.next.waiting_since = None;
        self.say(bubble)
    }

    /// Lets the prospect finish: fragments sent in a row get one answer.
    fn wait_for_more(&mut self, arrival: &Arrival) {
        let since = *self.next.waiting_since.get_or_insert(self.now);
        if !self.next.is_ais(self.now) {
            return;
        }
        let waited = self.now.duration_since(since).as_secs();
        let left = u32::try_from((LONGEST_WAIT_SECONDS - waited).max(0)).unwrap_or(0);
        self.effects.push(Effect::MarkRead { wamid: arrival.wamid.clone() });
        self.effects.push(Effect::Wake {
            turn: self.next.turn,
            after_seconds: self.rhythm.debounce_seconds.min(left),
        });
    }

    /// The prospect confirmed a recap: the only way an order comes to be.
    fn confirmed(&mut self, id: &RecapId) -> Result<(), Rejection> {
        let order_id = order_of(id);
        if self.next.orders.contains(&order_id) {
            return self.answer(copy::already_confirmed(Voice::default(), &order_id));
        }
        let outstanding = self.next.recap.take_if(|recap| recap.id == *id);
        let Some(recap) = outstanding.filter(|recap| recap.is_valid(self.now)) else {
            return self.answer(copy::recap_outdated(Voice::default()));
        };
        let total = recap.totals.total;
        let order = self.order_of(recap);
        self.next.cart = super::Cart::default();
        self.next.orders.push(order.id.clone());
        let surplus = self.next.orders.len().saturating_sub(ORDERS_KEPT);
        self.next.orders.drain(..surplus);
        self.effects.push(Effect::Place(Box::new(order)));
        self.answer(copy::order_received(Voice::default(), &order_id, total))
    }

    fn order_of(&self, recap: Recap) -> Order {
        Order {
            id: recap.order_id(),
            seller: self.next.seller.clone(),
            conversation: self.next.id.clone(),
            status: OrderStatus::Pending,
            lines: recap.lines,
            totals: recap.totals,
            address: recap.address,
            contact_name: self.next.contact_name.clone(),
            contact_phone: recap.contact_phone,
            moment: recap.moment,
            ad_id: self.next.ad.as_ref().map(|ad| ad.id.clone()),
            placed_at: self.now,
        }
    }

    fn drafted(&mut self, draft: &Draft) -> Result<(), Rejection> {
        self.next.cart.clone_from(&draft.cart);
        self.next.waiting_since = None;
        match &draft.proposal {
            Proposal::Say(text) => {
                // A cart that changed is no longer the one that was recapitulated.
                self.next.recap.take_if(|recap| recap.lines != draft.cart.lines);
                let text = text.clone();
                self.say(Bubble { author: Author::Ai, text, buttons: Vec::new() })?;
                self.arm_reminder();
            }
            Proposal::Show(recap) => {
                self.next.recap = Some(recap.as_ref().clone());
                self.say(copy::recap(Voice::default(), recap, self.today()))?;
                self.arm_reminder();
            }
            Proposal::HandOver => {
                self.next.owner = Owner::Human { until: None };
                self.say(copy::human_is_coming(Voice::default()))?;
                self.effects.push(Effect::CallSeller { reason: HandOverReason::Asked });
            }
        }
        Ok(())
    }

    fn arm_reminder(&mut self) {
        let after = i64::from(self.rhythm.reminder_after_seconds);
        if self.next.cart.lines.is_empty() || self.next.reminded {
            return;
        }
        if let Ok(at) = self.now.saturating_add(after.seconds()) {
            self.effects.push(Effect::ArmReminder { turn: self.next.turn, at });
        }
    }

    fn model_failed(&mut self, failure: ModelFailure) -> Result<(), Rejection> {
        let until = self.now.saturating_add(AI_PAUSE_MINUTES.minutes()).ok();
        self.next.owner = Owner::Human { until };
        self.next.waiting_since = None;
        self.say(copy::human_is_coming(Voice::default()))?;
        let reason = match failure {
            ModelFailure::Unavailable => HandOverReason::AiUnavailable,
            ModelFailure::Unreliable => HandOverReason::AiUnreliable,
        };
        self.effects.push(Effect::CallSeller { reason });
        Ok(())
    }

    /// The AI is silent from this instant: a draft under way is stale.
    fn taken_over(&mut self) {
        self.next.owner = Owner::Human { until: None };
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.waiting_since = None;
        self.next.unread = 0;
    }

    fn released(&mut self) {
        self.next.owner = Owner::Ai;
        if self.next.waiting_since.is_some() {
            self.effects.push(Effect::Wake { turn: self.next.turn, after_seconds: 0 });
        }
    }

    fn news(&mut self, news: &News) {
        let today = self.today();
        let bubble = match news {
            News::CourierFound { name, phone, code, promised, .. } => {
                copy::courier_found(Voice::default(), name, phone, code, *promised, today)
            }
            News::PickedUp { name, .. } => copy::picked_up(Voice::default(), name),
            News::Delivered { collected, .. } => copy::delivered(Voice::default(), *collected),
            News::DeliveryFailed { why, retry, .. } => {
                copy::delivery_failed(Voice::default(), *why, *retry, today)
            }
            News::NobodyFound { order } => copy::nobody_found(Voice::default(), order),
            News::Rescheduled { promised, .. } => {
                copy::rescheduled(Voice::default(), *promised, today)
            }
            News::Cancelled { order } => copy::cancelled(Voice::default(), order),
            News::Amended { order, total, promised } => {
                copy::amended(Voice::default(), order, *total, *promised, today)
            }
            News::AmendmentRefused { order, why } => {
                copy::amendment_refused(Voice::default(), order, *why)
            }
        };
        // A closed window is no reason for silence: the seller tells the prospect otherwise.
        if self.say(bubble).is_err() {
            self.effects.push(Effect::CallSeller { reason: HandOverReason::WindowClosed });
        }
    }

    fn reminder_due(&mut self, turn: u64) -> Result<(), Rejection> {
        if self.next.turn != turn {
            return Err(Rejection::Stale);
        }
        if !self.next.is_ais(self.now) {
            return Err(Rejection::HumanHasIt);
        }
        if self.next.reminded || self.next.cart.lines.is_empty() {
            return Err(Rejection::NothingToRecall);
        }
        let contents = crate::order::contents(&self.next.cart.lines);
        self.say(copy::reminder(Voice::default(), &contents))?;
        self.next.reminded = true;
        Ok(())
    }
}

/// The order ids a thread's news are about.
impl News {
    /// The order that the news is about.
    pub fn order(&self) -> &OrderId {
        match self {
            Self::CourierFound { order, .. }
            | Self::PickedUp { order, .. }
            | Self::Delivered { order, .. }
            | Self::DeliveryFailed { order, .. }
            | Self::NobodyFound { order }
            | Self::Rescheduled { order, .. }
            | Self::Cancelled { order }
            | Self::Amended { order, .. }
            | Self::AmendmentRefused { order, .. } => order,
        }
    }
}
