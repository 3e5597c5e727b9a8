use domain::health::{Disconnection, HealthEvent, TemplateChange, TemplateStatus, step};

use super::*;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn sick() -> Health {
    let events = [
        HealthEvent::Stopped { reason: StopReason::SpamLimited, code: Some(131_048), until: None },
        HealthEvent::Stopped { reason: StopReason::Payment, code: Some(131_042), until: None },
        HealthEvent::Disconnected(Disconnection::LinkInactive),
        HealthEvent::Quality("RED".into()),
        HealthEvent::Limit("TIER_2K".into()),
        HealthEvent::Checked { is_subscribed: true, can_be_charged: Some(false) },
        HealthEvent::Template {
            name: "relance".into(),
            change: TemplateChange::Status {
                status: TemplateStatus::Rejected,
                reason: Some("INVALID_FORMAT".into()),
                category: None,
            },
        },
    ];
    events.iter().fold(Health::default(), |health, event| step(&health, event, now()).state)
}

#[test]
fn a_sick_number_is_stored_like_this_and_reads_back() {
    let record = HealthRecord::from(&sick());
    insta::assert_json_snapshot!(record);
    let text = serde_json::to_string(&record).unwrap();
    let read: HealthRecord = serde_json::from_str(&text).unwrap();
    assert_eq!(Health::try_from(&read), Ok(sick()));
}

#[test]
fn nothing_is_known_of_a_number_at_first() {
    let read: HealthRecord = serde_json::from_str("{}").unwrap();
    assert_eq!(Health::try_from(&read), Ok(Health::default()));
}

#[test]
fn what_is_damaged_is_named() {
    let mut record = HealthRecord::from(&sick());
    record.stops[0].reason = "tired".into();
    assert_eq!(Health::try_from(&record), Err(CorruptRecord::new("health", "stops")));
}

#[test]
fn an_event_means_the_number_it_names_however_it_is_written() {
    let seller = "slr_00000000000000000000000004".parse().unwrap();
    let row = AccountSellerRecord::new(&seller, &PhoneNumberId::new("106"), "+225 07 07 12 34 56");
    assert!(row.is_meant_by(None) && row.is_meant_by(Some("2250707123456")));
    assert!(!row.is_meant_by(Some("2250707123457")));
    assert!(!format!("{row:?}").contains("0707"));
}
