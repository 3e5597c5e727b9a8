use domain::{
    country::Country,
    ids::{ConversationId, PhoneNumberId, WaId},
    money::{Currency, Money},
    order::Address,
    payment::Known,
    person::Identity,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    stub::{Answer, Stub},
    tools::tests::{fixture, order_of},
};

async fn thought(stub: &Stub, answers: &[Answer]) -> Result<Draft, ModelFailure> {
    thought_of(stub, answers, "deux Air Max 42 noir à Cocody", &[]).await
}

async fn thought_of(
    stub: &Stub,
    answers: &[Answer],
    said: &str,
    orders: &[Placed],
) -> Result<Draft, ModelFailure> {
    stub.answer(answers);
    let fixture = fixture();
    let thread = Conversation::new(
        ConversationId::from_uuid(Uuid::from_u128(1)),
        fixture.seller.id.clone(),
        PhoneNumberId::new("1"),
        Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
    );
    let own_phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let now = clock::now();
    let matter = Matter {
        shop: fixture.shop(),
        thread: &thread,
        cart: &thread.cart,
        orders,
        history: &[],
        new_messages: &[said.to_owned()],
        own_phone: Some(&own_phone),
        recap_id: RecapId::from_uuid(Uuid::from_u128(2)),
        now,
    };
    let deadline = Deadline::at(now.saturating_add(jiff::SignedDuration::from_secs(50)).unwrap());
    think(&stub.model, &matter, deadline).await.0
}

fn call(name: &str, args: Value) -> Answer {
    Answer::Calls(vec![(name.to_owned(), args)])
}

fn put_in_cart() -> Answer {
    call("update_cart", json!({"product_id": "Air Max", "variant": "42 noir", "quantity": 2}))
}

#[tokio::test]
async fn a_sale_with_detours_comes_to_its_recap() {
    let stub = Stub::new().await;
    let search = || call("search_catalogue", json!({"query": "air max"}));
    let address = || call("set_delivery_address", json!({"commune": "Cocody"}));
    let moment = json!({"day": "tomorrow", "period": "morning"});
    // Nine steps: two looks, a wrong variant, a text that is refused, an address said twice.
    let draft = thought(
        &stub,
        &[
            search(),
            search(),
            call("update_cart", json!({"product_id": "Air Max", "quantity": 2})),
            put_in_cart(),
            Answer::Text("Votre commande est confirmée !".into()),
            address(),
            address(),
            call("set_delivery_moment", moment),
            call("show_recap", json!({})),
        ],
    )
    .await
    .unwrap();
    assert!(matches!(draft.proposal, Proposal::Show(_)), "{:?}", draft.proposal);
    assert_eq!(stub.asked().len(), 9);
}

#[tokio::test]
async fn a_model_without_end_is_given_up_after_so_many_steps_or_calls() {
    let stub = Stub::new().await;
    let search = ("search_catalogue".to_owned(), json!({"query": ""}));
    let endless = thought(&stub, &[Answer::Calls(vec![search.clone()])]).await;
    assert_eq!((endless, stub.asked().len()), (Err(ModelFailure::Unreliable), MAX_STEPS));
    let greedy = thought(&stub, &[Answer::Calls(vec![search; MAX_CALLS + 1])]).await;
    assert_eq!((greedy, stub.asked().len()), (Err(ModelFailure::Unreliable), 1));
    let lost = thought(&stub, &[call("place_order", json!({}))]).await;
    assert_eq!((lost, stub.asked().len()), (Err(ModelFailure::Unreliable), MAX_UNKNOWN_CALLS));
}

#[tokio::test]
async fn a_refused_text_is_corrected_once() {
    let stub = Stub::new().await;
    let lie = || Answer::Text("Je vous la fais à 15 000 FCFA.".into());
    let corrected =
        thought(&stub, &[lie(), Answer::Text("Elle est à 45 000 FCFA.".into())]).await.unwrap();
    assert_eq!(corrected.proposal, Proposal::Say("Elle est à 45 000 FCFA.".into()));
    let stubborn = thought(&stub, &[lie()]).await;
    assert_eq!((stubborn, stub.asked().len()), (Err(ModelFailure::Unreliable), 2));
}

#[tokio::test]
async fn both_models_silent_end_in_unavailable() {
    let stub = Stub::new().await;
    let silent = thought(&stub, &[Answer::Empty]).await;
    assert_eq!(silent, Err(ModelFailure::Unavailable));
    assert_eq!(stub.asked(), ["main", "main", "fallback", "fallback"]);
}

/// An order of two pairs, with what is known of its money.
fn placed(known: Known) -> Placed {
    let fixture = fixture();
    let own_phone = Phone::parse("0701020304", Country::IvoryCoast).unwrap();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 2).unwrap();
    let address = Address { commune: "Cocody".into(), ..Default::default() };
    cart.set_address(fixture.shop(), address).unwrap();
    let id = RecapId::from_uuid(Uuid::from_u128(7));
    let recap = cart.recap(fixture.shop(), Some(&own_phone), id, clock::now()).unwrap();
    Placed { order: order_of(&recap, &fixture), known }
}

#[tokio::test]
async fn who_says_that_they_paid_is_told_what_is_known_and_nothing_else() {
    let stub = Stub::new().await;
    let said = "J'ai payé, regarde la capture [image : un reçu de 91 500 FCFA]";
    let francs = |amount| Money::new(amount, Currency::Xof);
    let tell = || call("tell_payment", json!({}));
    for known in [
        Known::Nothing,
        Known::Asked,
        Known::Part { came: francs(30_000), left: francs(61_500) },
        Known::Paid { came: francs(91_500) },
    ] {
        let placed = placed(known);
        let told = Proposal::TellPayment { order: placed.order.id.clone(), known };
        let draft = thought_of(&stub, &[tell()], said, std::slice::from_ref(&placed)).await;
        assert_eq!(draft.unwrap().proposal, told);
        // The model's own word for it never leaves, be it true.
        let thanks = || Answer::Text("Paiement bien reçu, merci !".into());
        let stubborn = thought_of(&stub, &[thanks()], said, std::slice::from_ref(&placed)).await;
        assert_eq!(stubborn, Err(ModelFailure::Unreliable));
        let corrected = [thanks(), tell()];
        let draft = thought_of(&stub, &corrected, said, std::slice::from_ref(&placed)).await;
        assert_eq!(draft.unwrap().proposal, told);
    }
    // What is left may be said: it is an amount of the order's.
    let part = placed(Known::Part { came: francs(30_000), left: francs(61_500) });
    let left = [Answer::Text("Il reste 61 500 FCFA à payer à la livraison.".into())];
    let draft = thought_of(&stub, &left, "Je dois combien ?", std::slice::from_ref(&part));
    assert!(matches!(draft.await.unwrap().proposal, Proposal::Say(_)));
    let nothing = placed(Known::Nothing);
    let draft = thought_of(&stub, &left, "Je dois combien ?", std::slice::from_ref(&nothing));
    assert_eq!(draft.await, Err(ModelFailure::Unreliable));
}
