//! What a prospect reads that code wrote: recaps, confirmations, news, honest excuses.
//!
//! Every constructor takes the [`Voice`] first and says the sentence in it: French in vouvoiement,
//! French in tutoiement, English. Button titles stay within WhatsApp's 20 characters.

mod courtesy;
mod delivery;
mod handover;
mod orders;
mod payment;
mod price;
mod recap;

use super::voice::Voice;
use crate::{
    conversation::{Author, Bubble, Button, LinkButton, Tap},
    ids::RecapId,
    language::Language,
};
pub use courtesy::{
    Unread, ask_phone, reminder, resumed, scope, stopped, touch_your_choice, unknown_articles,
    welcome, write_instead,
};
pub use delivery::{
    courier_found, delivered, delivery_failed, fetched, nobody_found, picked_up, position_received,
    position_wanted, receipt_ready, reopened, rescheduled, service_found, service_picked_up,
};
pub use handover::{day_limit, human_is_coming, shop_is_closed};
pub use orders::{
    already_confirmed, amended, amendment_refused, cancel_question, cancellation_refused,
    cancelled, choice_outdated, kept, order_received, pickup_agreed,
};
pub use payment::{
    payment_after_the_end, payment_expired, payment_known, payment_link, payment_received,
    payment_refunded,
};
pub use price::{price_accepted, price_counter, price_fixed, price_last};
pub use recap::{
    amendment_recap, hold_expired, not_enough, recap, recap_outdated, sold_out, tap_to_confirm,
    what_to_change,
};

/// The button that opens a list of answers.
pub const fn open_list(language: Language) -> &'static str {
    match language {
        Language::French => "Choisir",
        Language::English => "Choose",
    }
}

fn plain(text: impl Into<String>) -> Bubble {
    Bubble::plain(Author::System, text)
}

fn with_buttons(text: impl Into<String>, buttons: Vec<Button>) -> Bubble {
    Bubble { buttons, ..plain(text) }
}

fn with_link(text: impl Into<String>, title: String, url: &str) -> Bubble {
    Bubble { link: Some(LinkButton { title, url: url.to_owned() }), ..plain(text) }
}

fn button(tap: Tap, title: &str) -> Button {
    Button { tap, title: title.to_owned() }
}

/// « Confirmer » and « Modifier » of a recap.
fn recap_buttons(voice: Voice, recap: &RecapId) -> Vec<Button> {
    vec![
        button(Tap::Confirm(recap.clone()), voice.either("Confirmer", "Confirm")),
        button(Tap::Change(recap.clone()), voice.either("Modifier", "Change")),
    ]
}

#[cfg(test)]
mod tests;
