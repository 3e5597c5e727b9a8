//! Infobip: one report when a call or a text message is over, the pressed key in it.
//!
//! Nothing is signed; the address we give with each request carries a secret. (Infobip, voice and
//! SMS delivery reports.)

use contracts::{
    callbacks::{
        OfferTag,
        infobip::{Fate, Report, Reports},
    },
    messages::{CallEnd, CallEnded, Channel, CourierAct, CourierActed, DispatchMessage, SmsFailed},
};
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::http::{Problem, page};

use crate::{
    Deps,
    verified::{Callback, tell, unreadable, unverified},
};

const PROVIDER: &str = "infobip";
/// The query parameter that carries the secret.
const SECRET: &str = "k";

pub(crate) async fn handle(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    let read: fn(&OfferTag, &Report) -> Option<(String, DispatchMessage)> = match callback.rest() {
        "voice" => of_call,
        "sms" => of_sms,
        _ => return Err(Problem::not_found()),
    };
    if !callback.carries(deps.callback_secret.as_ref(), SECRET) {
        return Err(unverified(PROVIDER, "no secret, or a wrong one"));
    }
    let reports: Reports =
        serde_json::from_slice(callback.raw()).map_err(|_error| unreadable(PROVIDER, "body"))?;
    let told = reports.results.iter().filter_map(|report| {
        let offer = report.callback_data.as_deref().and_then(|tag| tag.parse::<OfferTag>().ok());
        if offer.is_none() {
            tracing::warn!(error.code = "unknown_tag", provider = PROVIDER, "report left aside");
        }
        read(&offer?, report)
    });
    let told: Vec<_> = told.collect();
    let count = told.len();
    tell(deps, told).await?;
    tracing::info!(provider = PROVIDER, count, "reports enqueued");
    Ok(page::text(StatusCode::OK, String::new()))
}

fn of_call(offer: &OfferTag, report: &Report) -> Option<(String, DispatchMessage)> {
    let OfferTag { of, attempt } = offer.clone();
    let answered = report.key(&['1', '2']).map(|key| match key {
        '1' => CourierAct::Accept,
        _ => CourierAct::Refuse,
    });
    if let Some(act) = answered {
        let acted = CourierActed { of, attempt, via: Channel::Call, act };
        return Some((format!("{}.key", report.message_id), DispatchMessage::CourierActed(acted)));
    }
    let end = match report.fate() {
        Fate::Open => return None,
        Fate::Delivered => CallEnd::NoKey,
        Fate::Lost if report.error.name.contains("BUSY") => CallEnd::Busy,
        Fate::Lost if report.error.name.contains("NO_ANSWER") => CallEnd::NoAnswer,
        Fate::Lost => CallEnd::Failed,
    };
    let ended = CallEnded { of, attempt, end };
    Some((format!("{}.ended", report.message_id), DispatchMessage::CallEnded(ended)))
}

fn of_sms(offer: &OfferTag, report: &Report) -> Option<(String, DispatchMessage)> {
    let OfferTag { of, attempt } = offer.clone();
    let failed = DispatchMessage::SmsFailed(SmsFailed { of, attempt });
    (report.fate() == Fate::Lost).then(|| (format!("{}.failed", report.message_id), failed))
}

#[cfg(test)]
mod tests {
    use contracts::callbacks::infobip::{VoiceCall, Word};

    use super::*;

    fn offer() -> OfferTag {
        "slr_00000000000000000000000004.ord_00000000000000000000000008.3".parse().unwrap()
    }

    fn report(group: &str, error: &str, keys: Option<&str>) -> Report {
        Report {
            message_id: "m1".into(),
            callback_data: None,
            voice_call: Some(VoiceCall { dtmf_codes: keys.map(str::to_owned) }),
            status: Word { group_name: group.into(), name: String::new() },
            error: Word { group_name: String::new(), name: error.into() },
        }
    }

    #[test]
    fn a_key_is_an_answer_and_its_absence_an_end() {
        let told = |group, error, keys| of_call(&offer(), &report(group, error, keys));
        let act = |keys| match told("DELIVERED", "VOICE_ANSWERED", Some(keys)) {
            Some((id, DispatchMessage::CourierActed(acted))) => (id, acted.act),
            other => panic!("{other:?}"),
        };
        assert_eq!(act("1"), ("m1.key".to_owned(), CourierAct::Accept));
        assert_eq!(act("0, 2, 1"), ("m1.key".to_owned(), CourierAct::Refuse));
        let end = |group, error, keys| match told(group, error, keys) {
            Some((id, DispatchMessage::CallEnded(ended))) => (id, ended.end),
            other => panic!("{other:?}"),
        };
        let ended = |end| ("m1.ended".to_owned(), end);
        assert_eq!(end("DELIVERED", "VOICE_ANSWERED", None), ended(CallEnd::NoKey));
        assert_eq!(end("DELIVERED", "VOICE_ANSWERED", Some("5")), ended(CallEnd::NoKey));
        assert_eq!(end("UNDELIVERABLE", "EC_VOICE_USER_BUSY", None), ended(CallEnd::Busy));
        assert_eq!(end("EXPIRED", "EC_VOICE_NO_ANSWER", None), ended(CallEnd::NoAnswer));
        assert_eq!(end("REJECTED", "", None), ended(CallEnd::Failed));
        assert_eq!(told("PENDING", "", None), None);
        assert_eq!(told("A_NEW_GROUP", "", None), None);
    }

    #[test]
    fn only_a_lost_text_message_is_news() {
        assert_eq!(of_sms(&offer(), &report("DELIVERED", "", None)), None);
        assert_eq!(of_sms(&offer(), &report("PENDING", "", None)), None);
        let Some((id, DispatchMessage::SmsFailed(failed))) =
            of_sms(&offer(), &report("EXPIRED", "", None))
        else {
            panic!()
        };
        assert_eq!((id.as_str(), failed.attempt), ("m1.failed", 3));
    }
}
