//! Realistic sales, from the first message to the recap, with the shop checking every step.

use serde_json::json;

use super::shop::Shop;

/// Asserts that every fragment is in the answer.
fn says(answer: &str, fragments: &[&str]) {
    for fragment in fragments {
        assert!(answer.contains(fragment), "« {fragment} » is missing in: {answer}");
    }
}

#[tokio::test]
async fn a_sale_step_by_step() {
    let mut shop = Shop::new();
    says(&shop.hear(&["Bonjour"]).await, &["Bonjour Awa !", "Quel article"]);
    let answer = shop.hear(&["vous avez des air max ?"]).await;
    says(&answer, &["*Air Max 90* (45 000 FCFA)", "41 noir, 42 noir et 42 blanc", "préférez"]);
    assert!(!answer.contains("Bonjour"), "greets once: {answer}");
    let answer = shop.hear(&["42 noir, 2 paires"]).await;
    says(&answer, &["2 × *Air Max 90* (42 noir), 90 000 FCFA", "commune", "numéro"]);
    let answer = shop.hear(&["Cocody Angré 8e tranche, derrière la pharmacie Saint-Michel"]).await;
    says(&answer, &["Livraison à Cocody : 1 500 FCFA", "numéro"]);
    assert_eq!(
        shop.address,
        Some(json!({"commune": "Cocody", "quarter": "Angré 8e tranche",
            "landmark": "derrière la pharmacie Saint-Michel"}))
    );
    let answer = shop.hear(&["07 08 09 10 11"]).await;
    says(&answer, &["votre numéro", "récapitulatif"]);
    assert!(shop.recap_open);
    assert_eq!(shop.cart(), "2 × Air Max 90 (42 noir)");
}

#[tokio::test]
async fn everything_in_one_message() {
    let mut shop = Shop::new();
    let answer = shop
        .hear(&[
            "Bonsoir je veux 2 casquettes, livraison à Yopougon Maroc demain matin, 0707080910 svp",
        ])
        .await;
    says(&answer, &["Bonsoir Awa !", "2 × *Casquette*", "Livraison à Yopougon", "récapitulatif"]);
    assert_eq!(shop.moment, Some(json!({"day": "tomorrow", "period": "morning"})));
    assert_eq!(shop.address, Some(json!({"commune": "Yopougon", "quarter": "Maroc"})));
    assert!(shop.recap_open);
    // Side by side, then the cart, then the recap.
    assert_eq!(shop.calls.lines().count(), 3, "{}", shop.calls);
}

#[tokio::test]
async fn fragments_are_read_together() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["Bjr", "je voudrais la robe wax", "en M"]).await;
    says(&answer, &["1 × *Robe wax* (M), 18 000 FCFA", "commune"]);
    let answer = shop.hear(&["Marcory zone 4", "près de l'ambassade", "ce soir"]).await;
    says(&answer, &["Marcory", "aujourd'hui, l'après-midi"]);
    assert_eq!(
        shop.address,
        Some(json!({"commune": "Marcory", "quarter": "Zone 4", "landmark": "près de l'ambassade"}))
    );
    assert!(shop.recap_open);
}

#[tokio::test]
async fn an_advertisement_names_the_product() {
    let mut shop = Shop::new().with_phone();
    shop.referral = json!({"headline": "Promo Air Max 90 -20% !", "body": "Livraison partout"});
    let answer = shop.hear(&["Bonjour, je suis intéressé"]).await;
    says(&answer, &["Bonjour Awa !", "*Air Max 90*", "45 000 FCFA", "42 blanc"]);
    // One white pair is left, in a size nobody asked for.
    let answer = shop.hear(&["la blanche"]).await;
    says(&answer, &["disponible en 42 blanc, à 45 000 FCFA", "Je vous le note en 42 blanc ?"]);
    assert_eq!(shop.cart(), "");
    let answer = shop.hear(&["oui d'accord"]).await;
    says(&answer, &["1 × *Air Max 90* (42 blanc)", "commune"]);
    assert_eq!(shop.cart(), "1 × Air Max 90 (42 blanc)");
}

#[tokio::test]
async fn two_products_at_once_make_parallel_calls() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["Je prends 1 air max 41 noir et 3 casquettes"]).await;
    says(&answer, &["1 × *Air Max 90* (41 noir)", "3 × *Casquette*, 15 000 FCFA", "commune"]);
    assert_eq!(shop.calls.lines().count(), 2, "{}", shop.calls);
    says(&shop.calls, &[r#"{"query":"air max"} search_catalogue"#]);
    let answer = shop.hear(&["enlevez les casquettes"]).await;
    says(&answer, &["retiré Casquette"]);
    assert_eq!(shop.cart(), "1 × Air Max 90 (41 noir)");
}

#[tokio::test]
async fn a_refused_zone_is_answered_with_the_choices() {
    let mut shop = Shop::new().with_phone();
    shop.hear(&["je veux une casquette"]).await;
    let answer = shop.hear(&["Je suis à Bouaké"]).await;
    says(&answer, &["Nous ne livrons pas à Bouaké", "Cocody, Yopougon, Marcory et Plateau", "?"]);
    assert!(!shop.recap_open);
    let answer = shop.hear(&["ok alors Plateau, devant la poste"]).await;
    says(&answer, &["Livraison à Plateau : 1 000 FCFA", "récapitulatif"]);
    assert!(shop.recap_open);
}

#[tokio::test]
async fn an_unknown_size_is_answered_with_the_known_ones() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["Vous avez les Air Max 90 en 45 ?"]).await;
    says(&answer, &["pas *Air Max 90* en 45", "41 noir, 42 noir et 42 blanc"]);
    let answer = shop.hear(&["et en 43 blanc ?"]).await;
    says(&answer, &["*Air Max 90* en 43 blanc est épuisé", "41 noir"]);
    let answer = shop.hear(&["ok 42 noir alors"]).await;
    says(&answer, &["1 × *Air Max 90* (42 noir)"]);
}

#[tokio::test]
async fn a_question_is_no_order_until_accepted() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["C'est combien le sac à main noir ?"]).await;
    says(&answer, &["*Sac à main cuir*", "25 000 FCFA", "Je vous le note en noir ?"]);
    assert_eq!(shop.cart(), "");
    let answer = shop.hear(&["oui"]).await;
    says(&answer, &["1 × *Sac à main cuir* (noir)"]);
    assert_eq!(shop.cart(), "1 × Sac à main cuir (noir)");
}

#[tokio::test]
async fn several_products_are_listed_and_one_is_pointed_at() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["je cherche une chemise"]).await;
    says(&answer, &["*Chemise homme* : 12 000 FCFA", "*Chemise femme* : 11 000 FCFA", "Lequel"]);
    let answer = shop.hear(&["la deuxième, taille M"]).await;
    says(&answer, &["1 × *Chemise femme* (M)"]);
    let answer = shop.hear(&["finalement mettez en 2"]).await;
    says(&answer, &["2 × *Chemise femme* (M), 22 000 FCFA"]);
    assert_eq!(shop.cart(), "2 × Chemise femme (M)");
}

#[tokio::test]
async fn side_questions_keep_the_sale_going() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["Vous livrez comment ?"]).await;
    says(&answer, &["frais dépendent de votre commune", "Dans quelle commune"]);
    let answer = shop.hear(&["C'est combien la livraison à Cocody ?"]).await;
    says(&answer, &["Livraison à Cocody : 1 500 FCFA"]);
    shop.hear(&["je prends une casquette"]).await;
    assert!(shop.recap_open);
    let answer = shop.hear(&["je peux payer par wave ?"]).await;
    says(&answer, &["payez à la livraison", "Confirmer"]);
    let answer = shop.hear(&["un dernier prix ?"]).await;
    says(&answer, &["remise"]);
    shop.confirm();
    let answer = shop.hear(&["merci beaucoup"]).await;
    assert_eq!(answer, "Avec plaisir !");
    let answer = shop.hear(&["où en est ma commande ?"]).await;
    says(&answer, &["bien enregistrée"]);
}

#[tokio::test]
async fn a_person_is_called_when_asked_for_or_when_somebody_complains() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["je veux parler à un humain"]).await;
    says(&answer, &["une personne de l'équipe"]);
    assert_eq!(shop.handed_over.as_deref(), Some("demande un conseiller"));
    let mut shop = Shop::new();
    let answer = shop.hear(&["C'est une arnaque, je n'ai jamais reçu mon colis !!"]).await;
    says(&answer, &["désolé pour ce désagrément"]);
    assert_eq!(shop.handed_over.as_deref(), Some("réclamation"));
}

#[tokio::test]
async fn twice_not_understood_calls_a_person() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["xkcd foobar"]).await;
    says(&answer, &["pas bien compris"]);
    assert_eq!(shop.handed_over, None);
    let answer = shop.hear(&["blop zzz"]).await;
    says(&answer, &["une personne de l'équipe"]);
    assert!(shop.handed_over.is_some());
}

#[tokio::test]
async fn a_product_nobody_sells_is_said_so() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["Bonjour vous avez des télévisions ?"]).await;
    says(&answer, &["je ne trouve pas « télévisions »"]);
}

#[tokio::test]
async fn english_is_answered_in_english() {
    let mut shop = Shop::new().with_phone();
    let answer = shop.hear(&["Hello, do you have the Air Max in black?"]).await;
    says(&answer, &["Hello Awa!", "*Air Max 90*", "41 noir and 42 noir", "Which one"]);
    let answer = shop.hear(&["I'll take 42 black please"]).await;
    says(&answer, &["Noted: 1 × *Air Max 90* (42 noir)", "commune"]);
    let answer = shop.hear(&["Cocody, behind the pharmacy, tomorrow morning"]).await;
    says(&answer, &["Delivery to Cocody", "tomorrow, in the morning", "summary"]);
    assert!(shop.recap_open);
}

#[tokio::test]
async fn half_a_moment_is_completed_by_the_next_answer() {
    let mut shop = Shop::new().with_phone();
    shop.hear(&["je veux une casquette"]).await;
    let answer = shop.hear(&["Plateau, samedi"]).await;
    says(&answer, &["Pour samedi, plutôt le matin ou l'après-midi ?"]);
    let answer = shop.hear(&["le matin"]).await;
    says(&answer, &["samedi, le matin"]);
    assert_eq!(shop.moment, Some(json!({"day": "2026-11-28", "period": "morning"})));
}

#[tokio::test]
async fn a_change_of_mind_replaces_the_line() {
    let mut shop = Shop::new().with_phone();
    shop.hear(&["je prends 2 air max 42 noir, livrez à Cocody"]).await;
    assert!(shop.recap_open);
    let answer = shop.hear(&["Finalement plutôt en blanc"]).await;
    says(&answer, &["2 × *Air Max 90* (42 blanc), 90 000 FCFA", "récapitulatif"]);
    assert_eq!(shop.cart(), "2 × Air Max 90 (42 blanc)");
    let answer = shop.hear(&["Modifier"]).await;
    says(&answer, &["que souhaitez-vous changer"]);
    shop.hear(&["annulez tout"]).await;
    assert_eq!(shop.cart(), "");
}

#[tokio::test]
async fn the_whole_catalogue_can_be_asked_for() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["Qu'est-ce que vous vendez ?"]).await;
    says(&answer, &["*Air Max 90* : 45 000 FCFA", "*Casquette* : 5 000 FCFA"]);
}

#[tokio::test]
async fn a_voice_note_is_a_greeting_and_a_picture_asks_for_the_name() {
    let mut shop = Shop::new();
    let context = json!({"text": format!("CONTEXT {}", shop.context())});
    let note = json!({"inlineData": {"mimeType": "audio/ogg", "data": "T2dnUw=="}});
    let answer = shop.hear_parts(vec![context.clone(), note], "[voice]").await;
    says(&answer, &["Bonjour Awa !"]);
    let picture = json!({"inlineData": {"mimeType": "image/jpeg", "data": "/9j/4A=="}});
    let answer = shop.hear_parts(vec![context, picture], "[image]").await;
    says(&answer, &["Merci pour l'image", "nom de l'article"]);
    // The product announces a note whose sound it does not pass on.
    let answer = shop.hear(&["[note vocale]"]).await;
    says(&answer, &["pas écouter les notes vocales", "l'écrire"]);
    let answer = shop.hear(&["[image]"]).await;
    says(&answer, &["Merci pour l'image", "nom de l'article"]);
    let answer = shop.hear(&["[image : capture d'un paiement, ne prouve rien] C'est payé"]).await;
    says(&answer, &["ne me permet pas de vérifier un paiement"]);
}

#[tokio::test]
async fn what_a_file_says_is_answered_as_if_it_were_written() {
    let mut shop = Shop::new();
    shop.hear(&["[note vocale] je veux 2 sacs marron"]).await;
    assert_eq!(shop.cart(), "2 × Sac à main cuir (marron)");
    let answer = shop.hear(&["[image : ressemble à « Casquette »] C'est combien ?"]).await;
    says(&answer, &["*Casquette*", "5 000 FCFA"]);
}

#[tokio::test]
async fn choices_said_one_after_the_other_add_up() {
    let mut shop = Shop::new().with_phone();
    shop.hear(&["Bonjour, je suis intéressé par les air max"]).await;
    let answer = shop.hear(&["42"]).await;
    says(&answer, &["42 noir et 42 blanc", "Que préférez-vous ?"]);
    let answer = shop.hear(&["noir"]).await;
    says(&answer, &["1 × *Air Max 90* (42 noir)"]);
    // What is in the cart already is neither searched nor ordered again.
    shop.hear(&["ok je prends"]).await;
    assert_eq!((shop.calls.as_str(), shop.cart().as_str()), ("", "1 × Air Max 90 (42 noir)"));
}

#[tokio::test]
async fn the_total_comes_from_the_shop() {
    let mut shop = Shop::new();
    shop.hear(&["je veux 2 sacs marron"]).await;
    let answer = shop.hear(&["Ça fait combien en tout ?"]).await;
    says(&answer, &["Cela fait 50 000 FCFA.", "commune"]);
    says(&shop.calls, &["update_cart"]);
    assert_eq!(shop.cart(), "2 × Sac à main cuir (marron)");
}

#[tokio::test]
async fn a_refused_quantity_is_asked_again() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["je veux 20 casquettes"]).await;
    says(&answer, &["Il en reste 10.", "Combien en souhaitez-vous ?"]);
    shop.hear(&["bon 5 alors"]).await;
    assert_eq!(shop.cart(), "5 × Casquette");
}

#[tokio::test]
async fn the_assistant_says_what_it_is() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["Tu es un robot ?"]).await;
    says(&answer, &["l'assistant automatique de la boutique"]);
    assert_eq!(shop.handed_over, None);
}

#[tokio::test]
async fn a_recap_in_the_history_names_no_product() {
    let mut shop = Shop::new().with_phone();
    shop.hear(&["je veux une casquette"]).await;
    shop.remember_answer("*Récapitulatif*\n1 × Casquette : 5 000 FCFA\n*Total : 6 000 FCFA*");
    let answer = shop.hear(&["finalement 3"]).await;
    says(&answer, &["3 × *Casquette*, 15 000 FCFA"]);
}

#[tokio::test]
async fn a_variant_may_have_its_own_price_and_a_plain_product_may_be_sold_out() {
    let mut shop = Shop::new();
    let answer = shop.hear(&["vous avez la robe wax ?"]).await;
    says(&answer, &["*Robe wax* (18 000 FCFA)", "S, M et XL (20 000 FCFA)"]);
    let answer = shop.hear(&["la XL est à combien ?"]).await;
    says(&answer, &["en XL, à 20 000 FCFA"]);
    let answer = shop.hear(&["et une montre ?"]).await;
    says(&answer, &["*Montre* est épuisé"]);
}
