use super::*;

fn good() -> Form<'static> {
    Form {
        first_name: "Awa",
        last_name: "Koné",
        country: "CI",
        phone: "07 07 12 34 56",
        email: "Awa.Kone@Example.com",
        password: "un mot 2 passe",
        shop_name: "Chez Awa",
    }
}

fn faults(form: Form<'_>) -> String {
    let faults = read(form).err().unwrap_or_default();
    let said = faults.iter().map(|fault| format!("{}: {:?}", fault.field.name(), fault.fault));
    said.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_good_form_is_tidied() {
    let form = Form { first_name: "  Awa \n Marie ", country: "ci", ..good() };
    let registration = read(form).unwrap();
    assert_eq!(registration.first_name, "Awa Marie");
    assert_eq!(registration.country, Country::IvoryCoast);
    assert_eq!(registration.phone.e164(), "+2250707123456");
    assert_eq!(registration.email, "awa.kone@example.com");
}

#[test]
fn every_faulty_field_is_named_at_once() {
    let empty = Form {
        first_name: "",
        last_name: " ",
        country: "",
        phone: "",
        email: "",
        password: "",
        shop_name: "\u{0}",
    };
    insta::assert_snapshot!(
        faults(empty),
        @"first_name: Missing, last_name: Missing, country: Missing, phone: Missing, email: Missing, password: Missing, shop_name: Missing"
    );
    let long = "x".repeat(61);
    let bad = Form {
        first_name: &long,
        last_name: "--",
        country: "FR",
        phone: "douze",
        email: "awa@",
        password: "court1",
        shop_name: "!",
    };
    insta::assert_snapshot!(
        faults(bad),
        @"first_name: TooLong, last_name: Unusable, country: Unusable, phone: Unusable, email: Unusable, password: TooShort, shop_name: Unusable"
    );
}

#[test]
fn a_phone_is_read_in_the_country_chosen() {
    let phone = |country, phone| faults(Form { country, phone, ..good() });
    assert_eq!(phone("CI", "07 12 34 56"), "phone: OldPhone");
    assert_eq!(phone("CI", "12"), "phone: Unusable");
    assert_eq!(phone("SN", "77 123 45 67"), "");
    assert_eq!(phone("CI", "+33 6 12 34 56 78"), "");
    // The country is the only fault when the number could be one of another country.
    assert_eq!(phone("FR", "+221771234567"), "country: Unusable");
}

#[test]
fn an_address_must_have_the_shape_of_one() {
    for email in ["a@b.ci", "a+b@mail.example.com", "é@x.ci"] {
        let expected = if email.starts_with('é') { "email: Unusable" } else { "" };
        assert_eq!(faults(Form { email, ..good() }), expected, "{email}");
    }
    for email in
        ["a", "a@b", "@b.ci", "a@.ci", "a@b..ci", "a b@c.ci", "a@b@c.ci", ".a@b.ci", "a@-b.ci"]
    {
        assert_eq!(faults(Form { email, ..good() }), "email: Unusable", "{email}");
    }
    let long = format!("{}@{}.ci", "a".repeat(60), "b".repeat(200));
    assert_eq!(faults(Form { email: &long, ..good() }), "email: TooLong");
}

#[test]
fn a_password_is_long_and_mixed() {
    let long = format!("a1{}", "x".repeat(98));
    for (password, expected) in [
        ("abcdef1", "password: TooShort"),
        ("abcdefg1", ""),
        ("éééééééééé", "password: TooSimple"),
        ("azertyuiop", "password: TooSimple"),
        ("1234567890", "password: TooSimple"),
        (" abcdefghi1", "password: Unusable"),
        (long.as_str(), "password: TooLong"),
    ] {
        assert_eq!(faults(Form { password, ..good() }), expected, "{password}");
    }
}

#[test]
fn nothing_typed_is_shown() {
    assert_eq!(format!("{:?}", good()), "Form { .. }");
}
