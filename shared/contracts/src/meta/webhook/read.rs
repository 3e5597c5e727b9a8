//! Meta's shapes of a message body, read into [`Content`].
//!
//! Total: whatever is missing or of another shape makes the body `Unknown` (or `Unsupported` when
//! Meta says so itself), never an error, because a person is waiting for an answer.

use domain::ids::{Bsuid, WaId, Wamid};

use super::{
    CatalogueOrder, Content, Context, Location, Media, MediaId, OrderLine, Referral, SharedContact,
    SharedPhone, SystemEvent,
};
use crate::meta::node::Node;

/// How deep edits of edits are followed; Meta sends one level.
const EDIT_DEPTH: u8 = 2;

/// The body of `message`; `errors` are those of the change around it, which explain a body that
/// Meta left out.
pub(super) fn content(message: Node<'_>, errors: Node<'_>) -> Content {
    content_at(message, errors, EDIT_DEPTH)
}

fn content_at(message: Node<'_>, errors: Node<'_>, depth: u8) -> Content {
    let kind = message.get("type").text().unwrap_or_default();
    let read = known(&kind, message, message.get(&kind), depth);
    read.unwrap_or_else(|| {
        let error = [message.get("errors"), errors].into_iter().flat_map(Node::items).next();
        match error {
            Some(error) => Content::Unsupported {
                what: message.get("unsupported").get("type").text().or(Some(kind)),
                code: error.get("code").int(),
            },
            None if kind == "unsupported" => Content::Unsupported {
                what: message.get("unsupported").get("type").text(),
                code: None,
            },
            None => Content::Unknown { kind },
        }
    })
}

fn known(kind: &str, message: Node<'_>, body: Node<'_>, depth: u8) -> Option<Content> {
    let content = match kind {
        "text" => Content::Text { body: body.get("body").text()? },
        "image" => Content::Image(media(body)?),
        "video" => Content::Video(media(body)?),
        "audio" | "voice" => Content::Audio(media(body)?),
        "document" => Content::Document(media(body)?),
        "sticker" => Content::Sticker(media(body)?),
        "location" => Content::Location(location(body)?),
        "contacts" => Content::Contacts(body.items().map(shared_contact).collect()),
        "button" => {
            let text = body.get("text").text()?;
            let payload = body.get("payload").text().unwrap_or_else(|| text.clone());
            Content::TemplateButton { payload, text }
        }
        "interactive" => interactive(body)?,
        "order" => order(body)?,
        "reaction" => Content::Reaction {
            message_id: Wamid::new(body.get("message_id").text()?),
            emoji: body.get("emoji").text(),
        },
        "system" => Content::System(system(body)?),
        "edit" => Content::Edit {
            original: Wamid::new(body.get("original_message_id").text()?),
            content: Box::new(content_at(
                Some(body.get("message")).filter(|_| depth > 0)?,
                message.get("errors"),
                depth.saturating_sub(1),
            )),
        },
        "revoke" => {
            Content::Revoke { original: Wamid::new(body.get("original_message_id").text()?) }
        }
        "request_welcome" => Content::RequestWelcome,
        _ => return None,
    };
    Some(content)
}

fn media(body: Node<'_>) -> Option<Media> {
    Some(Media {
        id: MediaId::new(body.get("id").text()?),
        mime_type: body.get("mime_type").text(),
        sha256: body.get("sha256").text(),
        caption: body.get("caption").text(),
        filename: body.get("filename").text(),
        url: body.get("url").text(),
        voice: body.get("voice").flag(),
        animated: body.get("animated").flag(),
    })
}

fn location(body: Node<'_>) -> Option<Location> {
    Some(Location {
        latitude_e7: body.get("latitude").degrees_e7(90)?,
        longitude_e7: body.get("longitude").degrees_e7(180)?,
        name: body.get("name").text(),
        address: body.get("address").text(),
    })
}

fn shared_contact(card: Node<'_>) -> SharedContact {
    let name = card.get("name");
    let phones = card.get("phones").items().map(|phone| SharedPhone {
        phone: phone.get("phone").text(),
        wa_id: phone.get("wa_id").text().map(WaId::new),
    });
    SharedContact {
        name: name.get("formatted_name").text().or_else(|| name.get("first_name").text()),
        phones: phones.collect(),
    }
}

fn interactive(body: Node<'_>) -> Option<Content> {
    let kind = body.get("type").text()?;
    let reply = body.get(&kind);
    let content = match kind.as_str() {
        "button_reply" => Content::ButtonReply {
            id: reply.get("id").text()?,
            title: reply.get("title").text().unwrap_or_default(),
        },
        "list_reply" => Content::ListReply {
            id: reply.get("id").text()?,
            title: reply.get("title").text().unwrap_or_default(),
            description: reply.get("description").text(),
        },
        "nfm_reply" => Content::FlowReply {
            name: reply.get("name").text(),
            response: reply.get("response_json").text()?,
        },
        "call_permission_reply" => {
            Content::CallPermissionReply { response: reply.get("response").text()? }
        }
        _ => return None,
    };
    Some(content)
}

fn order(body: Node<'_>) -> Option<Content> {
    let line = |item: Node<'_>| {
        Some(OrderLine {
            product_retailer_id: item.get("product_retailer_id").text()?,
            quantity: u32::try_from(item.get("quantity").int()?).ok()?,
        })
    };
    // A line that cannot be read makes the cart unreadable: half a cart is a wrong order.
    let lines: Option<Vec<_>> = body.get("product_items").items().map(line).collect();
    Some(Content::Order(CatalogueOrder {
        catalog_id: body.get("catalog_id").text(),
        text: body.get("text").text(),
        lines: lines.filter(|lines| !lines.is_empty())?,
    }))
}

fn system(body: Node<'_>) -> Option<SystemEvent> {
    let name = body.get("type").text()?;
    let wa_id = body.get("wa_id").text().or_else(|| body.get("new_wa_id").text()).map(WaId::new);
    let user_id = body.get("user_id").text().map(Bsuid::new);
    Some(match (name.as_str(), wa_id, user_id) {
        ("user_changed_number", Some(wa_id), _) => SystemEvent::NumberChanged { wa_id },
        ("user_changed_user_id", wa_id, Some(user_id)) => {
            SystemEvent::UserIdChanged { wa_id, user_id }
        }
        ("customer_identity_changed", ..) => SystemEvent::IdentityChanged,
        _ => SystemEvent::Other { name },
    })
}

/// The `context` of a message, when it says anything.
pub(super) fn context(context: Node<'_>) -> Option<Context> {
    let read = Context {
        message_id: context.get("id").text().map(Wamid::new),
        from: context.get("from").text().map(WaId::new),
        forwarded: context.get("forwarded").flag() || context.get("frequently_forwarded").flag(),
        product_retailer_id: context.get("referred_product").get("product_retailer_id").text(),
    };
    (read != Context::default()).then_some(read)
}

/// The `referral` of a message that came from an ad.
pub(super) fn referral(referral: Node<'_>) -> Option<Referral> {
    let read = Referral {
        source_id: referral.get("source_id").text(),
        source_type: referral.get("source_type").text(),
        source_url: referral.get("source_url").text(),
        headline: referral.get("headline").text(),
        body: referral.get("body").text(),
        media_type: referral.get("media_type").text(),
        ctwa_clid: referral.get("ctwa_clid").text(),
    };
    (read != Referral::default()).then_some(read)
}
