//! `/conversations/{id}/templates`: what can be sent to a prospect when free text cannot.

use axum::{extract::State, http::StatusCode};
use domain::{
    conversation::Conversation,
    copy::template::refusal,
    health::{Health, Scope, TemplateStatus},
    ids::ConversationId,
    template::ShopTemplate,
    window::{Billing, Kind},
};
use jiff::Timestamp;
use lambda_support::{clock, http::Problem};
use serde::Serialize;

use super::current;
use crate::{
    answer::{self, Answer},
    caller::{Caller, Id},
    failure::Failure,
    routes::Shared,
    shop,
};

/// Why a template cannot be sent to somebody now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// Meta has never been asked to approve it.
    Unknown,
    /// Meta has not decided yet.
    Waiting,
    Refused,
    OptedOut,
    Unreachable,
    /// Nothing leaves the number.
    Stopped,
}

#[derive(Debug, Serialize)]
struct Templates {
    items: Vec<TemplateView>,
}

#[derive(Debug, Serialize)]
struct TemplateView {
    name: &'static str,
    text: String,
    billing: &'static str,
    usable: bool,
    reason: Option<&'static str>,
    sentence: Option<&'static str>,
}

pub(super) async fn list(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ConversationId>,
) -> Answer {
    let thread = current(&deps, &seller, &id).await?;
    let (shop, health) = (shop::seller(&deps, &seller).await?, deps.table.health(&seller).await?);
    let now = clock::now();
    let template = ShopTemplate::resume_in(thread.language());
    let found = obstacle(template, &thread, &health, now);
    answer::ok(&Templates {
        items: vec![TemplateView {
            name: template.word(),
            text: template.filled(&shop.shop_name).text,
            billing: billing(template, &thread, &health, now),
            usable: found.is_none(),
            reason: found.map(Obstacle::code),
            sentence: found.map(Obstacle::sentence),
        }],
    })
}

/// The template of this name, if it can be sent to this prospect now.
pub(crate) async fn sendable(
    deps: &Shared,
    thread: &Conversation,
    name: &str,
) -> Result<ShopTemplate, Failure> {
    let template = ShopTemplate::ALL.iter().copied().find(|template| template.word() == name);
    let template = template
        .ok_or_else(|| Problem::malformed().with_field("template", "Ce modèle n’existe pas."))?;
    let health = deps.table.health(&thread.seller).await?;
    match obstacle(template, thread, &health, clock::now()) {
        None => Ok(template),
        Some(found) => Err(Problem::new(
            StatusCode::CONFLICT,
            "template_unusable",
            "Ce modèle ne peut pas partir",
            found.sentence(),
        )
        .into()),
    }
}

fn obstacle(
    template: ShopTemplate,
    thread: &Conversation,
    health: &Health,
    now: Timestamp,
) -> Option<Obstacle> {
    if thread.reach.opted_out_at.is_some() {
        return Some(Obstacle::OptedOut);
    }
    if thread.reach.is_flagged() {
        return Some(Obstacle::Unreachable);
    }
    if health.held_by(Scope::Everything, now).is_some() {
        return Some(Obstacle::Stopped);
    }
    match health.templates.get(template.word()).map(|known| known.status) {
        None | Some(TemplateStatus::Missing | TemplateStatus::Deleted) => Some(Obstacle::Unknown),
        Some(TemplateStatus::Pending | TemplateStatus::InAppeal) => Some(Obstacle::Waiting),
        Some(status) if status.is_usable() => None,
        Some(_) => Some(Obstacle::Refused),
    }
}

/// What Meta would bill: the category it approved, nothing inside the 72 hours after an ad.
fn billing(
    template: ShopTemplate,
    thread: &Conversation,
    health: &Health,
    now: Timestamp,
) -> &'static str {
    let known = health.templates.get(template.word()).and_then(|known| known.category.as_deref());
    let kind = match known.unwrap_or(template.category()) {
        "MARKETING" => Kind::Marketing,
        _ => Kind::Utility,
    };
    match thread.window(now).billing(kind) {
        Some(Billing::FreeEntryPoint) => "free_entry_point",
        Some(Billing::Marketing) => "marketing",
        Some(Billing::Service | Billing::Utility) | None => "utility",
    }
}

impl Obstacle {
    const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::OptedOut => "opted_out",
            Self::Unreachable => "unreachable",
            Self::Stopped => "stopped",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Unknown => refusal::UNKNOWN,
            Self::Waiting => refusal::WAITING,
            Self::Refused => refusal::REFUSED,
            Self::OptedOut => refusal::OPTED_OUT,
            Self::Unreachable => refusal::UNREACHABLE,
            Self::Stopped => refusal::STOPPED,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        health::{HealthEvent, StopReason, TemplateChange, step},
        ids::{PhoneNumberId, SellerId, WaId},
        person::Identity,
    };
    use uuid::Uuid;

    use super::*;

    const TEMPLATE: ShopTemplate = ShopTemplate::Resume;

    fn now() -> Timestamp {
        "2026-11-28T10:00:00Z".parse().unwrap()
    }

    fn thread() -> Conversation {
        Conversation::new(
            ConversationId::from_uuid(Uuid::from_u128(1)),
            SellerId::from_uuid(Uuid::from_u128(2)),
            PhoneNumberId::new("1"),
            Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
        )
    }

    fn standing(status: TemplateStatus, category: &str) -> Health {
        let change =
            TemplateChange::Status { status, reason: None, category: Some(category.to_owned()) };
        let event = HealthEvent::Template { name: TEMPLATE.word().to_owned(), change };
        step(&Health::default(), &event, now()).state
    }

    #[test]
    fn only_what_meta_approved_goes_to_who_wants_to_be_written_to() {
        let found =
            |health: &Health, thread: &Conversation| obstacle(TEMPLATE, thread, health, now());
        let approved = standing(TemplateStatus::Approved, "UTILITY");
        assert_eq!(found(&approved, &thread()), None);
        assert_eq!(found(&Health::default(), &thread()), Some(Obstacle::Unknown));
        for (status, why) in [
            (TemplateStatus::Pending, Obstacle::Waiting),
            (TemplateStatus::Rejected, Obstacle::Refused),
            (TemplateStatus::Paused, Obstacle::Refused),
            (TemplateStatus::Missing, Obstacle::Unknown),
        ] {
            assert_eq!(found(&standing(status, "UTILITY"), &thread()), Some(why));
        }
        let mut stopped = thread();
        stopped.reach.opted_out_at = Some(now());
        assert_eq!(found(&approved, &stopped), Some(Obstacle::OptedOut));
        let mut lost = thread();
        lost.reach.failures = 3;
        assert_eq!(found(&approved, &lost), Some(Obstacle::Unreachable));
        let revoked =
            HealthEvent::Stopped { reason: StopReason::TokenRevoked, code: None, until: None };
        let held = step(&approved, &revoked, now()).state;
        assert_eq!(found(&held, &thread()), Some(Obstacle::Stopped));
    }

    #[test]
    fn it_is_billed_as_meta_approved_it() {
        let billed = |category| {
            billing(TEMPLATE, &thread(), &standing(TemplateStatus::Approved, category), now())
        };
        assert_eq!((billed("UTILITY"), billed("MARKETING")), ("utility", "marketing"));
        let mut from_an_ad = thread();
        from_an_ad.contact.answered_click_at = Some(now());
        let health = standing(TemplateStatus::Approved, "MARKETING");
        assert_eq!(billing(TEMPLATE, &from_an_ad, &health, now()), "free_entry_point");
    }
}
