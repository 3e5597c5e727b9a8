//! What Twilio is told to do in a call. Source: Twilio, "TwiML for programmable voice".

use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use lambda_support::http::page;
use maud::{PreEscaped, html};

/// A French voice of Amazon's, read out by Twilio (twilio-python, `voice_response.py`).
const VOICE: &str = "Polly.Lea-Neural";
const LANGUAGE: &str = "fr-FR";
/// Seconds Twilio waits for a key after the last word.
const PATIENCE: &str = "8";

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    Say(String),
    /// Says something and takes keys; `action` is called with them, or with none.
    Ask {
        say: String,
        action: String,
        keys: Keys,
    },
    /// Seconds of silence.
    Pause(u8),
    /// Goes on at another address of ours.
    Redirect(String),
    HangUp,
}

/// Which keys end an [`Verb::Ask`]; the hash key always does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    One,
    Four,
    UntilHash,
}

impl Keys {
    const fn count(self) -> Option<&'static str> {
        match self {
            Self::One => Some("1"),
            Self::Four => Some("4"),
            Self::UntilHash => None,
        }
    }
}

/// A last sentence.
pub(super) fn goodbye(sentence: impl Into<String>) -> Vec<Verb> {
    vec![Verb::Say(sentence.into()), Verb::HangUp]
}

/// The answer that has `verbs` done one after another.
pub(super) fn response(verbs: &[Verb]) -> Response<Body> {
    let mut response = page::text(StatusCode::OK, document(verbs));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

fn document(verbs: &[Verb]) -> String {
    let markup = html! {
        (PreEscaped(r#"<?xml version="1.0" encoding="UTF-8"?>"#))
        Response {
            @for verb in verbs {
                @match verb {
                    Verb::Say(words) => (say(words)),
                    Verb::Ask { say: words, action, keys } => Gather input="dtmf" numDigits=[keys.count()] finishOnKey="#" timeout=(PATIENCE) method="POST" actionOnEmptyResult="true" action=(action) { (say(words)) },
                    Verb::Pause(seconds) => Pause length=(seconds) {},
                    Verb::Redirect(url) => Redirect method="POST" { (url) },
                    Verb::HangUp => Hangup {},
                }
            }
        }
    };
    markup.into_string()
}

fn say(words: &str) -> maud::Markup {
    // Characters that no XML may hold, however they are written (XML 1.0, section 2.2).
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    html! { Say language=(LANGUAGE) voice=(VOICE) { (words) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_told_what_to_do_in_xml() {
        let action = "https://a/b?of=x&try=1".to_owned();
        let ask = |keys| Verb::Ask { say: "Tapez 1.".into(), action: action.clone(), keys };
        let verbs = [
            ask(Keys::One),
            ask(Keys::UntilHash),
            Verb::Pause(2),
            Verb::Redirect(action.clone()),
            Verb::Say("Au revoir <Awa> & \"Koffi\"\u{1}".into()),
            Verb::HangUp,
        ];
        insta::assert_snapshot!(document(&verbs).replace("><", ">\n<"), @r##"
        <?xml version="1.0" encoding="UTF-8"?>
        <Response>
        <Gather input="dtmf" numDigits="1" finishOnKey="#" timeout="8" method="POST" actionOnEmptyResult="true" action="https://a/b?of=x&amp;try=1">
        <Say language="fr-FR" voice="Polly.Lea-Neural">Tapez 1.</Say>
        </Gather>
        <Gather input="dtmf" finishOnKey="#" timeout="8" method="POST" actionOnEmptyResult="true" action="https://a/b?of=x&amp;try=1">
        <Say language="fr-FR" voice="Polly.Lea-Neural">Tapez 1.</Say>
        </Gather>
        <Pause length="2">
        </Pause>
        <Redirect method="POST">https://a/b?of=x&amp;try=1</Redirect>
        <Say language="fr-FR" voice="Polly.Lea-Neural">Au revoir &lt;Awa&gt; &amp; &quot;Koffi&quot;</Say>
        <Hangup>
        </Hangup>
        </Response>
        "##);
    }

    #[test]
    fn the_answer_is_xml() {
        let response = response(&goodbye("Au revoir."));
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/xml");
    }
}
