use super::*;
use domain::{
    ids::ZoneId,
    money::{Currency, Money},
};

fn member(communes: &[&str]) -> PoolCourierRecord {
    PoolCourierRecord {
        id: "cou_0000000000000000000000000c".into(),
        name: "Sékou".into(),
        phone: "+2250700000009".into(),
        communes: communes.iter().map(|name| (*name).to_owned()).collect(),
        available: true,
    }
}

fn zones() -> Vec<Zone> {
    let zone = |n: u8, name: &str, communes: &[&str]| Zone {
        id: format!("zon_0000000000000000000000000{}", ["0", "4", "8"][usize::from(n)])
            .parse::<ZoneId>()
            .unwrap(),
        name: name.into(),
        communes: communes.iter().map(|c| (*c).into()).collect(),
        fee: Money::new(1_500, Currency::Xof),
    };
    vec![zone(1, "Nord", &["Cocody", "Abobo"]), zone(2, "Yopougon", &[])]
}

#[test]
fn words_about_the_pool_are_read_as_couriers_write_them() {
    let join = |communes: &[&str]| {
        let communes = communes.iter().map(|name| (*name).to_owned()).collect();
        Some(Command::Join { communes })
    };
    assert_eq!(Command::read("POOL"), join(&[]));
    assert_eq!(Command::read("pool Cocody, Port-Bouët ;"), join(&["Cocody", "Port-Bouët"]));
    for leaving in ["STOP", "arrêt", "Pool stop"] {
        assert_eq!(Command::read(leaving), Some(Command::Leave), "{leaving}");
    }
    for other in ["", "dispo", "je suis au stop de la pool", "4821"] {
        assert_eq!(Command::read(other), None, "{other}");
    }
}

#[test]
fn a_member_serves_the_zones_of_a_shop_that_hold_their_communes() {
    let serve = |communes: &[&str]| {
        let courier = courier_of(&member(communes), None, &zones()).unwrap();
        courier.map(|courier| courier.zones.len())
    };
    assert_eq!(serve(&["cocody"]), Some(1));
    assert_eq!(serve(&["Cocody", "Yopougon"]), Some(2));
    // Everywhere, and nowhere this shop delivers.
    assert_eq!(serve(&[]), Some(0));
    assert_eq!(serve(&["Bouaké"]), None);
}
