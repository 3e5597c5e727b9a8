//! What a WhatsApp message means to a thread: the machine's event, and the line that is kept.

use contracts::{
    meta::webhook::{Content as Received, InboundMessage, Media, Referral},
    records::conversation::{MessageRecord, Sender},
};
use domain::{
    conversation::{Ad, Arrival, Content, Tap},
    country::Country,
    order::Pin,
    person::Identity,
    phone::Phone,
    text,
};
use jiff::Timestamp;

/// Longest text of a person that is kept: WhatsApp's own limit.
const MAX_TEXT: usize = 4_096;

/// The machine's view of a message. `None` when Meta did not say who wrote.
pub(crate) fn arrival_of(message: &InboundMessage, country: Country) -> Option<Arrival> {
    let identity: Identity = message.contact.identity()?;
    let content = if message.group_id.is_some() {
        // A group is nobody's order.
        Content::Silent
    } else {
        content_of(&message.content, country)
    };
    Some(Arrival {
        wamid: message.wamid.clone(),
        identity,
        name: message.contact.profile_name.as_deref().map(|name| text::tidy(name, 80)),
        ad: message.referral.as_ref().and_then(ad_of),
        content,
    })
}

fn ad_of(referral: &Referral) -> Option<Ad> {
    let words = |text: &Option<String>, max| text::tidy(text.as_deref().unwrap_or(""), max);
    Some(Ad {
        id: referral.source_id.clone()?,
        headline: words(&referral.headline, 200),
        body: words(&referral.body, 500),
        click_id: referral.ctwa_clid.clone(),
    })
}

fn content_of(received: &Received, country: Country) -> Content {
    match received {
        Received::Text { body } => Content::Text(text::tidy(body, MAX_TEXT)),
        Received::ButtonReply { id, title }
        | Received::ListReply { id, title, .. }
        | Received::TemplateButton { payload: id, text: title } => match id.parse::<Tap>() {
            Ok(tap) => Content::Tap(tap),
            Err(_) => Content::Text(text::tidy(title, MAX_TEXT)),
        },
        Received::Location(location) => Content::Pin {
            pin: Pin { latitude_e7: location.latitude_e7, longitude_e7: location.longitude_e7 },
            place: text::tidy(location.name.as_deref().unwrap_or(""), 120),
        },
        Received::Contacts(contacts) => {
            let phones = contacts.iter().flat_map(|contact| &contact.phones);
            let mut numbers = phones.filter_map(|phone| phone.phone.as_deref());
            match numbers.find_map(|number| Phone::parse(number, country).ok()) {
                Some(phone) => Content::ContactPhone(phone),
                None => Content::Media,
            }
        }
        Received::Image(_)
        | Received::Video(_)
        | Received::Audio(_)
        | Received::Document(_)
        | Received::Order(_)
        | Received::FlowReply { .. } => Content::Media,
        Received::Unsupported { .. } | Received::Unknown { .. } => Content::Unsupported,
        Received::Sticker(_)
        | Received::Reaction { .. }
        | Received::System(_)
        | Received::Edit { .. }
        | Received::Revoke { .. }
        | Received::CallPermissionReply { .. }
        | Received::RequestWelcome => Content::Silent,
    }
}

/// The line of the thread that is kept and that the model reads.
pub(crate) fn record_of(message: &InboundMessage, now: Timestamp) -> MessageRecord {
    let words = text::tidy(&words_of(&message.content), MAX_TEXT);
    MessageRecord {
        kind: message.content.kind().to_owned(),
        ..MessageRecord::said(message.wamid.as_str(), now, Sender::Prospect, words)
    }
}

/// A message in words. What is no text is named in brackets, so that the model knows of it and
/// cannot be told something by a file's name.
fn words_of(received: &Received) -> String {
    let with_caption = |what: &str, media: &Media| match media.caption.as_deref() {
        Some(caption) if !caption.trim().is_empty() => format!("[{what}] {caption}"),
        Some(_) | None => format!("[{what}]"),
    };
    match received {
        Received::Text { body } => body.clone(),
        Received::ButtonReply { title, .. } | Received::ListReply { title, .. } => title.clone(),
        Received::TemplateButton { text, .. } => text.clone(),
        Received::Image(media) => with_caption("image", media),
        Received::Video(media) => with_caption("vidéo", media),
        Received::Audio(media) if media.voice => "[note vocale]".to_owned(),
        Received::Audio(_) => "[fichier audio]".to_owned(),
        Received::Document(media) => with_caption("document", media),
        Received::Sticker(_) => "[autocollant]".to_owned(),
        Received::Location(location) => {
            let name = location.name.as_deref().or(location.address.as_deref());
            format!("[position] {}", name.unwrap_or("")).trim_end().to_owned()
        }
        Received::Contacts(_) => "[contact partagé]".to_owned(),
        Received::Order(order) => format!(
            "[panier WhatsApp de {} articles] {}",
            order.lines.len(),
            order.text.as_deref().unwrap_or("")
        )
        .trim_end()
        .to_owned(),
        Received::Reaction { emoji, .. } => {
            format!("[réaction {}]", emoji.as_deref().unwrap_or("retirée"))
        }
        Received::Edit { content, .. } => format!("[modifié] {}", words_of(content)),
        Received::Revoke { .. } => "[message supprimé]".to_owned(),
        Received::FlowReply { .. } => "[formulaire rempli]".to_owned(),
        Received::System(_) | Received::CallPermissionReply { .. } | Received::RequestWelcome => {
            "[information WhatsApp]".to_owned()
        }
        Received::Unsupported { .. } | Received::Unknown { .. } => {
            "[message que WhatsApp n'affiche pas ici]".to_owned()
        }
    }
}
