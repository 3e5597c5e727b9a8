//! Who has the thread: the AI, a human, another application.

use jiff::ToSpan;

use super::Step;
use crate::{
    conversation::{Author, Bubble, Effect, HandOverReason, Owner, Rejection},
    template::ShopTemplate,
};

impl Step<'_> {
    /// The AI is silent from this instant: a draft under way is stale.
    fn silence(&mut self) {
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.unread = 0;
    }

    /// Whoever waits is answered when the thread comes back.
    pub(super) fn taken_over(&mut self, minutes: Option<u32>) {
        let until = minutes.and_then(|m| self.now.saturating_add(i64::from(m).minutes()).ok());
        self.silence();
        self.next.owner = Owner::Human { until };
        self.call_back();
    }

    /// Whoever took the thread for a while keeps it for that while.
    fn human_speaks(&mut self) {
        let is_timed =
            matches!(self.next.owner, Owner::Human { until: Some(until) } if until > self.now);
        self.silence();
        if !is_timed {
            self.next.owner = Owner::Human { until: None };
        }
        (self.next.waiting_since, self.next.called_since) = (None, None);
    }

    /// A human's own words answer whoever waited, by the dashboard or by hand.
    pub(super) fn human_said(&mut self, text: &str) {
        self.human_speaks();
        let text = text.to_owned();
        let words = Bubble::plain(Author::Human, text);
        let said = self.say(words, None);
        if said.is_err() {
            self.call_seller(HandOverReason::WindowClosed);
        }
    }

    /// A template goes to nobody who said STOP; the seller sees that it did not leave.
    pub(super) fn human_invited(&mut self, template: ShopTemplate) {
        if !self.next.reach.is_welcome() {
            return;
        }
        self.human_speaks();
        self.next.contact.answered(self.now);
        let bubble = Bubble::of_template(template.filled(&self.seller.shop_name));
        self.next.pace.said(&bubble, self.now);
        self.effects.push(Effect::Invite { bubble });
    }

    /// What the seller saw is read, what came later is not; nothing that was read becomes unread.
    pub(super) fn read_by_seller(&mut self, later: u32) -> Result<(), Rejection> {
        if later >= self.next.unread {
            return Err(Rejection::Stale);
        }
        self.next.unread = later;
        Ok(())
    }

    /// The owner typed on their own phone: the natural sign to be silent for a while. Such
    /// messages open no window and no free entry point (Meta, "Coexistence").
    pub(super) fn owner_wrote(&mut self) {
        (self.next.waiting_since, self.next.called_since) = (None, None);
        self.next.pace.showed = None;
        match self.next.owner {
            Owner::Human { until: None } => self.silence(),
            Owner::Ai | Owner::Human { until: Some(_) } => {
                self.taken_over(Some(self.seller.settings.takeover_minutes));
            }
        }
    }

    pub(super) fn control_changed(&mut self, is_ours: bool) {
        match (is_ours, self.next.other_app) {
            (false, _) => {
                self.silence();
                self.next.other_app = true;
            }
            (true, true) => {
                self.next.other_app = false;
                self.call_back();
            }
            (true, false) => {}
        }
    }

    pub(super) fn released(&mut self) {
        self.next.owner = Owner::Ai;
        // Whoever waited for a human is the AI's to answer now.
        if let Some(since) = self.next.called_since.take() {
            self.next.waiting_since.get_or_insert(since);
        }
        self.call_back();
    }

    /// Whoever waits is answered, sooner or later.
    pub(super) fn call_back(&mut self) {
        self.effects.extend(super::call_back(&self.next, self.now));
    }

    /// The human's time is over and somebody still waits: the AI comes back.
    pub(super) fn return_due(&mut self, turn: u64) -> Result<(), Rejection> {
        if self.next.turn != turn || self.next.waiting_since.is_none() {
            return Err(Rejection::Stale);
        }
        match self.next.owner {
            Owner::Human { until: Some(until) } if until <= self.now => {
                self.released();
                Ok(())
            }
            Owner::Human { until: Some(at) } => {
                self.effects.push(Effect::ArmReturn { turn, at });
                Ok(())
            }
            Owner::Human { until: None } => Err(Rejection::HumanHasIt),
            Owner::Ai => Err(Rejection::Stale),
        }
    }
}
