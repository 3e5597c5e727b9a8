//! A sale up to the confirmed order, as every story of a delivery begins.

use anyhow::Result;
use serde_json::{Value, json};

use crate::{model, phone::Phone, seller::Seller};

/// A prospect who was shown the recap of one pair of Air Max 42 to Cocody (46 500 FCFA), and the
/// bubble with its buttons.
///
/// # Errors
/// A step is refused, or never comes.
pub async fn recapitulated(seller: &Seller) -> Result<(Phone, Value)> {
    let products = seller.get("/products").await?;
    let id = products["items"][0]["id"].clone();
    let call = |name: &str, args: Value| json!({"call": {"name": name, "args": args}});
    let sale = [
        call("search_catalogue", json!({"query": "air max"})),
        call("update_cart", json!({"product_id": id, "variant": "42", "quantity": 1})),
        call(
            "set_delivery_address",
            json!({"commune": "Cocody", "landmark": "derrière la pharmacie"}),
        ),
        call("show_recap", json!({})),
    ];
    model::script(seller, &sale).await?;
    let prospect = Phone::facing(&seller.stack, &seller.phone_number_id);
    prospect.say("Bonjour, je veux les Air Max en 42, livrées à Cocody").await?;
    let recap = prospect.hears("Vous confirmez ?").await?;
    Ok((prospect, recap))
}

/// The same, confirmed.
///
/// # Errors
/// A step is refused, or never comes.
pub async fn ordered(seller: &Seller) -> Result<Phone> {
    let (prospect, recap) = recapitulated(seller).await?;
    prospect.tap(&recap, "Confirmer").await?;
    prospect.hears("bien notée").await?;
    Ok(prospect)
}

/// The four digits in the message that tells a prospect of their courier.
///
/// # Errors
/// It never comes.
pub async fn code_of(prospect: &Phone) -> Result<String> {
    let told = crate::phone::words_of(&prospect.hears("code de livraison : *").await?);
    Ok(told.rsplit("livraison : *").next().unwrap_or_default().chars().take(4).collect())
}
