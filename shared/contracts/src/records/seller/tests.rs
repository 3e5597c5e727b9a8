use domain::{
    ids::WabaId,
    onboarding::{Call, Connection, Refusal, Step},
};

use super::*;

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn seller() -> Seller {
    Seller {
        id: "slr_00000000000000000000000004".parse().unwrap(),
        first_name: "Awa".into(),
        last_name: "Koné".into(),
        shop_name: "Chez Awa".into(),
        country: Country::IvoryCoast,
        phone: Phone::of_e164("+2250707123456").unwrap(),
        email: "awa@example.com".into(),
        settings: ShopSettings::default(),
    }
}

fn connection() -> Connection {
    Connection {
        account: WabaId::new("102"),
        number: PhoneNumberId::new("106"),
        display_number: "+225 07 07 12 34 56".into(),
        verified_name: "Chez Awa".into(),
        coexistence: true,
        token_expires_at: Some(now()),
    }
}

fn record(step: Step, connected: Option<Connection>) -> SellerRecord {
    let onboarding = Onboarding { step, connected, refusal: None, seller: seller().id };
    SellerRecord::new(&seller(), &onboarding, now())
}

#[test]
fn an_active_seller_is_stored_like_this() {
    insta::assert_json_snapshot!(record(Step::Active, Some(connection())), @r#"
    {
      "id": "slr_00000000000000000000000004",
      "first_name": "Awa",
      "last_name": "Koné",
      "shop_name": "Chez Awa",
      "country": "CI",
      "phone": "+2250707123456",
      "email": "awa@example.com",
      "created_at": "2026-11-23T10:00:00Z",
      "whatsapp": {
        "waba_id": "102",
        "phone_number_id": "106",
        "display_number": "+225 07 07 12 34 56",
        "verified_name": "Chez Awa",
        "coexistence": true,
        "status": "connected",
        "token_expires_at": "2026-11-23T10:00:00Z"
      },
      "onboarding": {
        "step": {
          "name": "active"
        }
      }
    }
    "#);
}

#[test]
fn settings_are_stored_where_they_differ_from_the_default() {
    let shop = |text: &str| serde_json::from_str::<SettingsRecord>(text).unwrap();
    let chosen = shop(
        r#"{"manner": "tu", "takeover_minutes": 30, "about": "Retours sous 7 jours.",
            "holidays": ["2026-12-25"],
            "hours": {"mon": [["08:00", "12:00"], ["14:00", "24:00"]]},
            "delivery": {"shares_pool": true, "cash_ceiling": 50000, "max_rounds": 2,
                         "pickup_place": "Cocody, face à la pharmacie",
                         "pickup_pin": {"latitude_e7": 53600000, "longitude_e7": -40083000},
                         "services": [{"service": "yango", "max_price": 2500}]},
            "payment": {"provider": "pawapay",
                        "deposit": {"percent": 30, "from_total": 50000, "minutes": 30}}}"#,
    );
    let settings = ShopSettings::try_from(&chosen).unwrap();
    assert_eq!(settings.hours.in_words(), "le lundi de 8h à 12h et de 14h à minuit");
    assert_eq!((settings.takeover_minutes, settings.turns_per_day), (30, 2_000));
    assert_eq!(SettingsRecord::from(&settings), chosen);
    let seller = Seller { settings, ..seller() };
    let onboarding = Onboarding {
        step: Step::Active,
        connected: None,
        refusal: None,
        seller: seller.id.clone(),
    };
    let record = SellerRecord::new(&seller, &onboarding, now());
    assert_eq!(Seller::try_from(&record.with(&onboarding)).unwrap(), seller);
    // A profile from before there were settings follows the default.
    assert_eq!(ShopSettings::try_from(&shop("{}")).unwrap(), ShopSettings::default());
    assert!(SettingsRecord::from(&ShopSettings::default()).is_default());
}

#[test]
fn damaged_settings_are_named() {
    let read = |text: &str| {
        let settings = serde_json::from_str::<SettingsRecord>(text).unwrap();
        ShopSettings::try_from(&settings).map_err(|corrupt| corrupt.field)
    };
    for bad in [r#"{"mon": [["8h", "9h"]]}"#, r#"{"mon": [["09:00", "08:00"]]}"#, "{}"] {
        let hours = format!(r#"{{"hours": {bad}}}"#);
        assert_eq!(read(&hours).unwrap_err(), "settings.hours", "{bad}");
    }
    assert_eq!(read(r#"{"holidays": ["Noël"]}"#).unwrap_err(), "settings.holidays");
    let delivery = r#"{"delivery": {"cash_ceiling": -1}}"#;
    assert_eq!(read(delivery).unwrap_err(), "settings.delivery");
    let deposit = r#"{"percent": 101, "from_total": 0, "minutes": 30}"#;
    let payment = format!(r#"{{"payment": {{"deposit": {deposit}}}}}"#);
    assert_eq!(read(&payment).unwrap_err(), "settings.payment");
}

#[test]
fn a_person_is_not_shown_in_logs() {
    let shown = format!("{:?}", record(Step::Active, Some(connection())));
    assert!(!shown.contains("Awa") && !shown.contains("0707") && !shown.contains('@'), "{shown}");
}

#[test]
fn every_step_reads_back() {
    for step in [
        Step::Registered,
        Step::LinkIssued { expires_at: now() },
        Step::CodeExchanged,
        Step::TokenVerified { token_expires_at: None },
        Step::AccountChosen {
            account: WabaId::new("1"),
            others: vec![WabaId::new("2")],
            token_expires_at: Some(now()),
        },
        Step::NumberChosen(connection()),
        Step::NumberClaimed(connection()),
        Step::Subscribed(connection()),
        Step::Active,
    ] {
        let stored = record(step.clone(), Some(connection()));
        let text = serde_json::to_string(&stored).unwrap();
        let read: SellerRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(Seller::try_from(&read).unwrap(), seller());
        let onboarding = Onboarding::try_from(&read).unwrap();
        assert_eq!((onboarding.step, onboarding.connected), (step, Some(connection())));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["onboarding"]["step"]["name"], read.onboarding.step.name());
    }
}

#[test]
fn every_refusal_reads_back() {
    let mut all = Refusal::PLAIN.to_vec();
    all.push(Refusal::RegisterLocked { until: now() });
    all.extend(Call::ALL.map(Refusal::Unavailable));
    all.extend(Call::ALL.map(Refusal::Unexpected));
    for refusal in all {
        assert_eq!(Refusal::try_from(&RefusalValue::from(refusal)), Ok(refusal));
    }
    let unknown = RefusalValue { code: "meta_refused".into(), call: None, until: None };
    assert!(Refusal::try_from(&unknown).is_err());
}

#[test]
fn what_is_damaged_is_named() {
    let active = record(Step::Active, None);
    assert_eq!(Onboarding::try_from(&active), Err(CorruptRecord::new("seller", "whatsapp")));
    let nowhere = SellerRecord { country: "FR".into(), ..active.clone() };
    assert_eq!(Seller::try_from(&nowhere), Err(CorruptRecord::new("seller", "country")));
    let unreachable = SellerRecord { phone: "0707".into(), ..active };
    assert_eq!(Seller::try_from(&unreachable), Err(CorruptRecord::new("seller", "phone")));
}

#[test]
fn a_link_reads_back() {
    let link = Link { seller: seller().id, expires_at: now(), used_at: Some(now()) };
    assert_eq!(Link::from(&LinkRecord::from(&link)), link);
}
