//! The machine of a thread: one function, every event, no wildcard arm.

mod arrival;
mod draft;
mod order;
mod ownership;

use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use super::{
    Author, Bubble, Conversation, Document, Effect, Event, HandOverReason, Lesson, News, Owner,
    Rejection, Rhythm,
};
use crate::{
    Transition,
    copy::{Voice, prospect as copy},
    person::Identity,
    seller::Seller,
};

/// Papers that wait for a window; older ones stay in the dashboard.
const PAPERS_KEPT: usize = 10;

type Stepped = Result<Transition<Conversation, Effect>, Rejection>;

/// Whether a turn that comes due may be thought about: nothing newer arrived, the AI has the
/// thread, somebody waits, and the day's turns are not spent.
///
/// # Errors
/// The reason why not.
pub fn may_think(
    state: &Conversation,
    turn: u64,
    seller: &Seller,
    now: Timestamp,
) -> Result<(), Rejection> {
    if state.turn != turn || state.waiting_since.is_none() {
        Err(Rejection::Stale)
    } else if !state.is_ais(now) {
        Err(Rejection::HumanHasIt)
    } else if state.window(now).free_form.is_none() {
        Err(Rejection::WindowClosed)
    } else if state.budget.is_spent(seller.today(now), turns_per_day(seller)) {
        Err(Rejection::LimitReached)
    } else {
        Ok(())
    }
}

fn turns_per_day(seller: &Seller) -> u64 {
    u64::from(seller.settings.turns_per_contact_per_day)
}

/// Sets a wake-up for somebody who waits in a thread where nothing else will: two threads that
/// became one made the wake-ups of both stale.
pub fn awaken(done: &mut Transition<Conversation, Effect>, now: Timestamp) {
    if !done.effects.iter().any(brings_an_answer) {
        done.effects.extend(call_back(&done.state, now));
    }
}

/// What brings an answer to whoever waits: now if the AI has the thread, or when a human's time
/// ends.
fn call_back(state: &Conversation, now: Timestamp) -> Option<Effect> {
    let turn = state.turn;
    if state.waiting_since.is_none() || state.other_app {
        return None;
    }
    match state.owner {
        _ if state.is_ais(now) => Some(Effect::Wake { turn, after_seconds: 0 }),
        Owner::Human { until } => until.map(|at| Effect::ArmReturn { turn, at }),
        Owner::Ai => None,
    }
}

const fn brings_an_answer(effect: &Effect) -> bool {
    matches!(effect, Effect::Wake { .. } | Effect::ArmReturn { .. })
}

/// Whether a bubble that was decided at `turn` may still leave, at the very instant of sending.
pub fn may_say(state: &Conversation, turn: u64, now: Timestamp) -> bool {
    state.turn == turn && state.is_ais(now)
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
    let mut at =
        Step { next: state.clone(), effects: Vec::new(), seller, rhythm, now, quiet: false };
    match event {
        Event::Arrived(arrival) => {
            at.arrived(arrival);
            at.hand_over_papers();
        }
        Event::Drafted { turn, draft, usage } => {
            may_think(state, *turn, seller, now)?;
            at.drafted(draft)?;
            at.spend(*usage);
        }
        Event::ModelFailed { turn, failure, usage } => {
            may_think(state, *turn, seller, now)?;
            at.model_failed(*failure);
            at.spend(*usage);
        }
        Event::LimitReached { turn } => at.limit_reached(*turn)?,
        Event::SoldOut { arrival, name } => {
            at.sold_out(arrival, name);
            at.hand_over_papers();
        }
        Event::HoldRefused { turn, draft, usage, name } => {
            may_think(state, *turn, seller, now)?;
            at.hold_refused(draft, name)?;
            at.spend(*usage);
        }
        Event::Wasted { usage } => at.spend(*usage),
        Event::TakenOver { minutes } => at.taken_over(*minutes),
        Event::Released => at.released(),
        Event::HumanSaid { text } => at.human_said(text),
        Event::HumanInvited { template } => at.human_invited(*template),
        Event::Read { later } => at.read_by_seller(*later)?,
        Event::OwnerWrote => at.owner_wrote(),
        Event::ControlChanged { is_ours } => at.control_changed(*is_ours),
        Event::IdentityChanged(identity) => at.identity_changed(identity),
        Event::MarketingChanged { stopped } => {
            at.next.reach.opted_out_at = stopped.then_some(now);
        }
        Event::Learned { lesson, sent_at } => at.learned(*lesson, *sent_at),
        Event::News(news) => at.news(news),
        Event::PaperReady(document) => at.paper_ready(document.clone()),
        Event::ReminderDue { turn } => at.reminder_due(*turn)?,
        Event::HoldDue { recap } => at.hold_due(recap)?,
        Event::ReturnDue { turn } => at.return_due(*turn)?,
        Event::Shown { recap } => at.shown(recap)?,
        Event::Unsaid { recap, dropped } => at.unsaid(recap.as_ref(), *dropped)?,
    }
    Ok(Transition { state: at.next, effects: at.effects })
}

struct Step<'a> {
    next: Conversation,
    effects: Vec<Effect>,
    seller: &'a Seller,
    rhythm: Rhythm,
    now: Timestamp,
    /// The event asks for nothing: no answer, and nothing becomes stale by it.
    quiet: bool,
}

impl Step<'_> {
    /// How code speaks to this prospect.
    fn voice(&self) -> Voice {
        Voice::new(self.next.language(), self.seller.settings.manner)
    }

    fn today(&self) -> Date {
        self.seller.today(self.now)
    }

    /// Speaks, if the window is open. With `only_at`, only while the thread stays as it is.
    fn say(&mut self, bubble: Bubble, only_at: Option<u64>) -> Result<(), Rejection> {
        if self.next.other_app && bubble.author != Author::Human {
            return Err(Rejection::HumanHasIt);
        }
        let window = self.next.window(self.now).free_form.ok_or(Rejection::WindowClosed)?;
        self.next.contact.answered(self.now);
        self.next.pace.said(&bubble, self.now);
        self.effects.push(Effect::Say { bubble, window, only_at });
        Ok(())
    }

    /// Says something by code. What can no longer be said is the seller's to say otherwise.
    fn answer(&mut self, bubble: Bubble) {
        if self.say(bubble, None).is_err() {
            self.call_seller(HandOverReason::WindowClosed);
        }
    }

    fn call_seller(&mut self, reason: HandOverReason) {
        self.effects.push(Effect::CallSeller { reason });
    }

    fn identity_changed(&mut self, identity: &Identity) {
        self.next.identity = self.next.identity.completed_by(identity);
        // A thread that was just joined with another may have somebody waiting in it.
        self.call_back();
    }

    fn learned(&mut self, lesson: Lesson, sent_at: Timestamp) {
        match lesson {
            // Who has written since has opened it again.
            Lesson::WindowClosed if self.next.contact.last_inbound_at > Some(sent_at) => {}
            Lesson::WindowClosed => {
                self.next.contact.last_inbound_at = None;
                self.call_seller(HandOverReason::WindowClosed);
            }
            Lesson::OptedOut => self.next.reach.opted_out_at = Some(self.now),
            Lesson::MarketingCapped => self.next.reach.capped(self.now),
            Lesson::Unreachable => {
                if self.next.reach.failed() {
                    self.call_seller(HandOverReason::Unreachable);
                }
            }
            Lesson::NeedsPhone => self.next.reach.needs_phone = true,
        }
    }

    fn news(&mut self, news: &News) {
        if let News::PositionWanted { order } = news {
            self.next.position_for = Some(order.clone());
        }
        let (voice, today) = (self.voice(), self.today());
        let bubble = match news {
            News::CourierFound { name, phone, code, promised, .. } => {
                copy::courier_found(voice, name, phone, code, *promised, today)
            }
            News::PickedUp { name, .. } => copy::picked_up(voice, name),
            News::ServiceFound { service, courier, tracking, promised, .. } => {
                let (courier, tracking) = (courier.as_deref(), tracking.as_deref());
                copy::service_found(voice, service, courier, tracking, *promised, today)
            }
            News::ServicePickedUp { service, .. } => copy::service_picked_up(voice, service),
            News::Delivered { collected, fetched: true, .. } => copy::fetched(voice, *collected),
            News::Delivered { collected, fetched: false, .. } => copy::delivered(voice, *collected),
            News::DeliveryFailed { order, why, retry } => {
                copy::delivery_failed(voice, order, *why, *retry, today)
            }
            News::NobodyFound { order, may_wait } => copy::nobody_found(voice, order, *may_wait),
            News::Rescheduled { promised, .. } => copy::rescheduled(voice, *promised, today),
            News::Cancelled { order } => copy::cancelled(voice, order),
            News::Amended { order, total, promised } => {
                copy::amended(voice, order, *total, *promised, today)
            }
            News::AmendmentRefused { order, why } => copy::amendment_refused(voice, order, *why),
            News::CancellationRefused { order, why } => {
                copy::cancellation_refused(voice, order, *why)
            }
            News::PickupAgreed { order, left } => copy::pickup_agreed(voice, order, *left),
            News::ChoiceOutdated { order } => copy::choice_outdated(voice, order),
            News::PaymentLink { order, url, amount, purpose, until } => {
                let until = until.and_then(|until| self.time_today(until));
                copy::payment_link(voice, order, *amount, *purpose, until, url)
            }
            News::PaymentReceived { order, amount, is_over: true, .. } => {
                copy::payment_after_the_end(voice, order, *amount)
            }
            News::PaymentReceived { order, amount, left, is_over: false } => {
                copy::payment_received(voice, order, *amount, *left)
            }
            News::PaymentExpired { order, purpose } => {
                copy::payment_expired(voice, order, *purpose)
            }
            News::PaymentRefunded { order, amount } => {
                copy::payment_refunded(voice, order, *amount)
            }
            News::DeliveryReopened { order } => copy::reopened(voice, order),
            News::PositionWanted { order } => copy::position_wanted(voice, order),
        };
        // A closed window is no reason for silence: the seller tells the prospect otherwise.
        if self.say(bubble, None).is_err() {
            self.call_seller(HandOverReason::WindowClosed);
        }
    }

    /// Hands a paper over. Past the window it is no reason to call anybody: it lies in the
    /// dashboard, and leaves when the prospect writes again, unless another edition took its place.
    fn paper_ready(&mut self, document: Document) {
        self.next.papers.retain(|waiting| waiting.number != document.number);
        let bubble = copy::receipt_ready(self.voice(), document.clone());
        if self.say(bubble, None).is_err() {
            self.next.papers.push(document);
            let surplus = self.next.papers.len().saturating_sub(PAPERS_KEPT);
            self.next.papers.drain(..surplus);
        }
    }

    /// What waited for the window leaves. Who has just said STOP is left in peace.
    fn hand_over_papers(&mut self) {
        if self.next.reach.opted_out_at == Some(self.now) {
            return;
        }
        for document in std::mem::take(&mut self.next.papers) {
            self.paper_ready(document);
        }
    }

    /// A moment on the shop's clock, if it is still today.
    fn time_today(&self, moment: Timestamp) -> Option<Time> {
        let there = self.seller.time_zone().to_datetime(moment);
        (there.date() == self.today()).then(|| there.time())
    }

    fn reminder_due(&mut self, turn: u64) -> Result<(), Rejection> {
        if self.next.turn != turn {
            return Err(Rejection::Stale);
        }
        if !self.next.is_ais(self.now) {
            return Err(Rejection::HumanHasIt);
        }
        let is_over = self.next.reminded || self.next.cart.lines.is_empty();
        if is_over || !self.next.reach.takes_marketing(self.now) {
            return Err(Rejection::NothingToRecall);
        }
        let contents = crate::order::contents(&self.next.cart.lines);
        self.say(copy::reminder(self.voice(), &contents), Some(turn))?;
        self.next.reminded = true;
        self.next.reminded_at = Some(self.now);
        Ok(())
    }
}
