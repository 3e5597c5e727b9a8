//! `PATCH /orders/{id}`: the seller's own correction, while the parcel has not left.
//!
//! Stock is only read here, so that the seller learns at once when there is plainly too little;
//! `dispatch` takes and gives back in the commit that makes the change.

use aws_adapters::table::keys;
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{self, DispatchMessage, OrderRef, Party},
    records::{
        conversation::LineRecord,
        delivery::{DeliveryRecord, DeliveryStatusRecord},
        values::{AddressValue, RecipientValue},
    },
};
use domain::{
    catalogue::Catalogue,
    ids::OrderId,
    order::{Amendment, Line, Order},
    stock::{self, Units},
};
use lambda_support::{clock, http::Problem};

use super::{
    OrderView,
    correction::{self, Shop},
    load, over, refuse_over,
};
use crate::{
    answer::{self, Answer},
    ask,
    body::Object,
    caller::{Caller, Drawn, Id},
    products,
    routes::Shared,
    shop, zones,
};

pub(super) async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer {
    let record = load(&deps, &seller, &id).await?;
    let order = Order::try_from(&record)?;
    let profile = shop::seller(&deps, &seller).await?;
    let catalogue = products::catalogue(&deps, &seller).await?;
    let zones = zones::all(&deps, &seller).await?;
    let shop = Shop { seller: &profile, catalogue: &catalogue, zones: &zones };
    let to = correction::read(&body, &order, shop, clock::now())?;
    refuse_over(record.status)?;
    let key = keys::delivery(&seller, &id);
    if let Some(delivery) = deps.table.get::<DeliveryRecord>(&key).await? {
        refuse_left(&delivery.value.status)?;
    }
    if order.amended(&to) == order {
        return answer::ok(&OrderView::of(&record)?);
    }
    refuse_short(&catalogue, &order.lines, &to.lines)?;
    let message = message(OrderRef { seller, order: id }, &to, order.revision);
    ask::dispatch(&deps, drawn, message).await
}

fn refuse_left(status: &DeliveryStatusRecord) -> Result<(), Problem> {
    use DeliveryStatusRecord as Kept;
    match status {
        Kept::WithService { .. } => Err(Problem::new(
            StatusCode::CONFLICT,
            "order_left",
            "Service réservé",
            "Un service de livraison est réservé pour cette commande : annulez-la ou reportez-la pour la modifier.",
        )),
        Kept::AwaitingDeposit { .. }
        | Kept::Offered { .. }
        | Kept::Assigned { .. }
        | Kept::NobodyFound { .. }
        | Kept::AwaitingRetry { .. }
        | Kept::PickupAtShop => Ok(()),
        Kept::PickedUp { .. }
        | Kept::AwaitingCode { .. }
        | Kept::CodeLocked { .. }
        | Kept::AwaitingCash { .. } => Err(Problem::new(
            StatusCode::CONFLICT,
            "order_left",
            "Colis parti",
            "Le colis est déjà parti : la commande ne peut plus être modifiée.",
        )),
        Kept::Failed { .. } => {
            Err(over("La livraison a échoué : choisissez d’abord un autre moment."))
        }
        Kept::Delivered { .. } => Err(over("Cette commande est déjà livrée.")),
        Kept::Cancelled { .. } => Err(over("Cette commande est déjà annulée.")),
    }
}

/// Refuses lines that have more of something than is left beside the order's own units.
fn refuse_short(catalogue: &Catalogue, before: &[Line], after: &[Line]) -> Result<(), Problem> {
    let wanted = stock::beyond(after, before);
    let short = wanted.iter().find(|more| left(catalogue, more) < more.quantity);
    short.map_or(Ok(()), |more| Err(too_few(more, after)))
}

/// What is left of a variant; none of one that is not sold any more.
fn left(catalogue: &Catalogue, of: &Units) -> u32 {
    let product = catalogue.product(&of.product);
    let variant = product.and_then(|product| product.variant(&of.variant));
    variant.map_or(0, |variant| variant.available)
}

fn too_few(more: &Units, lines: &[Line]) -> Problem {
    let is_it = |line: &&Line| line.product == more.product && line.variant == more.variant;
    let name = lines.iter().find(is_it).map_or("cet article", |line| &line.name);
    let detail = format!("Il ne reste pas assez de « {name} » en stock.");
    Problem::new(StatusCode::CONFLICT, "out_of_stock", "Stock insuffisant", &detail)
}

/// The change as it is asked for, made from that revision of the order.
fn message(of: OrderRef, to: &Amendment, revision: u32) -> DispatchMessage {
    DispatchMessage::Amend(Box::new(messages::Amendment {
        of,
        lines: to.lines.iter().map(LineRecord::from).collect(),
        delivery_fee: to.totals.delivery_fee.into(),
        address: AddressValue::from(&to.address),
        contact_phone: to.contact_phone.e164().to_owned(),
        recipient: to.recipient.as_ref().map(RecipientValue::from),
        payer: to.payer.clone(),
        moment: to.moment.into(),
        taken: Vec::new(),
        by: Party::Seller,
        revision: Some(revision),
    }))
}

#[cfg(test)]
mod tests {
    use domain::{
        catalogue::{Product, Variant},
        country::Country,
        ids::{ProductId, SellerId, VariantId},
        moment::{Moment, Period},
        money::{Currency, Money},
        order::{Address, Totals},
        phone::Phone,
    };
    use uuid::Uuid;

    use super::*;

    fn line(variant: &str, quantity: u32) -> Line {
        Line {
            product: ProductId::from_uuid(Uuid::nil()),
            variant: VariantId::of_label(variant),
            name: format!("Robe {variant}"),
            quantity,
            unit_price: Money::new(10_000, Currency::Xof),
        }
    }

    fn catalogue(available: &[(&str, u32)]) -> Catalogue {
        let variants = available.iter().map(|(label, available)| Variant {
            id: VariantId::of_label(label),
            label: (*label).into(),
            price: None,
            available: *available,
        });
        Catalogue {
            products: vec![Product {
                id: ProductId::from_uuid(Uuid::nil()),
                name: "Robe".into(),
                description: String::new(),
                price: Money::new(10_000, Currency::Xof),
                floor_price: None,
                retailer_id: None,
                variants: variants.collect(),
                on_sale: true,
                photo: None,
            }],
        }
    }

    #[test]
    fn only_units_beyond_the_orders_own_are_looked_for_in_stock() {
        let before = [line("M", 2), line("L", 1)];
        let after = [line("M", 1), line("L", 3), line("S", 1)];
        let check = |stock: &[(&str, u32)]| {
            let checked = refuse_short(&catalogue(stock), &before, &after);
            checked.map_err(|problem| (problem.status, problem.code, problem.detail))
        };
        let short = |name: &str| {
            let detail = format!("Il ne reste pas assez de « {name} » en stock.");
            Err((StatusCode::CONFLICT, "out_of_stock", detail))
        };
        assert_eq!(check(&[("M", 0), ("L", 2), ("S", 1)]), Ok(()));
        assert_eq!(check(&[("M", 9), ("L", 1), ("S", 1)]), short("Robe L"));
        assert_eq!(check(&[("M", 9), ("L", 9)]), short("Robe S"));
    }

    #[test]
    fn a_correction_is_asked_for_with_nothing_taken_and_names_the_order_it_was_made_from() {
        let lines = vec![line("M", 2)];
        let to = Amendment {
            totals: Totals::of(&lines, Money::new(1_500, Currency::Xof)).unwrap(),
            lines,
            address: Address::default(),
            contact_phone: Phone::parse("0505123456", Country::IvoryCoast).unwrap(),
            recipient: None,
            payer: Some("Yao".into()),
            moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
        };
        let of = OrderRef {
            seller: SellerId::from_uuid(Uuid::nil()),
            order: OrderId::from_uuid(Uuid::nil()),
        };
        let DispatchMessage::Amend(asked) = message(of, &to, 4) else { panic!("an amendment") };
        assert!(asked.taken.is_empty());
        assert_eq!(Amendment::try_from(&*asked), Ok(to));
        assert_eq!((asked.by, asked.revision), (Party::Seller, Some(4)));
    }

    #[test]
    fn an_order_can_be_corrected_until_its_parcel_leaves() {
        let courier = || "cou_1".to_owned();
        let code = |status| refuse_left(&status).map_err(|problem| problem.code);
        assert_eq!(code(DeliveryStatusRecord::Assigned { courier: courier() }), Ok(()));
        assert_eq!(code(DeliveryStatusRecord::PickupAtShop), Ok(()));
        let left = DeliveryStatusRecord::PickedUp { courier: courier() };
        assert_eq!(code(left), Err("order_left"));
        let over = DeliveryStatusRecord::Cancelled { by: Party::Seller };
        assert_eq!(code(over), Err("order_over"));
    }
}
