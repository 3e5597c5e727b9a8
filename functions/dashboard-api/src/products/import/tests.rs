use domain::money::Money;

use super::*;

const SHEET: &str = "nom;prix;taille;couleur;stock\n\
    Air Max;45 000;42;noir;3\n\
    air max;47 000;43;noir;1\n\
    Sac;7 500;;;4\n\
    Robe;cher;M;;2\n\
    Air Max;45 000;42;noir;9\n\
    Sac;7 500;;;1\n";

fn rows(sheet: &str) -> Vec<Row> {
    sheet::read(sheet, COLUMNS).unwrap()
}

fn grouped(sheet: &str) -> (BTreeMap<String, Group>, Vec<(u64, String)>) {
    let mut report = Report::default();
    let groups = groups(&rows(sheet), Currency::Xof, &mut report);
    (groups, report.errors.into_iter().map(|error| (error.line, error.field)).collect())
}

fn variants(change: &Change) -> Vec<(&str, i64, u32)> {
    let product = &change.product;
    let told = |v: &domain::catalogue::Variant| product.price_of(v).amount();
    product.variants.iter().map(|v| (v.label.as_str(), told(v), v.available)).collect()
}

#[test]
fn lines_of_one_name_are_one_product() {
    let (mut groups, errors) = grouped(SHEET);
    let errors: Vec<(u64, &str)> = errors.iter().map(|(line, field)| (*line, &**field)).collect();
    assert_eq!(errors, [(5, "price"), (6, "label"), (7, "label")]);

    let group = groups.remove("air max").unwrap();
    assert_eq!(group.lines, [2, 3]);
    let change = change_of(None, group, Currency::Xof).unwrap();
    assert_eq!(change.product.name, "Air Max");
    assert_eq!(variants(&change), [("42 noir", 45_000, 3), ("43 noir", 47_000, 1)]);

    let bag = change_of(None, groups.remove("sac").unwrap(), Currency::Xof).unwrap();
    assert_eq!(variants(&bag), [("", 7_500, 4)]);
}

#[test]
fn a_known_product_is_brought_up_to_date() {
    let (mut groups, _) = grouped(SHEET);
    let known = change_of(None, groups.remove("air max").unwrap(), Currency::Xof).unwrap().product;

    let (mut again, _) = grouped("nom;prix;variante;stock\nAIR MAX;44 000;43 noir;7\n");
    let change = change_of(Some(&known), again.remove("air max").unwrap(), Currency::Xof).unwrap();
    assert_eq!(change.product.id, known.id);
    assert_eq!(change.product.price, Money::new(44_000, Currency::Xof));
    assert_eq!(variants(&change), [("43 noir", 44_000, 7), ("42 noir", 44_000, 3)]);
    let counted: Vec<&str> = change.counted.iter().map(VariantId::as_str).collect();
    assert_eq!((counted, change.removed.len()), (vec!["43-noir"], 0));

    let (mut plain, _) = grouped("nom;prix\nair max;50 000\n");
    let change = change_of(Some(&known), plain.remove("air max").unwrap(), Currency::Xof).unwrap();
    assert_eq!(variants(&change), [("42 noir", 50_000, 3), ("43 noir", 47_000, 1)]);
}

#[test]
fn a_new_product_needs_a_price() {
    let (mut groups, errors) = grouped("nom;prix;variante\nRobe;;M\n;5;\n");
    assert_eq!(errors, [(3, "name".to_owned())]);
    let refused = change_of(None, groups.remove("robe").unwrap(), Currency::Xof);
    assert_eq!(refused.unwrap_err()[0].field, "price");
}

#[test]
fn a_floor_and_an_identifier_are_the_products_and_wrong_ones_are_told_by_line() {
    let (mut groups, errors) = grouped(
        "nom;prix;variante;prix_plancher;retailer_id\n\
         Air Max;45 000;42;;SKU-1\n\
         Air Max;45 000;43;38 000;\n\
         Air Max;45 000;44;39 000;\n\
         Air Max;45 000;45;38 000;SKU-2\n\
         Sac;7 500;;8 000;\n",
    );
    let errors: Vec<(u64, &str)> = errors.iter().map(|(line, field)| (*line, &**field)).collect();
    assert_eq!(errors, [(4, "floor_price"), (5, "retailer_id"), (6, "floor_price")]);
    let group = groups.remove("air max").unwrap();
    let product = change_of(None, group, Currency::Xof).unwrap().product;
    assert_eq!(product.floor_price, Some(Money::new(38_000, Currency::Xof)));
    assert_eq!(product.retailer_id.as_deref(), Some("SKU-1"));
    assert_eq!(product.variants.len(), 2);

    // A sheet that lowers the price of a known product below its floor says so.
    let (mut lower, errors) = grouped("nom;prix;variante\nAir Max;30 000;42\n");
    assert_eq!(errors, []);
    let refused = change_of(Some(&product), lower.remove("air max").unwrap(), Currency::Xof);
    assert_eq!(refused.unwrap_err()[0].field, "floor_price");
}
