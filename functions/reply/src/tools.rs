//! The model's tools: what it may do to a cart, checked like a stranger's request.
//!
//! A tool works on a copy of the cart; nothing is kept unless the turn ends well. Amounts in its
//! answers come from the catalogue, and no argument can name another seller's anything.

use contracts::gemini::FunctionCall;
use domain::{
    conversation::{
        Cart,
        cart::{CartRefusal, MAX_QUANTITY, Missing, Shop, address_part},
        claims::plain_place,
    },
    copy::{Voice, prospect as copy},
    haggling::{Offer, Proposal},
    ids::OrderId,
    moment::{MomentRefused, Period, today},
    money::Money,
    order::{Address, Order, Recipient, Totals},
    payment::Known,
    phone::Phone,
    quantity, text,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::{Map, Value, json};

use crate::shop::Placed;

mod declarations;

pub(crate) use declarations::declarations;

/// How many products one search shows.
const SEARCH_LIMIT: usize = 6;

/// What a tool call did beside answering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Did {
    /// Looked something up or edited the cart.
    Answered,
    /// Asked for the recap.
    AskedForRecap,
    /// Found the question to be none of the shop's business.
    OffTopic,
    /// Asked that the prospect be asked whether an order is to be cancelled.
    AskedToCancel(OrderId),
    /// Asked that the prospect be told what is known of an order's money.
    AskedOfPayment { order: OrderId, known: Known },
    /// Asked the prospect something, with answers to touch.
    Asked { question: String, choices: Vec<String> },
    /// Asked for a human.
    AskedForHuman,
    /// Named a function that does not exist.
    Unknown,
}

/// A turn's tools over one working copy of the cart.
#[derive(Debug)]
pub(crate) struct Tools<'a> {
    pub(crate) shop: Shop<'a>,
    pub(crate) cart: Cart,
    /// The prospect's latest orders, oldest first.
    pub(crate) orders: &'a [Placed],
    /// What the prospect wrote and waits for an answer to.
    pub(crate) said: &'a [String],
    /// How code speaks to them.
    pub(crate) voice: Voice,
    /// Whether the prospect writes in a language whose numbers the model may only guess.
    pub(crate) guesses_numbers: bool,
    /// Whether a price was asked down in this turn.
    pub(crate) negotiated: bool,
    /// The prospect's own number, when WhatsApp shows it.
    pub(crate) own_phone: Option<&'a Phone>,
    pub(crate) now: Timestamp,
}

/// Answers to touch under one question: what fits a list.
const MAX_CHOICES: usize = 10;
/// Characters of a question over buttons, and of an answer (Meta, "Interactive messages").
const MAX_QUESTION: usize = 900;
const MAX_CHOICE: usize = 20;

impl<'a> Tools<'a> {
    /// Runs one call. The value goes back to the model.
    pub(crate) fn run(&mut self, call: &FunctionCall) -> (Did, Value) {
        let nothing = Map::new();
        let args = call.args.as_object().unwrap_or(&nothing);
        match call.name.as_str() {
            "search_catalogue" => (Did::Answered, self.search(&word(args, "query"))),
            "update_cart" => (Did::Answered, self.set_line(args)),
            "negotiate_price" => (Did::Answered, self.negotiate(args)),
            "set_delivery_address" => {
                let part = |name| plain_place(&address_part(&word(args, name)));
                let said = Address {
                    commune: part("commune"),
                    quarter: part("quarter"),
                    landmark: part("landmark"),
                    city: part("city"),
                    pin: None,
                    zone: None,
                };
                let done = self.cart.set_address(self.shop, said);
                (Did::Answered, self.answer(done))
            }
            "set_contact_phone" => {
                let done = self.set_people(args);
                (Did::Answered, self.answer(done))
            }
            "set_delivery_moment" => {
                let done = self.set_moment(&word(args, "day"), &word(args, "period"));
                (Did::Answered, self.answer(done))
            }
            "show_recap" => {
                let missing = self.cart.missing(self.shop, self.own_phone);
                if missing.is_empty() {
                    (Did::AskedForRecap, json!({"ok": true, "shown": true}))
                } else {
                    (Did::Answered, self.answer(Err(CartRefusal::StillMissing(missing))))
                }
            }
            "ask_with_buttons" => asked(args),
            "clear_cart" => {
                self.cart = Cart::default();
                (Did::Answered, self.answer(Ok(())))
            }
            "change_order" | "cancel_order" | "order_again" => {
                let Some(order) = self.order_named(&word(args, "order")) else {
                    return (Did::Answered, unknown_order());
                };
                self.about_order(&call.name, &order.order)
            }
            "tell_payment" => {
                // Who says « j'ai payé » names no order: it is the latest.
                let said = word(args, "order");
                let latest = self.orders.last().filter(|_| said.is_empty());
                let Some(placed) = latest.or_else(|| self.order_named(&said)) else {
                    return (Did::Answered, unknown_order());
                };
                let (order, known) = (placed.order.id.clone(), placed.known);
                (Did::AskedOfPayment { order, known }, json!({"ok": true}))
            }
            "out_of_scope" => (Did::OffTopic, json!({"ok": true})),
            "hand_over_to_human" => (Did::AskedForHuman, json!({"ok": true})),
            _ => (
                Did::Unknown,
                json!({"ok": false, "error": "unknown_function", "message": "Cette fonction n'existe pas."}),
            ),
        }
    }

    fn set_line(&mut self, args: &Map<String, Value>) -> Value {
        let quantity = number(args, "quantity");
        let (product, variant) = (word(args, "product_id"), word(args, "variant"));
        if self.guesses_numbers && !self.was_said(&product, quantity) {
            let message = "Le nombre n'est pas sûr : le demander avec ask_with_buttons.";
            return json!({"ok": false, "error": "quantity_unclear", "message": message, "choices": ["1", "2", "3"]});
        }
        let done = self.cart.set_line(self.shop, &product, &variant, quantity);
        self.answer(done)
    }

    /// Whether the prospect's own words account for so many.
    fn was_said(&self, product: &str, quantity: u32) -> bool {
        let product = self.shop.catalogue.product_named(product).map(|product| &product.id);
        let had = self.cart.lines.iter().filter(|line| Some(&line.product) == product);
        let before = had.map(|line| line.quantity).sum();
        let said: Vec<&str> = self.said.iter().map(String::as_str).collect();
        quantity::accounts_for(&said, before, quantity)
    }

    /// A price asked down, once a turn: the model cannot go through the rounds by itself, nor
    /// propose what nobody proposed.
    fn negotiate(&mut self, args: &Map<String, Value>) -> Value {
        let product = self.shop.catalogue.product_named(&word(args, "product_id"));
        let Some(product) = product else { return refused(&CartRefusal::UnknownProduct) };
        let Some(variant) = product.variant_named(&word(args, "variant")) else {
            let choices = product.choices(&word(args, "variant"));
            return refused(&CartRefusal::VariantNeeded { choices });
        };
        if self.negotiated {
            let message = "Une seule réponse sur le prix à la fois : dites-la, et attendez.";
            return json!({"ok": false, "error": "already_answered", "message": message});
        }
        self.negotiated = true;
        let amount = word(args, "proposed_price").parse::<u32>().ok();
        let amount = amount.filter(|amount| {
            self.said.iter().any(|text| quantity::said_numbers(text).contains(amount))
        });
        let proposed = amount.map(|amount| {
            let total = Money::new(i64::from(amount), self.shop.seller.currency());
            Proposal::together(total, number(args, "units").min(MAX_QUANTITY))
        });
        let offer = self.cart.haggle(product, variant, proposed);
        let name = product.line_name(variant);
        let (word, bubble) = match offer {
            Offer::Fixed { price } => ("fixed", copy::price_fixed(self.voice, price, &name)),
            Offer::Accepted { price } => {
                ("accepted", copy::price_accepted(self.voice, price, &name))
            }
            Offer::Counter { price } => ("counter", copy::price_counter(self.voice, price, &name)),
            Offer::Last { price } => ("last", copy::price_last(self.voice, price, &name)),
        };
        json!({"ok": true, "answer": word, "unit_price": offer.price().to_string(), "sentence": bubble.text})
    }

    /// An order of this prospect's, by the reference people see. No other can be named.
    fn order_named(&self, said: &str) -> Option<&'a Placed> {
        let said = text::folded(said).to_uppercase();
        self.orders.iter().rev().find(|placed| placed.order.reference() == said)
    }

    fn about_order(&mut self, tool: &str, order: &Order) -> (Did, Value) {
        match tool {
            "cancel_order" => (Did::AskedToCancel(order.id.clone()), json!({"ok": true})),
            "order_again" => {
                let gone = self.cart.reorder(self.shop, order);
                let (cart, missing) = self.state();
                let answer = json!({"ok": true, "cart": cart, "missing": missing, "no_longer_available": gone});
                (Did::Answered, answer)
            }
            _ => {
                self.cart.amend(order);
                (Did::Answered, self.answer(Ok(())))
            }
        }
    }

    fn search(&self, query: &str) -> Value {
        let found = self.shop.catalogue.search(query, SEARCH_LIMIT);
        let shown = found.into_iter().map(|product| {
            let variants = product.variants.iter().map(|variant| {
                let mut shown =
                    json!({"variant": variant.label, "in_stock": variant.available > 0});
                if let (Some(price), Some(fields)) = (variant.price, shown.as_object_mut()) {
                    fields.insert("price".to_owned(), json!(price.to_string()));
                }
                shown
            });
            json!({
                "product_id": product.id.as_str(),
                "name": product.name,
                "price": product.price.to_string(),
                "description": product.description,
                "in_stock": product.is_available(),
                "variants": variants.collect::<Vec<_>>(),
            })
        });
        json!({"products": shown.collect::<Vec<_>>()})
    }

    /// Whom the courier calls, who receives and who pays: at least one of them.
    fn set_people(&mut self, args: &Map<String, Value>) -> Result<(), CartRefusal> {
        let said = |name| word(args, name);
        let (name, number) = (said("recipient_name"), said("recipient_phone"));
        if !name.is_empty() || !number.is_empty() {
            self.cart.set_recipient(self.shop, &name, &number, self.own_phone)?;
        }
        if args.contains_key("payer_name") {
            self.cart.set_payer(&said("payer_name"));
        }
        let phone = said("phone");
        let others = ["recipient_name", "recipient_phone", "payer_name"];
        if phone.is_empty() && others.iter().any(|other| args.contains_key(*other)) {
            return Ok(());
        }
        self.cart.set_contact_phone(self.shop, &phone)
    }

    fn set_moment(&mut self, day: &str, period: &str) -> Result<(), CartRefusal> {
        let here = today(self.now, &self.shop.seller.time_zone());
        let day = match text::folded(day).as_str() {
            "today" | "aujourd hui" => here,
            "tomorrow" | "demain" => here.saturating_add(1.day()),
            _ => day.parse::<Date>().or(Err(CartRefusal::Moment(MomentRefused::TooFar)))?,
        };
        let period = match text::folded(period).as_str() {
            "morning" | "matin" => Period::Morning,
            _ => Period::Afternoon,
        };
        self.cart.set_moment(self.shop, day, period, self.now)
    }

    /// The cart as the model is shown it.
    pub(crate) fn state(&self) -> (Value, Value) {
        let lines = self.cart.lines.iter().map(|line| {
            json!({
                "product_id": line.product.as_str(),
                "name": line.name,
                "variant": line.variant.as_str(),
                "quantity": line.quantity,
                "line_total": line.total().map(|total| total.to_string()).ok(),
            })
        });
        let fee = self.cart.delivery_fee(self.shop);
        let totals = fee.and_then(|fee| Totals::of(&self.cart.lines, fee).ok());
        let cart = json!({
            "lines": lines.collect::<Vec<_>>(),
            "address": self.cart.address.in_words(),
            "recipient": self.cart.recipient.as_ref().map(Recipient::in_words),
            "payer": self.cart.payer,
            "subtotal": self.cart.subtotal(self.shop).map(|amount| amount.to_string()).ok(),
            "delivery_fee": fee.map(|fee| fee.to_string()),
            "total": totals.map(|totals| totals.total.to_string()),
        });
        let missing = self.cart.missing(self.shop, self.own_phone);
        (cart, json!(missing.into_iter().map(missing_code).collect::<Vec<_>>()))
    }

    fn answer(&self, done: Result<(), CartRefusal>) -> Value {
        match done {
            Ok(()) => {
                let (cart, missing) = self.state();
                json!({"ok": true, "cart": cart, "missing": missing})
            }
            Err(refusal) => refused(&refusal),
        }
    }
}

/// A question with answers to touch, if it can be one.
fn asked(args: &Map<String, Value>) -> (Did, Value) {
    let question = text::tidy(&whole(args, "question"), MAX_QUESTION);
    let mut choices: Vec<String> = Vec::new();
    for choice in args.get("choices").and_then(Value::as_array).into_iter().flatten() {
        let choice = text::tidy(choice.as_str().unwrap_or_default(), MAX_CHOICE).replace('\n', " ");
        if !choice.is_empty() && !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    if question.is_empty() || !(2..=MAX_CHOICES).contains(&choices.len()) {
        let message =
            "Il faut une question et 2 à 10 réponses différentes, de 20 caractères au plus.";
        return (
            Did::Answered,
            json!({"ok": false, "error": "not_a_question", "message": message}),
        );
    }
    (Did::Asked { question, choices }, json!({"ok": true}))
}

fn unknown_order() -> Value {
    json!({"ok": false, "error": "unknown_order", "message": "Cette personne n'a pas de commande de cette référence."})
}

fn missing_code(missing: Missing) -> &'static str {
    match missing {
        Missing::Product => "product",
        Missing::Address => "address",
        Missing::Phone => "phone",
    }
}

pub(crate) fn refused(refusal: &CartRefusal) -> Value {
    let (code, message, choices) = match refusal {
        CartRefusal::UnknownProduct => {
            ("unknown_product", "Ce produit n'est pas au catalogue.".to_owned(), Vec::new())
        }
        CartRefusal::VariantNeeded { choices } => {
            ("variant_needed", "Préciser la variante.".to_owned(), choices.clone())
        }
        CartRefusal::NotEnough { name, available: 0 } => {
            ("out_of_stock", format!("{name} n'est plus disponible."), Vec::new())
        }
        CartRefusal::NotEnough { name, available } => {
            ("not_enough", format!("Il ne reste que {available} {name}."), Vec::new())
        }
        CartRefusal::TooMany => (
            "too_many",
            "C'est une grosse commande : la boutique doit la prendre.".to_owned(),
            Vec::new(),
        ),
        CartRefusal::OutsideZones { choices } => {
            ("outside_zones", "La boutique livre seulement ces zones.".to_owned(), choices.clone())
        }
        CartRefusal::InvalidPhone => {
            ("invalid_phone", "Ce numéro n'est pas valide.".to_owned(), Vec::new())
        }
        CartRefusal::Moment(MomentRefused::TooSoon) => {
            ("too_soon", "Ce moment est passé ou trop proche.".to_owned(), Vec::new())
        }
        CartRefusal::Moment(MomentRefused::TooFar) => {
            ("too_far", "Ce moment est trop lointain ou illisible.".to_owned(), Vec::new())
        }
        CartRefusal::Moment(MomentRefused::Closed) => {
            ("closed", "La boutique est fermée à ce moment-là.".to_owned(), Vec::new())
        }
        CartRefusal::StillMissing(missing) => {
            let codes = missing.iter().map(|m| missing_code(*m).to_owned()).collect();
            ("still_missing", "Il manque encore des informations.".to_owned(), codes)
        }
        CartRefusal::Amounts(_) => {
            ("amounts", "Le montant ne peut pas être calculé.".to_owned(), Vec::new())
        }
    };
    json!({"ok": false, "error": code, "message": message, "choices": choices})
}

/// A text argument of any length.
fn whole(args: &Map<String, Value>, name: &str) -> String {
    args.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A text argument, also when the model wrote a number for it.
fn word(args: &Map<String, Value>, name: &str) -> String {
    match args.get(name) {
        Some(Value::String(said)) => text::tidy(said, 200),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
            String::new()
        }
    }
}

/// A whole number, also when the model wrote `1.0` or `"1"` for it. What cannot be one is refused
/// by being too many.
fn number(args: &Map<String, Value>, name: &str) -> u32 {
    let written = word(args, name);
    let whole = written.strip_suffix(".0").unwrap_or(&written);
    if whole.is_empty() { 1 } else { whole.parse().unwrap_or(u32::MAX) }
}

#[cfg(test)]
pub(crate) mod tests;
