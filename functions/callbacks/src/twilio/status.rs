//! How a call or a text message ended. (Twilio, status callbacks of calls and of messages.)

use contracts::{
    callbacks::{OfferTag, twilio::VerifiedForm},
    messages::{CallEnd, CallEnded, DispatchMessage, SmsFailed},
};

/// A message and its id.
pub(super) type News = (String, DispatchMessage);

/// A call that is over without a key. A completed one may have been answered in time: `dispatch`
/// has heard the key before, since both are about one order, and lets the end go.
pub(super) fn of_call(offer: &OfferTag, form: &VerifiedForm) -> Option<News> {
    let end = match form.field("CallStatus")? {
        "completed" => CallEnd::NoKey,
        "no-answer" => CallEnd::NoAnswer,
        "busy" => CallEnd::Busy,
        "failed" => CallEnd::Failed,
        // Under way, called off by us, or a word of tomorrow.
        _ => return None,
    };
    let OfferTag { of, attempt } = offer.clone();
    let ended = DispatchMessage::CallEnded(CallEnded { of, attempt, end });
    Some((format!("{}.ended", form.field("CallSid")?), ended))
}

/// A text message that will never arrive.
pub(super) fn of_sms(offer: &OfferTag, form: &VerifiedForm) -> Option<News> {
    let is_lost = matches!(form.field("MessageStatus")?, "undelivered" | "failed");
    let OfferTag { of, attempt } = offer.clone();
    let failed = DispatchMessage::SmsFailed(SmsFailed { of, attempt });
    let id = format!("{}.failed", form.field("MessageSid")?);
    is_lost.then_some((id, failed))
}

#[cfg(test)]
mod tests {
    use contracts::callbacks::twilio::signature;
    use secrecy::SecretString;

    use super::*;

    fn offer() -> OfferTag {
        "slr_00000000000000000000000004.ord_00000000000000000000000008.3".parse().unwrap()
    }

    fn form(fields: &[(&str, &str)]) -> VerifiedForm {
        let token = SecretString::from("token");
        let owned: Vec<(String, String)> =
            fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let header = signature(&token, "https://a/b", &owned);
        let raw =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        VerifiedForm::verify(&token, Some(&header), "https://a/b", raw.as_bytes()).unwrap()
    }

    #[test]
    fn only_an_end_is_news_of_a_call() {
        let of = |status| of_call(&offer(), &form(&[("CallSid", "CA1"), ("CallStatus", status)]));
        for (status, expected) in [
            ("completed", CallEnd::NoKey),
            ("no-answer", CallEnd::NoAnswer),
            ("busy", CallEnd::Busy),
            ("failed", CallEnd::Failed),
        ] {
            let Some((id, DispatchMessage::CallEnded(ended))) = of(status) else { panic!() };
            assert_eq!((id.as_str(), ended.end, ended.attempt), ("CA1.ended", expected, 3));
        }
        for status in ["queued", "ringing", "in-progress", "canceled", "tomorrow"] {
            assert_eq!(of(status), None, "{status}");
        }
        assert_eq!(of_call(&offer(), &form(&[("CallStatus", "busy")])), None);
    }

    #[test]
    fn only_a_lost_text_message_is_news() {
        let of =
            |status| of_sms(&offer(), &form(&[("MessageSid", "SM1"), ("MessageStatus", status)]));
        for status in ["undelivered", "failed"] {
            let Some((id, DispatchMessage::SmsFailed(_))) = of(status) else { panic!() };
            assert_eq!(id, "SM1.failed");
        }
        for status in ["queued", "sent", "delivered", "read"] {
            assert_eq!(of(status), None, "{status}");
        }
    }
}
