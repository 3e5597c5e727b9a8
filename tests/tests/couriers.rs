//! Couriers without an app: called, texted, racing, silent; and what their cash adds up to.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use anyhow::{Context as _, Result};
use data_encoding::BASE64;
use futures::future::try_join;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use system_tests::{
    phone::{Phone, words_of},
    sale::{code_of, ordered},
    seller::{Seller, fresh_wa_id},
    stack::Stack,
    telephone::Telephone,
    waiting,
};

fn xof(amount: i64) -> Value {
    json!({"amount": amount, "currency": "XOF"})
}

/// A shop with one courier who is reached by these channels alone.
async fn shop_with(stack: &Stack, channels: &[&str]) -> Result<(Seller, String, String)> {
    let (seller, _) = Seller::with_a_shop(stack, &[]).await?;
    let number = fresh_wa_id();
    let form = json!({"name": "Blaise", "phone": format!("+{number}"), "channels": channels});
    let courier = seller.created("/couriers", &form).await?;
    let id = courier["id"].as_str().unwrap_or_default().to_owned();
    Ok((seller, number, id))
}

#[tokio::test]
async fn a_courier_without_data_is_called_and_delivers_by_telephone() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, number, courier) = shop_with(&stack, &["call", "sms"]).await?;
    let prospect = ordered(&seller).await?;
    let telephone = Telephone::of(&stack, &number);

    let offer = telephone.picks_up().await?;
    offer.hears("Tapez 1 pour accepter").await?;
    offer.presses("1").await?;
    offer.hears("La course est à vous").await?;
    let code = code_of(&prospect).await?;
    assert_eq!(code.len(), 4);
    let sheet = telephone.reads("à vous").await?;
    assert!(sheet.contains("46 500 FCFA"), "{sheet}");
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("À préparer").await?;

    // At the door, without data: our number is called back.
    let door = telephone.calls_in().await?;
    door.is_asked().await?;
    door.presses("2").await?;
    door.hears("code à quatre chiffres").await?;
    door.is_asked().await?;
    door.presses(&code).await?;
    door.hears("Avez-vous encaissé").await?;
    door.is_asked().await?;
    door.presses("1#").await?;
    door.hears("Course terminée").await?;

    // Everybody was told the same amount, to the franc.
    let order = seller.order_in("delivered").await?;
    assert_eq!(order["total"], xof(46_500));
    prospect.hears("est livrée, 46 500 FCFA").await?;
    owner.hears("46 500 FCFA encaissés").await?;
    let cash = seller.get("/cash").await?;
    let balance = &cash["items"][0];
    assert_eq!((&balance["collected"], &balance["owed"]), (&xof(46_500), &xof(46_500)), "{cash}");
    let ledger = seller.get(&format!("/couriers/{courier}/ledger")).await?;
    assert_eq!(ledger["items"].as_array().map(Vec::len), Some(1), "{ledger}");
    let months = seller.get("/figures/months").await?;
    let month = months["items"].as_array().and_then(|months| months.last()).context("a month")?;
    assert_eq!((&month["delivered"], &month["sales"]), (&json!(1), &xof(46_500)), "{months}");
    let paper = waiting::until("the receipt", async || {
        let order = seller.get(&format!("/orders/{}", order["id"].as_str().unwrap_or(""))).await?;
        Ok(Some(order["receipt"].clone()).filter(|receipt| !receipt.is_null()))
    })
    .await?;
    let number = paper["number"].as_str().context("no number")?;
    let kept = format!("/orders/{}/receipt", order["id"].as_str().context("no order")?);
    let kept = seller.get(&kept).await?;
    assert_eq!((kept["number"].as_str(), &kept["total"]), (Some(number), &xof(46_500)), "{kept}");
    let address = kept["url"].as_str().context("no address")?;
    let file = stack.http.get(address).send().await?.error_for_status()?.bytes().await?;
    // A PDF's metadata is the part of it that is plain text.
    let title = format!("Reçu de commande n° {number}, 46 500 FCFA");
    assert!(file.starts_with(b"%PDF-") && String::from_utf8_lossy(&file).contains(&title));
    waiting::until("the receipt on WhatsApp", async || {
        let received = prospect.received().await?;
        Ok(received.into_iter().find(|message| message["body"]["type"] == "document"))
    })
    .await?;

    // The evening's cash: the seller has it, and the courier is told what is left.
    let remitted = format!("/couriers/{courier}/remittances");
    let too_much = json!({"amount": xof(46_501)});
    let (status, _) = seller.call(Method::POST, &remitted, Some(&too_much)).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    seller.created(&remitted, &json!({"amount": xof(46_500)})).await?;
    waiting::until("an empty pocket", async || {
        let cash = seller.get("/cash").await?;
        Ok((cash["items"][0]["owed"] == xof(0)).then_some(()))
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn two_couriers_on_two_channels_have_one_winner() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, first) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let second = fresh_wa_id();
    let form = json!({"name": "Koffi", "phone": format!("+{second}"), "channels": ["sms"]});
    seller.created("/couriers", &form).await?;
    let prospect = ordered(&seller).await?;
    let blaise = Phone::of_courier(&stack, &first[0]);
    let koffi = Telephone::of(&stack, &second);
    // Whoever is asked first lets the offer pass; then both answer at once.
    let link = koffi.page_of(&koffi.reads("Accepter ou refuser").await?)?;
    let offer = blaise.hears("46 500 FCFA").await?;
    let (_, page) = link.shows().await?;
    let koffi_is_asked = page.contains("value=\"accept\"") || page.contains("accept");
    assert!(koffi_is_asked, "{page}");
    try_join(async { blaise.tap(&offer, "Accepter").await.map(drop) }, async {
        link.does("accept", &[]).await.map(drop)
    })
    .await?;
    let told = words_of(&prospect.hears("Votre commande est confirmée").await?);
    seller.order_in("confirmed").await?;
    let deliveries = seller.get("/deliveries").await?;
    let attempts = deliveries["items"][0]["attempts"].as_array().cloned().unwrap_or_default();
    let won = attempts.iter().filter(|attempt| attempt["outcome"] == "accepted").count();
    assert_eq!(won, 1, "{deliveries}");
    // The other one is refused kindly, by the way they answered.
    if told.contains("Koffi") {
        blaise.hears("Merci, mais").await?;
    } else {
        link.says("merci").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_link_shows_without_accepting_and_closes_a_delivery() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, number, _) = shop_with(&stack, &["sms"]).await?;
    let prospect = ordered(&seller).await?;
    let telephone = Telephone::of(&stack, &number);
    let page = telephone.page_of(&telephone.reads("Accepter ou refuser").await?)?;
    // What a link scanner does: nothing happens.
    for _ in 0..3 {
        assert_eq!(page.shows().await?.0, StatusCode::OK);
    }
    assert_eq!(seller.order_in("pending").await?["status"], "pending");
    page.does("accept", &[]).await?;
    let code = code_of(&prospect).await?;
    page.says("name=\"act\" value=\"picked_up\"").await?;
    page.does("picked_up", &[]).await?;
    prospect.hears("a récupéré votre colis").await?;
    page.does("handed_over", &[]).await?;
    page.says("name=\"digits\"").await?;
    page.does("code", &[("digits", &code)]).await?;
    page.says("name=\"amount\"").await?;
    page.does("cash", &[("amount", "4650")]).await?;
    seller.order_in("delivered").await?;
    // A zero was missing: it is taken back, and told again.
    page.says("value=\"undo\"").await?;
    page.does("undo", &[]).await?;
    prospect.hears("n'est pas").await?;
    seller.order_in("confirmed").await?;
    page.says("value=\"cash_due\"").await?;
    page.does("cash_due", &[]).await?;
    seller.order_in("delivered").await?;
    let cash = seller.get("/cash").await?;
    assert_eq!(cash["items"][0]["owed"], xof(46_500), "{cash}");
    let months = seller.get("/figures/months").await?;
    let month = months["items"].as_array().and_then(|months| months.last()).context("a month")?;
    assert_eq!(month["delivered"], json!(1), "{months}");
    Ok(())
}

#[tokio::test]
async fn all_silent_is_told_to_both_and_the_retry_finds_somebody() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let prospect = ordered(&seller).await?;
    let choice = prospect.hears("pas encore trouvé de livreur").await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    let told = words_of(&owner.hears("Aucun livreur pour la commande").await?);
    assert!(told.contains("1 livreur"), "{told}");
    prospect.tap(&choice, "Livrer demain").await?;
    prospect.hears("livraison reprogrammée").await?;
    let blaise = Phone::of_courier(&stack, &couriers[0]);
    let offer = waiting::until("the offer of the retry", async || {
        let received = blaise.received().await?;
        let mut offers = received.iter().filter(|m| words_of(m).contains("46 500 FCFA"));
        Ok(offers.nth(1).cloned())
    })
    .await?;
    blaise.tap(&offer, "Accepter").await?;
    prospect.hears("avec Blaise").await?;
    seller.order_in("confirmed").await?;
    Ok(())
}

#[tokio::test]
async fn three_wrong_codes_are_settled_by_the_seller() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, number, _) = shop_with(&stack, &["sms"]).await?;
    let prospect = ordered(&seller).await?;
    let telephone = Telephone::of(&stack, &number);
    let page = telephone.page_of(&telephone.reads("Accepter ou refuser").await?)?;
    page.does("accept", &[]).await?;
    let code = code_of(&prospect).await?;
    let wrong = if code == "0000" { "1111" } else { "0000" };
    page.says("value=\"handed_over\"").await?;
    page.does("handed_over", &[]).await?;
    for left in ["2", "1"] {
        page.says("name=\"digits\"").await?;
        page.does("code", &[("digits", wrong)]).await?;
        page.says(&format!("{left} essai")).await?;
    }
    page.does("code", &[("digits", wrong)]).await?;
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("3 mauvais codes").await?;
    let order = seller.order_in("confirmed").await?;
    let decision = json!({"kind": "delivered", "collected": xof(46_500)});
    let path = format!("/deliveries/{}/decision", order["id"].as_str().unwrap_or_default());
    seller.created(&path, &decision).await?;
    seller.order_in("delivered").await?;
    let other = Seller::signed_up(&stack).await?;
    let (status, _) = other.call(Method::POST, &path, Some(&decision)).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "another seller's delivery");
    Ok(())
}

#[tokio::test]
async fn cash_is_handed_over_by_two_taps_and_a_mistake_is_taken_back() -> Result<()> {
    let stack = Stack::running()?;
    let (seller, couriers) = Seller::with_a_shop(&stack, &["Blaise"]).await?;
    let ceiling = json!({"delivery": {"cash_ceiling": xof(46_500)}});
    seller.call(Method::PATCH, "/me/settings", Some(&ceiling)).await?;
    let prospect = ordered(&seller).await?;
    let blaise = Phone::of_courier(&stack, &couriers[0]);
    let offer = blaise.hears("46 500 FCFA").await?;
    blaise.tap(&offer, "Accepter").await?;
    let code = code_of(&prospect).await?;
    let sheet = blaise.hears("est à vous").await?;
    blaise.tap(&sheet, "Livré").await?;
    blaise.hears("code").await?;
    // A photo of the handed-over parcel is kept for the seller, and stands for nothing else.
    let photo = BASE64.encode(&[b"\xff\xd8\xff\xe0".as_slice(), code.as_bytes()].concat());
    let image = json!({"type": "image", "data_base64": photo, "mime_type": "image/jpeg"});
    blaise.send(&image).await?;
    blaise.hears("Photo enregistrée").await?;
    let delivery = seller.get("/deliveries").await?["items"][0].clone();
    assert_eq!(delivery["status"], "awaiting_code", "{delivery}");
    let address = delivery["photo"]["url"].as_str().context("no photo")?;
    let kept = stack.http.get(address).send().await?.error_for_status()?.bytes().await?;
    assert_eq!(BASE64.encode(&kept), photo);
    blaise.say(&code).await?;
    let asked = blaise.hears("encaissé").await?;
    blaise.tap(&asked, "46 500 FCFA").await?;
    seller.order_in("delivered").await?;

    // The ceiling is reached: both hear it at once, and one tap says that the money changed hands.
    let owner = Phone::of_courier(&stack, &seller.phone);
    owner.hears("votre plafond est de 46 500 FCFA").await?;
    let full = blaise.hears("C'est le maximum").await?;
    blaise.tap(&full, "J'ai tout remis").await?;
    blaise.hears("on demande à").await?;
    let question = owner.hears("L'avez-vous bien reçu ?").await?;
    // Nobody answers for the seller, and nothing is written before they do.
    blaise.send(&owners_answer(&question, &full)).await?;
    owner.tap(&question, "Non").await?;
    blaise.hears("dit ne pas encore avoir reçu 46 500 FCFA").await?;
    assert_eq!(seller.get("/cash").await?["items"][0]["owed"], xof(46_500));
    owner.tap(&question, "Oui").await?;
    blaise.hears("a bien reçu 46 500 FCFA").await?;
    owner.hears("vous a remis 46 500 FCFA. Il ne vous doit plus rien").await?;
    owner.tap(&question, "Oui").await?;
    owner.hears("n'est plus à jour").await?;
    let cash = seller.get("/cash").await?;
    assert_eq!(cash["items"][0]["owed"], xof(0), "{cash}");

    // It was the wrong courier, or a wrong figure: the line is taken back, once.
    let courier = cash["items"][0]["courier"]["id"].as_str().context("no courier")?.to_owned();
    let recall = format!("/couriers/{courier}/remittances/recall");
    let (status, _) = seller.call(Method::POST, &recall, Some(&json!({"number": 1}))).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "the first line is no remittance");
    let other = Seller::signed_up(&stack).await?;
    let (status, _) = other.call(Method::POST, &recall, Some(&json!({"number": 2}))).await?;
    assert_eq!(status, StatusCode::NOT_FOUND, "another seller's courier");
    seller.created(&recall, &json!({"number": 2})).await?;
    blaise.hears("a annulé la remise de 46 500 FCFA").await?;
    let (status, _) = seller.call(Method::POST, &recall, Some(&json!({"number": 2}))).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it was recalled before");
    let ledger = seller.get(&format!("/couriers/{courier}/ledger")).await?;
    let last = &ledger["items"][0];
    assert_eq!((&last["kind"], &last["recalls"]), (&json!("recalled"), &json!(2)), "{ledger}");
    assert_eq!(last["owed_after"], xof(46_500), "{ledger}");

    // The sheet comes whole, with the mark that Excel knows UTF-8 by, and to nobody else.
    let address = stack.api(&format!("/couriers/{courier}/ledger.csv"));
    let sheet = stack.http.get(&address).bearer_auth(&seller.token).send().await?;
    let sheet = sheet.error_for_status()?.bytes().await?;
    assert!(sheet.starts_with("\u{feff}Date;".as_bytes()), "{sheet:?}");
    assert!(String::from_utf8_lossy(&sheet).contains("Remise annulée"), "{sheet:?}");
    let foreign = stack.http.get(&address).bearer_auth(&other.token).send().await?;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    Ok(())
}

/// The seller's « Oui », as somebody else would send it from under a message of their own.
fn owners_answer(question: &Value, under: &Value) -> Value {
    let buttons = &question["body"]["interactive"]["action"]["buttons"];
    let template = &question["body"]["rendered"]["buttons"];
    let (id, title) = if buttons.is_array() {
        (buttons[0]["reply"]["id"].clone(), buttons[0]["reply"]["title"].clone())
    } else {
        (template[0]["payload"].clone(), template[0]["text"].clone())
    };
    let wamid = &under["wamid"];
    json!({"type": "button_reply", "id": id, "title": title, "context_wamid": wamid})
}
