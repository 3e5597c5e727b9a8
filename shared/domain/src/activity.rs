//! What a shop's statistics are made of: each change of a thread, a message, an order or a delivery
//! as amounts that are added to the sums of one day.
//!
//! An order, or what couriers did for it, stands for some sums at any moment; a change adds the
//! difference between after and before, on the day it is made, as [`crate::figures`] does. So an
//! undone delivery takes back what it added, and a closed day never changes. What was sold in all is
//! in the figures and nowhere here; here it is told apart by ad and by product.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    conversation::{Conversation, Owner},
    dispatch::{Actor, DeedKind, Delivery, DeliveryStatus, Outcome},
    ids::{CourierId, ProductId},
    order::{Order, OrderStatus},
    window::Billing,
};

/// How long after a reminder a word of the prospect's counts as its answer.
const ANSWER_TO_REMINDER: SignedDuration = SignedDuration::from_hours(24);

/// What a sum is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    Shop,
    /// Who came by this ad; `None` for who came by none.
    Ad(Option<String>),
    Product(ProductId),
    Courier(CourierId),
}

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What is summed up. Amounts of money are whole francs, times are seconds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Measure {
            $($(#[$doc])* $name,)*
        }

        impl Measure {
            /// All there are.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name, wherever sums are kept or shown.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

measures! {
    /// Messages of prospects.
    Received = "received";
    ByAi = "by_ai";
    ByHuman = "by_human";
    /// Sentences that code says: confirmations, news of an order.
    ByCode = "by_code";
    /// Messages of ours by what Meta bills them as; the last are free, after an ad.
    BilledService = "billed_service";
    BilledUtility = "billed_utility";
    BilledMarketing = "billed_marketing";
    BilledFree = "billed_free";
    /// Open carts recalled, and how many of the prospects wrote within a day.
    Reminders = "reminders";
    RemindersAnswered = "reminders_answered";
    /// New threads; of an ad, threads it brought or brought back.
    Threads = "threads";
    /// Threads that went from the AI to a human.
    HandOvers = "hand_overs";
    /// Answers to who waited, and how long they had waited.
    AiAnswers = "ai_answers";
    AiSeconds = "ai_seconds";
    AiWithin10s = "ai_within_10s";
    AiWithin1m = "ai_within_1m";
    AiWithin10m = "ai_within_10m";
    AiWithin1h = "ai_within_1h";
    AiLater = "ai_later";
    HumanAnswers = "human_answers";
    HumanSeconds = "human_seconds";
    HumanWithin10s = "human_within_10s";
    HumanWithin1m = "human_within_1m";
    HumanWithin10m = "human_within_10m";
    HumanWithin1h = "human_within_1h";
    HumanLater = "human_later";
    Orders = "orders";
    Delivered = "delivered";
    Failed = "failed";
    /// What delivered orders amount to; of a product, its lines without the fee.
    Sales = "sales";
    /// How much of it went back.
    Refunded = "refunded";
    /// Units delivered.
    Quantity = "quantity";
    /// Offers made to a courier, and how they ended.
    Asked = "asked";
    Accepted = "accepted";
    Refused = "refused";
    Silent = "silent";
    Unreachable = "unreachable";
    /// How long couriers took to accept, in all.
    AcceptSeconds = "accept_seconds";
}

/// Amounts by what they are of. Adding is all that ever happens to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<(Of, Measure), i64>);

impl Sums {
    /// Adds one amount.
    pub fn add(&mut self, of: Of, measure: Measure, amount: i64) {
        let sum = self.0.entry((of, measure)).or_default();
        *sum = sum.saturating_add(amount);
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, others: Self) -> Self {
        for ((of, measure), amount) in others.0 {
            self.add(of, measure, amount);
        }
        self
    }

    /// These without those.
    #[must_use]
    pub fn minus(mut self, others: Self) -> Self {
        for ((of, measure), amount) in others.0 {
            self.add(of, measure, amount.saturating_neg());
        }
        self
    }

    /// What there is to add, zeros left out.
    pub fn additions(&self) -> impl Iterator<Item = (&Of, Measure, i64)> {
        let all = self.0.iter().map(|((of, measure), amount)| (of, *measure, *amount));
        all.filter(|(_, _, amount)| *amount != 0)
    }

    /// Whether there is nothing to add.
    pub fn is_zero(&self) -> bool {
        self.additions().next().is_none()
    }
}

/// A message of ours that Meta has named a price for.
pub fn billed(billing: Billing) -> Sums {
    let measure = match billing {
        Billing::Service => Measure::BilledService,
        Billing::Utility => Measure::BilledUtility,
        Billing::Marketing => Measure::BilledMarketing,
        Billing::FreeEntryPoint => Measure::BilledFree,
    };
    let mut sums = Sums::default();
    sums.add(Of::Shop, measure, 1);
    sums
}

/// Who answered somebody that waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answerer {
    Ai,
    Human,
}

/// The first words to somebody who had waited so long.
pub fn answered(by: Answerer, waited: SignedDuration) -> Sums {
    let seconds = waited.as_secs().max(0);
    let (answers, sum, [s10, m1, m10, h1, later]) = match by {
        Answerer::Ai => (
            Measure::AiAnswers,
            Measure::AiSeconds,
            [
                Measure::AiWithin10s,
                Measure::AiWithin1m,
                Measure::AiWithin10m,
                Measure::AiWithin1h,
                Measure::AiLater,
            ],
        ),
        Answerer::Human => (
            Measure::HumanAnswers,
            Measure::HumanSeconds,
            [
                Measure::HumanWithin10s,
                Measure::HumanWithin1m,
                Measure::HumanWithin10m,
                Measure::HumanWithin1h,
                Measure::HumanLater,
            ],
        ),
    };
    let class = match seconds {
        i64::MIN..=10 => s10,
        11..=60 => m1,
        61..=600 => m10,
        601..=3_600 => h1,
        3_601.. => later,
    };
    let mut sums = Sums::default();
    sums.add(Of::Shop, answers, 1);
    sums.add(Of::Shop, sum, seconds);
    sums.add(Of::Shop, class, 1);
    sums
}

/// What a change of a thread adds. `last_message_at` is that of `before`.
pub fn thread(before: Option<(&Conversation, Timestamp)>, after: &Conversation) -> Sums {
    let mut sums = Sums::default();
    let ad = |thread: &Conversation| thread.ad.as_ref().map(|ad| ad.id.clone());
    let Some((before, last_message_at)) = before else {
        // One that is only kept to say where it went never was a thread of its own.
        if after.merged_into.is_none() {
            sums.add(Of::Shop, Measure::Threads, 1);
            sums.add(Of::Ad(ad(after)), Measure::Threads, 1);
        }
        return sums;
    };
    let brought = ad(after).filter(|id| ad(before).as_ref() != Some(id));
    if let Some(id) = brought {
        sums.add(Of::Ad(Some(id)), Measure::Threads, 1);
    }
    if before.owner == Owner::Ai && after.owner != Owner::Ai {
        sums.add(Of::Shop, Measure::HandOvers, 1);
    }
    match (before.reminded, after.reminded) {
        (false, true) => sums.add(Of::Shop, Measure::Reminders, 1),
        // Only a word of the prospect's ends it, and the reminder is what was said last.
        (true, false) => {
            let wrote = after.contact.last_inbound_at.unwrap_or(last_message_at);
            if wrote.duration_since(last_message_at) <= ANSWER_TO_REMINDER {
                sums.add(Of::Shop, Measure::RemindersAnswered, 1);
            }
        }
        (false, false) | (true, true) => {}
    }
    sums
}

/// What a change of an order adds for its ad and its products.
pub fn order(before: Option<&Order>, after: &Order) -> Sums {
    let was = before.map(of_order).unwrap_or_default();
    of_order(after).minus(was)
}

fn of_order(order: &Order) -> Sums {
    let mut sums = Sums::default();
    let ad = || Of::Ad(order.ad_id.clone());
    sums.add(ad(), Measure::Orders, 1);
    match order.status {
        OrderStatus::Failed => sums.add(ad(), Measure::Failed, 1),
        OrderStatus::Delivered => {
            sums.add(ad(), Measure::Delivered, 1);
            sums.add(ad(), Measure::Sales, order.totals.total.amount());
            for line in &order.lines {
                let product = || Of::Product(line.product.clone());
                let amount = line.unit_price.amount().saturating_mul(line.quantity.into());
                sums.add(product(), Measure::Quantity, line.quantity.into());
                sums.add(product(), Measure::Sales, amount);
            }
        }
        OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::Cancelled => {}
    }
    sums
}

/// What a change of a delivery, made at `at`, adds for the couriers.
pub fn delivery(before: Option<&Delivery>, after: &Delivery, at: Timestamp) -> Sums {
    let was = before.map(of_delivery).unwrap_or_default();
    let mut sums = of_delivery(after).minus(was);
    let accepted = |delivery: &Delivery, number| {
        let mut attempts = delivery.attempts.iter();
        attempts.any(|other| other.number == number && other.outcome == Outcome::Accepted)
    };
    for attempt in &after.attempts {
        let is_new = !before.is_some_and(|before| accepted(before, attempt.number));
        if attempt.outcome == Outcome::Accepted && is_new {
            let seconds = at.duration_since(attempt.offered_at).as_secs().max(0);
            sums.add(Of::Courier(attempt.courier.clone()), Measure::AcceptSeconds, seconds);
        }
    }
    sums
}

fn of_delivery(delivery: &Delivery) -> Sums {
    let mut sums = Sums::default();
    for attempt in &delivery.attempts {
        let courier = || Of::Courier(attempt.courier.clone());
        sums.add(courier(), Measure::Asked, 1);
        match attempt.outcome {
            Outcome::Accepted => sums.add(courier(), Measure::Accepted, 1),
            Outcome::Refused => sums.add(courier(), Measure::Refused, 1),
            Outcome::Expired => sums.add(courier(), Measure::Silent, 1),
            Outcome::Unreachable => sums.add(courier(), Measure::Unreachable, 1),
            Outcome::Open | Outcome::Withdrawn => {}
        }
    }
    if let DeliveryStatus::Delivered { courier: Some(courier), .. } = &delivery.status {
        sums.add(Of::Courier(courier.clone()), Measure::Delivered, 1);
    }
    for courier in failures(delivery) {
        sums.add(Of::Courier(courier.clone()), Measure::Failed, 1);
    }
    sums
}

/// Who said that a delivery failed and did not take it back.
fn failures(delivery: &Delivery) -> Vec<&CourierId> {
    let mut standing = Vec::new();
    for deed in &delivery.history {
        if deed.what == DeedKind::Undone {
            standing.pop();
        } else {
            standing.push(deed);
        }
    }
    let failed = standing.into_iter().filter(|deed| deed.what == DeedKind::Failed);
    failed
        .filter_map(|deed| match &deed.by {
            Actor::Courier(courier) => Some(courier),
            Actor::Seller => None,
        })
        .collect()
}

/// How much of a delivered order went back, so far.
pub fn refunded(delivery: &Delivery) -> i64 {
    let is_delivered = matches!(delivery.status, DeliveryStatus::Delivered { .. });
    if is_delivered { delivery.refunded.amount() } else { 0 }
}

#[cfg(test)]
mod tests;
