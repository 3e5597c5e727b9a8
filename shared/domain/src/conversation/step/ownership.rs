//! Who has the thread: the AI, a human, another application.

use jiff::ToSpan;

use super::Step;
use crate::conversation::{Author, Bubble, Effect, Owner, Rejection};

impl Step<'_> {
    /// The AI is silent from this instant: a draft under way is stale.
    fn silence(&mut self, owner: Owner) {
        self.next.owner = owner;
        self.next.turn = self.next.turn.saturating_add(1);
        self.next.waiting_since = None;
        self.next.unread = 0;
    }

    pub(super) fn taken_over(&mut self, minutes: Option<u32>) {
        let until = minutes.and_then(|m| self.now.saturating_add(i64::from(m).minutes()).ok());
        self.silence(Owner::Human { until });
    }

    pub(super) fn human_said(&mut self, text: &str) -> Result<(), Rejection> {
        // Whoever took the thread for a while keeps it for that while.
        let is_timed =
            matches!(self.next.owner, Owner::Human { until: Some(until) } if until > self.now);
        let owner = if is_timed { self.next.owner } else { Owner::Human { until: None } };
        self.silence(owner);
        let text = text.to_owned();
        self.say(Bubble { author: Author::Human, text, buttons: Vec::new() }, None)
    }

    /// The owner typed on their own phone: the natural sign to be silent for a while.
    pub(super) fn owner_wrote(&mut self) {
        match self.next.owner {
            Owner::Human { until: None } => self.silence(self.next.owner),
            Owner::Ai | Owner::Human { until: Some(_) } | Owner::OtherApp => {
                self.taken_over(Some(self.seller.settings.takeover_minutes));
            }
        }
        self.next.contact.answered(self.now);
    }

    pub(super) fn control_changed(&mut self, is_ours: bool) {
        match (is_ours, self.next.owner) {
            (false, _) => self.silence(Owner::OtherApp),
            (true, Owner::OtherApp) => self.released(),
            (true, Owner::Ai | Owner::Human { .. }) => {}
        }
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
            Owner::Human { until: None } | Owner::OtherApp => Err(Rejection::HumanHasIt),
            Owner::Ai => Err(Rejection::Stale),
        }
    }

    pub(super) fn released(&mut self) {
        self.next.owner = Owner::Ai;
        if self.next.waiting_since.is_some() {
            self.effects.push(Effect::Wake { turn: self.next.turn, after_seconds: 0 });
        }
    }
}
