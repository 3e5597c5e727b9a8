//! What the seller does in a thread: writes, by the dashboard or by hand, and reads.

use aws_adapters::commit::EventId;
use contracts::{
    messages::{ConversationRead, ConversationRef},
    meta::webhook::Echo,
    records::conversation::{MessageRecord, Sender},
};
use domain::{
    conversation::{self, Effect, Event},
    receipt::Receipt,
    template::ShopTemplate,
    text,
};
use lambda_support::{clock, deadline::Deadline};

use super::{ROUNDS, Settling, nobody, seller_of};
use crate::{
    Deps, arrival,
    failure::Failure,
    shop,
    thread::{self, Written},
};

/// Characters kept of what the seller writes on their phone.
const MAX_OWN_TEXT: usize = 4_096;

/// How a seller says something in the dashboard.
pub(super) enum Words {
    Text(String),
    Template(ShopTemplate),
}

/// The seller writes in the dashboard, in words or by a template. What may no longer leave is shown
/// as failed. The message is kept under the id of the request, which the dashboard knows.
pub(super) async fn wrote(
    deps: &Deps,
    id: &EventId,
    to: &ConversationRef,
    words: Words,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = shop::seller(&deps.table, &to.seller).await?;
    let said_as = id.to_string();
    let (text, event) = match words {
        Words::Text(text) => (text.clone(), Event::HumanSaid { text }),
        Words::Template(template) => {
            (template.filled(&seller.shop_name).text, Event::HumanInvited { template })
        }
    };
    for _ in 0..ROUNDS {
        let now = clock::now();
        let thread = thread::load(&deps.table, &to.seller, &to.conversation).await?;
        let unsent = MessageRecord {
            status: Some(Receipt::Failed.word().to_owned()),
            ..MessageRecord::said(&said_as, now, Sender::Human, &text)
        };
        let stepped = conversation::step(&thread.state, &event, &seller, deps.rhythm, now);
        let leaves = stepped.is_ok_and(|step| step.effects.iter().any(Effect::is_a_humans));
        let written = Written {
            arrived: Some(&unsent).filter(|_| !leaves),
            said_as: Some(&said_as),
            ..Written::default()
        };
        let settled = Settling { deps, seller: &seller, id, event: &event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}

/// The seller has read the thread up to a moment: what the prospect said since is counted.
pub(super) async fn has_read(
    deps: &Deps,
    id: &EventId,
    read: &ConversationRead,
    deadline: Deadline,
) -> Result<(), Failure> {
    let ConversationRead { of, through } = read;
    let seller = shop::seller(&deps.table, &of.seller).await?;
    for _ in 0..ROUNDS {
        let now = clock::now();
        // Counted anew with each reading of the thread: what came in between was not seen.
        let thread = thread::load(&deps.table, &of.seller, &of.conversation).await?;
        let later = thread::said_since(&deps.table, &thread.state, *through).await?;
        let Some(later) = later else { return Ok(()) };
        let event = &Event::Read { later };
        let written = Written::default();
        let settled = Settling { deps, seller: &seller, id, event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}

/// The seller wrote from the phone of a coexistence number.
pub(super) async fn wrote_by_hand(
    deps: &Deps,
    id: &EventId,
    echo: &Echo,
    deadline: Deadline,
) -> Result<(), Failure> {
    let seller = seller_of(deps, &echo.phone_number_id).await?;
    let who = echo.to.identity().ok_or_else(nobody)?;
    for _ in 0..ROUNDS {
        let now = clock::now();
        let thread =
            thread::find(&deps.table, &seller.id, &echo.phone_number_id, &[&who], now).await?;
        let words = text::tidy(&arrival::words_of(&echo.content), MAX_OWN_TEXT);
        let line = MessageRecord {
            kind: echo.content.kind().to_owned(),
            status: Some("sent".to_owned()),
            ..MessageRecord::said(echo.wamid.as_str(), now, Sender::Human, words)
        };
        let written = Written { arrived: Some(&line), ..Written::default() };
        let event = &Event::OwnerWrote;
        let settled = Settling { deps, seller: &seller, id, event, written, now, deadline };
        if settled.with(&thread).await? {
            return Ok(());
        }
    }
    Err(Failure::contended())
}
