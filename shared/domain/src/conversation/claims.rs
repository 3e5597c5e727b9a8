//! The last look at a text of the model's before it leaves: it may speak, not state facts.
//!
//! Amounts must be the catalogue's for what the sentence is about; promises that only code makes
//! (a confirmation, a payment, a gift, a discount) must not be there at all. Better a human called
//! once too often than a false price.

use std::collections::BTreeSet;

use super::cart::{Cart, Shop};
use crate::{
    money::Money,
    order::{Order, Totals},
    text,
};

/// Longest text of the model's that is sent. Meta takes 4,096; nobody reads that on a phone.
pub const MAX_CHARS: usize = 1_200;

/// Numbers below are sizes, quantities and hours rather than amounts.
const SMALLEST_AMOUNT: i64 = 100;

/// What a text states that it may not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Violation {
    #[error("an amount that the catalogue does not know")]
    Amount,
    #[error("a promise that only code makes")]
    Promise,
    #[error("a link")]
    Link,
    #[error("nothing is said, or too much")]
    Length,
}

/// Amounts that may be said, and for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Product names with the amounts that are theirs.
    products: Vec<(String, BTreeSet<i64>)>,
    /// Fees, totals: may be said beside anything.
    general: BTreeSet<i64>,
    /// Numbers that are no amounts: phones, the year.
    numbers: BTreeSet<String>,
    /// Numbers in the names of things; they may be said, but not with a currency.
    names: BTreeSet<String>,
}

impl Facts {
    /// The facts of a shop and a cart.
    pub fn of(shop: Shop<'_>, cart: &Cart) -> Self {
        let mut facts = Self::default();
        for product in shop.catalogue.products.iter().filter(|product| product.on_sale) {
            let mut amounts = BTreeSet::new();
            for variant in &product.variants {
                amounts.insert(product.price_of(variant).amount());
            }
            let deals = cart.deals.iter().filter(|deal| deal.product == product.id);
            amounts.extend(deals.map(|deal| deal.unit_price.amount()));
            let mut names = vec![product.name.clone()];
            for line in cart.lines.iter().filter(|line| line.product == product.id) {
                names.push(line.name.clone());
                amounts.extend(line.total().map(Money::amount));
            }
            facts.products.push((product.name.clone(), amounts));
            // `iPhone 128`, `500 ml`: part of what the thing is called, not what it costs.
            let labels = product.variants.iter().map(|variant| variant.label.as_str());
            for text in labels.chain([product.name.as_str(), product.description.as_str()]) {
                facts.names.extend(numbers_in(text));
            }
        }
        facts.general.extend(shop.zones.iter().map(|zone| zone.fee.amount()));
        let fee = cart.delivery_fee(shop).unwrap_or(Money::zero(shop.seller.currency()));
        if let (false, Ok(totals)) = (cart.lines.is_empty(), Totals::of(&cart.lines, fee)) {
            facts.general.insert(totals.subtotal.amount());
            facts.general.insert(totals.total.amount());
        }
        if let Some(phone) = &cart.contact_phone {
            facts.numbers.insert(digits(&phone.national()));
            facts.numbers.insert(digits(phone.e164()));
        }
        facts
    }

    /// Lets what an order was confirmed for be said again.
    pub fn allow_order(&mut self, order: &Order) {
        for amount in [order.totals.subtotal, order.totals.delivery_fee, order.totals.total] {
            self.general.insert(amount.amount());
        }
        for line in &order.lines {
            let amounts = [Some(line.unit_price), line.total().ok()].into_iter().flatten();
            let amounts = amounts.map(Money::amount).collect();
            self.products.push((line.name.clone(), amounts));
        }
    }

    /// Lets a number be said again that is no amount, such as a phone.
    pub fn allow_number(&mut self, written: &str) {
        self.numbers.insert(digits(written));
    }
}

/// Words that only code may say: confirmations, payments, gifts, discounts, departures.
const PROMISES: [&str; 34] = [
    "commande est confirmee",
    "commande confirmee",
    "commande est validee",
    "commande validee",
    "commande est enregistree",
    "commande enregistree",
    "commande est bien enregistree",
    "commande est passee",
    "order is confirmed",
    "order confirmed",
    "order has been placed",
    "paiement recu",
    "paiement confirme",
    "paiement est confirme",
    "payment received",
    "livraison gratuite",
    "livraison offerte",
    "livraison est gratuite",
    "livraison est offerte",
    "free delivery",
    "delivery is free",
    "gratuit",
    "gratuite",
    "gratuitement",
    "offert",
    "offerte",
    "cadeau",
    "remise",
    "reduction",
    "rabais",
    "promo",
    "promotion",
    "discount",
    "livreur est en route",
];

/// Amounts in words are never computed by code.
const SPELLED: [&str; 6] = ["mille", "million", "millions", "cents francs", "thousand", "hundred"];

/// Whether a text of the model's may be sent.
pub fn check(said: &str, facts: &Facts) -> Result<(), Violation> {
    if said.trim().is_empty() || said.chars().count() > MAX_CHARS {
        return Err(Violation::Length);
    }
    if has_link(said) {
        return Err(Violation::Link);
    }
    // A « coffret cadeau » may be called by its name.
    let unnamed = facts.without_names(said);
    if PROMISES.iter().any(|promise| text::mentions(&unnamed, promise)) || has_percentage(said) {
        return Err(Violation::Promise);
    }
    if SPELLED.iter().any(|word| text::mentions(said, word)) {
        return Err(Violation::Amount);
    }
    // A price belongs to the product named last before it, so each line stands for itself.
    let named_in_text = facts.named_in(said);
    for line in said.lines() {
        let named_in_line = facts.named_in(line);
        let named = if named_in_line.is_empty() { &named_in_text } else { &named_in_line };
        for amount in amounts(line, facts) {
            if !facts.general.contains(&amount) && !facts.allows(amount, named) {
                return Err(Violation::Amount);
            }
        }
    }
    Ok(())
}

impl Facts {
    fn named_in(&self, said: &str) -> Vec<usize> {
        let named = self.products.iter().enumerate();
        named.filter(|(_, (name, _))| text::mentions(said, name)).map(|(index, _)| index).collect()
    }

    /// The text, folded, with the products' names taken out.
    fn without_names(&self, said: &str) -> String {
        let whole = format!(" {} ", text::folded(said));
        self.products.iter().fold(whole, |rest, (name, _)| {
            let name = text::folded(name);
            if name.is_empty() { rest } else { rest.replace(&format!(" {name} "), " … ") }
        })
    }

    /// Whether the amount is one of the named products'; with none named, of any product.
    fn allows(&self, amount: i64, named: &[usize]) -> bool {
        let mut candidates = self.products.iter().enumerate();
        candidates.any(|(index, (_, amounts))| {
            (named.is_empty() || named.contains(&index)) && amounts.contains(&amount)
        })
    }
}

fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

fn has_link(said: &str) -> bool {
    let lower = said.to_lowercase();
    lower.contains("://") || lower.contains("www.") || lower.contains("wa.me/")
}

fn has_percentage(said: &str) -> bool {
    let compact: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes: Vec<char> = compact.chars().collect();
    bytes.windows(2).any(|pair| matches!(pair, [digit, '%'] if digit.is_ascii_digit()))
        || text::mentions(said, "pour cent")
}

/// The numbers of a text, digits joined.
fn numbers_in(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if c.is_ascii_digit() {
            let (written, end) = number_at(&chars, at);
            found.push(written);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The numbers of a text that may be amounts: `15 000`, `15.000`, `15000`, `15k`, and every number
/// followed by a currency however small.
fn amounts(said: &str, facts: &Facts) -> Vec<i64> {
    let mut found = Vec::new();
    let chars: Vec<char> = said.chars().collect();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if !c.is_ascii_digit() {
            at += 1;
            continue;
        }
        let (written, end) = number_at(&chars, at);
        let rest: String = chars.iter().skip(end).take(12).collect();
        at = end;
        let is_priced = starts_with_currency(&rest) || starts_with_thousands(&rest);
        if facts.numbers.contains(&written) || (facts.names.contains(&written) && !is_priced) {
            continue;
        }
        // A leading zero or too many digits: a phone or a reference that nobody gave.
        let value = written
            .parse::<i64>()
            .ok()
            .filter(|_| !(written.len() > 2 && written.starts_with('0')));
        let Some(value) = value else {
            found.push(i64::MAX);
            continue;
        };
        let value = if starts_with_thousands(&rest) { value.saturating_mul(1_000) } else { value };
        if value >= SMALLEST_AMOUNT || starts_with_currency(&rest) {
            found.push(value);
        }
    }
    found
}

/// The digits of the number that starts at `start`, groups of three joined, and where it ends.
fn number_at(chars: &[char], start: usize) -> (String, usize) {
    let digit = |at: usize| chars.get(at).filter(|c| c.is_ascii_digit()).copied();
    let mut written = String::new();
    let mut at = start;
    while let Some(c) = digit(at) {
        written.push(c);
        at += 1;
    }
    // Four pairs or more are a phone, `07 07 12 34 56`.
    let pair =
        |at: usize| digit(at).is_some() && digit(at + 1).is_some() && digit(at + 2).is_none();
    let separated =
        |at: usize| chars.get(at).is_some_and(|c| matches!(c, ' ' | '.' | '-')) && pair(at + 1);
    if written.len() == 2 && [0, 3, 6].iter().all(|step| separated(at + step)) {
        while separated(at) {
            written.extend((1..=2).filter_map(|step| digit(at + step)));
            at += 3;
        }
        return (written, at);
    }
    // A separator belongs to the number only before exactly three digits, `15 000` but not `2 42`.
    while written.len() <= 12
        && chars
            .get(at)
            .is_some_and(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | ',' | '\''))
        && (1..=3).all(|step| digit(at + step).is_some())
        && digit(at + 4).is_none()
    {
        written.extend((1..=3).filter_map(|step| digit(at + step)));
        at += 4;
    }
    (written, at)
}

fn starts_with_currency(rest: &str) -> bool {
    let rest = text::folded(rest);
    ["fcfa", "cfa", "f", "fr", "frs", "franc", "francs", "xof", "xaf", "euro", "euros", "usd"]
        .iter()
        .any(|unit| rest == *unit || rest.starts_with(&format!("{unit} ")))
        || rest.starts_with("fcfa")
}

fn starts_with_thousands(rest: &str) -> bool {
    let mut chars = rest.trim_start().chars();
    matches!(chars.next(), Some('k' | 'K')) && !chars.next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests;
