//! The last look at a text of the model's before it leaves: it may speak, not state facts.
//!
//! Amounts must be the catalogue's for what the sentence is about; promises that only code makes
//! (a confirmation, a payment, a gift, a discount) must not be there at all. Better a human called
//! once too often than a false price.

mod digits;
mod numbers;
mod phrases;
mod spelled;
mod traces;
mod words;

use std::collections::BTreeSet;

use self::{
    numbers::{Line, Stated, numbers_in},
    traces::Secrets,
    words::{Word, compact, unmasked, words},
};
use super::cart::{Cart, Shop};
use crate::{
    money::Money,
    order::{self, Totals},
    phone::Phone,
    text,
};

/// Longest text of the model's that is sent. Meta takes 4,096; nobody reads that on a phone.
pub const MAX_CHARS: usize = 1_200;

/// One of the looks a text is given. They are independent: each finds what is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// Nothing is said, or too much.
    Length,
    /// A link, a host, an address of a server, however it is written.
    Link,
    /// A phone, an e-mail or bank account that is not of this thread.
    Contact,
    /// An id of ours, or a token like one.
    Identifier,
    /// Our instructions, the names of our tools, the canary.
    Disclosure,
    /// An order, a reservation.
    Confirmation,
    /// A parcel on its way, a courier found.
    Departure,
    /// Money received, nothing left to pay.
    Payment,
    /// A gift, a lower price.
    Discount,
    /// A delivery for nothing.
    FreeDelivery,
    /// A share of a price.
    Percentage,
    /// A number of things left that the catalogue does not know.
    Stock,
    /// An amount in words: code never writes one.
    SpelledAmount,
    /// An amount in figures that is not the catalogue's for what is named.
    Amount,
}

impl Guard {
    /// All of them, in the order they look.
    pub const ALL: [Self; 14] = [
        Self::Length,
        Self::Link,
        Self::Contact,
        Self::Identifier,
        Self::Disclosure,
        Self::Confirmation,
        Self::Departure,
        Self::Payment,
        Self::Discount,
        Self::FreeDelivery,
        Self::Percentage,
        Self::Stock,
        Self::SpelledAmount,
        Self::Amount,
    ];

    /// What the guard found, for a log.
    pub const fn finding(self) -> &'static str {
        match self {
            Self::Length => "nothing is said, or too much",
            Self::Link => "a link",
            Self::Contact => "a contact that is not of this thread",
            Self::Identifier => "an id",
            Self::Disclosure => "our instructions",
            Self::Confirmation => "a confirmation that only code gives",
            Self::Departure => "a departure that only code announces",
            Self::Payment => "a payment that only code acknowledges",
            Self::Discount => "a gift or a discount",
            Self::FreeDelivery => "a free delivery",
            Self::Percentage => "a share of a price",
            Self::Stock => "a stock that the catalogue does not know",
            Self::SpelledAmount => "an amount in words",
            Self::Amount => "an amount that the catalogue does not know",
        }
    }
}

/// Which guards look. Only a test of the guards themselves uses fewer than all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guards {
    left_out: Option<Guard>,
    none: bool,
}

impl Guards {
    /// All but one: what the others do not find in its place.
    pub const fn all_but(guard: Guard) -> Self {
        Self { left_out: Some(guard), none: false }
    }

    /// Nobody looks.
    pub const fn none() -> Self {
        Self { left_out: None, none: true }
    }

    fn has(self, guard: Guard) -> bool {
        !self.none && self.left_out != Some(guard)
    }
}

/// What a text states that it may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", guard.finding())]
pub struct Violation {
    /// Whose finding it is.
    pub guard: Guard,
}

/// What may be said, and for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    products: Vec<Product>,
    /// Fees, which are said of a delivery.
    fees: BTreeSet<i64>,
    /// Names of the places delivered to.
    places: Vec<String>,
    /// Totals and other amounts that may be said beside anything.
    general: BTreeSet<i64>,
    /// Numbers that are no amounts: phones, the year.
    numbers: BTreeSet<String>,
    /// Numbers in the names of things; they may be said, but not with a currency.
    names: BTreeSet<String>,
    secrets: Secrets,
}

/// What may be said of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Product {
    name: String,
    amounts: BTreeSet<i64>,
    /// Units left of its variants.
    left: BTreeSet<u32>,
}

impl Facts {
    /// The facts of a shop and a cart.
    pub fn of(shop: Shop<'_>, cart: &Cart) -> Self {
        let mut facts = Self::default();
        let cart_lines = at_todays_prices(shop, cart);
        for product in shop.catalogue.products.iter().filter(|product| product.on_sale) {
            let prices = product.variants.iter().map(|variant| product.price_of(variant).amount());
            let lines = cart_lines.iter().filter(|line| line.product == product.id);
            let totals = lines.filter_map(|line| line.total().ok()).map(Money::amount);
            let deals = cart.deals.iter().filter(|deal| deal.product == product.id);
            let deals = deals.map(|deal| deal.unit_price.amount());
            facts.products.push(Product {
                name: product.name.clone(),
                amounts: prices.chain(totals).chain(deals).collect(),
                left: product.variants.iter().map(|variant| variant.available).collect(),
            });
            // `iPhone 128`, `500 ml`: part of what the thing is called, not what it costs.
            let labels = product.variants.iter().map(|variant| variant.label.as_str());
            for text in labels.chain([product.name.as_str(), product.description.as_str()]) {
                facts.names.extend(numbers_in(&unmasked(text)));
            }
        }
        for zone in shop.zones {
            facts.fees.insert(zone.fee.amount());
            facts.places.push(zone.name.clone());
            facts.places.extend(zone.communes.iter().cloned());
        }
        let fee = cart.delivery_fee(shop).unwrap_or(Money::zero(shop.seller.currency()));
        if let (false, Ok(totals)) = (cart_lines.is_empty(), Totals::of(&cart_lines, fee)) {
            facts.allow_amount(totals.subtotal);
            facts.allow_amount(totals.total);
        }
        let recipient = cart.recipient.as_ref().map(|recipient| &recipient.phone);
        for phone in cart.contact_phone.iter().chain(recipient) {
            facts.allow_phone(phone);
        }
        facts
    }

    /// Lets what an order was confirmed for be said again.
    pub fn allow_order(&mut self, order: &order::Order) {
        for amount in [order.totals.subtotal, order.totals.delivery_fee, order.totals.total] {
            self.allow_amount(amount);
        }
        for line in &order.lines {
            let amounts = [Some(line.unit_price), line.total().ok()].into_iter().flatten();
            self.products.push(Product {
                name: line.name.clone(),
                amounts: amounts.map(Money::amount).collect(),
                left: BTreeSet::new(),
            });
        }
    }

    /// Lets an amount be said beside anything, such as the total of a past order.
    pub fn allow_amount(&mut self, amount: Money) {
        self.general.insert(amount.amount());
    }

    /// Lets a number be said again that is no amount, such as the year.
    pub fn allow_number(&mut self, written: &str) {
        self.numbers.insert(digits(written));
    }

    /// Lets a phone of this thread be said, as it is dialled or in full.
    pub fn allow_phone(&mut self, phone: &Phone) {
        self.allow_number(&phone.national());
        self.allow_number(phone.e164());
    }

    /// Keeps a text to ourselves: eight of its words in a row are a leak.
    pub fn keep_secret(&mut self, text: &str) {
        self.secrets.add_text(text);
    }

    /// Keeps a name to ourselves, such as a tool's.
    pub fn keep_term_secret(&mut self, term: &str) {
        self.secrets.add_term(term);
    }
}

/// Whether a text of the model's may be sent. Every guard looks.
pub fn check(said: &str, facts: &Facts) -> Result<(), Violation> {
    check_by(Guards::default(), said, facts)
}

/// [`check`] with fewer guards, for a test that asks what each of them is there for.
pub fn check_by(guards: Guards, said: &str, facts: &Facts) -> Result<(), Violation> {
    let text = Text::of(said, facts);
    let found =
        Guard::ALL.into_iter().find(|guard| guards.has(*guard) && text.fails(*guard, facts));
    found.map_or(Ok(()), |guard| Err(Violation { guard }))
}

/// The cart's lines at the catalogue's present prices: what a recap would ask for.
fn at_todays_prices(shop: Shop<'_>, cart: &Cart) -> Vec<order::Line> {
    let priced = cart.lines.iter().filter_map(|line| {
        let product = shop.catalogue.product(&line.product).filter(|product| product.on_sale)?;
        let unit_price = cart.price(product, product.variant(&line.variant)?);
        Some(order::Line { unit_price, ..line.clone() })
    });
    priced.collect()
}

/// What of an address may be repeated in a sentence of ours: nothing that states an amount, a
/// promise or a link. It was written by a stranger, or by the model for them.
pub fn plain_place(said: &str) -> String {
    let text = Text::of(said, &Facts::default());
    let states = PLACE_GUARDS.into_iter().any(|guard| text.fails(guard, &Facts::default()));
    let priced = Line::of(&text.unmasked);
    let has_price = priced.figures.iter().any(|figure| priced.is_priced(figure));
    if states || has_price { String::new() } else { said.to_owned() }
}

/// What a place is looked at for; its numbers are streets and lots.
const PLACE_GUARDS: [Guard; 9] = [
    Guard::Link,
    Guard::Identifier,
    Guard::Confirmation,
    Guard::Departure,
    Guard::Payment,
    Guard::Discount,
    Guard::FreeDelivery,
    Guard::Percentage,
    Guard::SpelledAmount,
];

/// A text as the guards read it.
struct Text<'a> {
    said: &'a str,
    unmasked: String,
    words: Vec<Word>,
    /// The words without the names of products: a « coffret cadeau » may be called by its name.
    unnamed: Vec<Word>,
}

impl<'a> Text<'a> {
    fn of(said: &'a str, facts: &Facts) -> Self {
        // Longer ones are refused anyway, and are not worth reading.
        let beginning: String = said.chars().take(4 * MAX_CHARS).collect();
        let unmasked = unmasked(&beginning);
        let words = words(&unmasked);
        let unnamed = facts.without_names(&words);
        Self { said, unmasked, words, unnamed }
    }

    fn fails(&self, guard: Guard, facts: &Facts) -> bool {
        match guard {
            Guard::Length => {
                self.unmasked.trim().is_empty() || self.said.chars().count() > MAX_CHARS
            }
            Guard::Link => traces::has_link(&self.unmasked, &self.words),
            Guard::Contact => self.has_strange_contact(facts),
            Guard::Identifier => traces::has_identifier(&self.unmasked),
            Guard::Disclosure => facts.secrets.are_in(&self.unmasked),
            Guard::Confirmation => phrases::any_stated(&phrases::CONFIRMATION, &self.unnamed),
            Guard::Departure => phrases::any_stated(&phrases::DEPARTURE, &self.unnamed),
            Guard::Payment => phrases::any_stated(&phrases::PAYMENT, &self.unnamed),
            Guard::Discount => phrases::any_said(&phrases::DISCOUNT, &self.unnamed),
            Guard::FreeDelivery => self.has_free_delivery(facts),
            Guard::Percentage => {
                numbers::has_percentage(&self.unmasked)
                    || phrases::any_said(&phrases::SHARE, &self.unnamed)
            }
            Guard::Stock => self.has_strange_count(facts),
            Guard::SpelledAmount => spelled::is_spelled(&self.words),
            Guard::Amount => self.has_strange_amount(facts),
        }
    }

    fn has_strange_contact(&self, facts: &Facts) -> bool {
        let lines = self.unmasked.lines().map(Line::of);
        let strange = |(digits, parts): &(String, Vec<String>)| {
            let are_sizes = parts.iter().all(|part| facts.names.contains(part));
            let known = facts.numbers.contains(digits.strip_prefix("00").unwrap_or(digits));
            !are_sizes && !known && !facts.numbers.contains(digits)
        };
        lines.into_iter().any(|line| line.phones.iter().any(strange))
            || spelled::is_phone_spoken(&self.words)
            || traces::has_address(&self.unmasked, &self.words)
    }

    fn has_free_delivery(&self, facts: &Facts) -> bool {
        let closed = compact(&self.unmasked);
        let is_cut_up = phrases::CUT_UP.iter().any(|word| closed.contains(word))
            && !self.words.iter().any(|word| word.text.starts_with("gratuit"));
        phrases::any_said(&phrases::FREE_DELIVERY, &self.unnamed)
            || (!facts.fees.contains(&0)
                && phrases::any_said(&phrases::DELIVERY_AT_ZERO, &self.unnamed))
            || is_cut_up
    }

    fn has_strange_count(&self, facts: &Facts) -> bool {
        let named = facts.named_in(&self.unmasked);
        let counts = self.unmasked.lines().map(Line::of).flat_map(|line| {
            let counts = line.figures.iter().filter_map(|figure| line.count_left(figure));
            counts.collect::<Vec<_>>()
        });
        let spelt = phrases::spelt_counts(&self.unnamed);
        counts
            .chain(spelt)
            .any(|count| !facts.about(&named).any(|product| product.left.contains(&count)))
    }

    /// A price belongs to the product named in its line, so each line stands for itself.
    fn has_strange_amount(&self, facts: &Facts) -> bool {
        let named_in_text = facts.named_in(&self.unmasked);
        self.unmasked.lines().any(|written| {
            let named_in_line = facts.named_in(written);
            let named = if named_in_line.is_empty() { &named_in_text } else { &named_in_line };
            let is_delivery = facts.is_of_delivery(written);
            let line = Line::of(written);
            line.figures.iter().any(|figure| {
                let is_name = facts.names.contains(&figure.digits) && !line.is_priced(figure);
                match line.stated(figure) {
                    _ if facts.numbers.contains(&figure.digits) || is_name => false,
                    Stated::Nothing => false,
                    Stated::Unreadable => true,
                    Stated::Amount(amount) => {
                        let is_fee = is_delivery && facts.fees.contains(&amount);
                        let is_price =
                            facts.about(named).any(|product| product.amounts.contains(&amount));
                        !(is_fee || is_price || facts.general.contains(&amount))
                    }
                }
            })
        }) || has_unknown_digits(&self.unmasked)
    }
}

/// Digits of a script that nobody here reads.
fn has_unknown_digits(unmasked: &str) -> bool {
    unmasked.chars().any(|c| c.is_numeric() && !c.is_ascii_digit())
}

impl Facts {
    fn named_in(&self, said: &str) -> Vec<usize> {
        let named = self.products.iter().enumerate();
        named
            .filter(|(_, product)| text::mentions(said, &product.name))
            .map(|(index, _)| index)
            .collect()
    }

    /// The named products; with none named, all of them.
    fn about<'a>(&'a self, named: &'a [usize]) -> impl Iterator<Item = &'a Product> {
        let all = self.products.iter().enumerate();
        all.filter(|(index, _)| named.is_empty() || named.contains(index)).map(|(_, p)| p)
    }

    fn is_of_delivery(&self, line: &str) -> bool {
        let folded = text::folded(line);
        let is_cue =
            |word: &str| word.starts_with("livr") || word.starts_with("deliver") || word == "frais";
        folded.split(' ').any(is_cue) || self.places.iter().any(|place| text::mentions(line, place))
    }

    /// The words with the products' names taken out.
    fn without_names(&self, said: &[Word]) -> Vec<Word> {
        let mut rest = said.to_vec();
        for product in &self.products {
            let name = text::folded(&product.name);
            for (start, end) in phrases::occurrences(&name, &rest).into_iter().rev() {
                for word in rest.get_mut(start..end).unwrap_or_default() {
                    "…".clone_into(&mut word.text);
                }
            }
        }
        rest
    }
}

fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests;
