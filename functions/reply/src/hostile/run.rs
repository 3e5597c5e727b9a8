//! Runs a script through the turn, the machine and the bodies that would be sent.

use contracts::records::{
    conversation::{MessageRecord, Sender},
    tag::SendTag,
};
use domain::{
    conversation::{
        Arrival, Author, Cart, Content, Conversation, Draft, Effect, Event, Proposal, Recap,
        Rhythm, Tap, may_think, step,
    },
    ids::{OrderId, RecapId, Wamid},
    order::{Order, Totals},
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{clock, deadline::Deadline};
use serde_json::Value;
use uuid::Uuid;

use super::{scripts::Script, world};
use crate::{
    send,
    stub::Stub,
    task,
    tools::tests::Fixture,
    turn::{self, Matter},
};

/// What is broken on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sabotage {
    Nothing,
    GuardLeftOut(domain::conversation::claims::Guard),
    NoGuard,
    /// The shop is read without its tenant.
    OthersCatalogue,
    /// A recap keeps the prices the cart had.
    OldPrices,
    /// Whatever the prospect says confirms the recap.
    AnyYes,
}

/// What would have left, and what it was made of.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) sent: Vec<(Author, Value)>,
    pub(super) orders: Vec<Order>,
    /// Recaps in the order they were shown, and what the prospect had done when each came.
    pub(super) recaps: Vec<(RecapId, usize)>,
    /// What the prospect did: words, or the recap they confirmed by a tap.
    pub(super) deeds: Vec<Deed>,
    /// Carts the thread had at some time.
    pub(super) carts: Vec<Cart>,
    /// Requests of the turn that took most.
    pub(super) most_requests: usize,
    /// Whether a prospect still waits and nobody was called.
    pub(super) left_waiting: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    Said(String),
    Confirmed(RecapId),
    Other,
}

struct Run<'a> {
    shop: &'a Fixture,
    state: Conversation,
    now: Timestamp,
    seen: Seen,
}

/// Runs a script to its end.
pub(super) async fn run(stub: &Stub, script: &Script, sabotage: Sabotage) -> Seen {
    let mut shop = world::shop(script);
    if sabotage == Sabotage::OthersCatalogue {
        world::add_neighbour(&mut shop);
    }
    let state = world::thread(&shop, script);
    let seen = Seen {
        sent: Vec::new(),
        orders: Vec::new(),
        recaps: Vec::new(),
        deeds: Vec::new(),
        carts: vec![state.cart.clone()],
        most_requests: 0,
        left_waiting: false,
    };
    let mut run = Run { shop: &shop, state, now: clock::now(), seen };
    stub.answer(&script.model);
    for said in &script.says {
        run.arrive(said, sabotage);
        let before = stub.asked().len();
        run.answer(stub, script, said, sabotage).await;
        run.seen.most_requests = run.seen.most_requests.max(stub.asked().len() - before);
    }
    run.seen.left_waiting = run.state.waiting_since.is_some() && run.state.is_ais(run.now);
    run.seen
}

impl Run<'_> {
    fn arrive(&mut self, said: &str, sabotage: Sabotage) {
        let outstanding = self.state.recap.as_ref().map(|recap| recap.id.clone());
        let content = match said.strip_prefix("tap:") {
            None if sabotage == Sabotage::AnyYes && outstanding.is_some() => {
                Content::Tap(Tap::Confirm(outstanding.unwrap()))
            }
            None => Content::Text(said.to_owned()),
            Some(what) => Content::Tap(self.tap(what)),
        };
        self.seen.deeds.push(match (&content, said.starts_with("tap:")) {
            (Content::Tap(Tap::Confirm(recap)), true) => Deed::Confirmed(recap.clone()),
            (_, false) => Deed::Said(said.to_owned()),
            (_, true) => Deed::Other,
        });
        let arrival = Arrival {
            wamid: Wamid::new("wamid.1"),
            identity: self.state.identity.clone(),
            sent_at: self.now,
            name: None,
            ad: None,
            content,
        };
        self.step(&Event::Arrived(Box::new(arrival)));
    }

    fn tap(&self, what: &str) -> Tap {
        let shown = |recap: Option<&(RecapId, usize)>| {
            Tap::Confirm(recap.map_or_else(|| world::recap_id(99), |(id, _)| id.clone()))
        };
        match what {
            "last" => shown(self.seen.recaps.last()),
            "first" => shown(self.seen.recaps.first()),
            "next" => Tap::Confirm(world::recap_id(0)),
            "forged" => Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(7))),
            "foreign" => Tap::Confirm(RecapId::from_uuid(Uuid::from_u128(999))),
            _ => Tap::Choose(
                OrderId::from_uuid(Uuid::from_u128(999)),
                domain::conversation::OrderChoice::Cancel,
            ),
        }
    }

    async fn answer(&mut self, stub: &Stub, script: &Script, said: &str, sabotage: Sabotage) {
        let turn = self.state.turn;
        if may_think(&self.state, turn, &self.shop.seller, self.now).is_err() {
            return;
        }
        let (own_phone, history) = (world::own_phone(), history(script, self.now));
        let matter = Matter {
            shop: self.shop.shop(),
            thread: &self.state,
            cart: &self.state.cart,
            orders: &[],
            history: &history,
            new_messages: &[said.to_owned()],
            own_phone: Some(&own_phone),
            recap_id: world::recap_id(u128::try_from(self.seen.recaps.len()).unwrap()),
            now: self.now,
        };
        let patience = SignedDuration::from_secs(50);
        let deadline = Deadline::at(clock::now().saturating_add(patience).unwrap());
        let event = match turn::think(&stub.model, &matter, deadline).await {
            (Ok(draft), usage) => {
                let draft = if sabotage == Sabotage::OldPrices { unpriced(draft) } else { draft };
                self.seen.carts.push(draft.cart.clone());
                if let Proposal::Show(recap) = &draft.proposal {
                    self.seen.recaps.push((recap.id.clone(), self.seen.deeds.len()));
                }
                Event::Drafted { turn, draft: Box::new(draft), usage }
            }
            (Err(failure), usage) => Event::ModelFailed { turn, failure, usage },
        };
        self.step(&event);
    }

    fn step(&mut self, event: &Event) {
        self.now = self.now.saturating_add(SignedDuration::from_millis(10)).unwrap();
        let rhythm =
            Rhythm { debounce_seconds: 2, reminder_after_seconds: 10_800, hold_seconds: 1_800 };
        let Ok(done) = step(&self.state, event, &self.shop.seller, rhythm, self.now) else {
            return;
        };
        self.state = done.state;
        for effect in done.effects {
            if let Effect::Place(order) = effect {
                self.seen.orders.push(*order);
            } else if let Effect::Say { bubble, .. } = effect {
                let record = task::record_of(&bubble);
                let tag = SendTag { effect: "e".into(), message: "m".into(), at: self.now };
                // A body that Meta would refuse cannot be built.
                let body = send::outgoing(&self.state, &record, None, &tag);
                let body = body.map_or(Value::Null, |body| body.to_json());
                self.seen.sent.push((bubble.author, body));
            }
        }
    }
}

fn unpriced(draft: Draft) -> Draft {
    let proposal = match draft.proposal {
        Proposal::Show(recap) => {
            let fee = recap.totals.delivery_fee;
            let totals = Totals::of(&draft.cart.lines, fee).unwrap();
            Proposal::Show(Box::new(Recap { lines: draft.cart.lines.clone(), totals, ..*recap }))
        }
        other @ (Proposal::Say(_)
        | Proposal::Ask { .. }
        | Proposal::AskToCancel(_)
        | Proposal::TellPayment { .. }
        | Proposal::OffTopic
        | Proposal::HandOver) => other,
    };
    Draft { proposal, ..draft }
}

fn history(script: &Script, now: Timestamp) -> Vec<MessageRecord> {
    let sides = [Sender::Prospect, Sender::Ai].into_iter().cycle();
    let said = script.history.iter().zip(sides);
    said.map(|(text, from)| MessageRecord::said("m", now, from, text)).collect()
}
