//! Products and the stock of their variants. Stock is an item of its own per variant, so that a
//! confirmed order can take from it under a condition.

use std::collections::BTreeMap;

use domain::{
    catalogue::{Picture, Product, Variant},
    ids::{ProductId, VariantId},
    money::Money,
};
use serde::{Deserialize, Serialize};

use super::{CorruptRecord, picture::PictureRecord, values::MoneyValue};

/// A product without its stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRecord {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub description: String,
    pub price: MoneyValue,
    /// The lowest price the seller accepts; absent when there is no haggling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_price: Option<MoneyValue>,
    /// Its identifier in the catalogue at Meta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retailer_id: Option<String>,
    pub variants: Vec<VariantRecord>,
    pub on_sale: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PictureRecord>,
}

/// A variant; its id is the slug of its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantRecord {
    pub label: String,
    /// When it differs from the product's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyValue>,
}

/// Units of a variant that can still be promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRecord {
    pub product: String,
    pub variant: String,
    pub available: u32,
}

impl From<&Product> for ProductRecord {
    fn from(product: &Product) -> Self {
        let variants = product.variants.iter().map(|variant| VariantRecord {
            label: variant.label.clone(),
            price: variant.price.map(MoneyValue::from),
        });
        Self {
            id: product.id.to_string(),
            name: product.name.clone(),
            description: product.description.clone(),
            price: product.price.into(),
            floor_price: product.floor_price.map(MoneyValue::from),
            retailer_id: product.retailer_id.clone(),
            variants: variants.collect(),
            on_sale: product.on_sale,
            photo: product.photo.as_ref().map(PictureRecord::from),
        }
    }
}

/// The stock items of a product.
pub fn stock_of(product: &Product) -> Vec<StockRecord> {
    let records = product.variants.iter().map(|variant| StockRecord {
        product: product.id.to_string(),
        variant: variant.id.to_string(),
        available: variant.available,
    });
    records.collect()
}

/// Puts products and stock items, as one query of the catalogue returns them, together again. A
/// variant without a stock item has none left.
///
/// # Errors
/// The first record that does not read back.
pub fn products_of(
    products: &[ProductRecord],
    stock: &[StockRecord],
) -> Result<Vec<Product>, CorruptRecord> {
    let available: BTreeMap<(&str, &str), u32> =
        stock.iter().map(|s| ((s.product.as_str(), s.variant.as_str()), s.available)).collect();
    products.iter().map(|record| product_of(record, &available)).collect()
}

fn product_of(
    record: &ProductRecord,
    available: &BTreeMap<(&str, &str), u32>,
) -> Result<Product, CorruptRecord> {
    let id: ProductId = record.id.parse().map_err(|_bad_id| CorruptRecord::new("product", "id"))?;
    let variants = record.variants.iter().map(|variant| {
        let variant_id = VariantId::of_label(&variant.label);
        let units = available.get(&(record.id.as_str(), variant_id.as_str())).copied();
        Ok(Variant {
            label: variant.label.clone(),
            price: variant.price.as_ref().map(Money::try_from).transpose()?,
            available: units.unwrap_or(0),
            id: variant_id,
        })
    });
    Ok(Product {
        name: record.name.clone(),
        description: record.description.clone(),
        price: Money::try_from(&record.price)?,
        floor_price: record.floor_price.as_ref().map(Money::try_from).transpose()?,
        retailer_id: record.retailer_id.clone(),
        variants: variants.collect::<Result<_, CorruptRecord>>()?,
        on_sale: record.on_sale,
        photo: record.photo.as_ref().map(Picture::from),
        id,
    })
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_product_and_its_stock_read_back() {
        let price = Money::new(45_000, Currency::Xof);
        let variant = |label: &str, price, available| Variant {
            id: VariantId::of_label(label),
            label: label.into(),
            price,
            available,
        };
        let product = Product {
            id: ProductId::from_uuid(Uuid::from_u128(1)),
            name: "Air Max".into(),
            description: "Baskets".into(),
            price,
            floor_price: Some(Money::new(38_000, Currency::Xof)),
            retailer_id: Some("SKU-1".into()),
            variants: vec![variant("42 noir", None, 3), variant("43", Some(price), 0)],
            on_sale: true,
            photo: None,
        };
        let record = ProductRecord::from(&product);
        let stock = stock_of(&product);
        assert_eq!(products_of(std::slice::from_ref(&record), &stock), Ok(vec![product]));
        let without_stock = products_of(&[record], &[]).unwrap();
        assert!(!without_stock[0].is_available());
    }

    #[test]
    fn a_product_from_before_there_were_floors_reads_back() {
        let stored = r#"{"id": "prd_00000000000000000000000004", "name": "Sac", "on_sale": true,
            "price": {"amount": 7500, "currency": "XOF"}, "variants": [{"label": ""}]}"#;
        let record: ProductRecord = serde_json::from_str(stored).unwrap();
        let product = products_of(std::slice::from_ref(&record), &[]).unwrap().remove(0);
        assert_eq!((product.floor_price, &product.retailer_id), (None, &None));
        // Written again, it has no more fields than it had.
        let again = serde_json::to_value(ProductRecord::from(&product)).unwrap();
        assert!(again.get("floor_price").is_none() && again.get("retailer_id").is_none());
    }
}
