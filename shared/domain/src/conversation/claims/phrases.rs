//! What only code may say, as phrases: confirmations, departures, payments, discounts.
//!
//! A phrase is words in order: `a|b` are alternatives, `gratuit*` any ending, `~3` up to three words
//! between, `^` and `$` the ends of a clause. What is denied is not said: « pas de remise ».

use super::words::Word;

/// Orders that are said to exist, things said to be set aside.
pub(super) const CONFIRMATION: [&str; 15] = [
    "commande|commandes|achat|order|reservation|precommande|booking ~6 confirme|confirmee|confirmes|confirmees|confirmed|valide|validee|validees|validated|enregistre|enregistree|registered|passee|placed|acceptee|accepted|notee|prise|bouclee|finalisee|faite|creee|processed|completed|lancee|approuvee|approved|reservee",
    "ai|avons|have|ve|just|viens|deja ~3 confirme|valide|enregistre|passe|place|placed|confirmed|booked|reserve|processed|passer|enregistrer|valider ~3 commande|order|reservation|achat",
    "je|nous|on|i|we ~2 confirme|confirmons|confirm|valide|validons ~4 commande|order|achat|reservation|prix|remise|price",
    "je|nous|on|i|we confirme|confirmons|confirm $",
    "c est|etait ~1 confirme|confirmee|valide|validee|boucle",
    "it|all|everything|you ~2 confirmed|booked|settled",
    "^ ~1 confirme|confirmee|confirmed|validee|booked $",
    "reserve|reservee|reserves|reservees|reserved|bloque|bloquee|saved|kept ~3 pour|for vous|toi|you",
    "je|on|nous ~2 reserve|reservons|garde|gardons|bloque|bloquons ~2 paire|article|exemplaire|taille|piece|modele|derniere|dernier|robe|sac",
    "mis|mise|mises|mets|met|mettons ~2 de cote",
    "set|put|putting|setting ~2 aside",
    "on hold for you",
    "commande|order ~2 ok|good|done $",
    "marche conclu|fait",
    "deal done",
];

/// Parcels that are said to move.
pub(super) const DEPARTURE: [&str; 9] = [
    "livreur|coursier|courier|driver|rider|colis|parcel|package|commande|order|paquet|livraison ~3 arrive|arrivera|arrives|arriving|part|partira|parti|partie|expedie|expediee|shipped|dispatched|sent|envoye|envoyee|leaves|coming|lancee",
    "livreur|coursier|courier|driver|rider|colis|parcel|package|commande|order|paquet ~3 en|on ~1 route|chemin|way",
    "est|s|is|already|deja en|on ~1 route|chemin|way",
    "colis|commande|order|parcel|package ~1 est|ete|is|been|was livre|livree|delivered|remis|remise",
    "trouve|found|appele|called|envoie|envoye|sent ~3 livreur|coursier|courier|driver|rider",
    "livreur|coursier|courier|driver|rider ~3 trouve|found|assigne|assigned|devant|outside",
    "expedie|expediee|expediees|shipped|dispatched",
    "arrive|arrives|sera|there|chez vous dans|in ~2 minutes|min|mn",
    "out for delivery",
];

/// Money that is said to have come, or not to be due.
pub(super) const PAYMENT: [&str; 11] = [
    "paiement|virement|transfert|versement|depot|acompte|payment|transfer|deposit|argent|money|wave|momo|fonds ~4 recu|recue|recus|confirme|confirmee|valide|validee|encaisse|received|confirmed|cleared|credited|verifie|verifiee|verified|enregistre|enregistree|successful|effectue|complete",
    "paiement|virement|transfert|versement|depot|payment|transfer|argent|money ~2 arrive|arrived|passe|credite|in",
    "recu|recue|vu|received|saw|got|encaisse|verifie|confirme|valide|confirmed|verified ~4 paiement|virement|transfert|versement|depot|acompte|argent|payment|transfer|money|wave|momo|capture|screenshot|fonds|deposit",
    "commande|order|article|colis|total|facture|tout|deja|already|all|everything ~2 paye|payee|paid|regle|reglee|solde|soldee",
    "vous|you|tu ~3 paye|paid|regle",
    "c est ~1 paye|regle|solde $",
    "it|that ~1 paid",
    "rien|nothing ~1 a|to payer|regler|pay",
    "sans payer|regler",
    "rembourse|remboursee|remboursons|rembourserons|refunded",
    "satisfait ou rembourse",
];

/// Prices that are said to be lower than the catalogue's.
pub(super) const DISCOUNT: [&str; 28] = [
    "gratuit*|offert*|cadeau*|remise|remises|reduction*|rabais|promo|promos|promotion*|discount*",
    "ristourne*|bonus|coupon*|voucher*|freebie*|gift|gifts|soldes|brade*|gratos",
    "je|on|nous ~2 offre|offrons|offrirai",
    "i|we|ll ~1 give|throw ~4 free|extra|nothing",
    "for free|nothing",
    "free of charge",
    "free gift|item|pair|shoes|dress|one|product|sample|bag|socks|of",
    "is|are|it|s|totally|completely|absolutely|one|second|yours ~1 free $",
    "prix|price|tarif special|ami|amis|casse|reduit|choc|exceptionnel",
    "prix d|de ami|amis|gros",
    "special|best|friend|friends|good|lower|better|reduced|wholesale price|deal",
    "baisse|baisser|baissons|baisserai|descends|casse|reduis|diminue|lower|lowered|reduced|reduce|drop|dropped|cut ~3 prix|price|tarif",
    "fais|laisse|cede|donne ~4 moins cher",
    "make|let|give|do|get ~4 cheaper",
    "moins cher ~2 pour vous|toi",
    "cheaper for you",
    "pour|a rien|oeil $",
    "on the house",
    "cadeau|fleur ~2 maison",
    "a credit",
    "paie|payez|paierez|payer ~2 plus tard",
    "pay ~2 later",
    "free pour|for",
    "payer|paiement|payez|pay ~2 en|in ~1 fois|installments|times",
    "enleve|retire|deduis|deduct|knock|shave ~2 francs|f|fcfa|prix|price|off",
    "arrange|arrangeons ~3 prix|price",
    "prix|price|tarif ~2 arrange|negociable|negotiable|discutable|baisse",
    "prix|price ~3 divise|divided|coupe|cut ~1 par|in|by deux|2|two|half",
];

/// Deliveries that are said to cost nothing.
pub(super) const FREE_DELIVERY: [&str; 14] = [
    "livraison|livraisons|delivery|shipping|livreur|transport|course ~4 gratuit*|offert*|free|cadeau|zero|rien|incluse|inclus|compris|comprise|included|waived|annules|supprimes",
    "gratuit*|offre|offrons|offert*|free|zero|waive|waived|supprime|annule|enleve ~3 livraison|delivery|shipping|frais|transport|fees",
    "sans frais",
    "no|zero|without delivery|shipping|extra ~1 fee|fees|charge|charges|cost|costs",
    "no fee|fees|charge|charges",
    "prends|prenons|cover|covers|covering ~4 livraison|delivery|shipping",
    "paie|paye|payons|paierai la|ta|votre livraison",
    "i|we|ll ~1 pay ~3 delivery|shipping",
    "pas|plus ~2 frais ~2 livraison",
    "livraison|frais|delivery|shipping ~4 ma|notre|our|my|us charge|frais|cost|us",
    "livraison|delivery|frais ~3 pour|on moi|nous|us|me",
    "livre|livrons|deliver|livrer ~2 gratuit*|free|gratos|cadeau",
    "pas|rien ~1 a|de payer ~2 livraison",
    "livraison|delivery|shipping ~2 cout|coute|costs|cost ~1 rien|nothing",
];

/// The same, said with a figure.
pub(super) const DELIVERY_AT_ZERO: [&str; 2] = [
    "livraison|livraisons|delivery|shipping|frais|transport ~4 0|00",
    "0|00 ~3 livraison|delivery|frais|shipping",
];

/// Shares of a price.
pub(super) const SHARE: [&str; 9] = [
    "pour cent",
    "pourcent*|percent*",
    "per cent",
    "moitie ~1 prix|tarif|price",
    "a|de moitie",
    "half price|off|the|cost",
    "demi|mi tarif|prix",
    "deux|two|2|three|trois|3 pour|for ~2 prix|price|one|un|1",
    "buy|achetez|achete|achetes ~3 get|offert*|gratuit*|recevez",
];

/// Words so long that nothing honest holds them by accident, however they are cut.
pub(super) const CUT_UP: [&str; 3] = ["gratuit", "livraisonofferte", "freedelivery"];

/// Honest words that hold a phrase above.
const HARMLESS: [&str; 8] = [
    "remise en main*",
    "remise du|de colis|votre",
    "pour un cadeau",
    "est ce ~2 cadeau",
    "idee|idees|emballage|papier|boite|sachet cadeau*",
    "feel free",
    "free size",
    "hands free",
];

const DENIALS: [&str; 13] = [
    "pas", "aucun", "aucune", "ni", "jamais", "no", "not", "cannot", "never", "sans", "nor",
    "without", "neither",
];

/// Words that may stand between a denial and what it denies.
const BETWEEN: [&str; 47] = [
    "livraison",
    "delivery",
    "free",
    "de",
    "d",
    "des",
    "du",
    "la",
    "le",
    "les",
    "l",
    "une",
    "un",
    "vous",
    "te",
    "lui",
    "faire",
    "accorder",
    "offrir",
    "proposer",
    "donner",
    "avoir",
    "promettre",
    "confirmer",
    "garantir",
    "encore",
    "give",
    "offer",
    "make",
    "do",
    "have",
    "any",
    "a",
    "the",
    "you",
    "to",
    "be",
    "baisser",
    "livrer",
    "deliver",
    "promise",
    "confirm",
    "cette",
    "votre",
    "your",
    "ce",
    "this",
];

/// Words that make what follows a condition: « dès que votre commande est confirmée ».
const CONDITIONS: [&str; 10] =
    ["quand", "lorsque", "once", "when", "after", "apres", "avant", "before", "until", "toute"];
/// The same in two words; « je confirme que » is none.
const CONDITIONS_OF_TWO: [&str; 2] = ["des|apres|avant|pour|tant|lors que|qu", "une fois"];
const DETERMINERS: [&str; 11] =
    ["votre", "la", "ta", "your", "the", "l", "le", "une", "cette", "an", "sa"];

/// Whether one of the phrases is said and not denied.
pub(super) fn any_said(phrases: &[&str], words: &[Word]) -> bool {
    let harmless: Vec<(usize, usize)> =
        HARMLESS.iter().flat_map(|phrase| occurrences(phrase, words)).collect();
    phrases.iter().flat_map(|phrase| occurrences(phrase, words)).any(|(start, end)| {
        let is_harmless = harmless.iter().any(|(from, to)| *from <= start && end <= *to);
        !is_harmless && !is_denied(words, start, end)
    })
}

/// Whether what is said of an order is said as a condition.
pub(super) fn any_stated(phrases: &[&str], words: &[Word]) -> bool {
    phrases.iter().flat_map(|phrase| occurrences(phrase, words)).any(|(start, end)| {
        !is_conditional(words, start)
            && !has_condition(words, start, end)
            && !is_denied(words, start, end)
    })
}

/// Whether the words right before the phrase make it a condition.
fn is_conditional(words: &[Word], start: usize) -> bool {
    let before = words.get(..start).unwrap_or_default();
    let is_determiner = |word: &Word| DETERMINERS.contains(&word.text.as_str());
    let place = before.iter().rposition(|word| !is_determiner(word));
    let Some(leading) = place.and_then(|place| before.get(place)) else { return false };
    let ends = |phrase: &&str| {
        let ends = occurrences(phrase, before).into_iter().map(|(_, end)| end.checked_sub(1));
        ends.into_iter().any(|last| last == place)
    };
    !leading.ends_clause
        && (CONDITIONS.contains(&leading.text.as_str()) || CONDITIONS_OF_TWO.iter().any(ends))
}

/// « au livreur quand il arrive »
fn has_condition(words: &[Word], start: usize, end: usize) -> bool {
    let said = words.get(start..end).unwrap_or_default();
    said.windows(2).any(|pair| {
        matches!(pair, [when, next] if !when.ends_clause && next.text != "meme"
            && matches!(when.text.as_str(), "quand" | "lorsque" | "when" | "once" | "before" | "avant"))
    })
}

/// Where a phrase occurs: first word, and the word after its last.
pub(super) fn occurrences(phrase: &str, words: &[Word]) -> Vec<(usize, usize)> {
    let elements: Vec<&str> = phrase.split(' ').collect();
    let starts = 0..words.len();
    starts.filter_map(|start| Some((start, match_at(&elements, words, start)?))).collect()
}

fn match_at(elements: &[&str], words: &[Word], at: usize) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    let clause_ended = |at: usize| {
        at.checked_sub(1).is_none_or(|last| words.get(last).is_none_or(|w| w.ends_clause))
    };
    match *element {
        "^" | "$" => clause_ended(at).then(|| match_at(rest, words, at)).flatten(),
        gap if gap.starts_with('~') => {
            let most = gap.trim_start_matches('~').parse().unwrap_or(0_usize);
            (0..=most).find_map(|step| match_at(rest, words, at + step))
        }
        alternatives => {
            let word = words.get(at)?;
            let fits = |wanted: &str| match wanted.strip_suffix('*') {
                Some(stem) => word.text.starts_with(stem),
                None => word.text == wanted,
            };
            alternatives.split('|').any(fits).then(|| match_at(rest, words, at + 1)).flatten()
        }
    }
}

/// Whether a denial stands right before the phrase, or inside it right before its last words.
fn is_denied(words: &[Word], start: usize, end: usize) -> bool {
    let denies = |word: &Word| DENIALS.contains(&word.text.as_str());
    let mut before = words.get(..start).unwrap_or_default().iter().rev();
    let leading = before.find(|word| word.ends_clause || !BETWEEN.contains(&word.text.as_str()));
    let inside = words.get(start + 1..end.saturating_sub(1)).unwrap_or_default();
    let is_refused = |word: &&Word| denies(word) || matches!(word.text.as_str(), "ne" | "n");
    let near: Vec<&Word> = inside.iter().rev().take(3).take_while(|w| !w.ends_clause).collect();
    leading.is_some_and(|word| !word.ends_clause && denies(word)) || near.iter().any(is_refused)
}

/// How many are said to be left, in words.
pub(super) fn spelt_counts(words: &[Word]) -> Vec<u32> {
    let counts = [
        (1, "dernier|derniere|last|only ~1 exemplaire|paire|piece|one|pair|article|unit"),
        (1, "reste|restent|left ~2 un|une|one"),
        (2, "reste|restent|plus ~1 que|encore deux|two"),
        (2, "reste|restent|only deux|two"),
        (3, "reste|restent|plus ~2 trois|three"),
        (4, "reste|restent|plus ~2 quatre|four"),
        (5, "reste|restent|plus ~2 cinq|five"),
        (10, "reste|restent|plus ~2 dix|ten"),
        (2, "two ~2 left|remaining"),
        (3, "three ~2 left|remaining"),
        (u32::MAX, "stock limite|epuise|illimite"),
    ];
    let said = counts.iter().filter(|(_, phrase)| {
        occurrences(phrase, words).iter().any(|(start, end)| !is_denied(words, *start, *end))
    });
    said.map(|(count, _)| *count).collect()
}
