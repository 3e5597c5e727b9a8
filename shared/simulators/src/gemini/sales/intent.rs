//! What a message asks for, beside products and slots.

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
    pub(super) replaces: bool,
    pub(super) removes: bool,
    pub(super) cancels: bool,
    pub(super) modifies: bool,
    pub(super) wants_human: bool,
    pub(super) complains: bool,
}

const GREETINGS: &[&str] =
    &["bonjour", "bonsoir", "bjr", "bsr", "salut", "slt", "cc", "coucou", "hello", "hi", "hey", "good morning", "good evening"];
const AGREEMENTS: &[&str] = &[
    "oui", "ok", "okay", "d accord", "daccord", "dac", "yes", "c est bon", "ca marche", "parfait",
    "ca me va", "volontiers", "allons y", "je confirme", "sure",
];
const PURCHASES: &[&str] = &[
    "je veux", "je prends", "je prend", "je prendrai", "je prendrais", "je voudrais",
    "j aimerais", "j en veux", "j en prends", "je commande", "commander", "passer commande", "acheter", "achete", "il me faut", "donnez moi",
    "donne moi", "mettez", "mets moi", "ajoutez", "ajouter", "ajoute", "reservez", "reserver", "j ai besoin",
    "i want", "i would like", "i d like", "i ll take", "i will take", "i need", "buy", "order", "add",
    "prends", "on prend", "je vais prendre",
];
const HUMANS: &[&str] = &[
    "humain", "un conseiller", "une conseillere", "un agent", "responsable", "le vendeur",
    "la vendeuse", "le patron", "le gerant", "une personne", "vraie personne", "a quelqu un", "avec quelqu un",
    "service client", "appelez moi", "rappelez moi", "human", "real person", "someone",
    "un robot", "une machine",
];
const COMPLAINTS: &[&str] = &[
    "arnaque", "arnaqueur", "arnaqueurs", "escroc", "escrocs", "voleur", "voleurs", "remboursement",
    "rembourser", "remboursez", "plainte", "inadmissible", "pas content", "pas contente", "en colere", "decu", "decue",
    "honte", "defectueux", "defectueuse", "casse", "cassee", "abime", "dechire", "jamais recu", "pas recu",
    "toujours pas", "scam", "refund", "broken", "complaint", "mauvaise qualite", "n importe quoi",
];
const DISCOUNTS: &[&str] = &[
    "remise", "reduction", "rabais", "dernier prix", "moins cher", "trop cher", "c est cher",
    "negocier", "diminuer", "diminuez", "baisser", "discount", "cheaper", "last price",
];

impl Intents {
    pub(super) fn of(text: &Text) -> Self {
        let about_delivery = text.has_prefix("livr") || text.has_prefix("deliver");
        let about_order = text.has_any(&["ma commande", "my order", "mon colis", "le livreur"]);
        let asks = text.is_question()
            || text.has_any(&["combien", "comment", "quand", "how", "when", "est ce que", "frais", "delai"]);
        let cancels = text.has_any(&["annuler", "annule", "annulez", "cancel"]);
        Self {
            greets: text.has_any(GREETINGS),
            thanks: text.has_any(&["merci", "thanks", "thank you", "thank"]),
            agrees: text.words.len() <= 6 && text.has_any(AGREEMENTS),
            refuses: text.words.len() <= 6 && text.has_any(&["non", "no", "pas maintenant"]),
            buys: text.has_any(PURCHASES),
            asks_price: !about_delivery
                && text.has_any(&["prix", "combien", "tarif", "tarifs", "coute", "coutent", "price", "how much", "cost"]),
            asks_stock: text.has_any(&[
                "vous avez", "avez vous", "tu as", "dispo", "disponible", "disponibles", "il y a",
                "y a t il", "en stock", "il reste", "do you have", "available", "vendez", "do you sell",
                "je cherche", "looking for", "interesse", "interessee", "interested",
            ]),
            asks_catalogue: text.has_any(&[
                "catalogue", "que vendez vous", "vous vendez quoi", "vous avez quoi",
                "quoi de neuf", "vos produits", "vos articles", "qu est ce que vous vendez",
                "qu est ce que vous avez", "what do you sell", "what do you have", "tous les articles",
            ]),
            asks_delivery: about_delivery && asks && !about_order,
            asks_payment: text.has_any(&[
                "payer", "paiement", "paye", "wave", "orange money", "mobile money", "momo", "mtn",
                "especes", "cash", "pay", "payment",
            ]),
            asks_discount: text.has_any(DISCOUNTS),
            asks_shop: text.has_any(&[
                "ou etes vous", "vous etes ou", "vous etes situes", "votre boutique", "la boutique", "magasin",
                "etes vous situes", "where are you", "your shop", "vous etes situe",
            ]),
            asks_picture: text.has_any(&["photo", "photos", "image", "images", "picture", "pictures", "video"]),
            asks_quality: text.has_any(&["original", "originale", "originales", "originaux", "authentique", "qualite", "garantie", "solide"]),
            asks_total: text.has_any(&["total", "ca fait combien", "je dois combien", "en tout"]),
            asks_recap: text.has_any(&["recap", "recapitulatif", "resume", "summary"]),
            asks_order_status: about_order && asks || text.has_any(&["ou en est", "where is my order"]),
            replaces: text.has_any(&["plutot", "finalement", "au lieu", "instead", "actually", "changer", "changez", "remplacer", "remplacez"]),
            removes: text.has_any(&["enlever", "enlevez", "enleve", "retirer", "retirez", "retire", "supprimer", "supprimez", "remove"]),
            cancels,
            modifies: text.has_any(&["modifier", "modify", "edit", "je veux changer"]),
            wants_human: text.has_any(HUMANS),
            complains: text.has_any(COMPLAINTS),
        }
    }

    /// Whether the message is about products: what it leaves unexplained may be a product's name.
    pub(super) fn is_shopping(self) -> bool {
        self.buys || self.asks_price || self.asks_stock || self.asks_picture || self.asks_quality
    }

    /// Whether something was understood that needs no product.
    pub(super) fn is_conversation(self) -> bool {
        self.greets
            || self.thanks
            || self.agrees
            || self.refuses
            || self.asks_delivery
            || self.asks_payment
            || self.asks_discount
            || self.asks_shop
            || self.asks_picture
            || self.asks_quality
            || self.asks_total
            || self.asks_recap
            || self.asks_order_status
            || self.cancels
            || self.modifies
    }
}
