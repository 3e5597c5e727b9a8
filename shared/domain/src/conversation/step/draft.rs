//! The end of a model's turn, good or bad.

use jiff::ToSpan;

use super::Step;
use crate::{
    conversation::{
        Author, Bubble, Button, Draft, Effect, HandOverReason, ModelFailure, Owner, Proposal,
        Rejection, ReminderSet, Tap,
    },
    copy::prospect as copy,
    hours,
    language::Language,
    usage::ModelUsage,
};

/// How long a human has a thread that the AI could not serve.
const AI_PAUSE_MINUTES: i64 = 30;
/// How long the AI rests once the day's turns are spent.
const LIMIT_PAUSE_HOURS: i64 = 12;

impl Step<'_> {
    /// Notes what the turn cost, whatever came of it.
    pub(super) fn spend(&mut self, usage: ModelUsage) {
        let today = self.today();
        self.next.budget.spend(today, &usage);
        self.next.usage = self.next.usage.plus(usage);
        self.next.usage_since_order = self.next.usage_since_order.plus(usage);
        self.effects.push(Effect::Meter(usage));
    }

    pub(super) fn drafted(&mut self, draft: &Draft) -> Result<(), Rejection> {
        self.next.cart.clone_from(&draft.cart);
        (self.next.waiting_since, self.next.called_since) = (None, None);
        let only_at = Some(self.next.turn);
        match &draft.proposal {
            Proposal::Say(text) => {
                self.drop_outdated_recap();
                self.say(words(text, Vec::new()), only_at)?;
                self.arm_reminder();
            }
            Proposal::Ask { question, choices } => {
                self.drop_outdated_recap();
                let buttons = (0..)
                    .zip(choices)
                    .map(|(place, title)| Button { tap: Tap::Pick(place), title: title.clone() });
                self.say(words(question, buttons.collect()), only_at)?;
                self.arm_reminder();
            }
            Proposal::Show(recap) => {
                self.show(recap.as_ref().clone(), only_at)?;
                self.arm_reminder();
            }
            Proposal::OffTopic => {
                let shop = &self.seller.shop_name;
                self.say(copy::scope(self.voice(), shop), only_at)?;
            }
            Proposal::AskToCancel(order) => {
                let (yes, no) = (Tap::Cancel(order.clone()), Tap::Keep(order.clone()));
                self.say(copy::cancel_question(self.voice(), order, yes, no), only_at)?;
            }
            Proposal::TellPayment { order, known } => {
                self.say(copy::payment_known(self.voice(), order, *known), only_at)?;
            }
            Proposal::HandOver => {
                self.next.owner = Owner::Human { until: None };
                self.next.called_since = Some(self.now);
                self.say(self.human_is_coming(), None)?;
                self.call_seller(HandOverReason::Asked);
            }
        }
        Ok(())
    }

    /// A human is called; outside the shop's hours it is said when one can come.
    fn human_is_coming(&self) -> Bubble {
        let (hours, zone) = (&self.seller.settings.hours, self.seller.time_zone());
        if hours.is_open(zone.to_datetime(self.now)) {
            return copy::human_is_coming(self.voice());
        }
        let opening = hours.next_opening(self.now, &zone);
        let opening = opening.map(|at| hours::opening_in_words(at, self.now, &zone));
        // The words are French; English says it without them.
        let opening = opening.filter(|_| self.next.language() == Language::French);
        copy::shop_is_closed(self.voice(), opening.as_deref())
    }

    fn arm_reminder(&mut self) {
        let after = i64::from(self.rhythm.reminder_after_seconds);
        let is_idle = self.next.cart.lines.is_empty() || self.next.reminded;
        if is_idle || !self.next.reach.takes_marketing(self.now) {
            return;
        }
        if let Ok(at) = self.now.saturating_add(after.seconds()) {
            let turn = self.next.turn;
            self.next.reminder_set = Some(ReminderSet { turn, at });
            self.effects.push(Effect::ArmReminder { turn, at });
        }
    }

    pub(super) fn model_failed(&mut self, failure: ModelFailure) {
        let until = self.now.saturating_add(AI_PAUSE_MINUTES.minutes()).ok();
        self.next.owner = Owner::Human { until };
        self.next.waiting_since = None;
        self.next.called_since = Some(self.now);
        self.answer(self.human_is_coming());
        self.call_seller(match failure {
            ModelFailure::Unavailable => HandOverReason::AiUnavailable,
            ModelFailure::Unreliable => HandOverReason::AiUnreliable,
        });
    }

    pub(super) fn limit_reached(&mut self, turn: u64) -> Result<(), Rejection> {
        if self.next.turn != turn || self.next.waiting_since.is_none() {
            return Err(Rejection::Stale);
        }
        if !self.next.is_ais(self.now) {
            return Err(Rejection::HumanHasIt);
        }
        let until = self.now.saturating_add(LIMIT_PAUSE_HOURS.hours()).ok();
        self.next.owner = Owner::Human { until };
        self.next.waiting_since = None;
        self.next.called_since = Some(self.now);
        self.answer(copy::day_limit(self.voice()));
        self.call_seller(HandOverReason::LimitReached);
        Ok(())
    }
}

fn words(text: &str, buttons: Vec<Button>) -> Bubble {
    Bubble { buttons, ..Bubble::plain(Author::Ai, text) }
}
