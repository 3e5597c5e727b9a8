//! The next move of a turn: the calls still to make, then the sentence.
//!
//! Invariant: a call made in this turn is never made again, so that every turn ends.

use serde_json::{Value, json};

use super::call;
use super::catalogue::{self, Choice};
use super::lexicon;
use super::reading::Reading;
use super::report;
use super::text::stems;
use super::tools::CartLine;
use super::turn::Turn;
use super::wish::Wish;
use crate::gemini::script::Call;

/// What the salesperson does next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Move {
    Call(Vec<Call>),
    Say(String),
}

/// A wish and what the catalogue made of it.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) wish: Wish,
    pub(super) choice: Choice,
    /// Whether the cart follows from it without another question.
    pub(super) is_order: bool,
}

/// More steps than a sale needs: from here on only a sentence ends the turn.
const MAX_STEPS: usize = 8;

pub(super) fn next_move(turn: &Turn) -> Move {
    let reading = Reading::of(turn);
    if let Some(reason) = escalation(turn, &reading) {
        return hand_over(turn, &reading, reason);
    }
    if turn.steps_of("hand_over_to_human").next().is_some() {
        return Move::Say(report::handed_over(&reading));
    }
    if turn.steps.len() < MAX_STEPS {
        let stages = [opening_calls, second_searches, cart_updates];
        for stage in stages {
            let calls = undone(turn, stage(turn, &reading));
            if !calls.is_empty() {
                return Move::Call(calls);
            }
        }
    }
    let outcomes = outcomes(turn, &reading);
    if report::is_lost(turn, &reading, &outcomes) && report::was_lost(turn) {
        return hand_over(turn, &reading, "demande non comprise deux fois");
    }
    let recap = undone(turn, recap(turn, &reading, &outcomes));
    if recap.is_empty() {
        Move::Say(report::compose(turn, &reading, &outcomes))
    } else {
        Move::Call(recap)
    }
}

/// The results of the searches of this turn, wish by wish.
pub(super) fn outcomes(turn: &Turn, reading: &Reading) -> Vec<Outcome> {
    let outcomes = reading.wishes.iter().map(|wish| {
        let queries = std::iter::once(&wish.query).chain(&wish.fallback);
        let found = queries
            .filter_map(|query| search_result(turn, query))
            .find(|products| !products.is_empty())
            .unwrap_or_default();
        let choice = catalogue::choose(wish, &found);
        let is_order = is_order(reading, wish, &choice);
        Outcome { wish: wish.clone(), choice, is_order }
    });
    outcomes.collect()
}

fn search_result(turn: &Turn, query: &str) -> Option<Vec<catalogue::Product>> {
    let step =
        turn.steps_of("search_catalogue").find(|step| step.args == json!({"query": query}))?;
    Some(catalogue::products(&step.response))
}

/// A question about a product is no order for it, unless a quantity or a purchase says so.
fn is_order(reading: &Reading, wish: &Wish, choice: &Choice) -> bool {
    let Choice::Found { product, is_stated, .. } = choice else { return false };
    let intents = reading.intents;
    let counted = wish.quantity(&product.own_words()).is_some_and(|quantity| quantity > 1);
    let asks = reading.text.is_question() || intents.asks_stock || intents.asks_price;
    intents.buys || counted || ((*is_stated || intents.agrees || wish.has_number()) && !asks)
}

fn undone(turn: &Turn, calls: Vec<Call>) -> Vec<Call> {
    let mut undone: Vec<Call> = Vec::new();
    for call in calls {
        let is_new = !turn.has_done(&call.name, &call.args) && !undone.contains(&call);
        if is_new && turn.tools.has(&call.name) {
            undone.push(call);
        }
    }
    undone
}

fn hand_over(turn: &Turn, reading: &Reading, reason: &str) -> Move {
    let done = turn.steps_of("hand_over_to_human").next().is_some();
    if done || !turn.tools.has("hand_over_to_human") {
        return Move::Say(report::handed_over(reading));
    }
    Move::Call(vec![call("hand_over_to_human", json!({"reason": reason}))])
}

fn escalation(turn: &Turn, reading: &Reading) -> Option<&'static str> {
    let intents = reading.intents;
    if intents.complains {
        return Some("réclamation");
    }
    if intents.wants_human {
        return Some("demande un conseiller");
    }
    (intents.cancels && turn.flag("order_open")).then_some("annulation d'une commande confirmée")
}

/// Searches, and what the message fills in by itself, side by side.
fn opening_calls(turn: &Turn, reading: &Reading) -> Vec<Call> {
    let searches = reading.wishes.iter().take(2);
    let mut calls: Vec<Call> =
        searches.map(|wish| call("search_catalogue", json!({"query": wish.query}))).collect();
    if reading.intents.asks_catalogue {
        calls.push(call("search_catalogue", json!({"query": ""})));
    }
    calls.extend(slots(reading));
    calls.extend(removals(turn, reading));
    let cart = turn.opening_cart();
    if reading.intents.asks_total
        && calls.is_empty()
        && !cart.is_complete()
        && let Some(line) = cart.lines.first()
    {
        // Setting a line to what it is already is how the shop says the amounts again.
        calls.push(set_line(line, line.quantity));
    }
    calls
}

fn slots(reading: &Reading) -> Vec<Call> {
    let mut calls = Vec::new();
    let place = &reading.place;
    if let Some(commune) = &place.commune {
        let mut args = json!({"commune": commune});
        let details =
            [("quarter", &place.quarter), ("landmark", &place.landmark), ("city", &place.city)];
        for (name, value) in details {
            if let (Some(value), Some(fields)) = (value, args.as_object_mut()) {
                fields.insert(name.to_owned(), json!(value));
            }
        }
        calls.push(call("set_delivery_address", args));
    }
    if let Some(phone) = &reading.phone {
        calls.push(call("set_contact_phone", json!({"phone": phone.number})));
    }
    if let (Some(day), Some(period)) = (&reading.moment.day, reading.moment.period) {
        calls.push(call("set_delivery_moment", json!({"day": day, "period": period})));
    }
    calls
}

fn removals(turn: &Turn, reading: &Reading) -> Vec<Call> {
    let lines = turn.opening_cart().lines;
    if !reading.intents.removes && !reading.intents.cancels {
        return Vec::new();
    }
    let said: Vec<String> =
        reading.text.words.iter().flat_map(|word| stems(&word.folded)).collect();
    let is_named = |line: &&CartLine| {
        stems(&line.name).iter().any(|stem| !lexicon::is_filler(stem) && said.contains(stem))
    };
    let named: Vec<&CartLine> = lines.iter().filter(is_named).collect();
    let all = reading.text.has_any(&["tout", "everything"]) || reading.intents.cancels;
    let chosen = match (named.is_empty(), all || lines.len() == 1) {
        (false, _) => named,
        (true, true) => lines.iter().collect(),
        (true, false) => Vec::new(),
    };
    chosen.into_iter().map(|line| set_line(line, 0)).collect()
}

/// One more search for what the first did not find, in simpler words.
fn second_searches(turn: &Turn, reading: &Reading) -> Vec<Call> {
    let empty = reading.wishes.iter().take(2).filter(|wish| {
        search_result(turn, &wish.query).is_some_and(|products| products.is_empty())
    });
    let simpler = empty.filter_map(|wish| wish.fallback.as_ref().filter(|f| **f != wish.query));
    simpler.map(|query| call("search_catalogue", json!({"query": query}))).collect()
}

fn cart_updates(turn: &Turn, reading: &Reading) -> Vec<Call> {
    let cart = turn.opening_cart();
    let mut calls = Vec::new();
    for outcome in outcomes(turn, reading).iter().filter(|outcome| outcome.is_order) {
        let Choice::Found { product, variant, is_stated } = &outcome.choice else { continue };
        let said = outcome.wish.quantity(&product.own_words());
        let mut same = cart.lines.iter().filter(|line| line.product_id == product.id);
        let replaced = same.next().filter(|line| line.variant != *variant);
        let held = cart
            .lines
            .iter()
            .find(|line| line.product_id == product.id && line.variant == *variant);
        if held.is_some() && said.is_none() {
            continue;
        }
        let mut quantity = said.unwrap_or(1);
        if let Some(line) = replaced
            && (line.variant.is_none() || (reading.intents.replaces && *is_stated))
        {
            quantity = said.unwrap_or(line.quantity);
            calls.push(set_line(line, 0));
        }
        calls.push(update(&product.id, variant.as_deref(), quantity));
    }
    calls.extend(requantified(turn, reading));
    calls
}

/// « Finalement trois » about a line of the cart keeps the line's variant.
pub(super) fn requantified(turn: &Turn, reading: &Reading) -> Option<Call> {
    let outcomes = outcomes(turn, reading);
    let [outcome] = outcomes.as_slice() else { return None };
    let Choice::PickVariant { product, unknown: None, .. } = &outcome.choice else { return None };
    let quantity = outcome.wish.quantity(&product.own_words())?;
    let cart = turn.opening_cart();
    let mut same = cart.lines.iter().filter(|line| line.product_id == product.id);
    match (same.next(), same.next(), outcome.wish.is_specific()) {
        (Some(line), None, false) => Some(set_line(line, quantity)),
        _ => None,
    }
}

fn set_line(line: &CartLine, quantity: u64) -> Call {
    update(&line.product_id, line.variant.as_deref(), quantity)
}

fn update(product_id: &str, variant: Option<&str>, quantity: u64) -> Call {
    let mut args = json!({"product_id": product_id, "quantity": quantity});
    if let (Some(variant), Some(fields)) = (variant, args.as_object_mut()) {
        fields.insert("variant".to_owned(), json!(variant));
    }
    call("update_cart", args)
}

/// The recap is shown as soon as nothing is missing and nothing is left to settle.
fn recap(turn: &Turn, reading: &Reading, outcomes: &[Outcome]) -> Vec<Call> {
    let wrote = turn.steps.iter().any(|step| step.response.get("cart").is_some());
    let settled = requantified(turn, reading).is_some()
        || outcomes.iter().all(|outcome| outcome.is_order || outcome.choice == Choice::Nothing);
    let intents = reading.intents;
    let stale = wrote || intents.asks_recap || intents.asks_total || !turn.flag("recap_open");
    let talks_of_else =
        intents.modifies || intents.asks_catalogue || !reading.candidates.is_empty();
    let failed = turn.steps.iter().any(super::turn::Step::failed);
    if turn.cart().is_complete() && settled && stale && !failed && !talks_of_else {
        return vec![call("show_recap", Value::Null)];
    }
    Vec::new()
}
