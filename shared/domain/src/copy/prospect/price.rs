//! The answers to « dernier prix ? ». The amount is the shop's rule's, the words are these.
//!
//! `product` is a name without its article (`Robe wax M`), so no sentence needs its gender.

use super::plain;
use crate::{conversation::Bubble, copy::Voice, money::Money};

/// The price the prospect named is accepted.
pub fn price_accepted(voice: Voice, price: Money, product: &str) -> Bubble {
    plain(voice.pick(
        format!("C'est d'accord : {product} à {price} pour vous. On prépare la commande ?"),
        format!("C'est d'accord : {product} à {price} pour toi. On prépare la commande ?"),
        format!("Agreed: {product} at {price} for you. Shall we prepare the order?"),
    ))
}

/// A price between the two.
pub fn price_counter(voice: Voice, price: Money, product: &str) -> Bubble {
    plain(voice.pick(
        format!("Pour {product}, je peux descendre à {price}. Ça vous va ?"),
        format!("Pour {product}, je peux descendre à {price}. Ça te va ?"),
        format!("For {product}, I can go down to {price}. Does that work for you?"),
    ))
}

/// The lowest price there is.
pub fn price_last(voice: Voice, price: Money, product: &str) -> Bubble {
    plain(voice.pick(
        format!("{price}, c'est mon dernier prix pour {product}. On part là-dessus ?"),
        format!("{price}, c'est mon dernier prix pour {product}. On part là-dessus ?"),
        format!("{price} is my last price for {product}. Shall we go ahead at that price?"),
    ))
}

/// The shop does not haggle.
pub fn price_fixed(voice: Voice, price: Money, product: &str) -> Bubble {
    plain(voice.pick(
        format!("Pour {product}, le prix est fixe : {price}. Je vous prépare la commande ?"),
        format!("Pour {product}, le prix est fixe : {price}. Je te prépare la commande ?"),
        format!("For {product}, the price is fixed: {price}. Shall I prepare the order?"),
    ))
}
