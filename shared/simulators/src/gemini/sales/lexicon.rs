//! Words that are not the name of a product: function words, courtesy, numbers, sizes, colours.

/// Words a product query never contains, folded.
const FILLERS: &[&str] = &[
    // Function words.
    "a", "ai", "as", "au", "aussi", "aux", "avec", "avez", "avoir", "bien", "bon", "bonne", "c",
    "ca", "car", "ce", "cela", "celle", "celles", "celui", "ces", "cet", "cette", "chez", "ci",
    "comme", "comment", "d", "dans", "de", "deja", "des", "donc", "dont", "du", "elle", "elles",
    "en", "encore", "est", "et", "etes", "etre", "eu", "faire", "fait", "faut", "finalement",
    "ici", "il", "ils", "j", "je", "jusqu", "l", "la", "le", "les", "leur", "lui", "m", "ma",
    "mais", "me", "meme", "merci", "mes", "mieux", "moi", "moins", "mon", "n", "ne", "ni", "nos",
    "notre", "nous", "on", "ont", "ou", "oui", "non", "par", "parce", "pas", "peu", "peut",
    "peux", "plus", "plutot", "pour", "pouvez", "puis", "qu", "quand", "que", "quel", "quelle",
    "quelles", "quels", "qui", "quoi", "s", "sa", "sans", "se", "sera", "serait", "ses", "si",
    "sinon", "sont", "soit", "suis", "sur", "t", "ta", "te", "tes", "toi", "ton", "tous", "tout",
    "toute", "toutes", "tres", "trop", "tu", "va", "vais", "vers", "vos", "votre", "vous", "voir",
    "vraiment", "y", "autre", "autres", "chose", "alors", "apres", "avant", "juste", "seulement",
    "voila", "voici", "ok", "okay", "dac", "accord", "daccord", "non", "aucun", "aucune", "quelque",
    "quelques", "plusieurs", "fois", "jour", "semaine", "heure", "heures", "h",
    // Courtesy.
    "bonjour", "bonsoir", "bjr", "bsr", "salut", "slt", "cc", "coucou", "svp", "stp", "plait",
    "please", "hello", "hi", "hey", "madame", "monsieur", "mme", "mr", "cher", "chere", "frere",
    "soeur", "patron", "boss", "tonton", "grand", "jolie", "beau", "belle", "super", "parfait",
    "cool", "top", "infiniment", "beaucoup", "journee", "soiree",
    // Buying and asking.
    "achat", "acheter", "ajouter", "ajoute", "ajoutez", "aimerais", "aime", "annuler", "article",
    "articles", "besoin", "boutique", "catalogue", "chercher", "cherche", "choisi", "choisis",
    "combien", "commande", "commander", "confirme", "confirmer", "cout", "coute", "coutent",
    "couter", "dispo", "disponible", "disponibles", "dispos", "donner", "donnez", "enlever",
    "enlevez", "enleve", "envoyer", "envoyez", "infos", "info", "information", "informations",
    "interesse", "interessee", "interessent", "livraison", "livre", "livrer", "livrez", "livreur",
    "frais", "mettre", "mettez", "mets", "modele", "modeles", "modifier", "changer", "offre",
    "paiement", "payer", "photo", "photos", "pointure", "pointures", "possible", "prendre",
    "prends", "prend", "prendrai", "prendrais", "presente", "prix", "produit", "produits", "promo", "promotion",
    "pub", "publicite", "annonce", "question", "recap", "recapitulatif", "recevoir", "reserver", "reservez",
    "retirer", "retirez", "supprimer", "supprimez", "savoir", "stock", "taille", "tailles",
    "tarif", "tarifs", "total", "vend", "vendez", "vends", "vendre", "vente", "veut", "veux",
    "voudrais", "vouloir", "voulais", "couleur", "couleurs", "coloris", "numero", "tel",
    "telephone", "appeler", "appelez", "contact", "adresse", "quartier", "commune", "ville",
    "paire", "paires", "piece", "pieces", "exemplaire", "exemplaires", "unite", "unites",
    "premier", "premiere", "1er", "deuxieme", "second", "seconde", "troisieme", "dernier",
    "derniere", "deux", "actuellement", "maintenant", "original", "originale", "qualite",
    "garantie", "nouveau", "nouvelle", "regarder", "regarde", "montrer", "montrez", "montre-moi",
    "habite", "situe", "trouve", "compris", "comprends", "repondez", "svp", "bonne", "ligne",
    // Simple English.
    "i", "an", "am", "and", "any", "are", "at", "be", "buy", "can", "could", "deliver",
    "delivery", "do", "does", "for", "from", "get", "good", "have", "how", "in", "is", "it", "its",
    "like", "many", "me", "morning", "evening", "much", "my", "need", "number", "of", "one", "order", "pair",
    "pairs", "phone", "price", "cost", "shop", "size", "sizes", "color", "colour", "some", "take", "thank",
    "thanks", "that", "the", "them", "these", "this", "those", "to", "want", "we", "what",
    "where", "which", "will", "with", "would", "yes", "no", "you", "your", "interested", "still",
    "available", "sell", "add", "remove", "live", "near", "fine", "great", "ll", "please", "today",
    "tomorrow", "also", "too", "instead", "actually", "address", "afternoon", "tonight", "there",
];

const COLOURS: &[&str] = &[
    "noir", "blanc", "rouge", "bleu", "vert", "jaune", "gris", "marron", "rose", "violet", "beige",
    "dore", "argente", "bordeaux", "kaki", "orange",
];

const LETTER_SIZES: &[&str] = &["xs", "s", "m", "l", "xl", "xxl", "xxxl", "2xl", "3xl"];

const NUMBERS: [(&str, u64); 18] = [
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("ten", 10),
    ("douze", 12),
    ("un", 1),
    ("une", 1),
    ("one", 1),
];

/// The largest quantity taken from a message without asking.
const MAX_QUANTITY: u64 = 50;

pub(super) fn is_filler(folded: &str) -> bool {
    FILLERS.contains(&folded) || number_word(folded).is_some()
}

/// Whether a stem is a colour.
pub(super) fn is_colour(stem: &str) -> bool {
    COLOURS.contains(&stem)
}

/// Whether a stem can only be a size: a letter size, or a shoe or garment number.
pub(super) fn is_size(stem: &str) -> bool {
    LETTER_SIZES.contains(&stem)
        || stem.parse::<u64>().is_ok_and(|number| (34..=48).contains(&number))
}

/// A quantity written as digits (`2`, `x2`, `2x`) or as a word.
pub(super) fn quantity(folded: &str) -> Option<u64> {
    let digits = folded.trim_matches('x');
    let written = digits.parse().ok().or_else(|| number_word(folded))?;
    (1..=MAX_QUANTITY).contains(&written).then_some(written)
}

fn number_word(folded: &str) -> Option<u64> {
    NUMBERS.iter().find(|(word, _)| *word == folded).map(|(_, number)| *number)
}
