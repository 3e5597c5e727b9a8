//! The phrases behind each intent, folded: lower case, no accents, no apostrophes.

/// Openings of a conversation.
pub(in crate::gemini::sales) const GREETINGS: &[&str] = &[
    "bonjour",
    "bonsoir",
    "bjr",
    "bsr",
    "salut",
    "slt",
    "cc",
    "coucou",
    "hello",
    "hi",
    "hey",
    "good morning",
    "good evening",
];

/// « Oui », in all its forms.
pub(in crate::gemini::sales) const AGREEMENTS: &[&str] = &[
    "oui",
    "ok",
    "okay",
    "d accord",
    "daccord",
    "dac",
    "yes",
    "c est bon",
    "ca marche",
    "parfait",
    "ca me va",
    "volontiers",
    "allons y",
    "je confirme",
    "sure",
];

/// Words that order.
pub(in crate::gemini::sales) const PURCHASES: &[&str] = &[
    "je veux",
    "je prends",
    "je prend",
    "je prendrai",
    "je prendrais",
    "je voudrais",
    "j aimerais",
    "j en veux",
    "j en prends",
    "je commande",
    "commander",
    "passer commande",
    "acheter",
    "achete",
    "il me faut",
    "donnez moi",
    "donne moi",
    "mettez",
    "mets moi",
    "ajoutez",
    "ajouter",
    "ajoute",
    "reservez",
    "reserver",
    "j ai besoin",
    "i want",
    "i would like",
    "i d like",
    "i ll take",
    "i will take",
    "i need",
    "buy",
    "order",
    "add",
    "prends",
    "on prend",
    "je vais prendre",
];

/// Asking for a person.
pub(in crate::gemini::sales) const HUMANS: &[&str] = &[
    "humain",
    "un conseiller",
    "une conseillere",
    "un agent",
    "responsable",
    "le vendeur",
    "la vendeuse",
    "le patron",
    "le gerant",
    "une personne",
    "vraie personne",
    "a quelqu un",
    "avec quelqu un",
    "service client",
    "appelez moi",
    "rappelez moi",
    "human",
    "real person",
    "someone",
];

/// Anger, and goods that are wrong.
pub(in crate::gemini::sales) const COMPLAINTS: &[&str] = &[
    "arnaque",
    "arnaqueur",
    "arnaqueurs",
    "escroc",
    "escrocs",
    "voleur",
    "voleurs",
    "remboursement",
    "rembourser",
    "remboursez",
    "plainte",
    "inadmissible",
    "pas content",
    "pas contente",
    "en colere",
    "decu",
    "decue",
    "honte",
    "defectueux",
    "defectueuse",
    "casse",
    "cassee",
    "abime",
    "dechire",
    "jamais recu",
    "pas recu",
    "toujours pas",
    "scam",
    "refund",
    "broken",
    "complaint",
    "mauvaise qualite",
    "n importe quoi",
];

/// Bargaining.
pub(in crate::gemini::sales) const DISCOUNTS: &[&str] = &[
    "remise",
    "reduction",
    "rabais",
    "dernier prix",
    "moins cher",
    "trop cher",
    "c est cher",
    "negocier",
    "diminuer",
    "diminuez",
    "baisser",
    "discount",
    "cheaper",
    "last price",
];

pub(in crate::gemini::sales) const PRICES: &[&str] =
    &["prix", "combien", "tarif", "tarifs", "coute", "coutent", "price", "how much", "cost"];

pub(in crate::gemini::sales) const STOCK: &[&str] = &[
    "vous avez",
    "avez vous",
    "tu as",
    "dispo",
    "disponible",
    "disponibles",
    "il y a",
    "y a t il",
    "en stock",
    "il reste",
    "do you have",
    "available",
    "vendez",
    "do you sell",
    "je cherche",
    "looking for",
    "interesse",
    "interessee",
    "interested",
];

pub(in crate::gemini::sales) const CATALOGUE: &[&str] = &[
    "catalogue",
    "que vendez vous",
    "vous vendez quoi",
    "vous avez quoi",
    "quoi de neuf",
    "vos produits",
    "vos articles",
    "qu est ce que vous vendez",
    "qu est ce que vous avez",
    "what do you sell",
    "what do you have",
    "tous les articles",
];

pub(in crate::gemini::sales) const PAYMENTS: &[&str] = &[
    "payer",
    "paiement",
    "paye",
    "wave",
    "orange money",
    "mobile money",
    "momo",
    "mtn",
    "especes",
    "cash",
    "pay",
    "payment",
];

pub(in crate::gemini::sales) const SHOP: &[&str] = &[
    "ou etes vous",
    "vous etes ou",
    "vous etes situes",
    "votre boutique",
    "la boutique",
    "magasin",
    "etes vous situes",
    "where are you",
    "your shop",
    "vous etes situe",
];

pub(in crate::gemini::sales) const PICTURES: &[&str] = &[
    "original",
    "originale",
    "originales",
    "originaux",
    "authentique",
    "qualite",
    "garantie",
    "solide",
];

pub(in crate::gemini::sales) const QUALITY: &[&str] =
    &["total", "ca fait combien", "je dois combien", "en tout"];

pub(in crate::gemini::sales) const TOTALS: &[&str] =
    &["recap", "recapitulatif", "resume", "summary"];

pub(in crate::gemini::sales) const REPLACEMENTS: &[&str] = &[
    "plutot",
    "finalement",
    "au lieu",
    "instead",
    "actually",
    "changer",
    "changez",
    "remplacer",
    "remplacez",
];

pub(in crate::gemini::sales) const REMOVALS: &[&str] = &[
    "enlever",
    "enlevez",
    "enleve",
    "retirer",
    "retirez",
    "retire",
    "supprimer",
    "supprimez",
    "remove",
];

pub(in crate::gemini::sales) const QUESTIONS: &[&str] =
    &["combien", "comment", "quand", "how", "when", "est ce que", "frais", "delai"];

pub(in crate::gemini::sales) const IDENTITY: &[&str] = &[
    "robot",
    "un bot",
    "une machine",
    "une ia",
    "qui es tu",
    "qui etes vous",
    "are you a bot",
    "who are you",
];
