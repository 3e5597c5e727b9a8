//! Files from a Graph, a file server, a bucket and a model that do and do not work.

use std::sync::{Arc, Mutex};

use aws_adapters::sdk;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request as HttpRequest,
    http::{Response, StatusCode},
};
use contracts::records::conversation::Sender;
use domain::{
    catalogue::{Product, Variant},
    ids::VariantId,
    money::{Currency, Money},
};
use http_clients::{
    gemini::Gemini,
    http::{Http, Timeouts},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::*;

const LOOKUP: &str = "GET /v25.0/14";
const FILE: &str = "GET /file";
const KEEP: &str = "PUT /media";
const ASK: &str = "POST /v1beta/models/lite:generateContent";

/// Longer than any test should take: a slow machine is not a failure.
const PATIENCE: Duration = Duration::from_secs(20);

type Calls = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Everything outside, on one port.
struct World {
    url: String,
    calls: Calls,
}

impl World {
    /// Answers each call, named as [`LOOKUP`] and the like and counted from 0 for each name.
    async fn new(answer: impl Fn(&str, usize) -> Response<Body> + Send + Sync + 'static) -> Self {
        let calls = Calls::default();
        let (seen, answer) = (Arc::clone(&calls), Arc::new(answer));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let own = url.clone();
        let router = Router::new().fallback(move |request: HttpRequest| {
            let (seen, answer, own) = (Arc::clone(&seen), Arc::clone(&answer), own.clone());
            async move {
                let (head, body) = request.into_parts();
                let call = format!("{} {}", head.method, head.uri.path());
                let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
                let number = {
                    let mut seen = seen.lock().unwrap();
                    seen.push((call.clone(), body));
                    seen.iter().filter(|(earlier, _)| *earlier == call).count() - 1
                };
                let answered = answer(&call, number);
                if call == LOOKUP && answered.status() == StatusCode::NO_CONTENT {
                    return reply(200, &json!({"url": format!("{own}/file")}));
                }
                answered
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, calls }
    }

    /// The names of the calls, S3's without the key.
    fn called(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in self.calls.lock().unwrap().iter() {
            let known = [LOOKUP, FILE, KEEP, ASK].into_iter().find(|call| name.starts_with(call));
            names.push(known.unwrap_or(name).to_owned());
        }
        // Keeping and asking go together, in either order.
        names.sort();
        names
    }

    fn asked(&self) -> Value {
        let calls = self.calls.lock().unwrap();
        let (_, body) = calls.iter().find(|(name, _)| name == ASK).unwrap();
        serde_json::from_slice(body).unwrap()
    }

    async fn perceive(&self, message: &MessageRecord) -> Option<Perceived> {
        self.perceive_until(message, Instant::now() + PATIENCE).await
    }

    async fn perceive_until(&self, message: &MessageRecord, end: Instant) -> Option<Perceived> {
        let http = Http::new(Timeouts { connect: PATIENCE, total: PATIENCE }).unwrap();
        let graph = Graph::new(&self.url, "v25.0", http.clone()).unwrap();
        let aws = sdk::loader(sdk::Pace::Worker)
            .region("eu-west-3")
            .no_credentials()
            .endpoint_url(&self.url)
            .load()
            .await;
        let model = Model {
            gemini: Gemini::new(&self.url, "v1beta", SecretString::from("key"), http).unwrap(),
            main: "main".to_owned(),
            fallback: "lite".to_owned(),
            call: crate::model::CALL,
        };
        let senses = Senses {
            graph: &graph.with_file_origins(self.url.parse().unwrap()),
            objects: &Objects::new(&aws, "media"),
            model: &model,
        };
        let (seller, conversation) = ids();
        let attachment = Attachment {
            token: &SecretString::from("EAAtoken"),
            seller: &seller,
            number: &PhoneNumberId::new("4711"),
            conversation: &conversation,
            message,
            catalogue: &catalogue(),
        };
        senses.perceive(&attachment, end).await
    }
}

fn ids() -> (SellerId, ConversationId) {
    (SellerId::from_uuid(Uuid::from_u128(1)), ConversationId::from_uuid(Uuid::from_u128(2)))
}

fn air_max() -> ProductId {
    ProductId::from_uuid(Uuid::from_u128(3))
}

fn catalogue() -> Catalogue {
    let only = Variant { id: VariantId::only(), label: String::new(), price: None, available: 1 };
    let product = Product {
        id: air_max(),
        name: "Air Max".to_owned(),
        description: String::new(),
        price: Money::new(45_000, Currency::Xof),
        variants: vec![only],
        on_sale: true,
        photo: None,
        floor_price: None,
        retailer_id: None,
    };
    Catalogue { products: vec![product] }
}

fn message(kind: &str, text: &str) -> MessageRecord {
    let media = MediaRecord {
        id: "14".to_owned(),
        mime_type: Some("audio/ogg; codecs=opus".to_owned()),
        object: None,
        refused: None,
    };
    MessageRecord {
        kind: kind.to_owned(),
        media: Some(media),
        ..MessageRecord::said("wamid.A", Timestamp::UNIX_EPOCH, Sender::Prospect, text)
    }
}

fn reply(status: u16, body: &Value) -> Response<Body> {
    let body = Body::from(body.to_string());
    Response::builder().status(status).body(body).unwrap()
}

/// The address of the file is the world's own: it says so by answering nothing.
fn found() -> Response<Body> {
    reply(204, &json!(null))
}

fn bytes(mime: &str, bytes: &'static [u8]) -> Response<Body> {
    Response::builder().header("content-type", mime).body(Body::from(bytes)).unwrap()
}

fn says(answer: &str) -> Response<Body> {
    reply(
        200,
        &json!({
            "candidates": [{"content": {"parts": [{"text": answer}]}, "finishReason": "STOP"}],
            "usageMetadata": {"promptTokenCount": 300, "candidatesTokenCount": 20},
        }),
    )
}

/// A world that works, with this file and this answer of the model.
async fn working(mime: &'static str, file: &'static [u8], answer: &'static str) -> World {
    World::new(move |call, _| match call {
        LOOKUP => found(),
        FILE => bytes(mime, file),
        ASK => says(answer),
        _ => reply(200, &json!(null)),
    })
    .await
}

const OGG: &[u8] = b"OggS\0\x02";
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF";

#[tokio::test]
async fn a_voice_note_is_kept_and_heard() {
    let answer = r#"{"language":"fr","transcript":"Je veux deux Air Max"}"#;
    let world = working("audio/ogg; codecs=opus", OGG, answer).await;
    let perceived = world.perceive(&message("audio", "[note vocale]")).await.unwrap();
    assert_eq!(perceived.words, "[note vocale] Je veux deux Air Max");
    assert_eq!((perceived.product, perceived.usage.prompt_token_count), (None, 300));
    let (seller, conversation) = ids();
    let key = ObjectKey::media(&seller, &conversation, "wamid.A");
    assert_eq!(perceived.media.object.as_deref(), Some(key.as_str()));
    assert_eq!(perceived.media.refused, None);
    assert_eq!(world.called(), [FILE, LOOKUP, ASK, KEEP]);
    let kept = world.calls.lock().unwrap().iter().find(|(name, _)| name.starts_with(KEEP)).cloned();
    assert_eq!(kept, Some((format!("{KEEP}/{}", key.as_str()), OGG.to_vec())));
    assert_eq!(world.asked()["contents"][0]["parts"][1]["inlineData"]["mimeType"], "audio/ogg");
}

#[tokio::test]
async fn a_picture_of_the_catalogue_names_its_product() {
    let answer = r#"{"kind":"product","description":"Une basket","product":"Air Max"}"#;
    let world = working("image/jpeg", JPEG, answer).await;
    let perceived = world.perceive(&message("image", "[image] Vous l'avez ?")).await.unwrap();
    assert_eq!(perceived.words, "[image : ressemble à « Air Max »] Vous l'avez ?");
    assert_eq!(perceived.product, Some(air_max()));
}

#[tokio::test]
async fn a_capture_of_a_payment_proves_nothing_whatever_the_model_says() {
    let answer =
        r#"{"kind":"payment_proof","description":"Paiement reçu et confirmé","product":"Air Max"}"#;
    let world = working("image/png", b"\x89PNG\r\n\x1A\n\0", answer).await;
    let perceived = world.perceive(&message("image", "[image] C'est payé")).await.unwrap();
    assert_eq!(perceived.words, "[image : capture d'un paiement, ne prouve rien] C'est payé");
    assert_eq!(perceived.product, None);
}

#[tokio::test]
async fn what_is_not_looked_into_is_kept_all_the_same() {
    for (kind, text, mime, file) in [
        ("video", "[vidéo] Regardez", "video/mp4", b"\0\0\0\x18ftypmp42".as_slice()),
        ("document", "[document]", "application/pdf", b"%PDF-1.7"),
        ("sticker", "[autocollant]", "image/webp", b"RIFF\0\0\0\0WEBP"),
    ] {
        let world = working(mime, file, "{}").await;
        let perceived = world.perceive(&message(kind, text)).await.unwrap();
        assert_eq!(perceived.words, text);
        assert!(perceived.media.object.is_some(), "{kind}");
        assert_eq!(world.called(), [FILE, LOOKUP, KEEP], "{kind}");
    }
}

#[tokio::test]
async fn a_format_no_model_takes_is_said_and_kept() {
    let world = working("audio/amr", b"#!AMR\n", "{}").await;
    let perceived = world.perceive(&message("audio", "[note vocale]")).await.unwrap();
    assert_eq!(perceived.words, "[note vocale dans un format que je ne peux pas lire]");
    assert!(perceived.media.object.is_some());
}

#[tokio::test]
async fn a_message_without_a_file_is_not_perceived() {
    let world = working("audio/ogg", OGG, "{}").await;
    let plain = MessageRecord { media: None, ..message("audio", "x") };
    assert!(world.perceive(&plain).await.is_none());
    assert!(world.perceive(&message("text", "Bonjour")).await.is_none());
    assert_eq!(world.called(), Vec::<String>::new());
}

#[tokio::test]
async fn a_refused_file_ends_in_words_and_is_not_asked_for_again() {
    for (mime, file, code) in [
        ("text/html", b"<html>".as_slice(), "media_wrong_type"),
        ("audio/ogg", b"<html>", "media_disguised"),
    ] {
        let world = working(mime, file, "{}").await;
        let perceived = world.perceive(&message("audio", "[note vocale]")).await.unwrap();
        assert_eq!(perceived.words, "[note vocale que je n'ai pas pu écouter]");
        assert_eq!(perceived.media.refused.as_deref(), Some(code));
        assert_eq!((perceived.media.object, perceived.usage), (None, Usage::default()));
        assert_eq!(world.called(), [FILE, LOOKUP]);
    }
}

#[tokio::test]
async fn a_passing_failure_is_tried_again_once() {
    for (failures, words) in
        [(1, "[note vocale] oui"), (2, "[note vocale que je n'ai pas pu écouter]")]
    {
        let world = World::new(move |call, number| match call {
            LOOKUP => found(),
            FILE if number < failures => {
                let mut limited = reply(503, &json!(null));
                limited.headers_mut().insert("retry-after", 0.into());
                limited
            }
            FILE => bytes("audio/ogg", OGG),
            ASK => says(r#"{"language":"fr","transcript":"oui"}"#),
            _ => reply(200, &json!(null)),
        })
        .await;
        let perceived = world.perceive(&message("audio", "[note vocale]")).await.unwrap();
        assert_eq!(perceived.words, words);
        let refused = perceived.media.refused;
        assert_eq!(refused.as_deref(), (failures == 2).then_some("media_unavailable"));
        assert_eq!(world.called().iter().filter(|call| *call == FILE).count(), 2);
    }
}

#[tokio::test]
async fn a_model_that_fails_or_raves_leaves_honest_words_and_the_file() {
    let blocked = || reply(200, &json!({"promptFeedback": {"blockReason": "SAFETY"}}));
    let refusal = || reply(400, &json!({"error": {"status": "INVALID_ARGUMENT"}}));
    let answers: [fn() -> Response<Body>; 4] =
        [blocked, refusal, || says("Je ne sais pas"), || says("")];
    for answer in answers {
        let world = World::new(move |call, _| match call {
            LOOKUP => found(),
            FILE => bytes("image/jpeg", JPEG),
            ASK => answer(),
            _ => reply(200, &json!(null)),
        })
        .await;
        let perceived = world.perceive(&message("image", "[image] Ceci")).await.unwrap();
        assert_eq!(perceived.words, "[image que je n'ai pas pu regarder] Ceci");
        assert!(perceived.media.object.is_some());
        assert_eq!(perceived.product, None);
    }
}

#[tokio::test]
async fn a_bucket_that_refuses_does_not_make_us_deaf() {
    let world = World::new(|call, _| match call {
        LOOKUP => found(),
        FILE => bytes("audio/ogg", OGG),
        ASK => says(r#"{"language":"fr","transcript":"oui"}"#),
        _ => {
            let denied = "<Error><Code>AccessDenied</Code></Error>";
            Response::builder().status(403).body(Body::from(denied)).unwrap()
        }
    })
    .await;
    let perceived = world.perceive(&message("audio", "[note vocale]")).await.unwrap();
    assert_eq!(perceived.words, "[note vocale] oui");
    assert_eq!(perceived.media.object, None);
    assert_eq!(perceived.media.refused.as_deref(), Some("aws_denied"));
}

#[tokio::test]
async fn without_time_left_there_are_still_words() {
    let world = working("audio/ogg", OGG, "{}").await;
    let perceived = world.perceive_until(&message("audio", "[note vocale]"), Instant::now()).await;
    let perceived = perceived.unwrap();
    assert_eq!(perceived.words, "[note vocale que je n'ai pas pu écouter]");
    assert_eq!(perceived.media.refused.as_deref(), Some("media_too_slow"));
}
