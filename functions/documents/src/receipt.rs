//! The receipt of a delivered order, from its message to the prospect's telephone.

use aws_adapters::{objects::ObjectKey, queues::Message};
use contracts::{
    messages::{ConversationMessage, DocumentReady, Envelope, OrderRef},
    records::paper::PaperRecord,
};
use domain::{
    copy::paper as copy,
    paper::{Paper, Registration, Stamp},
    seller::Seller,
};
use jiff::Timestamp;

use crate::{
    Deps,
    failure::Failure,
    fiscal::{FiscalCertifier, Invoice},
    layout,
    logo::{self, Logo},
    pdf, register,
    sources::{self, Sources},
};

const PDF: &str = "application/pdf";

/// Makes the receipt, keeps it, and asks `reply` to send it. Doing it again changes nothing, unless
/// the amounts have changed: then it is a corrected copy under the same number.
pub(crate) async fn issue(deps: &Deps, of: &OrderRef, now: Timestamp) -> Result<(), Failure> {
    let Some(sources) = sources::read(&deps.table, of).await? else {
        tracing::info!("the delivery is not closed any more: no receipt");
        return Ok(());
    };
    let year = sources.seller.today(now).year();
    let record =
        register::enter(&deps.table, of, &sources.order, &sources.paid, (year, now)).await?;
    let logo = if sources.has_logo { logo(deps, of).await } else { None };
    let Sources { order, seller, paid, handed_over, .. } = sources;
    let registration = registration(&record, &seller);
    let mut paper = Paper::of(&order, &seller, paid, handed_over, registration)?;
    if paper.stamp.is_none() {
        paper.stamp = certified(deps, of, &record, &seller, &paper).await?;
    }

    let file = typeset(deps, &paper, logo.as_ref(), record.edited_at)?;
    let key = ObjectKey::receipt(&of.seller, &of.order, record.edition);
    deps.objects.put(&key, file, PDF).await?;
    tracing::info!(edition = record.edition, "a receipt was made");
    tell(deps, of, &order.conversation, &paper, &record).await
}

/// The file. A picture that turns out to be broken is left out: a receipt without one is better
/// than none.
fn typeset(
    deps: &Deps,
    paper: &Paper,
    logo: Option<&Logo>,
    made_at: Timestamp,
) -> Result<Vec<u8>, Failure> {
    let logo = logo.filter(|logo| logo.size().is_some());
    let sheets = layout::set(paper, &deps.faces, logo.and_then(Logo::size))?;
    let drawn = pdf::write(paper, &sheets, &deps.faces, logo, made_at, pdf::settings());
    match (drawn, logo) {
        (Err(error), Some(_)) => {
            tracing::warn!(error = %error, "the shop's picture cannot be drawn");
            typeset(deps, paper, None, made_at)
        }
        (drawn, _) => Ok(drawn?),
    }
}

fn registration(record: &PaperRecord, seller: &Seller) -> Registration {
    Registration {
        number: record.number(),
        day: seller.today(record.edited_at),
        replaces: record.replaces.map(|then| seller.today(then)),
        stamp: record.stamp.as_ref().map(Stamp::from),
    }
}

/// The certifier's stamp, remembered as soon as it is there. What it had stamped before is taken
/// back first.
async fn certified(
    deps: &Deps,
    of: &OrderRef,
    record: &PaperRecord,
    seller: &Seller,
    paper: &Paper,
) -> Result<Option<Stamp>, Failure> {
    let invoice = Invoice { seller, paper };
    if let Some(stamp) = &record.to_credit {
        deps.certifier.credit_note(&invoice, &stamp.into()).await?;
    }
    let stamp = deps.certifier.certify(&invoice).await?;
    if stamp.is_some() || record.to_credit.is_some() {
        register::certified(&deps.table, of, record, stamp.as_ref()).await?;
    }
    Ok(stamp)
}

/// The shop's picture; none when it cannot be had.
async fn logo(deps: &Deps, of: &OrderRef) -> Option<Logo> {
    match deps.objects.get(&ObjectKey::logo(&of.seller), logo::MOST_BYTES).await {
        Ok(bytes) => bytes.and_then(Logo::of),
        Err(error) => {
            tracing::warn!(error.code = error.code(), "the shop's picture cannot be read");
            None
        }
    }
}

async fn tell(
    deps: &Deps,
    of: &OrderRef,
    conversation: &domain::ids::ConversationId,
    paper: &Paper,
    record: &PaperRecord,
) -> Result<(), Failure> {
    let ready = DocumentReady {
        of: of.clone(),
        conversation: conversation.clone(),
        object: record.object.clone(),
        file_name: copy::file_name(paper),
        number: paper.number.to_string(),
    };
    let envelope = Envelope {
        id: format!("document.{}.{}", of.order, record.edition),
        at: record.edited_at,
        body: ConversationMessage::DocumentReady(ready),
    };
    let text = serde_json::to_string(&envelope)?;
    let group = conversation.to_string();
    Ok(deps.inbound.send(&Message::fifo(text, &group, &envelope.id)).await?)
}
