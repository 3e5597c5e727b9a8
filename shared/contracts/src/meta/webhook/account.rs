//! What Meta reports about an account, its numbers and its templates, as far as it changes the
//! health of a seller's number.
//!
//! Lenient as all reading of Meta's is: an event of a kind we do not know means nothing, and is
//! kept as it came. (Meta, WhatsApp Business Platform, "Webhooks", reference of each field.)

use domain::{
    health::{Disconnection, HealthEvent, StopReason, TemplateChange, TemplateStatus, Warning},
    ids::WabaId,
};
use jiff::Timestamp;

use super::super::{consequence::Consequence, node::Node};
use crate::messages::AccountEvent;

/// Meta's word for "no reason".
const NO_REASON: &str = "NONE";

/// An account event as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountReading {
    /// Which account it is about. Partner events come under a business portfolio and name it inside.
    pub account: WabaId,
    /// The number it is about, in Meta's writing, when it is about one.
    pub display_number: Option<String>,
    /// The app it is about, when several share the account.
    pub app: Option<String>,
    /// What it means, in order.
    pub events: Vec<HealthEvent>,
}

/// Reads an event.
pub fn read(event: &AccountEvent) -> AccountReading {
    let value = Node::new(&event.value);
    let partner = value.get("waba_info");
    let account = partner.get("waba_id").text().unwrap_or_else(|| event.entry_id.clone());
    AccountReading {
        account: WabaId::new(account),
        display_number: value.get("display_phone_number").text(),
        app: partner.get("partner_app_id").text(),
        events: events(&event.field, value),
    }
}

fn events(field: &str, value: Node<'_>) -> Vec<HealthEvent> {
    match field {
        "account_update" => account_update(value),
        "account_review_update" => review(value).into_iter().collect(),
        "phone_number_quality_update" => {
            [quality(value), limit(value)].into_iter().flatten().collect()
        }
        "business_capability_update" => limit(value).into_iter().collect(),
        "message_template_status_update" => template(value, template_status(value)),
        "message_template_quality_update" => {
            template(value, value.get("new_quality_score").text().map(TemplateChange::Quality))
        }
        "template_category_update" => template(value, template_category(value)),
        // Errors of a number that are about none of its messages.
        "messages" => value.get("errors").items().filter_map(refusal).collect(),
        _ => Vec::new(),
    }
}

fn account_update(value: Node<'_>) -> Vec<HealthEvent> {
    let one = |event| vec![event];
    match value.get("event").text().as_deref() {
        Some("DISABLED_UPDATE") => ban(value.get("ban_info")).into_iter().collect(),
        Some("ACCOUNT_VIOLATION") => one(HealthEvent::Warned(Warning::Violation)),
        Some("ACCOUNT_RESTRICTION") => {
            value.get("restriction_info").items().filter_map(restriction).collect()
        }
        Some("ACCOUNT_DELETED") => one(HealthEvent::Disconnected(Disconnection::Closed)),
        Some("ACCOUNT_OFFBOARDED" | "PARTNER_REMOVED" | "PARTNER_APP_UNINSTALLED") => {
            one(HealthEvent::Disconnected(disconnection(value.get("disconnection_info"))))
        }
        Some("ACCOUNT_RECONNECTED") => one(HealthEvent::Reconnected),
        Some(_) | None => Vec::new(),
    }
}

fn ban(info: Node<'_>) -> Option<HealthEvent> {
    match info.get("waba_ban_state").text()?.as_str() {
        "SCHEDULE_FOR_DISABLE" => Some(HealthEvent::Warned(Warning::ToBeDisabled)),
        "DISABLE" => Some(stopped(StopReason::Locked, None)),
        "REINSTATE" => Some(HealthEvent::Reinstated),
        _ => None,
    }
}

fn restriction(info: Node<'_>) -> Option<HealthEvent> {
    let until = info.get("expiration").int().filter(|second| *second > 0);
    let until = until.and_then(|second| Timestamp::from_second(second).ok());
    let reason = match info.get("restriction_type").text()?.as_str() {
        "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" => StopReason::Restricted,
        "RESTRICTED_BIZ_INITIATED_MESSAGING" => StopReason::StartsRestricted,
        _ => return None,
    };
    Some(stopped(reason, until))
}

const fn stopped(reason: StopReason, until: Option<Timestamp>) -> HealthEvent {
    HealthEvent::Stopped { reason, code: None, until }
}

fn disconnection(info: Node<'_>) -> Disconnection {
    match info.get("reason").text().as_deref() {
        Some("BUSINESS_DOWNGRADE") => Disconnection::Downgraded,
        Some("CHANGE_NUMBER") => Disconnection::NumberChanged,
        Some("COMPANION_INACTIVITY") => Disconnection::LinkInactive,
        Some("PRIMARY_INACTIVITY") => Disconnection::PhoneInactive,
        Some("USER_RE_REGISTERED") => Disconnection::Reregistered,
        Some(_) | None => Disconnection::Removed,
    }
}

fn review(value: Node<'_>) -> Option<HealthEvent> {
    match value.get("decision").text()?.as_str() {
        "APPROVED" => Some(HealthEvent::Reinstated),
        "REJECTED" => Some(stopped(StopReason::Locked, None)),
        _ => None,
    }
}

/// Meta names no colour here: a flag is put up for a low quality and taken down for at least a
/// medium one.
fn quality(value: Node<'_>) -> Option<HealthEvent> {
    let colour = match value.get("event").text()?.as_str() {
        "FLAGGED" => "RED",
        "UNFLAGGED" => "YELLOW",
        _ => return None,
    };
    Some(HealthEvent::Quality(colour.to_owned()))
}

/// The key was renamed in February 2026, and both are still sent.
fn limit(value: Node<'_>) -> Option<HealthEvent> {
    let keys = [
        "max_daily_conversations_per_business",
        "max_daily_conversation_per_phone",
        "current_limit",
    ];
    keys.iter().find_map(|key| value.get(key).text()).map(HealthEvent::Limit)
}

fn refusal(error: Node<'_>) -> Option<HealthEvent> {
    let code = error.get("code").int()?;
    let reason = Consequence::of(code, None).number?;
    Some(HealthEvent::Stopped { reason, code: Some(code), until: None })
}

fn template(value: Node<'_>, change: Option<TemplateChange>) -> Vec<HealthEvent> {
    let name = value.get("message_template_name").text();
    name.zip(change)
        .map(|(name, change)| HealthEvent::Template { name, change })
        .into_iter()
        .collect()
}

fn template_status(value: Node<'_>) -> Option<TemplateChange> {
    let told = value.get("other_info").get("title").text();
    let status = match value.get("event").text()?.as_str() {
        "PAUSED" if told.as_deref() == Some("UNPAUSE") => TemplateStatus::Approved,
        "APPROVED" | "REINSTATED" => TemplateStatus::Approved,
        "PENDING" => TemplateStatus::Pending,
        "REJECTED" => TemplateStatus::Rejected,
        "PAUSED" => TemplateStatus::Paused,
        "DISABLED" => TemplateStatus::Disabled,
        "FLAGGED" => TemplateStatus::Flagged,
        "IN_APPEAL" => TemplateStatus::InAppeal,
        "LIMIT_EXCEEDED" => TemplateStatus::LimitExceeded,
        "LOCKED" => TemplateStatus::Locked,
        "ARCHIVED" => TemplateStatus::Archived,
        "DELETED" | "PENDING_DELETION" => TemplateStatus::Deleted,
        _ => return None,
    };
    let reason = value.get("rejection_info").get("reason").text();
    let reason = reason.or_else(|| value.get("reason").text()).or(told);
    Some(TemplateChange::Status {
        status,
        reason: reason.filter(|reason| reason != NO_REASON),
        category: value.get("message_template_category").text(),
    })
}

fn template_category(value: Node<'_>) -> Option<TemplateChange> {
    let now = value.get("new_category").text().map(TemplateChange::Category);
    now.or_else(|| value.get("correct_category").text().map(TemplateChange::SoonCategory))
}

#[cfg(test)]
mod tests;
