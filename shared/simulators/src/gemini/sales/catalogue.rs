//! Search results, and the choice of a product and a variant among them.
//!
//! Invariant: a chosen variant is one of those the search returned, letter for letter.

use serde_json::Value;

use super::lexicon;
use super::text::stems;
use super::turn::{list, text};
use super::wish::Wish;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) price: String,
    pub(super) description: String,
    variants: Vec<(String, bool)>,
    /// The variants that have a price of their own.
    own_prices: Vec<(String, String)>,
    is_available: bool,
}

/// What a wish comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// One product and, if it has any, one variant in stock. `is_stated` says the prospect chose
    /// the variant in words.
    Found {
        product: Product,
        variant: Option<String>,
        is_stated: bool,
    },
    PickProduct(Vec<Product>),
    /// Several variants fit; `unknown` is the wanted size or colour that does not exist.
    PickVariant {
        product: Product,
        among: Vec<String>,
        unknown: Option<String>,
    },
    SoldOut {
        product: Product,
        variant: Option<String>,
        others: Vec<String>,
    },
    Nothing,
}

impl Product {
    fn read(value: &Value) -> Self {
        let variants = list(value, "variants").iter().map(|variant| {
            let in_stock = variant.get("in_stock").and_then(Value::as_bool).unwrap_or(true);
            (text(variant, "variant"), in_stock)
        });
        let own_prices = list(value, "variants")
            .iter()
            .map(|variant| (text(variant, "variant"), text(variant, "price")));
        Self {
            own_prices: own_prices.filter(|(_, price)| !price.is_empty()).collect(),
            is_available: value.get("in_stock").and_then(Value::as_bool).unwrap_or(true),
            id: text(value, "product_id"),
            name: text(value, "name"),
            price: text(value, "price"),
            description: text(value, "description"),
            variants: variants.filter(|(name, _)| !name.is_empty()).collect(),
        }
    }

    pub(super) fn in_stock(&self) -> Vec<String> {
        let stocked = self.variants.iter().filter(|(_, in_stock)| *in_stock);
        stocked.map(|(name, _)| name.clone()).collect()
    }

    /// The price of a variant, or the product's.
    pub(super) fn price_of(&self, variant: Option<&str>) -> &str {
        let own = self.own_prices.iter().find(|(name, _)| Some(name.as_str()) == variant);
        own.map_or(self.price.as_str(), |(_, price)| price)
    }

    /// A variant with its price when that is not the product's.
    pub(super) fn labelled(&self, variant: &str) -> String {
        match self.price_of(Some(variant)) {
            price if price == self.price => variant.to_owned(),
            price => format!("{variant} ({price})"),
        }
    }

    /// The stems of its name and of all its variants: numbers among them are not quantities.
    pub(super) fn own_words(&self) -> Vec<String> {
        let variants = self.variants.iter().flat_map(|(name, _)| stems(name));
        stems(&self.name).into_iter().chain(variants).collect()
    }
}

/// The products of a search response.
pub(super) fn products(response: &Value) -> Vec<Product> {
    list(response, "products").iter().map(Product::read).collect()
}

/// Chooses among the products a wish found.
pub(super) fn choose(wish: &Wish, found: &[Product]) -> Choice {
    let Some(first) = found.first() else { return Choice::Nothing };
    if let Some(same) = found.iter().find(|product| product.name == wish.query) {
        return choose_variant(wish, same);
    }
    let wanted: Vec<String> = stems(&wish.query).into_iter().chain(wish.stems()).collect();
    let score = |product: &Product| {
        stems(&product.name).iter().filter(|stem| wanted.contains(stem)).count()
    };
    let best = found.iter().map(score).max().unwrap_or_default();
    let fitting: Vec<&Product> = found.iter().filter(|product| score(product) == best).collect();
    match fitting.as_slice() {
        [one] => choose_variant(wish, one),
        _ if found.len() == 1 => choose_variant(wish, first),
        several => Choice::PickProduct(several.iter().map(|product| (*product).clone()).collect()),
    }
}

fn choose_variant(wish: &Wish, product: &Product) -> Choice {
    let product = product.clone();
    let own_name = stems(&product.name);
    let said: Vec<String> =
        wish.stems().into_iter().filter(|stem| !own_name.contains(stem)).collect();
    let known =
        |stem: &String| product.variants.iter().any(|(variant, _)| stems(variant).contains(stem));
    let is_telling = |stem: &&String| !lexicon::is_filler(stem) || lexicon::is_size(stem);
    let mut attributes: Vec<String> =
        said.iter().filter(is_telling).filter(|stem| known(stem)).cloned().collect();
    if attributes.is_empty() {
        attributes = wish.hint.iter().filter(|stem| known(stem)).cloned().collect();
    }
    let unknown = said
        .iter()
        .find(|stem| !known(stem) && (lexicon::is_colour(stem) || lexicon::is_size(stem)))
        .cloned()
        .filter(|_| !product.variants.is_empty());
    let fits = |variant: &str| {
        let stems = stems(variant);
        attributes.iter().all(|attribute| stems.contains(attribute))
    };
    let fitting: Vec<(String, bool)> =
        product.variants.iter().filter(|(variant, _)| fits(variant)).cloned().collect();
    // A combination nobody sells: each word is known, but no variant has them all. Two sizes or two
    // colours are no combination but a choice still to make.
    let is_choice = |is_kind: fn(&str) -> bool| {
        attributes.iter().filter(|attribute| is_kind(attribute)).count() > 1
    };
    let is_choice = is_choice(lexicon::is_size) || is_choice(lexicon::is_colour);
    let unknown = unknown
        .or_else(|| (fitting.is_empty() && !is_choice).then(|| attributes.join(" ")))
        .map(|word| if lexicon::is_size(&word) { word.to_uppercase() } else { word });
    let exact: Vec<&(String, bool)> =
        fitting.iter().filter(|(variant, _)| stems(variant).len() == attributes.len()).collect();
    let only = match (exact.as_slice(), fitting.as_slice()) {
        ([one], _) => Some((*one).clone()),
        (_, [one]) => Some(one.clone()),
        (_, _) => closest(&fitting, &wish.leaning),
    };
    let stocked = product.in_stock();
    match (unknown.filter(|word| !word.is_empty()), only) {
        (None, _) if product.variants.is_empty() && product.is_available => {
            Choice::Found { product, variant: None, is_stated: false }
        }
        (_, _) if stocked.is_empty() => {
            Choice::SoldOut { product, variant: None, others: Vec::new() }
        }
        (Some(unknown), _) => {
            Choice::PickVariant { product, among: stocked, unknown: Some(unknown) }
        }
        (None, Some((variant, true))) => {
            let is_stated = !attributes.is_empty();
            Choice::Found { product, variant: Some(variant), is_stated }
        }
        (None, Some((variant, false))) => {
            Choice::SoldOut { product, variant: Some(variant), others: stocked }
        }
        (None, None) => {
            let fitting = fitting.into_iter().filter(|(_, in_stock)| *in_stock);
            let among: Vec<String> = fitting.map(|(variant, _)| variant).collect();
            let among = if among.is_empty() { stocked } else { among };
            Choice::PickVariant { product, among, unknown: None }
        }
    }
}

/// The one variant that shares most with the one it replaces.
fn closest(fitting: &[(String, bool)], leaning: &[String]) -> Option<(String, bool)> {
    let shared =
        |variant: &str| stems(variant).iter().filter(|stem| leaning.contains(stem)).count();
    let most = fitting.iter().map(|(variant, _)| shared(variant)).max().filter(|most| *most > 0)?;
    let mut best = fitting.iter().filter(|(variant, _)| shared(variant) == most);
    best.next().filter(|_| best.next().is_none()).cloned()
}
