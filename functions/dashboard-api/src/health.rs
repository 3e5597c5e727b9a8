//! What the seller is shown of their number: whether it sends, why not, and what to do.

use aws_adapters::table::{Direction, keys};
use axum::extract::State;
use contracts::{as_text, records::conversation::ConversationRecord};
use domain::{
    activity::Measure,
    conversation::Conversation,
    copy::seller::number,
    health::{Health, Scope, Stop, StopReason, TemplateHealth},
    window::FREE_SERVICE_MESSAGES,
};
use jiff::{SignedDuration, Timestamp};
use lambda_support::clock;
use serde::Serialize;

use crate::{
    activity::amount,
    answer::{self, Answer},
    caller::Caller,
    routes::{Route, Shared},
    shop,
    stored::values,
};

/// Threads that are looked through for somebody who waits.
const THREADS: u16 = 100;
/// An answer takes the pause for more messages and some thinking; this is far beyond both.
const OVERDUE: SignedDuration = SignedDuration::from_mins(2);

/// The health of a number, as `/me` answers it.
#[derive(Debug, Serialize)]
pub(crate) struct HealthView {
    /// Whether our access to the number stands.
    connected: bool,
    /// Why no message leaves; null while all is well.
    sending: Option<StopView>,
    /// Why no campaign leaves.
    campaigns: Option<StopView>,
    /// `GREEN`, `YELLOW`, `RED`, as Meta last said.
    quality: Option<String>,
    /// How many people a day may be written to first, in Meta's words.
    messaging_limit: Option<String>,
    templates: Vec<TemplateView>,
    /// When Meta was last asked.
    #[serde(with = "as_text::option")]
    checked_at: Option<Timestamp>,
    /// Whether Meta reports the number's messages to us.
    subscribed: Option<bool>,
    /// `ok` or `trouble`, when Meta said whether it can charge the account.
    payment_method: Option<&'static str>,
}

/// The same with what waits, as `/health` answers it.
#[derive(Debug, Serialize)]
struct HealthNow {
    #[serde(flatten)]
    health: HealthView,
    answers: Answers,
    month: MonthView,
}

/// The service messages of the month under way, on the shop's calendar. Meta counts by the account's
/// own, so the first and the last day may be a few messages off.
#[derive(Debug, Serialize)]
struct MonthView {
    service: i64,
    free_left: i64,
}

/// Who waits for an answer that should be there, among the latest threads.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Answers {
    /// Prospects whom the AI has kept waiting.
    overdue: u32,
    #[serde(with = "as_text::option")]
    oldest_since: Option<Timestamp>,
    /// Threads that another application on the number holds.
    with_other_app: u32,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/health", show)]
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    let health = deps.table.health(&seller).await?;
    let range = keys::conversations(&seller);
    let page = deps.table.page(&range, Direction::NewestFirst, THREADS, None).await?;
    let now = clock::now();
    let mut threads = Vec::with_capacity(page.items.len());
    for record in values::<ConversationRecord>(&page.items)? {
        threads.push(Conversation::try_from(&record)?);
    }
    let today = shop::seller(&deps, &seller).await?.today(now);
    let days = deps.table.activity(&seller, today.first_of_month(), today).await?;
    let service: i64 = days.iter().map(|day| amount(&day.amounts, Measure::BilledService)).sum();
    answer::ok(&HealthNow {
        health: view(&health, now),
        answers: answers(&threads, now),
        month: MonthView {
            service,
            free_left: i64::from(FREE_SERVICE_MESSAGES).saturating_sub(service).max(0),
        },
    })
}

/// An answer that is late is one that no queue, no model and no outage should have kept so long.
fn answers(threads: &[Conversation], now: Timestamp) -> Answers {
    let open = threads.iter().filter(|thread| thread.merged_into.is_none());
    let mut answers = Answers::default();
    for thread in open {
        if thread.other_app {
            answers.with_other_app = answers.with_other_app.saturating_add(1);
        }
        let since = thread.waiting_since.filter(|since| now.duration_since(*since) > OVERDUE);
        let Some(since) = since.filter(|_| thread.is_ais(now)) else { continue };
        answers.overdue = answers.overdue.saturating_add(1);
        answers.oldest_since = Some(answers.oldest_since.map_or(since, |oldest| oldest.min(since)));
    }
    answers
}

#[derive(Debug, Serialize)]
struct StopView {
    code: &'static str,
    sentence: &'static str,
    #[serde(with = "as_text")]
    since: Timestamp,
    #[serde(with = "as_text::option")]
    until: Option<Timestamp>,
    /// The number of Meta's error, for its support.
    meta_code: Option<i64>,
}

#[derive(Debug, Serialize)]
struct TemplateView {
    name: String,
    status: &'static str,
    usable: bool,
    category: Option<String>,
    reason: Option<String>,
    quality: Option<String>,
    #[serde(with = "as_text")]
    since: Timestamp,
}

/// Shows a number at `now`.
pub(crate) fn view(health: &Health, now: Timestamp) -> HealthView {
    let shown = |scope| health.shown(scope, now).map(|stop| stop_view(health, stop));
    let away = [StopReason::TokenRevoked, StopReason::Disconnected];
    HealthView {
        connected: !away.iter().any(|reason| health.stops.contains_key(reason)),
        sending: shown(Scope::Everything),
        campaigns: shown(Scope::Campaigns),
        quality: health.quality.clone(),
        messaging_limit: health.limit.clone(),
        templates: health.templates.iter().map(template_view).collect(),
        checked_at: health.checked.map(|check| check.at),
        subscribed: health.checked.map(|check| check.is_subscribed),
        payment_method: health
            .checked
            .and_then(|check| check.can_be_charged)
            .map(|can| if can { "ok" } else { "trouble" }),
    }
}

fn stop_view(health: &Health, stop: &Stop) -> StopView {
    let sentence = match (stop.reason, health.disconnection) {
        (StopReason::Disconnected, Some(how)) => number::disconnected(how),
        (reason, _) => number::stopped(reason),
    };
    StopView {
        code: stop.reason.word(),
        sentence,
        since: stop.since,
        until: stop.until,
        meta_code: stop.code,
    }
}

fn template_view((name, template): (&String, &TemplateHealth)) -> TemplateView {
    TemplateView {
        name: name.clone(),
        status: template.status.word(),
        usable: template.status.is_usable(),
        category: template.category.clone(),
        reason: template.reason.clone(),
        quality: template.quality.clone(),
        since: template.since,
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        conversation::Owner,
        health::{Disconnection, HealthEvent, TemplateChange, TemplateStatus, step},
        ids::{ConversationId, PhoneNumberId, SellerId, WaId},
        person::Identity,
    };
    use uuid::Uuid;

    use super::*;

    fn now() -> Timestamp {
        "2026-11-23T10:00:00Z".parse().unwrap()
    }

    fn after(events: &[HealthEvent]) -> Health {
        let start = Health::default();
        events.iter().fold(start, |health, event| step(&health, event, now()).state)
    }

    #[test]
    fn a_number_in_trouble_is_shown_with_its_reason_and_what_to_do() {
        let health = after(&[
            HealthEvent::Stopped {
                reason: StopReason::SpamLimited,
                code: Some(131_048),
                until: None,
            },
            HealthEvent::Disconnected(Disconnection::PhoneInactive),
            HealthEvent::Quality("RED".into()),
            HealthEvent::Limit("TIER_2K".into()),
            HealthEvent::Template {
                name: "relance".into(),
                change: TemplateChange::Status {
                    status: TemplateStatus::Rejected,
                    reason: Some("INVALID_FORMAT".into()),
                    category: Some("MARKETING".into()),
                },
            },
        ]);
        insta::assert_json_snapshot!(view(&health, now()));
    }

    #[test]
    fn complaints_are_shown_beside_a_number_that_answers() {
        let reason = StopReason::SpamLimited;
        let health = after(&[HealthEvent::Stopped { reason, code: None, until: None }]);
        let shown = view(&health, now());
        assert!(shown.connected && shown.sending.is_none());
        assert_eq!(shown.campaigns.map(|stop| stop.code), Some("spam_limited"));
    }

    #[test]
    fn only_those_whom_the_ai_keeps_waiting_are_overdue() {
        let minutes_ago =
            |minutes| now().saturating_sub(SignedDuration::from_mins(minutes)).unwrap();
        let thread = |waiting_since, owner, other_app| {
            let mut thread = Conversation::new(
                ConversationId::from_uuid(Uuid::from_u128(1)),
                SellerId::from_uuid(Uuid::from_u128(2)),
                PhoneNumberId::new("1"),
                Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
            );
            (thread.waiting_since, thread.owner, thread.other_app) =
                (waiting_since, owner, other_app);
            thread
        };
        let human = Owner::Human { until: None };
        let threads = [
            thread(Some(minutes_ago(3)), Owner::Ai, false),
            thread(Some(minutes_ago(9)), Owner::Ai, false),
            thread(Some(minutes_ago(1)), Owner::Ai, false),
            thread(Some(minutes_ago(9)), human, false),
            thread(Some(minutes_ago(9)), Owner::Ai, true),
            thread(None, Owner::Ai, false),
        ];
        let found = answers(&threads, now());
        let oldest_since = Some(minutes_ago(9));
        assert_eq!(found, Answers { overdue: 2, oldest_since, with_other_app: 1 });
    }

    #[test]
    fn a_check_is_shown_and_a_card_that_works_ends_the_trouble() {
        let health = after(&[HealthEvent::Stopped {
            reason: StopReason::Payment,
            code: Some(131_042),
            until: None,
        }]);
        assert!(
            view(&health, now()).sending.is_some() && view(&health, now()).subscribed.is_none()
        );
        let checked = HealthEvent::Checked { is_subscribed: true, can_be_charged: Some(true) };
        let later = now().saturating_add(SignedDuration::from_mins(1)).unwrap();
        let shown = view(&step(&health, &checked, later).state, later);
        assert_eq!((shown.checked_at, shown.subscribed), (Some(later), Some(true)));
        assert!(shown.payment_method == Some("ok") && shown.sending.is_none());
    }

    #[test]
    fn of_a_new_number_nothing_is_known_and_nothing_is_wrong() {
        let shown = view(&Health::default(), now());
        assert!(shown.connected && shown.sending.is_none() && shown.campaigns.is_none());
    }
}
