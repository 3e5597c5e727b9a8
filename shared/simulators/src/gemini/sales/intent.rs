//! What a message asks for, beside products and slots.

mod phrases;

use super::text::Text;

/// The intents of the new messages; several may hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one message")]
pub(super) struct Intents {
    pub(super) greets: bool,
    pub(super) thanks: bool,
    pub(super) agrees: bool,
    pub(super) refuses: bool,
    pub(super) buys: bool,
    pub(super) asks_price: bool,
    pub(super) asks_stock: bool,
    pub(super) asks_catalogue: bool,
    pub(super) asks_delivery: bool,
    pub(super) asks_payment: bool,
    pub(super) asks_discount: bool,
    pub(super) asks_shop: bool,
    pub(super) asks_picture: bool,
    pub(super) asks_quality: bool,
    pub(super) asks_total: bool,
    pub(super) asks_recap: bool,
    pub(super) asks_order_status: bool,
    pub(super) asks_identity: bool,
    pub(super) replaces: bool,
    pub(super) removes: bool,
    pub(super) cancels: bool,
    pub(super) modifies: bool,
    pub(super) wants_human: bool,
    pub(super) complains: bool,
}

impl Intents {
    pub(super) fn of(text: &Text) -> Self {
        let about_delivery = text.has_prefix("livr") || text.has_prefix("deliver");
        let about_order = text.has_any(&["ma commande", "my order", "mon colis", "le livreur"]);
        let asks = text.is_question() || text.has_any(phrases::QUESTIONS);
        let cancels = text.has_any(&["annuler", "annule", "annulez", "cancel"]);
        Self {
            greets: text.has_any(phrases::GREETINGS),
            thanks: text.has_any(&["merci", "thanks", "thank you", "thank"]),
            agrees: text.words.len() <= 6 && text.has_any(phrases::AGREEMENTS)
                || text.characters().iter().any(|c| "👍👌✅🙏".contains(*c)),
            refuses: text.words.len() <= 6 && text.has_any(&["non", "no", "pas maintenant"]),
            buys: text.has_any(phrases::PURCHASES),
            asks_price: !about_delivery && text.has_any(phrases::PRICES),
            asks_stock: text.has_any(phrases::STOCK),
            asks_catalogue: text.has_any(phrases::CATALOGUE),
            asks_delivery: about_delivery && asks && !about_order,
            asks_payment: text.has_any(phrases::PAYMENTS),
            asks_discount: text.has_any(phrases::DISCOUNTS),
            asks_shop: text.has_any(phrases::SHOP),
            asks_picture: text
                .has_any(&["photo", "photos", "image", "images", "picture", "pictures", "video"]),
            asks_quality: text.has_any(phrases::PICTURES),
            asks_total: text.has_any(phrases::QUALITY),
            asks_recap: text.has_any(phrases::TOTALS),
            asks_order_status: about_order && asks
                || text.has_any(&["ou en est", "where is my order"]),
            asks_identity: text.has_any(phrases::IDENTITY),
            replaces: text.has_any(phrases::REPLACEMENTS),
            removes: text.has_any(phrases::REMOVALS),
            cancels,
            modifies: text.has_any(&["modifier", "modify", "edit", "je veux changer"]),
            wants_human: text.has_any(phrases::HUMANS),
            complains: text.has_any(phrases::COMPLAINTS),
        }
    }

    /// Whether the message is about products: what it leaves unexplained may be a product's name.
    pub(super) fn is_shopping(self) -> bool {
        self.buys || self.asks_price || self.asks_stock || self.asks_picture || self.asks_quality
    }

    /// Whether the message asks about the shop rather than about a product.
    pub(super) fn asks_around(self) -> bool {
        self.asks_payment
            || self.asks_delivery
            || self.asks_discount
            || self.asks_shop
            || self.asks_identity
            || self.asks_order_status
    }

    /// Whether something was understood that needs no product.
    pub(super) fn is_conversation(self) -> bool {
        self.greets
            || self.thanks
            || self.agrees
            || self.refuses
            || self.asks_around()
            || self.asks_picture
            || self.asks_quality
            || self.asks_total
            || self.asks_recap
            || self.cancels
            || self.modifies
    }
}
