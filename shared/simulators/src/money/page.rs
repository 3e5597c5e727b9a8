//! The page behind a payment link: an amount, a name, and buttons for a person to decide with.

use axum::response::Html;
use maud::{DOCTYPE, html};

const STYLE: &str = "body{font:18px system-ui;margin:0;background:#eef7ff;color:#10243e}\
    main{max-width:24rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:1rem;\
    box-shadow:0 4px 24px #0002;text-align:center}h1{font-size:2.2rem;margin:.5rem 0}\
    button{font:inherit;font-weight:600;border:0;border-radius:.7rem;padding:.9rem 1.2rem;\
    margin:.4rem 0;width:100%;cursor:pointer}.pay{background:#1dc3ff}.no{background:#e6ebf0}\
    a{color:#0a6ebd}";

/// What a person sees.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) brand: &'a str,
    pub(crate) label: &'a str,
    pub(crate) amount: &'a str,
    pub(crate) currency: &'a str,
    /// Why there are no buttons any more.
    pub(crate) ended: Option<&'a str>,
    /// Where the page leads afterwards.
    pub(crate) back: &'a str,
}

/// The page. Its buttons post to `pay` and `fail` beside it.
pub(crate) fn of(id: &str, shown: &Shown<'_>) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (shown.brand) }
                style { (STYLE) }
            }
            body {
                main {
                    strong { (shown.brand) " (simulé)" }
                    h1 { (shown.amount) " " (shown.currency) }
                    p { (shown.label) }
                    @if let Some(ended) = shown.ended {
                        p { (ended) }
                        @if !shown.back.is_empty() { a href=(shown.back) { "Retour à la boutique" } }
                    } @else {
                        form method="post" action=(format!("{id}/pay")) {
                            button class="pay" { "Payer" }
                        }
                        form method="post" action=(format!("{id}/fail")) {
                            button class="no" { "Solde insuffisant" }
                        }
                    }
                }
            }
        }
    };
    Html(page.into_string())
}
