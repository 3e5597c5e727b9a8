use domain::{
    country::Country,
    ids::{ConversationId, PhoneNumberId, WaId},
    person::Identity,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    stub::{Answer, Stub},
    tools::tests::fixture,
};

async fn thought(stub: &Stub, answers: &[Answer]) -> Result<Draft, ModelFailure> {
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
        orders: &[],
        history: &[],
        new_messages: &["deux Air Max 42 noir à Cocody".to_owned()],
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
