use super::*;
use crate::{
    country::Country,
    ids::{PhoneNumberId, WabaId},
};

#[test]
fn every_refusal_says_what_happened_and_who_must_do_what() {
    let until = "2026-11-26T10:05:00Z".parse().unwrap();
    let mut all = Refusal::PLAIN.to_vec();
    all.extend([
        Refusal::RegisterLocked { until },
        Refusal::Unavailable(Call::ExchangeCode),
        Refusal::Unavailable(Call::Register),
        Refusal::Unexpected(Call::Subscribe),
    ]);
    let zone = Country::Cameroon.time_zone();
    let said = all.into_iter().map(|why| {
        let Notice { title, what, action } = refusal(why, &zone);
        format!("{} / {}\n  {title}\n  {what}\n  {action}", why.code(), actor(why.actor()))
    });
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_fault_of_the_form_has_its_sentence() {
    use Field::{Country, Email, FirstName, LastName, Password, Phone, ShopName};
    let mut said = Vec::new();
    for name in [FirstName, LastName, Country, Phone, Email, Password, ShopName] {
        for fault in [Fault::Missing, Fault::Unusable] {
            said.push(format!("{} {}", name.name(), field(FieldFault { field: name, fault })));
        }
    }
    for (name, fault) in [
        (Phone, Fault::OldPhone),
        (ShopName, Fault::TooLong),
        (Password, Fault::TooLong),
        (Password, Fault::TooShort),
        (Password, Fault::TooSimple),
    ] {
        said.push(format!("{} {}", name.name(), field(FieldFault { field: name, fault })));
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_is_told_when_it_is_done_depends_on_the_app() {
    let mut connection = Connection {
        account: WabaId::new("1"),
        number: PhoneNumberId::new("2"),
        display_number: "+225 07 07 12 34 56".into(),
        verified_name: "Chez Awa".into(),
        coexistence: false,
        token_expires_at: None,
    };
    let plain = connected("Chez Awa", &connection);
    assert!(plain.what.contains("finit par 56") && plain.what.contains("Chez Awa"));
    assert!(!plain.what.contains("07 07"));
    connection.coexistence = true;
    assert_ne!(connected("Chez Awa", &connection).action, plain.action);
}
