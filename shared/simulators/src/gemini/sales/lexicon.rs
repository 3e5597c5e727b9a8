//! Words that are not the name of a product: function words, courtesy, numbers, sizes, colours.

/// Function words of French.
const FUNCTION_WORDS: &str = "\
    a accord ai alors apres as au aucun aucune aussi autre autres aux avant avec avez avoir bien \
    bon bonne c ca car ce cela celle celles celui ces cet cette chez chose ci comme comment d \
    dac daccord dans de deja des donc dont du elle elles en encore est et etes etre eu faire \
    fait faut finalement fois h heure heures ici il ils j je jour jusqu juste l la le les leur \
    lui m ma mais me meme merci mes mieux moi moins mon n ne ni non nos notre nous ok okay on \
    ont ou oui par parce pas peu peut peux plus plusieurs plutot pour pouvez puis qu quand que \
    quel quelle quelles quelque quelques quels qui quoi s sa sans se semaine sera serait ses \
    seulement si sinon soit sont suis sur t ta te tes toi ton tous tout toute toutes tres trop \
    tu va vais vers voici voila voir vos votre vous vraiment y";
/// Courtesy and small talk.
const COURTESY: &str = "\
    beau beaucoup belle bjr bonjour bonsoir boss bsr cc cher chere cool coucou frere grand hello \
    hey hi infiniment jolie journee madame mme monsieur mr parfait patron plait please salut slt \
    soeur soiree stp super svp tonton top";
/// Words of buying and asking.
const SHOPPING_WORDS: &str = "\
    1er accepte acceptes acceptez achat acheter actuellement adresse aime aimerais ajoute \
    ajouter ajoutez annonce annuler appeler appelez article articles besoin boutique carte cash \
    catalogue changer cherche chercher choisi choisis coloris combien commande commander commune \
    comprends compris confirme confirmer contact couleur couleurs cout coute coutent couter \
    dernier derniere deux deuxieme dispo disponible disponibles dispos donner donnez enleve \
    enlever enlevez envoyer envoyez especes exemplaire exemplaires frais garantie habite info \
    information informations infos interesse interessee interessent ligne livraison livre livrer \
    livreur livrez maintenant mets mettez mettre mobile modele modeles modifier momo money \
    montrer montrez moov mtn nouveau nouvelle numero offre original originale paiement paire \
    paires payer photo photos piece pieces pointure pointures possible premier premiere prend \
    prendrai prendrais prendre prends presente prix produit produits promo promotion pub \
    publicite qualite quartier question recap recapitulatif recevoir regarde regarder repondez \
    reserver reservez retirer retirez savoir second seconde situe stock supprimer supprimez \
    taille tailles tarif tarifs tel telephone total troisieme trouve unite unites vend vendez \
    vendre vends vente veut veux ville voudrais voulais vouloir wave";
/// The same in simple English.
const ENGLISH_WORDS: &str = "\
    actually add address afternoon also am an and any are at available be buy can color colour \
    cost could deliver delivery do does evening fine for from get good great have how i in \
    instead interested is it its like live ll many morning much my near need no number of one \
    order pair pairs phone price remove sell shop size sizes some still take thank thanks that \
    the them there these this those to today tomorrow tonight too want we what where which will \
    with would yes you your";

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

/// Whether a word, folded, is never part of a product's name.
pub(super) fn is_filler(folded: &str) -> bool {
    let lists = [FUNCTION_WORDS, COURTESY, SHOPPING_WORDS, ENGLISH_WORDS];
    let listed = lists.iter().any(|list| list.split(' ').any(|word| word == folded));
    listed || number_word(folded).is_some()
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
