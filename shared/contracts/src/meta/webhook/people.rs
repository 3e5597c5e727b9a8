//! Webhook fields beside `messages` that say something about one person and one thread: a changed
//! id, a marketing preference, who holds the thread.
//!
//! (Meta, `user_id_update`, `user_preferences`; Conversation Routing, `messaging_handovers` and
//! `standby`, whose shapes are known from payloads that integrators published: a hand-over names the
//! business number in `recipient` and the person in `sender`.)

use domain::ids::{Bsuid, PhoneNumberId, WaId};

use super::{Contact, Other};
use crate::{
    messages::{ControlChange, IdentityChange, MarketingPreference},
    meta::node::Node,
};

/// Something about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonEvent {
    Identity(IdentityChange),
    Marketing(MarketingPreference),
    Control(ControlChange),
}

impl PersonEvent {
    /// The number the thread is on.
    pub const fn number(&self) -> &PhoneNumberId {
        match self {
            Self::Identity(change) => &change.phone_number_id,
            Self::Marketing(preference) => &preference.phone_number_id,
            Self::Control(change) => &change.phone_number_id,
        }
    }

    /// Whom it is about.
    pub const fn person(&self) -> &Contact {
        match self {
            Self::Identity(change) => &change.before,
            Self::Marketing(preference) => &preference.person,
            Self::Control(change) => &change.person,
        }
    }
}

/// What a field says about people; nothing of another field, or of what cannot be read.
pub fn of(other: &Other) -> Vec<PersonEvent> {
    let value = Node::new(&other.value);
    match other.field.as_str() {
        "user_id_update" => listed(value, other, "user_id_update", identity),
        "user_preferences" => listed(value, other, "user_preferences", preference),
        "messaging_handovers" => handover(value).into_iter().collect(),
        "standby" => standby(value, other),
        _ => Vec::new(),
    }
}

fn listed(
    value: Node<'_>,
    other: &Other,
    key: &str,
    read: fn(Node<'_>, &PhoneNumberId) -> Option<PersonEvent>,
) -> Vec<PersonEvent> {
    let Some(number) = &other.phone_number_id else { return Vec::new() };
    let field = value.get(key);
    if field.is_list() {
        field.items().filter_map(|item| read(item, number)).collect()
    } else {
        read(field, number).into_iter().collect()
    }
}

fn contact(wa_id: Option<String>, user_id: Option<String>) -> Option<Contact> {
    let contact = Contact {
        wa_id: wa_id.map(WaId::new),
        user_id: user_id.map(Bsuid::new),
        profile_name: None,
    };
    contact.identity().is_some().then_some(contact)
}

fn identity(item: Node<'_>, number: &PhoneNumberId) -> Option<PersonEvent> {
    let wa_id = item.get("wa_id").text();
    let ids = item.get("user_id");
    Some(PersonEvent::Identity(IdentityChange {
        phone_number_id: number.clone(),
        before: contact(wa_id.clone(), Some(ids.get("previous").text()?))?,
        after: contact(wa_id, Some(ids.get("current").text()?))?,
    }))
}

fn preference(item: Node<'_>, number: &PhoneNumberId) -> Option<PersonEvent> {
    if item.get("category").text().as_deref() != Some("marketing_messages") {
        return None;
    }
    let stopped = match item.get("value").text()?.as_str() {
        "stop" => true,
        "resume" => false,
        _ => return None,
    };
    let person = contact(item.get("wa_id").text(), item.get("user_id").text())?;
    let phone_number_id = number.clone();
    Some(PersonEvent::Marketing(MarketingPreference { phone_number_id, person, stopped }))
}

/// `control_passed` gives the thread to the application that is told; `control_taken` takes it.
fn handover(value: Node<'_>) -> Option<PersonEvent> {
    let is_ours = match value.get("type").text()?.as_str() {
        "control_passed" => true,
        "control_taken" => false,
        _ => return None,
    };
    let number = value.get("recipient").get("phone_number_id").text();
    let number = number.or_else(|| value.get("metadata").get("phone_number_id").text())?;
    let sender = value.get("sender");
    let phone = sender.get("phone_number").text().or_else(|| sender.get("wa_id").text());
    Some(PersonEvent::Control(ControlChange {
        phone_number_id: PhoneNumberId::new(number),
        person: contact(phone, sender.get("user_id").text())?,
        is_ours,
    }))
}

/// What is on standby is another application's to answer, so its threads are not ours.
fn standby(value: Node<'_>, other: &Other) -> Vec<PersonEvent> {
    let Some(number) = &other.phone_number_id else { return Vec::new() };
    let inner = value.get("standby");
    let of = |key: &str| {
        let nested = inner.get(key);
        if nested.is_list() { nested } else { value.get(key) }
    };
    let written_to = of("message_echoes").items().filter_map(|echo| {
        let to = echo.get("to").text().or_else(|| echo.get("message").get("to").text());
        contact(to, echo.get("to_user_id").text())
    });
    let written = of("messages").items().filter_map(|message| {
        contact(message.get("from").text(), message.get("from_user_id").text())
    });
    let people = written_to.chain(written).map(|person| {
        let phone_number_id = number.clone();
        PersonEvent::Control(ControlChange { phone_number_id, person, is_ours: false })
    });
    people.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(field: &str, value: Value) -> Vec<PersonEvent> {
        of(&Other {
            field: field.into(),
            entry_id: "waba".into(),
            phone_number_id: Some(PhoneNumberId::new("100")),
            value,
        })
    }

    #[test]
    fn a_changed_id_names_the_person_before_and_after() {
        let change = json!({"wa_id": "225", "user_id": {"previous": "CI.1", "current": "CI.2"}});
        for value in
            [json!({"user_id_update": [change.clone()]}), json!({"user_id_update": change})]
        {
            let [PersonEvent::Identity(change)] = &event("user_id_update", value)[..] else {
                panic!("one change of identity was expected");
            };
            let ids = |contact: &Contact| contact.user_id.clone().map(|id| id.as_str().to_owned());
            assert_eq!(ids(&change.before).as_deref(), Some("CI.1"));
            assert_eq!(ids(&change.after).as_deref(), Some("CI.2"));
        }
        assert!(event("user_id_update", json!({"user_id_update": [{"wa_id": "225"}]})).is_empty());
    }

    #[test]
    fn marketing_stops_and_resumes_and_nothing_else_counts() {
        let of = |value: &str, category: &str| {
            let item = json!({"wa_id": "225", "category": category, "value": value});
            event("user_preferences", json!({"user_preferences": [item]}))
        };
        let stopped = |events: &[PersonEvent]| match events {
            [PersonEvent::Marketing(preference)] => Some(preference.stopped),
            _ => None,
        };
        assert_eq!(stopped(&of("stop", "marketing_messages")), Some(true));
        assert_eq!(stopped(&of("resume", "marketing_messages")), Some(false));
        assert!(of("stop", "utility_messages").is_empty());
        assert!(of("signup", "marketing_messages").is_empty());
    }

    #[test]
    fn a_hand_over_names_the_number_and_the_person_apart() {
        let passed = json!({
            "type": "control_passed",
            "sender": {"phone_number": "2250701020304"},
            "recipient": {"phone_number_id": "100", "display_phone_number": "225"},
            "control_passed": {"previous_owner_app_role": "meta_business_agent"},
        });
        let [PersonEvent::Control(change)] = &event("messaging_handovers", passed)[..] else {
            panic!("one change of control was expected");
        };
        assert!(change.is_ours);
        assert_eq!(change.person.wa_id.as_ref().map(WaId::as_str), Some("2250701020304"));
        let taken = json!({"type": "control_taken", "sender": {"phone_number": "225"}, "recipient": {"phone_number_id": "100"}});
        let [PersonEvent::Control(change)] = &event("messaging_handovers", taken)[..] else {
            panic!("one change of control was expected");
        };
        assert!(!change.is_ours);
        assert!(event("messaging_handovers", json!({"type": "control_passed"})).is_empty());
        assert!(event("messaging_handovers", json!({"type": "new_thing", "sender": {"phone_number": "225"}, "recipient": {"phone_number_id": "100"}})).is_empty());
    }

    #[test]
    fn what_is_on_standby_is_not_ours_to_answer() {
        for value in [
            json!({"standby": {"message_echoes": [{"id": "wamid.1", "message": {"to": "225"}}]}}),
            json!({"message_echoes": [{"id": "wamid.1", "to": "225"}]}),
            json!({"standby": {"messages": [{"id": "wamid.2", "from": "225"}]}}),
        ] {
            let [PersonEvent::Control(change)] = &event("standby", value)[..] else {
                panic!("one change of control was expected");
            };
            assert!(!change.is_ours);
        }
        assert!(event("template_status", json!({"a": 1})).is_empty());
    }
}
