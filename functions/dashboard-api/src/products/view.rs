//! A product as the dashboard sees it.

use contracts::records::values::MoneyValue;
use domain::catalogue::{Product, Variant};
use serde::Serialize;

use crate::picture::PictureView;

/// A product and its variants.
#[derive(Debug, Serialize)]
pub(crate) struct ProductView {
    id: String,
    name: String,
    description: String,
    price: MoneyValue,
    /// The lowest price the seller accepts; null when there is no haggling.
    floor_price: Option<MoneyValue>,
    retailer_id: Option<String>,
    on_sale: bool,
    photo: Option<PictureView>,
    /// Units of all variants together.
    stock: u64,
    variants: Vec<VariantView>,
}

/// A variant. `stock` says `available` under the name by which it is set.
#[derive(Debug, Serialize)]
struct VariantView {
    id: String,
    label: String,
    /// Of one unit, whether its own or the product's.
    price: MoneyValue,
    available: u32,
    stock: u32,
}

impl ProductView {
    /// `photo` is the one of this product.
    pub(crate) fn of(product: &Product, photo: Option<PictureView>) -> Self {
        let variant = |variant: &Variant| VariantView {
            id: variant.id.to_string(),
            label: variant.label.clone(),
            price: product.price_of(variant).into(),
            available: variant.available,
            stock: variant.available,
        };
        Self {
            id: product.id.to_string(),
            name: product.name.clone(),
            description: product.description.clone(),
            price: product.price.into(),
            floor_price: product.floor_price.map(MoneyValue::from),
            retailer_id: product.retailer_id.clone(),
            on_sale: product.on_sale,
            photo,
            stock: product.variants.iter().map(|variant| u64::from(variant.available)).sum(),
            variants: product.variants.iter().map(variant).collect(),
        }
    }
}
