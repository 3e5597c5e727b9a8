use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn francs(amount: i64) -> Money {
    Money::new(amount, Currency::Xof)
}

fn shoes(price: i64, floor: Option<i64>) -> Product {
    Product {
        id: ProductId::from_uuid(Uuid::from_u128(1)),
        name: "Air Max".into(),
        description: String::new(),
        price: francs(price),
        floor_price: floor.map(francs),
        retailer_id: None,
        variants: vec![Variant {
            id: VariantId::of_label("42"),
            label: "42".into(),
            price: None,
            available: 3,
        }],
        on_sale: true,
        photo: None,
    }
}

/// Goes through proposals (0: « dernier prix ? ») and tells each answer.
fn haggled(product: &Product, proposals: &[i64]) -> Vec<Offer> {
    let variant = &product.variants[0];
    let mut deal = None;
    let answered = proposals.iter().map(|amount| {
        let proposed = (*amount != 0).then(|| Proposal::each(francs(*amount)));
        let offer = answer(product, variant, deal.as_ref(), proposed);
        deal = offer.deal(product, variant, deal.as_ref());
        offer
    });
    answered.collect()
}

const fn counter(amount: i64) -> Offer {
    Offer::Counter { price: Money::new(amount, Currency::Xof) }
}

const fn last(amount: i64) -> Offer {
    Offer::Last { price: Money::new(amount, Currency::Xof) }
}

const fn accepted(amount: i64) -> Offer {
    Offer::Accepted { price: Money::new(amount, Currency::Xof) }
}

#[test]
fn without_a_floor_the_price_is_the_price() {
    let fixed = Offer::Fixed { price: francs(45_000) };
    assert_eq!(haggled(&shoes(45_000, None), &[0, 1_000, 60_000]), [fixed; 3]);
}

#[test]
fn the_way_down_has_three_rounds_and_ends_at_the_floor() {
    let shoes = shoes(45_000, Some(38_000));
    assert_eq!(
        haggled(&shoes, &[20_000, 0, 30_000, 0, 37_999]),
        [counter(41_500), counter(40_000), last(38_000), last(38_000), last(38_000)]
    );
}

#[test]
fn a_proposal_the_seller_can_take_is_taken() {
    let shoes = shoes(45_000, Some(38_000));
    assert_eq!(haggled(&shoes, &[38_000]), [accepted(38_000)]);
    // Nobody has change for less than 100 francs.
    assert_eq!(haggled(&shoes, &[40_001]), [accepted(40_100)]);
    // More than the price, or than what was offered already, is not taken from anybody.
    assert_eq!(haggled(&shoes, &[60_000]), [accepted(45_000)]);
    assert_eq!(haggled(&shoes, &[20_000, 44_000]), [counter(41_500), accepted(41_500)]);
    // Even after the last word.
    assert_eq!(haggled(&shoes, &[0, 0, 0, 39_000])[3], accepted(38_000));
}

#[test]
fn a_small_gap_is_given_at_once() {
    assert_eq!(haggled(&shoes(5_000, Some(4_800)), &[0, 0]), [last(4_800), last(4_800)]);
    // A floor that is no round amount is still the floor.
    assert_eq!(haggled(&shoes(5_000, Some(4_999)), &[4_999]), [accepted(5_000)]);
}

#[test]
fn an_offer_for_several_counts_by_the_unit() {
    let shoes = shoes(45_000, Some(38_000));
    let asked = |total, units| {
        let proposed = Proposal::together(francs(total), units);
        answer(&shoes, &shoes.variants[0], None, Some(proposed))
    };
    assert_eq!(asked(80_000, 2), accepted(40_000));
    assert_eq!(asked(115_000, 3), accepted(38_400));
    assert_eq!(asked(75_000, 2), counter(41_500));
    assert_eq!(asked(40_000, 0), accepted(40_000));
    // Another currency is no proposal.
    let foreign = Proposal::each(Money::new(40_000, Currency::Xaf));
    assert_eq!(answer(&shoes, &shoes.variants[0], None, Some(foreign)), counter(41_500));
}

#[test]
fn a_deal_is_held_to_todays_floor_and_price() {
    let at = |price, floor| shoes(price, floor);
    let before = at(45_000, Some(38_000));
    let offer = answer(&before, &before.variants[0], None, Some(Proposal::each(francs(40_000))));
    let deal = offer.deal(&before, &before.variants[0], None).unwrap();
    let today = |product: &Product| deal.price_today(product, &product.variants[0]).amount();
    assert_eq!(today(&before), 40_000);
    assert_eq!(today(&at(45_000, Some(40_000))), 40_000);
    assert_eq!(today(&at(45_000, Some(40_001))), 45_000, "the floor was raised");
    assert_eq!(today(&at(45_000, None)), 45_000, "the floor was taken away");
    assert_eq!(today(&at(39_000, Some(38_000))), 39_000, "the price fell below the deal");
    assert_eq!(today(&at(50_000, Some(38_000))), 40_000, "a deal is a deal");
    let mut other = before;
    other.variants[0].id = VariantId::of_label("43");
    assert_eq!(today(&other), 45_000, "it was about another variant");
}

proptest! {
    #[test]
    fn prices_stay_between_floor_and_list_and_never_rise(
        price in 1..2_000_000_i64,
        floor in proptest::option::of(1..2_000_000_i64),
        own in proptest::option::of(1..2_000_000_i64),
        proposals in proptest::collection::vec(
            proptest::option::of((i64::MIN..i64::MAX, 0..60_u32)), 1..12),
        near in proptest::collection::vec(proptest::option::of(0..2_000_000_i64), 1..12),
    ) {
        let mut product = shoes(price, floor);
        product.variants[0].price = own.map(francs);
        let variant = &product.variants[0];
        let list = product.price_of(variant);
        let lowest = product.floor_of(variant).unwrap_or(list);
        let far = proposals.iter().map(|p| p.map(|(t, n)| Proposal::together(francs(t), n)));
        let near = near.iter().map(|p| p.map(|amount| Proposal::each(francs(amount))));
        let mut deal: Option<Deal> = None;
        let mut before = list;
        for proposed in far.chain(near) {
            let offer = answer(&product, variant, deal.as_ref(), proposed);
            prop_assert!(lowest <= offer.price() && offer.price() <= before, "{offer:?}");
            let rounds = deal.as_ref().map_or(0, |deal| deal.rounds);
            if let Offer::Counter { .. } = offer {
                prop_assert!(rounds < ROUNDS_MAX - 1 && offer.price() < before);
            }
            if let Offer::Accepted { price } = offer {
                let unit = proposed.map(Proposal::per_unit).unwrap();
                prop_assert!(price.amount() < unit.saturating_add(100));
            }
            before = offer.price();
            deal = offer.deal(&product, variant, deal.as_ref());
            if let Some(deal) = &deal {
                prop_assert_eq!(deal.price_today(&product, variant), offer.price());
            }
        }
    }
}
