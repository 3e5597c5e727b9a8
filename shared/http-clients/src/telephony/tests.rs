//! Both clients on the wire: what they send, and what becomes of every answer.

use std::{collections::BTreeMap, time::Duration};

use secrecy::SecretString;
use serde_json::{Value, json};

use super::*;
use crate::stub::{ABSENT, Asked, Stub, answer, http, impatient};

const TAG: &str = "slr_00000000000000000000000004.ord_00000000000000000000000008.3";
const API: &str = "https://api.example.com";

fn twilio_with(url: &str, http: crate::http::Http) -> Telephony {
    let account = TwilioAccount {
        sid: "AC1".into(),
        auth_token: SecretString::from("hush-token"),
        from: "+33900000000".into(),
        sms_sender: "FLUXASYNC".into(),
    };
    Telephony::Twilio(Twilio::new(url, API, account, http).unwrap())
}

fn infobip_with(url: &str, http: crate::http::Http) -> Telephony {
    let account = InfobipAccount {
        api_key: SecretString::from("hush-key"),
        callback_secret: SecretString::from("hush-secret"),
        from: "+33900000000".into(),
        sms_sender: "+33900000000".into(),
    };
    Telephony::Infobip(Infobip::new(url, API, account, http).unwrap())
}

fn both(url: &str) -> [Telephony; 2] {
    [twilio_with(url, http()), infobip_with(url, http())]
}

fn phone() -> Phone {
    Phone::of_e164("+2250707123456").unwrap()
}

async fn call(client: &Telephony) -> Result<CallId, TelephonyError> {
    let (to, offer) = (phone(), TAG.parse().unwrap());
    let prompt = "Course à Cocody. Tapez 1.";
    client.call(&Call { to: &to, prompt, offer: &offer, ring_seconds: 40 }).await
}

async fn text(client: &Telephony) -> Result<SmsId, TelephonyError> {
    let (to, offer) = (phone(), TAG.parse().unwrap());
    let body = "Course a Cocody: https://x/c/1";
    client.text(&Sms { to: &to, body, offer: &offer, valid_seconds: 300 }).await
}

fn form(asked: &Asked) -> BTreeMap<String, String> {
    assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    url::form_urlencoded::parse(asked.text.as_bytes()).into_owned().collect()
}

#[tokio::test]
async fn twilio_is_asked_in_a_form_and_told_where_to_call_back() {
    let stub = Stub::new(|number| {
        let sid = if number == 0 { "CA1" } else { "SM1" };
        answer(201, &json!({"sid": sid, "status": "queued"}))
    })
    .await;
    let client = twilio_with(&stub.url, http());
    assert_eq!(call(&client).await.unwrap(), CallId::new("CA1"));
    assert_eq!(text(&client).await.unwrap(), SmsId::new("SM1"));
    let asked = stub.asked();
    assert_eq!(asked[0].uri, "/2010-04-01/Accounts/AC1/Calls.json");
    assert_eq!(asked[0].headers["authorization"], "Basic QUMxOmh1c2gtdG9rZW4=");
    insta::assert_debug_snapshot!(form(&asked[0]), @r#"
    {
        "From": "+33900000000",
        "Method": "POST",
        "StatusCallback": "https://api.example.com/callbacks/twilio/status?of=slr_00000000000000000000000004.ord_00000000000000000000000008.3",
        "StatusCallbackEvent": "completed",
        "StatusCallbackMethod": "POST",
        "TimeLimit": "90",
        "Timeout": "40",
        "To": "+2250707123456",
        "Url": "https://api.example.com/callbacks/twilio/voice?of=slr_00000000000000000000000004.ord_00000000000000000000000008.3",
    }
    "#);
    assert_eq!(asked[1].uri, "/2010-04-01/Accounts/AC1/Messages.json");
    insta::assert_debug_snapshot!(form(&asked[1]), @r#"
    {
        "Body": "Course a Cocody: https://x/c/1",
        "From": "FLUXASYNC",
        "SmartEncoded": "true",
        "StatusCallback": "https://api.example.com/callbacks/twilio/sms?of=slr_00000000000000000000000004.ord_00000000000000000000000008.3",
        "To": "+2250707123456",
        "ValidityPeriod": "300",
    }
    "#);
}

#[tokio::test]
async fn infobip_is_asked_once_for_a_call_that_reads_listens_and_reports() {
    let stub = Stub::new(|_| {
        let pending = json!({"groupId": 1, "groupName": "PENDING", "name": "PENDING_ACCEPTED"});
        answer(200, &json!({"messages": [{"messageId": "m1", "status": pending}]}))
    })
    .await;
    let client = infobip_with(&stub.url, http());
    assert_eq!(call(&client).await.unwrap(), CallId::new("m1"));
    assert_eq!(text(&client).await.unwrap(), SmsId::new("m1"));
    client.hang_up(&CallId::new("m1")).await.unwrap();
    let asked = stub.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].uri, "/tts/3/advanced");
    assert_eq!(asked[0].headers["authorization"], "App hush-key");
    insta::assert_json_snapshot!(asked[0].body["messages"][0], @r#"
    {
      "callTimeout": 90,
      "callbackData": "slr_00000000000000000000000004.ord_00000000000000000000000008.3",
      "destinations": [
        {
          "messageId": "slr_00000000000000000000000004.ord_00000000000000000000000008.3.call",
          "to": "2250707123456"
        }
      ],
      "dtmfTimeout": 10,
      "from": "33900000000",
      "language": "fr",
      "maxDtmf": 1,
      "notifyContentType": "application/json",
      "notifyUrl": "https://api.example.com/callbacks/infobip/voice?k=hush-secret",
      "repeatDtmf": "0",
      "ringTimeout": 40,
      "text": "Course à Cocody. Tapez 1.",
      "validityPeriod": 1
    }
    "#);
    assert_eq!(asked[1].uri, "/sms/3/messages");
    insta::assert_json_snapshot!(asked[1].body["messages"][0], @r#"
    {
      "content": {
        "text": "Course a Cocody: https://x/c/1"
      },
      "destinations": [
        {
          "messageId": "slr_00000000000000000000000004.ord_00000000000000000000000008.3.sms",
          "to": "2250707123456"
        }
      ],
      "options": {
        "validityPeriod": {
          "amount": 5,
          "timeUnit": "MINUTES"
        }
      },
      "sender": "33900000000",
      "webhooks": {
        "callbackData": "slr_00000000000000000000000004.ord_00000000000000000000000008.3",
        "contentType": "application/json",
        "delivery": {
          "url": "https://api.example.com/callbacks/infobip/sms?k=hush-secret"
        }
      }
    }
    "#);
}

#[tokio::test]
async fn a_ringing_call_is_called_off_and_an_answered_one_is_ended() {
    let over = json!({"code": 21220, "message": "Call is not in-progress", "status": 400});
    let ringing = Stub::new(|_| answer(200, &json!({"sid": "CA1", "status": "canceled"}))).await;
    twilio_with(&ringing.url, http()).hang_up(&CallId::new("CA1")).await.unwrap();
    assert_eq!(form(&ringing.asked()[0])["Status"], "canceled");
    assert_eq!(ringing.asked().len(), 1);
    let answered = Stub::new(move |number| match number {
        0 => answer(400, &over),
        _ => answer(200, &json!({"sid": "CA1", "status": "completed"})),
    })
    .await;
    twilio_with(&answered.url, http()).hang_up(&CallId::new("CA1")).await.unwrap();
    let asked = answered.asked();
    assert_eq!(asked[1].uri, "/2010-04-01/Accounts/AC1/Calls/CA1.json");
    assert_eq!(form(&asked[1])["Status"], "completed");
    let gone = Stub::new(|_| answer(404, &json!({"code": 20404, "status": 404}))).await;
    twilio_with(&gone.url, http()).hang_up(&CallId::new("CA1")).await.unwrap();
    let down = Stub::new(|_| answer(500, &json!({}))).await;
    let error = twilio_with(&down.url, http()).hang_up(&CallId::new("CA1")).await.unwrap_err();
    assert_eq!(error.class(), Some(TelephonyErrorClass::Vendor));
}

#[tokio::test]
async fn a_refusal_says_what_it_is_about() {
    use TelephonyErrorClass as Class;
    for (status, code, expected) in [
        (400, 21_211, Class::RefusedNumber),
        (400, 21_614, Class::RefusedNumber),
        (400, 21_612, Class::RefusedSender),
        (400, 21_215, Class::BlockedCountry),
        (400, 21_610, Class::OptedOut),
        (429, 20_429, Class::RateLimited),
        (401, 20_003, Class::Account),
        (403, 1, Class::Account),
        (400, 99_999, Class::Unrecognised),
        (503, 99_999, Class::Vendor),
    ] {
        let body = json!({"code": code, "message": "+2250707123456", "status": status});
        let stub = Stub::new(move |_| answer(status, &body)).await;
        let error = text(&twilio_with(&stub.url, http())).await.unwrap_err();
        assert_eq!(error.class(), Some(expected), "{code}");
    }
    for (name, expected) in [
        ("REJECTED_DESTINATION", Class::RefusedNumber),
        ("REJECTED_NETWORK", Class::BlockedCountry),
        ("REJECTED_NOT_ENOUGH_CREDITS", Class::Account),
        ("REJECTED_TOMORROW", Class::Unrecognised),
    ] {
        let status = json!({"groupName": "REJECTED", "name": name});
        let body = json!({"messages": [{"messageId": "m", "status": status}]});
        let stub = Stub::new(move |_| answer(200, &body)).await;
        let error = call(&infobip_with(&stub.url, http())).await.unwrap_err();
        assert_eq!(error.class(), Some(expected), "{name}");
        assert_eq!(error.disposition(), Disposition::GiveUp, "{name}");
    }
}

#[tokio::test]
async fn a_limit_names_its_wait() {
    let stub = Stub::new(|_| {
        let mut limited = answer(429, &json!({}));
        limited.headers_mut().insert("retry-after", 7.into());
        limited
    })
    .await;
    for client in both(&stub.url) {
        let after = Duration::from_secs(7);
        let refused = call(&client).await.unwrap_err();
        assert_eq!(refused.disposition(), Disposition::Retry { after }, "{}", client.name());
    }
}

#[tokio::test]
async fn whatever_leaves_the_outcome_open_is_not_repeated() {
    let empty: Value = json!({});
    let servers = [
        ("500", Stub::new(|_| answer(500, &json!({"code": 20500}))).await),
        ("page", Stub::new(|_| "<html>").await),
        ("no id", Stub::new(move |_| answer(201, &empty)).await),
        ("cut", Stub::cutting().await),
    ];
    for (name, stub) in servers {
        for client in both(&stub.url) {
            let called = call(&client).await.unwrap_err().disposition();
            let texted = text(&client).await.unwrap_err().disposition();
            let open = Disposition::UnknownOutcome;
            assert_eq!((called, texted), (open, open), "{name}, {}", client.name());
        }
    }
    let silent = Stub::silent().await;
    for client in [twilio_with(&silent.url, impatient()), infobip_with(&silent.url, impatient())] {
        assert_eq!(call(&client).await.unwrap_err().disposition(), Disposition::UnknownOutcome);
    }
}

#[tokio::test]
async fn an_unreachable_vendor_got_nothing() {
    for client in both(ABSENT) {
        let error = call(&client).await.unwrap_err();
        assert!(matches!(error.disposition(), Disposition::Retry { .. }), "{error:?}");
        assert_eq!(error.code(), "vendor_unreachable");
    }
}

#[tokio::test]
async fn no_error_tells_a_number_a_key_or_the_words() {
    let body = json!({"code": 21211, "message": "The number +2250707123456 is invalid"});
    let refused = Stub::new(move |_| answer(400, &body)).await;
    let cut = Stub::cutting().await;
    for url in [&refused.url, &cut.url, ABSENT] {
        for client in both(url) {
            let mut shown = format!("{client:?}");
            for error in [call(&client).await.unwrap_err(), text(&client).await.unwrap_err()] {
                let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
                while let Some(error) = cause {
                    shown = format!("{shown} {error} {error:?}");
                    cause = error.source();
                }
            }
            for private in ["0707123456", "hush", "Cocody"] {
                assert!(!shown.contains(private), "{private} in {shown}");
            }
        }
    }
}
