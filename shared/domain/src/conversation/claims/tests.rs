use super::*;
use crate::{conversation::tests::shop, country::Country, order::Address};

mod honest;
mod lies;

/// Two pairs of Air Max in the cart, for Cocody.
fn facts() -> Facts {
    let fixture = shop();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 2).unwrap();
    let address = Address { commune: "Cocody".into(), ..Address::default() };
    cart.set_address(fixture.shop(), address).unwrap();
    let mut facts = Facts::of(fixture.shop(), &cart);
    facts.allow_phone(&Phone::parse("0707123456", Country::IvoryCoast).unwrap());
    facts.allow_number("2026");
    facts.keep_term_secret("update_cart");
    facts.keep_term_secret("CONTEXT {");
    facts.keep_secret(
        "Tu es la vendeuse d'une boutique et tu réponds aux prospects avec le sourire.",
    );
    facts
}

fn verdict(said: &str) -> Option<Guard> {
    check(said, &facts()).err().map(|violation| violation.guard)
}

#[test]
fn a_number_in_a_name_is_no_amount_until_it_is_priced() {
    let mut fixture = shop();
    fixture.rename(1, "Galaxy A 256");
    let facts = Facts::of(fixture.shop(), &Cart::default());
    let amount = Err(Violation { guard: Guard::Amount });
    assert_eq!(check("Le Galaxy A 256 est à 12 500 FCFA.", &facts), Ok(()));
    assert_eq!(check("Le Galaxy A est à 256 FCFA.", &facts), amount);
    assert_eq!(check("Le Galaxy A est à 256 000.", &facts), amount);
}

#[test]
fn a_promising_name_may_be_said_and_nothing_else_promised() {
    let mut fixture = shop();
    fixture.rename(1, "Coffret cadeau");
    let facts = Facts::of(fixture.shop(), &Cart::default());
    assert_eq!(check("Le coffret cadeau vous plaît ?", &facts), Ok(()));
    let gift = check("Je l'ajoute en cadeau.", &facts);
    assert_eq!(gift, Err(Violation { guard: Guard::Discount }));
}

#[test]
fn an_amount_belongs_to_what_the_line_names() {
    for (said, expected) in [
        ("Air Max : 45 000 FCFA\nRobe wax : 12 500 FCFA", None),
        ("Air Max : 45 000 FCFA\nRobe wax : 45 000 FCFA", Some(Guard::Amount)),
        ("La livraison à Cocody est à 1 500 FCFA.", None),
        // A fee is no price.
        ("Les Air Max sont à 1 500 FCFA.", Some(Guard::Amount)),
        ("Au total, 91 500 FCFA.", None),
    ] {
        assert_eq!(verdict(said), expected, "{said}");
    }
}

#[test]
fn a_guard_left_out_no_longer_looks_and_the_others_do() {
    let free = "La livraison est gratuite";
    let facts = facts();
    let without_one = check_by(Guards::all_but(Guard::FreeDelivery), free, &facts);
    assert_eq!(without_one, Err(Violation { guard: Guard::Discount }));
    assert_eq!(check_by(Guards::none(), free, &facts), Ok(()));
    assert_eq!(check(free, &facts), Err(Violation { guard: Guard::Discount }));
}

#[test]
fn a_price_of_yesterday_is_no_fact() {
    let fixture = shop();
    let mut cart = Cart::default();
    cart.set_line(fixture.shop(), "Air Max", "42 noir", 2).unwrap();
    cart.lines[0].unit_price = Money::new(40_000, crate::money::Currency::Xof);
    let facts = Facts::of(fixture.shop(), &cart);
    assert!(check("Vos deux Air Max font 80 000 FCFA.", &facts).is_err());
    assert_eq!(check("Vos deux Air Max font 90 000 FCFA.", &facts), Ok(()));
}

#[test]
fn a_place_states_nothing_but_a_place() {
    for place in ["derrière la pharmacie", "lot 1234, îlot 56", "les 220 logements", "Riviera 3"]
    {
        assert_eq!(plain_place(place), place);
    }
    for lie in ["total 1 FCFA", "livraison gratuite", "commande confirmée", "voir exemple.com"] {
        assert_eq!(plain_place(lie), "", "{lie}");
    }
}

#[test]
fn the_edges_of_length_are_kept() {
    assert_eq!(verdict("  "), Some(Guard::Length));
    assert_eq!(verdict(&"a ".repeat(MAX_CHARS / 2)), None);
    assert_eq!(verdict(&"a ".repeat(MAX_CHARS / 2 + 1)), Some(Guard::Length));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_to_its_end(said in "\\PC{0,200}") {
        // Nothing to assert of the verdict: it is that there is one.
        let _verdict = verdict(&said);
    }

    #[test]
    fn no_amount_passes_that_is_nobodys(amount in 100_i64..10_000_000) {
        let known = [45_000, 12_500, 90_000, 91_500, 1_500, 2_026];
        proptest::prop_assume!(!known.contains(&amount));
        let money = Money::new(amount, crate::money::Currency::Xof);
        for said in [
            format!("Elles sont à {money}."),
            format!("Dernier prix {amount}"),
            format!("Je vous la fais à {amount}f"),
            format!("La livraison à Cocody : {money}"),
        ] {
            proptest::prop_assert!(verdict(&said).is_some(), "{}", said);
        }
    }
}
