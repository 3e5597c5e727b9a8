//! The new messages, understood: intents, slots and wishes, in the light of what the shop said last.

use std::ops::Range;

use super::intent::Intents;
use super::language::{self, Lang};
use super::moment::{self, Moment};
use super::phone::{self, Phone};
use super::place::{self, Place};
use super::text::{Text, stem, stems};
use super::tools::Cart;
use super::turn::Turn;
use super::wish::{self, Wish};

/// All that one turn's messages say. It is the same for every step of the turn's tool loop.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) lang: Lang,
    pub(super) intents: Intents,
    pub(super) text: Text,
    pub(super) phone: Option<Phone>,
    pub(super) place: Place,
    pub(super) moment: Moment,
    pub(super) wishes: Vec<Wish>,
    /// The products on the table when the prospect points at one of several.
    pub(super) candidates: Vec<String>,
}

impl Reading {
    pub(super) fn of(turn: &Turn) -> Self {
        let text = Text::new(&turn.messages.join("\n"));
        let last = turn.last_answer().map(Text::new);
        let asked_place =
            last.as_ref().is_some_and(|last| last.is_question() && last.has("commune"));
        let phone = phone::find(text.characters());
        let outside_phone = |index: usize| {
            let at = text.word(index).map(|word| word.at.clone()).unwrap_or_default();
            !phone.as_ref().is_some_and(|phone| overlap(&phone.at, &at))
        };
        let place = place::find(&text, outside_phone, asked_place);
        let moment_words = moment_words(&text);
        let wallet = text.find("orange money").unwrap_or_default();
        let free = |index: usize| {
            outside_phone(index)
                && !place.words.contains(&index)
                && !moment_words.contains(&index)
                && !wallet.contains(&index)
        };
        let (named, floating) = wish::cut(&text, free);
        let intents = Intents::of(&text);
        let today = super::turn::text(&turn.context, "today");
        let mut reading = Self {
            lang: language::of(turn),
            intents,
            moment: completed_moment(moment::find(&text, &today), last.as_ref(), &today),
            phone,
            place,
            text,
            wishes: Vec::new(),
            candidates: Vec::new(),
        };
        reading.complete_place(turn, asked_place, named.is_empty());
        reading.add_wishes(turn, named, floating, asked_place);
        reading
    }

    /// Whether the message filled an address, a phone or a moment.
    pub(super) fn has_slots(&self) -> bool {
        self.phone.is_some()
            || self.place.commune.is_some()
            || self.place.landmark.is_some()
            || self.moment != Moment::default()
    }

    /// A landmark alone completes the commune said before; an unknown name that answers the
    /// shop's question is taken for the commune.
    fn complete_place(&mut self, turn: &Turn, asked: bool, names_nothing: bool) {
        let said_something = self.place.landmark.is_some() || self.place.quarter.is_some();
        if self.place.commune.is_none() && said_something {
            let earlier = turn.history.iter().rev().filter(|line| line.by_prospect);
            self.place.commune = earlier
                .map(|line| place::find(&Text::new(&line.text), |_| true, true))
                .find_map(|place| place.commune);
        }
        let is_plain = !self.has_slots()
            && !self.intents.is_shopping()
            && !self.intents.is_conversation()
            && !self.intents.removes
            && !self.text.is_question();
        if asked && is_plain && !names_nothing {
            self.place.commune = place::guess(&self.text);
        }
    }

    fn add_wishes(&mut self, turn: &Turn, named: Vec<Wish>, floating: Wish, asked_place: bool) {
        let intents = self.intents;
        if intents.asks_catalogue || intents.cancels || (intents.removes && !intents.buys) {
            return;
        }
        let cart = turn.opening_cart();
        let is_answer = self.has_slots() && (asked_place || !cart.lines.is_empty());
        let (focus, candidates) = focus(turn, &self.text, &cart);
        let is_told = named.iter().any(|wish| wish.has_number() || wish.is_specific());
        let asks_around = intents.asks_around() && !intents.is_shopping() && !is_told;
        if !named.is_empty() && (intents.is_shopping() || !is_answer) && !asks_around {
            self.wishes = named;
            for wish in &mut self.wishes {
                wish.fallback = focus.clone().or_else(|| wish.fallback.take());
            }
            return;
        }
        if !self.points_at_product(turn, &floating, &candidates) {
            return;
        }
        let earlier = || earlier_query(turn);
        let Some(query) = focus.or_else(earlier) else {
            self.candidates = candidates;
            return;
        };
        let hint = if intents.agrees { question_stems(turn) } else { Vec::new() };
        let is_held = cart.lines.iter().any(|line| line.name == query);
        let asks_product = intents.asks_stock || intents.asks_picture || intents.asks_quality;
        if is_held && !floating.is_specific() && !floating.has_number() && !asks_product {
            // « Je prends », « c'est combien ? » about what is in the cart already.
            self.intents.asks_total |= intents.asks_price && !intents.asks_discount;
            return;
        }
        let leaning = leaning(turn, &cart, intents);
        self.wishes = vec![Wish { query, hint, leaning, words: floating.words, ..Wish::default() }];
    }

    /// Whether a message without a product's name is still about one.
    fn points_at_product(&self, turn: &Turn, floating: &Wish, candidates: &[String]) -> bool {
        let intents = self.intents;
        if intents.asks_total && !turn.opening_cart().lines.is_empty() {
            return false;
        }
        let counts = floating.has_number() && (!self.has_slots() || intents.buys);
        let accepts = intents.agrees
            && !turn.flag("recap_open")
            && presented(turn).is_some_and(|names| {
                let cart = turn.opening_cart();
                !cart.lines.iter().any(|line| names.contains(&line.name))
            });
        let arrives = turn.history.is_empty() && turn.referral().is_some() && !self.has_slots();
        let chooses = candidates.len() > 1 && ordinal(&self.text, candidates.len()).is_some();
        let asks = intents.asks_price
            || intents.asks_stock
            || intents.asks_picture
            || intents.asks_quality;
        floating.is_specific() || counts || accepts || arrives || chooses || asks || intents.buys
    }
}

/// The words that settle a choice the new message leaves open: the line that is being changed, or
/// what the prospect said before the shop asked back (« 42 », then « noir »).
fn leaning(turn: &Turn, cart: &Cart, intents: Intents) -> Vec<String> {
    match cart.lines.as_slice() {
        [line] if intents.replaces => stems(line.variant.as_deref().unwrap_or_default()),
        _ => {
            let before = turn.history.iter().rev().find(|line| line.by_prospect);
            before.map(|line| stems(&line.text)).unwrap_or_default()
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn moment_words(text: &Text) -> Vec<usize> {
    let phrases = moment::PHRASES.iter().filter_map(|phrase| text.find(phrase)).flatten();
    let hours = text.words.iter().enumerate();
    let hours = hours.filter(|(_, word)| moment::is_hour(&word.folded)).map(|(index, _)| index);
    phrases.chain(hours).collect()
}

/// A day or a period alone is completed by the shop's own question about the other one.
fn completed_moment(mut moment: Moment, last: Option<&Text>, today: &str) -> Moment {
    let Some(last) = last.filter(|last| last.is_question()) else { return moment };
    let morning = last.has("matin") || last.has("morning");
    let afternoon = last.has("apres midi") || last.has("afternoon");
    if moment.period.is_some() && moment.day.is_none() && morning && afternoon {
        moment.day = moment::find(last, today).day;
    } else if moment.day.is_some() && moment.period.is_none() && morning != afternoon {
        moment.period = moment::find(last, today).period;
    }
    moment
}

/// The names the shop put in bold when it last presented or noted something.
fn presented(turn: &Turn) -> Option<Vec<String>> {
    let answers = turn.history.iter().rev().filter(|line| !line.by_prospect);
    answers.map(|line| bold(&line.text)).find(|names| !names.is_empty())
}

fn bold(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        // Every second piece between stars is inside them; an unclosed star is no name.
        let pieces: Vec<&str> = line.split('*').collect();
        let closed = pieces.len().saturating_sub(1);
        for name in pieces.iter().take(closed).skip(1).step_by(2) {
            let name = (*name).trim().to_owned();
            if is_product_name(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// The recap and other messages written by code have bold headings of their own.
fn is_product_name(name: &str) -> bool {
    let text = Text::new(name);
    let headings = ["total", "recapitulatif", "commande", "livraison", "fcfa", "sous", "adresse"];
    !text.words.is_empty() && !name.contains(':') && !text.has_any(&headings)
}

/// The product a pointing message means, and the candidates when it is not clear.
fn focus(turn: &Turn, text: &Text, cart: &Cart) -> (Option<String>, Vec<String>) {
    let names = presented(turn).unwrap_or_default();
    if let Some(chosen) = ordinal(text, names.len()).and_then(|at| names.get(at)) {
        return (Some(chosen.clone()), names);
    }
    match (names.as_slice(), cart.lines.as_slice()) {
        ([one], _) => (Some(one.clone()), names),
        ([], [line]) => (Some(line.name.clone()), names),
        ([], _) => (turn.referral().map(|headline| referral_query(&headline)), names),
        (_, _) => (None, names),
    }
}

fn ordinal(text: &Text, count: usize) -> Option<usize> {
    let ordinals: [&[&str]; 3] = [
        &["premier", "premiere", "1er", "1ere", "first"],
        &["deuxieme", "second", "seconde", "2e"],
        &["troisieme", "third", "3e"],
    ];
    let at = ordinals.iter().position(|words| text.has_any(words));
    let last = text.has_any(&["le dernier", "la derniere", "the last"]);
    at.or_else(|| count.checked_sub(1).filter(|_| last)).filter(|at| *at < count)
}

/// The product words of an advertisement's headline.
fn referral_query(headline: &str) -> String {
    // « -20% » is no part of a name.
    let words = headline.split_whitespace().filter(|word| !word.contains('%'));
    let words: Vec<&str> = words.collect();
    let (wishes, _) = wish::cut(&Text::new(&words.join(" ")), |_| true);
    wishes.into_iter().next().map_or_else(|| headline.to_owned(), |wish| wish.query)
}

/// The latest product the prospect named, when the shop has put none forward since.
fn earlier_query(turn: &Turn) -> Option<String> {
    let answered_with_list = presented(turn).is_some_and(|names| names.len() > 1);
    if answered_with_list {
        return None;
    }
    let earlier = turn.history.iter().rev().filter(|line| line.by_prospect);
    earlier
        .map(|line| Text::new(&line.text))
        .filter(|text| Intents::of(text).is_shopping())
        .find_map(|text| {
            let place = place::find(&text, |_| true, false);
            let (wishes, _) = wish::cut(&text, |index| !place.words.contains(&index));
            wishes.into_iter().next().map(|wish| wish.query)
        })
}

/// The stems of the question the shop ended with: « Je vous le note en 42 noir ? ».
fn question_stems(turn: &Turn) -> Vec<String> {
    let answer = turn.last_answer().unwrap_or_default().trim_end();
    let question = answer.trim_end_matches(['?', ' ', '\u{a0}', '\u{202f}']);
    let question = question.rsplit(['.', '!', '\n']).next().unwrap_or_default();
    stems(question).iter().map(|word| stem(word)).collect()
}
