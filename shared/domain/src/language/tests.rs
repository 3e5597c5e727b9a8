use super::*;

/// Every sentence of the page that is not heard as it should be.
fn misheard(sentences: &[&'static str], as_what: Heard) -> Vec<(&'static str, Heard)> {
    let heard = sentences.iter().map(|said| (*said, Heard::of(said)));
    heard.filter(|(_, heard)| *heard != as_what).collect()
}

#[test]
fn french_is_heard_as_people_text_it() {
    let sentences = [
        "slt c combien",
        "jveu la 42 svp",
        "bjr c dispo ?",
        "Bonjour, je voudrais commander la robe rouge",
        "cmb la livraison a yop",
        "bsr vs etes ou",
        "c koi le prix",
        "Je prends la noire",
        "vous livrez à Cocody ?",
        "livraison demain matin possible ?",
        "ya pas moins cher",
        "dernier prix",
        "Bonsoir, toujours disponible ?",
        "sltt je suis interessé",
        "je peux payer à la livraison ?",
        "mon numéro c'est le 0707123456",
        "je suis derrière la pharmacie St Gabriel",
        "envoyez moi les photos svp",
        "quelle taille vous avez",
        "il me faut deux paires",
        "jss a angré 8e tranche",
        "pkoi c si cher",
        "mettez aussi le sac noir",
        "non pas celle là, l'autre",
        "annulez ma commande",
        "je veux changer l'adresse",
        "vous êtes où exactement ?",
        "mrc bcp, bonne journée",
        "komen on fait pr payer",
        "il y a la pointure 43 ?",
        "c est bon je prend",
        "j'habite vers le carrefour",
        "bonjour madame",
        "le livreur vient quand",
        "Puis-je en savoir plus à ce sujet ?",
        "jai pas reçu mon colis",
        "faites moi un bon prix",
        "tjrs pas livré",
        "je confirme pour 2",
        "voulez-vous mon adresse ?",
        "c'est pour ma femme",
        "ça va ? je veux commander",
        "bonne soirée à vous",
        "y a moyen de diminuer",
        "ya quoi comme taille",
        "c'est comment la matière ?",
        "ben oui je la veux",
        "j'ai fini de payer",
        "vous avez du stock ?",
        "la white en 42 vous avez ?",
        "salut",
    ];
    assert!(sentences.len() >= 40);
    assert_eq!(misheard(&sentences, Heard::French), []);
}

#[test]
fn english_is_heard() {
    let sentences = [
        "hello how much",
        "How much is the red dress?",
        "I want the black one please",
        "do you deliver to Cocody",
        "is it still available",
        "good morning",
        "Good evening, I'm interested",
        "what sizes do you have",
        "can I pay on delivery",
        "where is your shop",
        "last price pls",
        "I need two pairs",
        "my number is 0707123456",
        "please send me pictures",
        "when will it be delivered?",
        "I'm behind the pharmacy",
        "can you make it cheaper",
        "thank you so much",
        "any discount?",
        "I'll take it",
        "size 42 please",
        "do you have it in blue",
        "cancel my order",
        "I want to change the address",
        "the courier did not come",
        "how can I order",
        "what's the price",
        "tomorrow morning is fine",
        "is this for women?",
        "hi, what is the cost",
        "I would like to buy the watch",
        "Can I get more info on this?",
        "how about delivery",
        "send it to my house",
        "who is this",
        "no I want the other one",
        "I have not received my order",
        "give me your best price",
        "let me know when it is ready",
        "does it come with a box",
        "I don't speak French",
        "do u have white shoes",
        "I am interested",
        "is it here",
        "I am here, where are you",
    ];
    assert!(sentences.len() >= 40);
    assert_eq!(misheard(&sentences, Heard::English), []);
}

#[test]
fn wolof_is_heard_in_any_spelling() {
    let sentences = [
        "naka nga def",
        "Nanga def",
        "ñaata la",
        "niata la robe bi",
        "dama bëgg bii",
        "dama beug jend dall yi",
        "gnata lay jar",
        "ñaata lay jar",
        "naata nga koy jaaye",
        "ndax am nga 42",
        "amna taille 43 ?",
        "amul rouge ?",
        "waaw dama koy jël",
        "waaw jërëjëf",
        "jerejef waay",
        "diereudieuf",
        "maangi fi rekk",
        "mangi ci Pikine",
        "fan ngeen nekk",
        "fan la boutique bi nekk",
        "dafa seer",
        "dafa seer lool",
        "wàññil ma ko",
        "wagnil ma tuuti",
        "yonnee ma photo yi",
        "yonnema ko",
        "suba nga ko yobbu",
        "ba suba inch'allah",
        "kañ ngay indi",
        "ndakh men nga ko indi tey",
        "xaalis bi ñaata la",
        "khalis amul leegi",
        "dama bëgg ñaar",
        "jox ma benn",
        "deedeet bugguma ko",
        "lan la prix bi",
        "salaam aleekum, naka nga def",
        "asalaam maleekum",
        "sama kër mingi ci Parcelles",
        "wone ma yeneen couleur yi",
        "baax na",
        "mën nga ma ko jappal ?",
        "naka liggéey bi",
        "am na rekk noir ?",
    ];
    assert!(sentences.len() >= 40);
    assert_eq!(misheard(&sentences, Heard::Local(LocalLanguage::Wolof)), []);
}

#[test]
fn bambara_is_heard_in_any_spelling() {
    let sentences = [
        "i ni ce",
        "I ni cɛ",
        "i ni tié",
        "i ni sogoma",
        "aw ni sogoma",
        "i ni tile",
        "i ni wula",
        "joli ye",
        "joli don",
        "a ye joli ye",
        "a be san joli",
        "a bɛ san joli",
        "nin ye joli ye",
        "a songo ye joli ye",
        "a sɔngɔ ka gɛlɛn",
        "a ka gelen kosebe",
        "a ka gbelen",
        "n b'a fɛ",
        "mbafe",
        "n bɛ a fɛ ka san",
        "n be nin fe",
        "a be yan wa",
        "a bɛ aw bolo wa",
        "bileman be yan wa ?",
        "finman tɛ yan ?",
        "aw be min",
        "aw sugu be min",
        "n be Bamako",
        "a lase n ma sini",
        "sini sogoma",
        "wari te n bolo sisan",
        "n bena wari di sini",
        "fila di n ma",
        "n be kelen san",
        "ayi, n t'a fe",
        "awo n b'a san",
        "ɔwɔ",
        "a nogoya dooni",
        "songo nogoya n ye",
        "i be se ka na sisan wa",
        "sanbara nin joli",
        "baasi te",
        "a ka di n ye",
        "mun don nin ye",
    ];
    assert!(sentences.len() >= 40);
    assert_eq!(misheard(&sentences, Heard::Local(LocalLanguage::Bambara)), []);
}

#[test]
fn nouchi_is_heard_by_its_own_words() {
    let sentences = [
        "c'est combien ça sort",
        "ça sort à combien le gbê",
        "le gbê là c'est combien",
        "j'ai pas gbonhi",
        "j'ai pas djai",
        "mon djai est fini",
        "on dit quoi",
        "on dit quoi le vieux père",
        "vieux père faut casser le prix",
        "casse le prix un peu",
        "y a pas drap",
        "ya pas drap je prends",
        "ya foyi dans ma poche",
        "y a fohi sur moi",
        "c'est dja le prix là",
        "prix là est chaud deh",
        "c'est chaud sur moi deh",
        "mon môgô c'est combien",
        "les môgôs vous êtes où",
        "bramôgô faut me soutra",
        "faut me soutra sur le prix",
        "la paire là c'est kpata",
        "c'est kpata deh",
        "je suis enjaillé de la robe",
        "ça m'enjaille",
        "je kiffe, c'est enjaillement",
        "c'est pour ma go",
        "la go veut le sac noir",
        "je viens en gbaka",
        "woroworo descend à côté",
        "je vais djosser l'argent vendredi",
        "je prends krou krou",
        "le gar c'est combien",
        "faut casser le prix mon vié",
        "les gos veulent la robe là",
        "yako mais c'est trop cher",
        "mon jeton est fini deh",
        "ça ment pas, je prends",
        "le goumin m'a pris, livre vite",
        "je suis moisi ce mois",
        "mon djè est court",
        "lailai, je ne paie pas ça",
        "vous avez tué, c'est choco",
    ];
    assert!(sentences.len() >= 40);
    assert_eq!(misheard(&sentences, Heard::Local(LocalLanguage::Nouchi)), []);
}

#[test]
fn a_mix_is_what_most_of_it_is() {
    let wolof = Heard::Local(LocalLanguage::Wolof);
    let bambara = Heard::Local(LocalLanguage::Bambara);
    let nouchi = Heard::Local(LocalLanguage::Nouchi);
    for (said, heard) in [
        ("Bonjour, je veux commander la robe, jerejef", Heard::French),
        ("bonjour naka nga def", wolof),
        ("dama bëgg la robe noire bi", wolof),
        ("ñaata la livraison bi", wolof),
        ("salut, je prends la 42, waaw", Heard::French),
        ("i ni ce, c'est combien la livraison à Kalaban", Heard::French),
        ("i ni sogoma, robe joli ye", bambara),
        ("n b'a fɛ, livraison be min", bambara),
        ("hello je veux commander", Heard::French),
        ("bonjour do you have this in black please", Heard::English),
        ("hi c'est dispo ?", Heard::French),
        ("thanks, je confirme la commande", Heard::French),
        ("good morning, combien is the price", Heard::English),
        ("je veux deux paires please", Heard::French),
        ("bonjour, y a pas drap, je prends la robe demain", nouchi),
        ("môgô je veux la noire livrée à Cocody", nouchi),
    ] {
        assert_eq!(Heard::of(said), heard, "{said}");
    }
}

#[test]
fn what_says_nothing_is_not_guessed() {
    for said in [
        "",
        "ok",
        "OK merc",
        "42",
        "0707123456",
        "👍🏾",
        "Cocody",
        "Air Max",
        "Mariam",
        "lol",
        "hmm",
        "?",
        "merci",
        "oui",
        "hello",
        "thanks",
        "Pikine",
        "Bamako",
        "la 42",
        "iPhone 13",
        "XL",
        "https://x.test",
        "Air Force One white 42",
        "lol",
        "sorry",
        "Pharmacie St Gabriel",
        "Soro Kaba",
    ] {
        assert_eq!(Heard::of(said), Heard::Unclear, "{said}");
    }
}

#[test]
fn a_thread_follows_the_last_clear_language() {
    let wolof = Heard::Local(LocalLanguage::Wolof);
    assert_eq!(followed(None, Heard::Unclear), Heard::Unclear);
    assert_eq!(followed(None, Heard::English), Heard::English);
    assert_eq!(followed(Some(Heard::English), Heard::Unclear), Heard::English);
    assert_eq!(followed(Some(Heard::English), Heard::French), Heard::French);
    assert_eq!(followed(Some(wolof), Heard::Unclear), wolof);
}

#[test]
fn only_english_is_answered_in_english() {
    assert_eq!(Heard::English.answered_in(), Language::English);
    for heard in [Heard::French, Heard::Local(LocalLanguage::Nouchi), Heard::Unclear] {
        assert_eq!(heard.answered_in(), Language::French);
    }
}

#[test]
fn a_number_keeps_its_zeros() {
    assert_eq!(words("Slttt 15000"), ["slt", "15000"]);
}
