//! What the seller is shown of their number: whether it sends, why not, and what to do.

use contracts::as_text;
use domain::{
    copy::seller::number,
    health::{Health, Scope, Stop, StopReason, TemplateHealth},
};
use jiff::Timestamp;
use serde::Serialize;

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
    use domain::health::{Disconnection, HealthEvent, TemplateChange, TemplateStatus, step};

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
    fn of_a_new_number_nothing_is_known_and_nothing_is_wrong() {
        let shown = view(&Health::default(), now());
        assert!(shown.connected && shown.sending.is_none() && shown.campaigns.is_none());
    }
}
