//! The network with the product's own clients on one side and a small product on the other.

use std::sync::Mutex as StdMutex;

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode, Uri, header},
    response::IntoResponse as _,
};
use contracts::callbacks::{OfferTag, infobip::Reports, twilio::VerifiedForm};
use domain::phone::Phone;
use http_clients::{
    http::{Http, Timeouts},
    telephony::{
        Call, CallId, Disposition, Infobip, InfobipAccount, Sms, Telephone as _,
        Telephony as Client, TelephonyErrorClass, Twilio, TwilioAccount,
    },
};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::*;

const TAG: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008.3";
const PERSON: &str = "+2250707123456";
const OURS: &str = "+33900000000";

/// What the product was called back with: its path and query, and its form or report.
#[derive(Debug)]
struct Called {
    path: String,
    form: Option<VerifiedForm>,
    reports: Option<Reports>,
}

struct World {
    url: String,
    called: mpsc::UnboundedReceiver<Called>,
    /// Documents to answer with, by the last part of the path.
    answers: Arc<StdMutex<BTreeMap<String, String>>>,
    product: String,
    _running: watch::Sender<bool>,
}

async fn serve(app: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

impl World {
    async fn new() -> Self {
        let (sender, called) = mpsc::unbounded_channel();
        let answers: Arc<StdMutex<BTreeMap<String, String>>> = Arc::default();
        let (documents, base) = (Arc::clone(&answers), Arc::new(StdMutex::new(String::new())));
        let known = Arc::clone(&base);
        let product =
            serve(Router::new().fallback(move |uri: Uri, headers: HeaderMap, raw: Bytes| {
                let (sender, documents) = (sender.clone(), Arc::clone(&documents));
                let base = known.lock().unwrap().clone();
                async move {
                    let token = SecretString::from("token");
                    let signature = headers.get("x-twilio-signature");
                    let signature = signature.map(|value| value.to_str().unwrap());
                    let url = format!("{base}{uri}");
                    let form = VerifiedForm::verify(&token, signature, &url, &raw).ok();
                    let reports = serde_json::from_slice(&raw).ok();
                    sender.send(Called { path: uri.to_string(), form, reports }).unwrap();
                    let kind = uri.path().rsplit('/').next().unwrap().to_owned();
                    let document = documents.lock().unwrap().get(&kind).cloned();
                    document.unwrap_or_default().into_response()
                }
            }))
            .await;
        base.lock().unwrap().clone_from(&product);
        let settings = Settings {
            our_number: OURS.into(),
            account_sid: "AC1".into(),
            auth_token: "token".into(),
            infobip_api_key: "key".into(),
            inbound_url: format!("{product}/callbacks/twilio/inbound"),
            second: None,
        };
        let (running, stopping) = watch::channel(false);
        let url = serve(Telephony::open(settings).unwrap().router(stopping)).await;
        Self { url, called, answers, product, _running: running }
    }

    fn answer(&self, kind: &str, verbs: &str) {
        let document = format!("<Response>{verbs}</Response>").replace("…", &self.product);
        self.answers.lock().unwrap().insert(kind.to_owned(), document);
    }

    fn twilio(&self) -> Client {
        let account = TwilioAccount {
            sid: "AC1".into(),
            auth_token: SecretString::from("token"),
            from: OURS.into(),
            sms_sender: "FLUXASYNC".into(),
        };
        let url = format!("{}/twilio", self.url);
        Client::Twilio(Twilio::new(&url, &self.product, account, http()).unwrap())
    }

    fn infobip(&self) -> Client {
        let account = InfobipAccount {
            api_key: SecretString::from("key"),
            callback_secret: SecretString::from("s3cret"),
            from: OURS.into(),
            sms_sender: "FLUXASYNC".into(),
        };
        let url = format!("{}/infobip", self.url);
        Client::Infobip(Infobip::new(&url, &self.product, account, http()).unwrap())
    }

    async fn control(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let client = http::client(Duration::from_secs(20)).unwrap();
        let url = format!("{}/_control{path}", self.url);
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let answer = client.request(method, url).json(&body).send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn act(&self, call: &CallId, act: &str, body: Value) -> Value {
        let path = format!("/calls/{}/{act}", call.as_str());
        let (status, line) = self.control("POST", &path, body).await;
        assert_eq!(status, StatusCode::OK, "{line}");
        line
    }

    async fn behave(&self, behaviour: &str) {
        let body = json!({"phone": PERSON, "behaviour": behaviour});
        assert_eq!(self.control("POST", "/phones", body).await.0, StatusCode::OK);
    }

    async fn next(&mut self) -> Called {
        let soon = tokio::time::timeout(Duration::from_secs(20), self.called.recv());
        soon.await.unwrap().unwrap()
    }
}

fn http() -> Http {
    let patience = Duration::from_secs(20);
    Http::new(Timeouts { connect: patience, total: patience }).unwrap()
}

async fn call(client: &Client) -> Result<CallId, http_clients::telephony::TelephonyError> {
    let (to, offer) = (Phone::of_e164(PERSON).unwrap(), TAG.parse::<OfferTag>().unwrap());
    client.call(&Call { to: &to, prompt: "Tapez 1.", offer: &offer, ring_seconds: 40 }).await
}

async fn text(client: &Client) -> Result<String, http_clients::telephony::TelephonyError> {
    let (to, offer) = (Phone::of_e164(PERSON).unwrap(), TAG.parse::<OfferTag>().unwrap());
    let sms = Sms { to: &to, body: "Course: https://x/c/1", offer: &offer, valid_seconds: 300 };
    client.text(&sms).await.map(|id| id.as_str().to_owned())
}

fn ask(action: &str) -> String {
    format!(
        r#"<Gather numDigits="1" actionOnEmptyResult="true" action="…{action}"><Say language="fr-FR">Tapez 1.</Say></Gather>"#
    )
}

#[tokio::test]
async fn a_call_is_answered_read_and_takes_a_key() {
    let mut world = World::new().await;
    world.answer("voice", &ask("/key?try=1"));
    world.answer("key", r#"<Pause length="2"/><Redirect>/outcome?try=1</Redirect>"#);
    world.answer("outcome", r#"<Say language="fr-FR">La course est à vous.</Say><Hangup/>"#);
    let id = call(&world.twilio()).await.unwrap();
    let line = world.act(&id, "answer", json!({})).await;
    assert_eq!(line["status"], "in-progress");
    assert_eq!(
        (&line["heard"][0]["text"], &line["waiting"]["digits"]),
        (&json!("Tapez 1."), &json!(1))
    );
    let voice = world.next().await;
    assert_eq!(voice.path, format!("/callbacks/twilio/voice?of={TAG}"));
    let form = voice.form.expect("signed");
    assert_eq!(form.field("CallSid"), Some(id.as_str()));
    assert_eq!((form.field("From"), form.field("To")), (Some(OURS), Some(PERSON)));
    let line = world.act(&id, "press", json!({"digits": "1"})).await;
    assert_eq!(line["status"], "completed");
    assert_eq!(line["heard"][2]["text"], "La course est à vous.");
    let key = world.next().await;
    assert_eq!((key.path.as_str(), key.form.unwrap().field("Digits")), ("/key?try=1", Some("1")));
    assert_eq!(world.next().await.path, "/outcome?try=1");
    let end = world.next().await;
    assert_eq!(end.path, format!("/callbacks/twilio/status?of={TAG}"));
    assert_eq!(end.form.expect("signed").field("CallStatus"), Some("completed"));
}

#[tokio::test]
async fn silence_is_told_and_a_long_number_ends_with_a_hash() {
    let mut world = World::new().await;
    world.answer("voice", &ask("/key"));
    world.answer(
        "key",
        r##"<Gather finishOnKey="#" action="…/amount"><Say language="fr-FR">Montant ?</Say></Gather><Say language="fr-FR">Au revoir.</Say>"##,
    );
    world.answer("amount", "<Hangup/>");
    let id = call(&world.twilio()).await.unwrap();
    world.act(&id, "answer", json!({})).await;
    world.next().await;
    let line = world.act(&id, "stay_silent", json!({})).await;
    assert_eq!(world.next().await.form.unwrap().field("Digits"), Some(""));
    assert_eq!(line["heard"][1]["text"], "Montant ?");
    let line = world.act(&id, "press", json!({"digits": "45000"})).await;
    assert_eq!((&line["status"], &line["typed"]), (&json!("in-progress"), &json!("45000")));
    world.act(&id, "press", json!({"digits": "#"})).await;
    assert_eq!(world.next().await.form.unwrap().field("Digits"), Some("45000"));
    // Without keys and without `actionOnEmptyResult` the document goes on.
    let id = call(&world.twilio()).await.unwrap();
    world.act(&id, "answer", json!({})).await;
    world.act(&id, "stay_silent", json!({})).await;
    let line = world.act(&id, "stay_silent", json!({})).await;
    assert_eq!(line["heard"][2]["text"], "Au revoir.");
    assert_eq!(line["status"], "completed");
}

#[tokio::test]
async fn nobody_answers_declines_or_can_be_reached() {
    let mut world = World::new().await;
    let client = world.twilio();
    let end = async |world: &mut World| {
        world.next().await.form.unwrap().field("CallStatus").unwrap().to_owned()
    };
    let id = call(&client).await.unwrap();
    world.act(&id, "ring_out", json!({})).await;
    assert_eq!(end(&mut world).await, "no-answer");
    let id = call(&client).await.unwrap();
    world.act(&id, "hang_up", json!({})).await;
    assert_eq!(end(&mut world).await, "busy");
    let path = format!("/calls/{}/answer", id.as_str());
    assert_eq!(world.control("POST", &path, json!({})).await.0, StatusCode::CONFLICT);
    world.behave("unreachable").await;
    call(&client).await.unwrap();
    assert_eq!(end(&mut world).await, "failed");
    let lost = text(&client).await.unwrap();
    let told = world.next().await;
    assert_eq!(told.path, format!("/callbacks/twilio/sms?of={TAG}"));
    let form = told.form.expect("signed");
    assert_eq!(form.field("MessageStatus"), Some("undelivered"));
    assert_eq!(form.field("MessageSid"), Some(lost.as_str()));
}

#[tokio::test]
async fn we_end_a_call_whether_it_rings_or_not() {
    let world = World::new().await;
    world.answer("voice", &ask("/key"));
    let client = world.twilio();
    let id = call(&client).await.unwrap();
    client.hang_up(&id).await.unwrap();
    client.hang_up(&id).await.unwrap();
    let answered = call(&client).await.unwrap();
    world.act(&answered, "answer", json!({})).await;
    client.hang_up(&answered).await.unwrap();
    let (_, body) = world.control("GET", "/calls?phone=2250707123456", json!({})).await;
    let statuses: Vec<&str> =
        body["calls"].as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["canceled", "completed"]);
    let gone = CallId::new("CAnone");
    client.hang_up(&gone).await.unwrap();
}

#[tokio::test]
async fn a_person_calls_our_number() {
    let mut world = World::new().await;
    world.answer("inbound", &ask("/act"));
    let (status, line) = world.control("POST", "/calls", json!({"phone": PERSON})).await;
    assert_eq!((status, &line["is_inbound"]), (StatusCode::OK, &json!(true)));
    assert_eq!(line["heard"][0]["text"], "Tapez 1.");
    let form = world.next().await.form.expect("signed");
    assert_eq!((form.field("From"), form.field("To")), (Some(PERSON), Some(OURS)));
    assert_eq!(form.field("Direction"), Some("inbound"));
}

#[tokio::test]
async fn an_answer_that_is_no_twiml_ends_the_call_in_english() {
    let world = World::new().await;
    world.answer("voice", "<Say>Hello</Say>");
    let id = call(&world.twilio()).await.unwrap();
    let line = world.act(&id, "answer", json!({})).await;
    assert_eq!(line["heard"][0]["text"], "An application error has occurred. Goodbye.");
    assert_eq!(line["status"], "completed");
}

#[tokio::test]
async fn a_text_message_arrives() {
    let mut world = World::new().await;
    for client in [world.twilio(), world.infobip()] {
        text(&client).await.unwrap();
        world.next().await;
    }
    let (_, body) = world.control("GET", "/texts?phone=2250707123456", json!({})).await;
    let texts = body["texts"].as_array().unwrap();
    assert_eq!((texts.len(), &texts[0]["body"]), (2, &json!("Course: https://x/c/1")));
    assert_eq!((&texts[0]["from"], &texts[1]["vendor"]), (&json!("FLUXASYNC"), &json!("infobip")));
}

#[tokio::test]
async fn infobip_reads_listens_and_reports_once_it_is_over() {
    let mut world = World::new().await;
    let client = world.infobip();
    let id = call(&client).await.unwrap();
    world.act(&id, "answer", json!({})).await;
    let line = world.act(&id, "press", json!({"digits": "0"})).await;
    assert_eq!(line["heard"][2]["text"], "Tapez 1.");
    world.act(&id, "press", json!({"digits": "1"})).await;
    let told = world.next().await;
    assert_eq!(told.path, "/callbacks/infobip/voice?k=s3cret");
    let report = &told.reports.unwrap().results[0];
    assert_eq!((report.key(&['1', '2']), report.message_id.as_str()), (Some('1'), id.as_str()));
    assert_eq!(report.callback_data.as_deref(), Some(TAG));
    world.behave("busy").await;
    call(&client).await.unwrap();
    let report = &world.next().await.reports.unwrap().results[0];
    assert_eq!(report.error.name, "EC_VOICE_USER_BUSY");
}

#[tokio::test]
async fn what_vendors_refuse_is_refused() {
    use TelephonyErrorClass as Class;
    let world = World::new().await;
    for (behaviour, called, texted) in [
        ("landline", None, Some(Class::RefusedNumber)),
        ("opted_out", None, Some(Class::OptedOut)),
        ("blocked_country", Some(Class::BlockedCountry), Some(Class::RefusedSender)),
    ] {
        world.behave(behaviour).await;
        let client = world.twilio();
        assert_eq!(call(&client).await.err().and_then(|error| error.class()), called);
        assert_eq!(text(&client).await.err().and_then(|error| error.class()), texted);
    }
    let refused = call(&world.infobip()).await.unwrap_err();
    assert_eq!(refused.class(), Some(Class::BlockedCountry));
}

#[tokio::test]
async fn bad_days_are_ordered() {
    let mut world = World::new().await;
    let client = world.twilio();
    let fault = |effect: Value| json!({"to": "2250707123456", "effect": effect});
    let order = async |effect: Value| {
        let (status, _) = world.control("POST", "/faults", fault(effect)).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    };
    order(json!({"http": 429, "retry_after": 7})).await;
    let limited = text(&client).await.unwrap_err().disposition();
    assert_eq!(limited, Disposition::Retry { after: Duration::from_secs(7) });
    order(json!({"http": 500})).await;
    assert_eq!(text(&client).await.unwrap_err().disposition(), Disposition::UnknownOutcome);
    order(json!({"accept_then_drop": true})).await;
    assert_eq!(text(&client).await.unwrap_err().disposition(), Disposition::UnknownOutcome);
    order(json!({"callback_copies": 2})).await;
    text(&client).await.unwrap();
    let (_, body) = world.control("GET", "/texts", json!({})).await;
    // The dropped answer hid a message that was sent.
    assert_eq!(body["texts"].as_array().unwrap().len(), 2);
    for _callback in 0..3 {
        let told = world.next().await.form.unwrap();
        assert_eq!(told.field("MessageStatus"), Some("delivered"));
    }
}

#[tokio::test]
async fn who_cannot_prove_an_account_gets_nothing() {
    let world = World::new().await;
    let client = http::client(Duration::from_secs(20)).unwrap();
    let url = format!("{}/twilio/2010-04-01/Accounts/AC1/Messages.json", world.url);
    let answer = client.post(&url).basic_auth("AC1", Some("wrong")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(body["code"], 20_003);
    let url = format!("{}/infobip/sms/3/messages", world.url);
    let answer = client.post(&url).header(header::AUTHORIZATION, "App x").json(&json!({})).send();
    assert_eq!(answer.await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
