use contracts::gemini::Content;

use super::*;
use crate::stub::{Answer, Stub};

async fn asked(stub: &Stub, choice: ModelChoice) -> Asked {
    let request = Request::new("", vec![Content::user(&["bonjour"])]);
    let end = Instant::now() + Duration::from_secs(20);
    stub.model.ask(&request, choice, end, &mut ModelUsage::default()).await
}

#[tokio::test]
async fn a_main_model_that_hangs_is_asked_once_and_replaced() {
    let mut stub = Stub::new().await;
    stub.model.call = Duration::from_millis(50);
    stub.answer(&[Answer::Hang]);
    let main = asked(&stub, ModelChoice::Main).await;
    assert!(matches!(main, Asked::StartOver(ModelChoice::Fallback)));
    assert_eq!(stub.asked(), ["main"]);
    // The other one has no other to be replaced by.
    let fallback = asked(&stub, ModelChoice::Fallback).await;
    assert!(matches!(fallback, Asked::GaveUp));
    assert_eq!(stub.asked(), ["main", "fallback", "fallback"]);
}

#[tokio::test]
async fn an_empty_answer_is_asked_for_again_and_then_of_the_other() {
    let stub = Stub::new().await;
    stub.answer(&[Answer::Empty]);
    let main = asked(&stub, ModelChoice::Main).await;
    assert!(matches!(main, Asked::StartOver(ModelChoice::Fallback)));
    stub.answer(&[Answer::Empty, Answer::Text("Bonjour !".into())]);
    assert!(matches!(asked(&stub, ModelChoice::Main).await, Asked::Answered(_)));
}
