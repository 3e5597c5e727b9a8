//! The pages a seller sees when Meta sends them back: light, in French, without script.

use domain::{
    copy::onboarding::{self as copy, Notice},
    onboarding::{Actor, Refusal},
};
use jiff::tz::TimeZone;
use lambda_http::{
    Body, Response,
    http::{HeaderValue, StatusCode, header},
};
use lambda_support::http::page;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page/style.css");

/// How a page looks at first sight.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Good,
    Bad,
    Waiting,
}

impl Mood {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Waiting => "waiting",
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "!",
            Self::Waiting => "…",
        }
    }
}

/// The number answers.
pub(crate) fn done(notice: &Notice, dashboard: &str) -> Response<Body> {
    answer(StatusCode::OK, document(Mood::Good, "Et maintenant", notice, dashboard))
}

/// The connection stopped.
pub(crate) fn refused(refusal: Refusal, zone: &TimeZone, dashboard: &str) -> Response<Body> {
    let mood = match refusal.actor() {
        Actor::Seller | Actor::Operator => Mood::Bad,
        Actor::Time => Mood::Waiting,
    };
    let notice = copy::refusal(refusal, zone);
    let body = document(mood, copy::actor(refusal.actor()), &notice, dashboard);
    answer(status(refusal), body)
}

/// The connection waits for us or for another window.
pub(crate) fn waiting(status: StatusCode, notice: &Notice, dashboard: &str) -> Response<Body> {
    answer(status, document(Mood::Waiting, copy::actor(Actor::Time), notice, dashboard))
}

/// The status that says it to a program.
pub(crate) const fn status(refusal: Refusal) -> StatusCode {
    match refusal {
        Refusal::LinkUnknown => StatusCode::BAD_REQUEST,
        Refusal::AccessDenied
        | Refusal::TokenInvalid
        | Refusal::WrongApp
        | Refusal::MissingPermission
        | Refusal::AccountLocked => StatusCode::FORBIDDEN,
        Refusal::LinkExpired | Refusal::CodeExpired => StatusCode::GONE,
        Refusal::LinkUsed
        | Refusal::CodeUsed
        | Refusal::NoAccount
        | Refusal::NoNumber
        | Refusal::NumberTaken
        | Refusal::NumberUnverified
        | Refusal::PinMismatch => StatusCode::CONFLICT,
        Refusal::PinLocked | Refusal::RegisterLocked { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::RedirectMismatch | Refusal::Unexpected(_) => StatusCode::BAD_GATEWAY,
        Refusal::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn document(mood: Mood, heading: &str, notice: &Notice, dashboard: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (notice.title) " · FluxAsync" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main class=(mood.class()) {
                    p.sign aria-hidden="true" { (mood.sign()) }
                    h1 { (notice.title) }
                    p { (notice.what) }
                    h2 { (heading) }
                    p { (notice.action) }
                    a.button href=(dashboard) { "Ouvrir le tableau de bord" }
                }
            }
        }
    }
}

fn answer(status: StatusCode, body: Markup) -> Response<Body> {
    let mut response = page::html(status, body.into_string());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("fr"));
    response
}

#[cfg(test)]
mod tests {
    use domain::{
        country::Country,
        ids::{PhoneNumberId, WabaId},
        onboarding::Connection,
    };

    use super::*;

    fn text(response: &Response<Body>) -> &str {
        str::from_utf8(response.body().as_ref()).unwrap()
    }

    #[test]
    fn a_page_is_french_light_and_has_no_script() {
        let zone = Country::IvoryCoast.time_zone();
        let response = refused(Refusal::NumberTaken, &zone, "https://app.example.com/");
        assert_eq!(response.status(), StatusCode::CONFLICT);
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
        let page = text(&response);
        assert!(page.contains(r#"<html lang="fr">"#) && page.contains("viewport"));
        assert!(!page.contains("<script") && !page.contains("http://"));
        assert!(page.contains(r#"href="https://app.example.com/""#));
        assert!(page.len() < 4_000, "{}", page.len());
    }

    #[test]
    fn what_a_shop_is_called_is_text_and_never_markup() {
        let connection = Connection {
            account: WabaId::new("1"),
            number: PhoneNumberId::new("2"),
            display_number: "+225 07 07 12 34 56".into(),
            verified_name: "Chez Awa".into(),
            coexistence: false,
            token_expires_at: None,
        };
        let response = done(&copy::connected("<b>Awa</b>", &connection), "https://app.example.com");
        assert_eq!(response.status(), StatusCode::OK);
        assert!(text(&response).contains("WhatsApp est connecté"));
        assert!(text(&response).contains("&lt;b&gt;Awa"));
    }
}
