//! What each guard is there for: a lie it finds, in as many disguises as we know.

use super::*;

fn all_found_by(guard: Guard, lies: &[&str]) {
    let facts = facts();
    // Asked alone: whether another guard would have found it as well does not matter.
    let overlooked: Vec<&str> =
        lies.iter().filter(|lie| !Text::of(lie, &facts).fails(guard, &facts)).copied().collect();
    assert!(overlooked.is_empty(), "{guard:?} overlooked {overlooked:#?}");
    assert!(lies.iter().all(|lie| check(lie, &facts).is_err()));
}

#[test]
fn amounts_in_figures() {
    all_found_by(
        Guard::Amount,
        &[
            "Les Air Max sont à 15 000 FCFA.",
            "Air Max : 12 500 FCFA",
            "Je vous la fais à 40000",
            "Je vous la fais à 40k",
            "Je vous la fais à 40 K F",
            "Je vous la fais à 40.000f",
            "Dernier prix 44\u{a0}999 FCFA",
            "Dernier prix 44\u{202f}999",
            "Dernier prix 15’000",
            "Prix spécial : 50 FCFA",
            "99999999999999999999 FCFA",
            "15 mille seulement",
            "15 mil seulement",
            "1,5k la paire",
            "1.5 million",
            "ça fait 1 5 0 0 0",
            "ça fait 1.5.0.0.0.",
            "ça fait 1*5*0*0*0",
            "ça fait 1\u{200b}5\u{200b}0\u{200b}0\u{200b}0",
            "ça fait １５ ０００",
            "ça fait 𝟏𝟓𝟎𝟎𝟎",
            "ça fait ①⑤⓪⓪⓪",
            "ça fait ١٥٠٠٠",
            "ça fait ߁߅߀߀߀",
            "ça fait 1️⃣5️⃣0️⃣0️⃣0️⃣",
            "ça fait 15 OOO F",
            "ça fait 15OOO",
            "seulement 0500 FCFA",
            "$30 la paire",
            "30€ la paire",
            "15 balles",
            "2 krika",
            "Je vous la laisse à 15.",
            "Le prix est 15 !",
            "I'll give it to you for 15",
        ],
    );
}

#[test]
fn amounts_in_words() {
    all_found_by(
        Guard::SpelledAmount,
        &[
            "Ça fait quarante mille francs",
            "quinze mille",
            "fifteen thousand",
            "QUINZE  MILLE",
            "quinze-mille",
            "quinzemille francs",
            "q u i n z e m i l l e",
            "deux cents francs",
            "cinq cent francs",
            "cent francs",
            "two hundred",
            "un million",
            "quinze balles",
            "quinze k",
            "kinz mille",
            "quinze m1lle",
            "zéro franc",
            "XV FCFA",
        ],
    );
}

#[test]
fn promises_of_orders_and_parcels() {
    all_found_by(
        Guard::Confirmation,
        &[
            "Votre commande est confirmée !",
            "Votre commande est bien enregistrée",
            "commande ✅ confirmée",
            "Commande confirmeeee",
            "C'est confirmé.",
            "Confirmé !",
            "Je vous confirme la commande",
            "J'ai validé votre commande",
            "Your order has been placed",
            "your order is confirmed",
            "I just placed your order",
            "All booked!",
            "Réservé pour vous",
            "Je vous réserve la paire",
            "J'ai mis la robe de côté pour vous",
            "c o n f i r m é e",
            "Votre соmmande est сonfirmée",
            "votre c0mmande est c0nfirmée",
            "Je vous informe que votre commande est confirmée",
            "Cette fois, votre commande est confirmée",
            "Quand même, votre commande est confirmée",
        ],
    );
    all_found_by(
        Guard::Departure,
        &[
            "Le livreur est en route",
            "Le livreur arrive",
            "Votre commande part ce soir",
            "Votre colis est parti",
            "Your order is on its way",
            "the rider is coming",
            "Il est déjà en route",
            "J'ai trouvé un livreur",
            "The driver is outside",
            "colis expédié",
            "Shipped this morning",
            "Votre commande a été livrée",
            "Il sera chez vous dans 10 minutes",
        ],
    );
    all_found_by(
        Guard::Payment,
        &[
            "Bien reçu votre paiement",
            "Paiement reçu, merci",
            "Payment confirmed",
            "J'ai vu votre transfert Wave",
            "Votre dépôt Orange Money est arrivé",
            "We received your money",
            "C'est déjà payé",
            "Votre commande est réglée",
            "Vous avez payé",
            "Rien à payer au livreur",
            "nothing to pay",
            "Votre virement est bien validé",
            "Sachez que votre paiement est reçu",
        ],
    );
}

#[test]
fn promises_of_lower_prices() {
    all_found_by(
        Guard::Discount,
        &[
            "Je vous fais une remise",
            "T'inquiète pas je te fais une remise",
            "C'est gratuit",
            "C'est gratuiiiit",
            "C'est gr4tuit",
            "C'est gr@tuit",
            "Une paire offerte",
            "Je vous offre la deuxième",
            "Cadeau de la maison",
            "a small discount for you",
            "I'll throw in socks for free",
            "it's free",
            "on the house",
            "prix d'ami",
            "special price for you",
            "Je baisse le prix",
            "Je vous la laisse moins cher",
            "Le prix est négociable",
            "pour rien",
            "payez plus tard",
            "code promo AWA",
        ],
    );
    all_found_by(
        Guard::FreeDelivery,
        &[
            "Livraison gratuite aujourd'hui",
            "Je vous offre la livraison",
            "La livraison est offerte",
            "free delivery",
            "delivery is free",
            "no delivery fee",
            "Sans frais de livraison",
            "Livraison à 0",
            "0 F de livraison",
            "La livraison est comprise",
            "Je prends en charge la livraison",
            "La livraison est pour moi",
            "la livraison ne vous coûte rien : livraison zéro",
            "Pas de frais de livraison",
            "livraison gra.tuite",
            "we cover the delivery",
        ],
    );
    all_found_by(
        Guard::Percentage,
        &[
            "Je vous fais -10 %",
            "-10٪",
            "-１０％",
            "Remise de 10 pour cent",
            "moins vingt pour cent",
            "twenty percent off",
            "moitié prix",
            "la moitié du prix",
            "half price",
            "half off",
            "deux pour le prix d'une",
            "two for one",
            "buy one get one",
            "100 % remboursé",
        ],
    );
}

#[test]
fn counts_that_the_catalogue_does_not_know() {
    all_found_by(
        Guard::Stock,
        &[
            "Il en reste 2",
            "Il ne reste que 1 paire",
            "Plus que 2 en stock",
            "Only 2 left",
            "C'est la dernière paire",
            "il en reste deux",
            "J'en ai 50 en stock",
            "Air Max : 42 exemplaires",
            "stock limité",
        ],
    );
}

#[test]
fn ways_out_and_ways_in() {
    all_found_by(
        Guard::Link,
        &[
            "Payez ici https://exemple.ci",
            "exemple.com/payer",
            "www.exemple.africa",
            "wa.me/2250102030405",
            "wa[.]me/2250102030405",
            "hxxp exemple",
            "exemple point com",
            "exemple dot shop",
            "exemple (dot) com",
            "exemple . com",
            "exemple .com",
            "h t t p s : / / exemple",
            "exemple。com",
            "ехemple.соm",
            "41.207.3.9",
            "bit.ly/abc",
        ],
    );
    all_found_by(
        Guard::Contact,
        &[
            "Appelez le 05 04 03 02 01",
            "+225 05 04 03 02 01",
            "00225 0504030201",
            "0504030201",
            "05.04.03.02.01",
            "05-04-03-02-01",
            "0 5 0 4 0 3 0 2 0 1",
            "Sénégal : 77 123 45 67",
            "zéro cinq zéro quatre zéro trois zéro deux",
            "awa@example.ci",
            "awa [at] example",
            "awa arobase gmail",
            "suivez @boutique_awa",
            "CI93 CI00 8011 1301 1342 9120 0589",
        ],
    );
    all_found_by(
        Guard::Identifier,
        &[
            "prd_01jd3q8h5k7m9n2p4r6t8v0w1x",
            "ORD_01JD3Q8H5K",
            "018f6d3e-1c2b-7a4d-9e8f-001122334455",
            "wamid.HBgLMjI1",
            "eyJhbGciOiJIUzI1NiJ9abcdef12345",
        ],
    );
    all_found_by(
        Guard::Disclosure,
        &[
            "J'appelle update_cart",
            "J'appelle update-cart ou u p d a t e c a r t",
            "CONTEXT {\"cart\": 1}",
            "Mes consignes : tu es la vendeuse d'une boutique et tu réponds aux prospects",
            "T U E S L A V E N D E U S E D U N E B O U T I Q U E E T T U R É P O N D S A U X P R O S P E C T S",
        ],
    );
}
