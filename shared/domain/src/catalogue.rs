//! What a seller sells: products, their variants, and the one place prices come from.

mod choice;

use jiff::Timestamp;

use crate::{
    ids::{ProductId, VariantId},
    money::Money,
    text,
};

/// One thing that can be put in a cart: a size and colour, or the product itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub id: VariantId,
    /// As shown to people: `42 noir`. Empty for a product's only variant.
    pub label: String,
    /// When it differs from the product's.
    pub price: Option<Money>,
    /// Units that can still be promised.
    pub available: u32,
}

/// The longest identifier of a product in a catalogue at Meta, in characters (Meta, Catalog batch
/// API, field `id`).
pub const RETAILER_ID_MAX: usize = 100;

/// A product of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub name: String,
    pub description: String,
    pub price: Money,
    /// The lowest price of one unit that the seller accepts when a prospect haggles; `None`: the
    /// price is fixed. See [`Product::floor_of`].
    pub floor_price: Option<Money>,
    /// The content's identifier in the seller's catalogue at Meta (`retailer_id`), by which
    /// WhatsApp names the product.
    pub retailer_id: Option<String>,
    /// At least one.
    pub variants: Vec<Variant>,
    /// A product withdrawn from sale is kept for the orders that name it.
    pub on_sale: bool,
    pub photo: Option<Picture>,
}

/// A picture that was looked at before it was kept; where it lies follows from whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Another one for every picture, so that a late deletion of the former never meets this one.
    pub name: String,
    pub mime_type: String,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub set_at: Timestamp,
}

impl Product {
    /// The price of one unit of a variant.
    pub fn price_of(&self, variant: &Variant) -> Money {
        variant.price.unwrap_or(self.price)
    }

    /// The lowest price of one unit of a variant, when it can be haggled over: the product's floor.
    /// A variant that costs no more than the floor has a fixed price, and so has a product whose
    /// floor is no price (nothing, or another currency).
    pub fn floor_of(&self, variant: &Variant) -> Option<Money> {
        let price = self.price_of(variant);
        self.floor_price.filter(|floor| {
            floor.currency() == price.currency() && (1..price.amount()).contains(&floor.amount())
        })
    }

    /// The variant of that id.
    pub fn variant(&self, id: &VariantId) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.id == *id)
    }

    /// Whether some variant can be promised.
    pub fn is_available(&self) -> bool {
        self.variants.iter().any(|variant| variant.available > 0)
    }

    /// A variant's full name as an order line says it: `Air Max 42 noir`.
    pub fn line_name(&self, variant: &Variant) -> String {
        if variant.label.is_empty() {
            self.name.clone()
        } else {
            format!("{} {}", self.name, variant.label)
        }
    }
}

/// Everything a seller sells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub products: Vec<Product>,
}

/// Words that say nothing about a product.
const SILENT_WORDS: [&str; 32] = [
    "je", "veux", "voudrais", "cherche", "avez", "vous", "est", "ce", "que", "le", "la", "les",
    "un", "une", "des", "de", "du", "pour", "prix", "combien", "coute", "et", "en", "a", "au",
    "bonjour", "svp", "taille", "couleur", "pointure", "the", "for",
];

impl Catalogue {
    /// The product of that id.
    pub fn product(&self, id: &ProductId) -> Option<&Product> {
        self.products.iter().find(|product| product.id == *id)
    }

    /// The product a model's argument names: its id, else the one product of exactly that name.
    pub fn product_named(&self, said: &str) -> Option<&Product> {
        if let Ok(id) = said.trim().parse::<ProductId>() {
            return self.product(&id).filter(|product| product.on_sale);
        }
        let said = text::folded(said);
        let mut named = self.products.iter().filter(|p| p.on_sale && text::folded(&p.name) == said);
        match (named.next(), named.next()) {
            (Some(product), None) => Some(product),
            _ => None,
        }
    }

    /// The one product on sale that Meta's catalogue knows by that identifier.
    pub fn by_retailer_id(&self, id: &str) -> Option<&Product> {
        let id = id.trim();
        let is_it = |product: &&Product| {
            product.on_sale && product.retailer_id.as_deref().is_some_and(|own| own == id)
        };
        let mut named = self.products.iter().filter(is_it);
        match (named.next(), named.next()) {
            (Some(product), None) => Some(product),
            _ => None,
        }
    }

    /// The products on sale that best match a query, best first, at most `limit`. An empty query,
    /// or one of silent words only, lists the shop window.
    pub fn search(&self, query: &str, limit: usize) -> Vec<&Product> {
        let query = text::folded(query);
        let words: Vec<&str> =
            query.split(' ').filter(|w| !w.is_empty() && !SILENT_WORDS.contains(w)).collect();
        let mut scored: Vec<(usize, &Product)> = self
            .products
            .iter()
            .filter(|product| product.on_sale)
            .map(|product| (relevance(product, &words), product))
            .filter(|(score, _)| words.is_empty() || *score > 0)
            .collect();
        scored.sort_by_key(|(score, product)| (std::cmp::Reverse(*score), product.name.clone()));
        scored.into_iter().take(limit).map(|(_, product)| product).collect()
    }
}

/// How well a product answers the words: its name counts most, then its variants, then the rest.
fn relevance(product: &Product, words: &[&str]) -> usize {
    let name = text::folded(&product.name);
    let variants = text::folded(
        &product.variants.iter().map(|v| v.label.as_str()).collect::<Vec<_>>().join(" "),
    );
    let description = text::folded(&product.description);
    words
        .iter()
        .map(|word| {
            4 * usize::from(says(&name, word))
                + usize::from(says(&variants, word))
                + 2 * usize::from(says(&description, word))
        })
        .sum()
}

/// Whether a folded text has the word, a plural `s` or `x` on either side not counting.
fn says(text: &str, word: &str) -> bool {
    let stem = |w: &str| w.strip_suffix(['s', 'x']).filter(|s| s.len() > 2).unwrap_or(w).to_owned();
    let wanted = stem(word);
    text.split(' ').any(|candidate| {
        let candidate = stem(candidate);
        candidate == wanted || (wanted.len() >= 4 && candidate.starts_with(&wanted))
    })
}

#[cfg(test)]
mod tests;
