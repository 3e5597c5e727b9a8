//! What a seller may say of a product, and the product that makes of it. Pure: ids, the product as
//! it was and the shop's currency are parameters.

use std::collections::BTreeSet;

use domain::{
    catalogue::{Product, RETAILER_ID_MAX, Variant},
    ids::{ProductId, VariantId},
    money::{Currency, Money},
};
use lambda_support::http::FieldError;
use serde_json::{Map, Value};

use crate::input::Fields;

const NAME_MAX: usize = 120;
const DESCRIPTION_MAX: usize = 2_000;
const LABEL_MAX: usize = 40;
/// A product and its stock items are written in one transaction, which takes 100 items (Amazon
/// DynamoDB, `TransactWriteItems`); replacing all variants deletes as many.
const VARIANTS_MAX: usize = 45;

/// The fields that were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProductForm {
    pub(crate) name: Option<String>,
    pub(crate) price: Option<Money>,
    /// Zero takes the floor away: the price is fixed.
    pub(crate) floor_price: Option<Money>,
    /// Empty: the product is in no catalogue of Meta's.
    pub(crate) retailer_id: Option<String>,
    pub(crate) description: Option<String>,
    /// Of a product with a single variant.
    pub(crate) stock: Option<u32>,
    pub(crate) variants: Option<Vec<VariantForm>>,
    pub(crate) on_sale: Option<bool>,
}

/// A variant; what it does not say stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VariantForm {
    pub(crate) label: String,
    pub(crate) stock: Option<u32>,
    pub(crate) price: Option<Money>,
}

/// A product after a change, and which stock items the change writes. The others are not touched:
/// an order may be taking from them at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) product: Product,
    pub(crate) counted: Vec<VariantId>,
    pub(crate) removed: Vec<VariantId>,
}

/// A new product.
pub(crate) fn creation(
    map: &Map<String, Value>,
    currency: Currency,
) -> Result<ProductForm, Vec<FieldError>> {
    read(map, currency, &["name", "price"])
}

/// Some fields of a product.
pub(crate) fn change(
    map: &Map<String, Value>,
    currency: Currency,
) -> Result<ProductForm, Vec<FieldError>> {
    read(map, currency, &[])
}

fn read(
    map: &Map<String, Value>,
    currency: Currency,
    required: &[&str],
) -> Result<ProductForm, Vec<FieldError>> {
    let mut fields = Fields::of(map);
    fields.require(required);
    let form = ProductForm {
        name: fields.line("name", NAME_MAX),
        price: fields.amount("price", currency),
        floor_price: fields.amount("floor_price", currency),
        retailer_id: fields.paragraph("retailer_id", RETAILER_ID_MAX),
        description: fields.paragraph("description", DESCRIPTION_MAX),
        stock: fields.count("stock"),
        variants: variants(&mut fields, currency),
        on_sale: fields.flag("on_sale"),
    };
    fields.finish(form)
}

fn variants(fields: &mut Fields<'_>, currency: Currency) -> Option<Vec<VariantForm>> {
    let items = fields.list("variants", VARIANTS_MAX)?;
    let mut forms: Vec<VariantForm> = Vec::with_capacity(items.len());
    let mut seen = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        let Some(mut inner) = fields.of_item("variants", index, item) else { continue };
        let form = variant(&mut inner, currency);
        if form.label.is_empty() && items.len() > 1 {
            inner.refuse("label", "Donnez un nom à chaque variante.");
        } else if !seen.insert(VariantId::of_label(&form.label)) {
            inner.refuse("label", "Cette variante est déjà dans la liste.");
        }
        fields.absorb(inner);
        forms.push(form);
    }
    Some(forms)
}

/// A variant's label is given whole, or as a size and a colour.
pub(crate) fn variant(fields: &mut Fields<'_>, currency: Currency) -> VariantForm {
    let label = if fields.has("label") {
        fields.paragraph("label", LABEL_MAX).map(|label| label.replace('\n', " "))
    } else {
        let parts = ["size", "colour", "color"].map(|part| fields.paragraph(part, LABEL_MAX / 2));
        let parts: Vec<String> = parts.into_iter().flatten().filter(|p| !p.is_empty()).collect();
        Some(parts.join(" "))
    };
    VariantForm {
        label: label.unwrap_or_default(),
        stock: fields.count("stock"),
        price: fields.amount("price", currency),
    }
}

impl ProductForm {
    /// The new product. Stock that was not said is none: nothing is promised that nobody counted.
    pub(crate) fn create(
        self,
        id: ProductId,
        currency: Currency,
    ) -> Result<Change, Vec<FieldError>> {
        let blank = Product {
            id,
            name: String::new(),
            description: String::new(),
            price: Money::zero(currency),
            floor_price: None,
            retailer_id: None,
            variants: Vec::new(),
            on_sale: true,
            photo: None,
        };
        below_price(self.applied_to(&blank))
    }

    /// The product with what the form says of it.
    pub(crate) fn apply(self, product: &Product) -> Result<Change, Vec<FieldError>> {
        let is_ambiguous = self.variants.is_none() && product.variants.len() > 1;
        if self.stock.is_some() && is_ambiguous {
            return Err(vec![FieldError {
                field: "stock".to_owned(),
                message: "Ce produit a plusieurs variantes : donnez le stock de chacune."
                    .to_owned(),
            }]);
        }
        below_price(self.applied_to(product))
    }

    fn applied_to(self, before: &Product) -> Change {
        let price = self.price.unwrap_or(before.price);
        let kept = |variant: &Variant| VariantForm {
            label: variant.label.clone(),
            stock: None,
            price: variant.price,
        };
        let mut forms = self.variants.unwrap_or_else(|| before.variants.iter().map(kept).collect());
        if forms.is_empty() {
            forms.push(VariantForm { label: String::new(), stock: None, price: None });
        }
        if let [only] = forms.as_mut_slice() {
            only.stock = only.stock.or(self.stock);
        }
        let variants = forms.iter().map(|form| variant_of(form, before, price)).collect();
        let is_counted = |form: &&VariantForm| {
            form.stock.is_some() || before.variant(&VariantId::of_label(&form.label)).is_none()
        };
        let counted = forms.iter().filter(is_counted).map(|f| VariantId::of_label(&f.label));
        let counted = counted.collect();
        let product = Product {
            id: before.id.clone(),
            name: self.name.unwrap_or_else(|| before.name.clone()),
            description: self.description.unwrap_or_else(|| before.description.clone()),
            price,
            floor_price: self.floor_price.or(before.floor_price).filter(|floor| floor.amount() > 0),
            retailer_id: self
                .retailer_id
                .map(|id| id.replace('\n', " "))
                .or_else(|| before.retailer_id.clone())
                .filter(|id| !id.is_empty()),
            variants,
            on_sale: self.on_sale.unwrap_or(before.on_sale),
            photo: before.photo.clone(),
        };
        let removed = before.variants.iter().filter(|gone| product.variant(&gone.id).is_none());
        let removed = removed.map(|gone| gone.id.clone()).collect();
        Change { product, counted, removed }
    }
}

/// A floor above the price is a slip of the seller's, whichever of the two was just changed.
fn below_price(change: Change) -> Result<Change, Vec<FieldError>> {
    let product = &change.product;
    if product.floor_price.is_none_or(|floor| floor.amount() <= product.price.amount()) {
        return Ok(change);
    }
    Err(vec![FieldError {
        field: "floor_price".to_owned(),
        message: format!("Le prix plancher dépasse le prix ({}).", product.price),
    }])
}

fn variant_of(form: &VariantForm, before: &Product, price: Money) -> Variant {
    let id = VariantId::of_label(&form.label);
    let was = before.variant(&id);
    Variant {
        label: form.label.clone(),
        // A price of its own that says the same would not follow the product's next change.
        price: form.price.or(was.and_then(|was| was.price)).filter(|own| *own != price),
        available: form.stock.or(was.map(|was| was.available)).unwrap_or(0),
        id,
    }
}

#[cfg(test)]
mod tests;
