//! From what Meta passed on to what the thread's rules tell apart, and to the line that is kept.

use contracts::{
    meta::webhook::{Content as Received, InboundMessage, Media, SystemEvent},
    records::conversation::{AdRecord, MediaRecord, MessageRecord, Sender},
};
use domain::{
    conversation::{Ad, Arrival, Content, Tap},
    country::Country,
    ids::Wamid,
    order::Pin,
    person::Identity,
    phone::Phone,
    text,
};
use jiff::Timestamp;

/// Characters kept of a message. WhatsApp takes 4,096 of a person; a model needs fewer.
const MAX_TEXT: usize = 2_000;
/// Characters kept of what a form holds.
const MAX_FORM: usize = 500;

/// What a message is to the thread; `None` when it names nobody. `others_wait` matters for a
/// message that takes an earlier one back: whether another still waits for an answer.
pub(crate) fn arrival_of(
    message: &InboundMessage,
    country: Country,
    others_wait: bool,
) -> Option<Arrival> {
    Some(Arrival {
        wamid: message.wamid.clone(),
        identity: message.contact.identity()?,
        sent_at: message.sent_at,
        name: message.contact.profile_name.as_deref().map(|name| text::tidy(name, 80)),
        ad: ad_of(message),
        content: content_of(&message.content, country, others_wait),
    })
}

/// The message that an arrival rewrites or takes back.
pub(crate) fn changed_by(message: &InboundMessage) -> Option<&Wamid> {
    match &message.content {
        Received::Edit { original, .. } | Received::Revoke { original } => Some(original),
        Received::Text { .. }
        | Received::Image(_)
        | Received::Video(_)
        | Received::Audio(_)
        | Received::Document(_)
        | Received::Sticker(_)
        | Received::Location(_)
        | Received::Contacts(_)
        | Received::TemplateButton { .. }
        | Received::ButtonReply { .. }
        | Received::ListReply { .. }
        | Received::FlowReply { .. }
        | Received::CallPermissionReply { .. }
        | Received::Order(_)
        | Received::Reaction { .. }
        | Received::System(_)
        | Received::RequestWelcome
        | Received::Unsupported { .. }
        | Received::Unknown { .. } => None,
    }
}

/// The ids a person has from now on, when that is what the message says.
pub(crate) fn moved_to(message: &InboundMessage) -> Option<Identity> {
    match &message.content {
        Received::System(SystemEvent::NumberChanged { wa_id }) => {
            Identity::new(Some(wa_id.clone()), None)
        }
        Received::System(SystemEvent::UserIdChanged { wa_id, user_id }) => {
            Identity::new(wa_id.clone(), Some(user_id.clone()))
        }
        _ => None,
    }
}

fn ad_of(message: &InboundMessage) -> Option<Ad> {
    let referral = message.referral.as_ref()?;
    let words = |text: &Option<String>, max| text::tidy(text.as_deref().unwrap_or(""), max);
    Some(Ad {
        id: referral.source_id.clone().unwrap_or_default(),
        headline: words(&referral.headline, 200),
        body: words(&referral.body, 500),
        click_id: referral.ctwa_clid.clone(),
    })
}

fn content_of(received: &Received, country: Country, others_wait: bool) -> Content {
    match received {
        Received::Text { body } => Content::Text(text::tidy(body, MAX_TEXT)),
        Received::ButtonReply { id, title }
        | Received::ListReply { id, title, .. }
        | Received::TemplateButton { payload: id, text: title } => match id.parse::<Tap>() {
            // An answer we offered is what its title says.
            Ok(Tap::Pick(_)) | Err(_) => Content::Text(text::tidy(title, MAX_TEXT)),
            Ok(tap) => Content::Tap(tap),
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
        Received::Sticker(_) => Content::Sticker,
        Received::Reaction { .. } => Content::Reaction,
        Received::Edit { content, .. } => Content::Edited(text::tidy(&words_of(content), MAX_TEXT)),
        Received::Revoke { .. } => Content::Revoked { others_wait },
        Received::System(SystemEvent::NumberChanged { wa_id }) => {
            moved(Identity::new(Some(wa_id.clone()), None))
        }
        Received::System(SystemEvent::UserIdChanged { wa_id, user_id }) => {
            moved(Identity::new(wa_id.clone(), Some(user_id.clone())))
        }
        Received::System(SystemEvent::IdentityChanged | SystemEvent::Other { .. })
        | Received::CallPermissionReply { .. }
        | Received::RequestWelcome => Content::Silent,
    }
}

fn moved(identity: Option<Identity>) -> Content {
    identity.map_or(Content::Silent, Content::Moved)
}

/// The line of the thread that is kept and that the model reads.
pub(crate) fn record_of(message: &InboundMessage, now: Timestamp) -> MessageRecord {
    let words = text::tidy(&words_of(&message.content), MAX_TEXT);
    let context = message.context.as_ref();
    let answers = context.and_then(|context| context.message_id.as_ref());
    MessageRecord {
        kind: message.content.kind().to_owned(),
        media: media_of(&message.content).map(|media| MediaRecord {
            id: media.id.as_str().to_owned(),
            mime_type: media.mime_type.clone(),
            object: None,
            refused: None,
        }),
        ad: ad_of(message).as_ref().map(AdRecord::from),
        answers: answers.map(|wamid| wamid.as_str().to_owned()),
        about_product: context.and_then(|context| context.product_retailer_id.clone()),
        cart: match &message.content {
            Received::Order(order) => order.lines.clone(),
            _ => Vec::new(),
        },
        ..MessageRecord::said(message.wamid.as_str(), now, Sender::Prospect, words)
    }
}

fn media_of(received: &Received) -> Option<&Media> {
    match received {
        Received::Image(media)
        | Received::Video(media)
        | Received::Audio(media)
        | Received::Document(media)
        | Received::Sticker(media) => Some(media),
        _ => None,
    }
}

/// The new words of an edited message.
pub(crate) fn edited(message: &InboundMessage) -> Option<String> {
    match &message.content {
        Received::Edit { content, .. } => Some(text::tidy(&words_of(content), MAX_TEXT)),
        _ => None,
    }
}

/// A message in words. What is no text is named in brackets, so that the model knows of it and
/// cannot be told something by a file's name.
pub(crate) fn words_of(received: &Received) -> String {
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
        Received::FlowReply { response, .. } => {
            format!("[formulaire rempli] {}", text::tidy(response, MAX_FORM))
        }
        Received::System(_) | Received::CallPermissionReply { .. } | Received::RequestWelcome => {
            "[information WhatsApp]".to_owned()
        }
        Received::Unsupported { .. } | Received::Unknown { .. } => {
            "[message que WhatsApp n'affiche pas ici]".to_owned()
        }
    }
}

#[cfg(test)]
mod tests;
