//! `PATCH /orders/{id}`: the seller's own correction, while the parcel has not left.
//!
//! Units the order lacks are taken from stock here, all or none, so that the seller learns at once
//! when there are too few; `dispatch` gives back what its commit does not need.

use aws_adapters::table::{ConflictKind, StoreError, Write, keys};
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{self, DispatchMessage, OrderRef, Party},
    records::{
        conversation::LineRecord,
        delivery::{DeliveryRecord, DeliveryStatusRecord},
        values::AddressValue,
    },
};
use domain::{
    ids::{MessageId, OrderId, ProductId, SellerId, VariantId},
    order::{Amendment, Line, Order, units},
};
use lambda_support::{chain, clock, http::Problem};

use super::{
    OrderView, ask,
    correction::{self, Shop},
    load, over, refuse_over,
};
use crate::{
    Deps,
    answer::{self, Answer},
    body::Object,
    caller::{Caller, Drawn, Id},
    products,
    routes::Shared,
    shop, zones,
};

/// Units of one variant that an order lacks.
type Lack = (ProductId, VariantId, u32);

pub(super) async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    Drawn(drawn): Drawn,
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
    let lacks = lacks(&order.lines, &to.lines);
    take(&deps, &seller, &lacks, &to.lines).await?;
    let message = message(OrderRef { seller: seller.clone(), order: id.clone() }, &to, &lacks);
    let asked = ask(&deps, &MessageId::from_uuid(drawn), &id, message).await;
    if asked.is_err() {
        give_back(&deps, &seller, &lacks).await;
    }
    asked
}

fn refuse_left(status: &DeliveryStatusRecord) -> Result<(), Problem> {
    use DeliveryStatusRecord as Kept;
    match status {
        Kept::Offered { .. }
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

/// What the new lines have more of.
fn lacks(before: &[Line], after: &[Line]) -> Vec<Lack> {
    let had = units(before);
    let more = units(after).into_iter().filter_map(|(variant, wanted)| {
        let lack = wanted.saturating_sub(had.get(&variant).copied().unwrap_or(0));
        (lack > 0).then_some((variant.0, variant.1, lack))
    });
    more.collect()
}

fn message(of: OrderRef, to: &Amendment, lacks: &[Lack]) -> DispatchMessage {
    let taken = lacks.iter().map(|(product, variant, quantity)| messages::Units {
        product: product.to_string(),
        variant: variant.to_string(),
        quantity: *quantity,
    });
    DispatchMessage::Amend(Box::new(messages::Amendment {
        of,
        lines: to.lines.iter().map(LineRecord::from).collect(),
        delivery_fee: to.totals.delivery_fee.into(),
        address: AddressValue::from(&to.address),
        contact_phone: to.contact_phone.e164().to_owned(),
        moment: to.moment.into(),
        taken: taken.collect(),
        by: Party::Seller,
    }))
}

/// Takes all units or none.
async fn take(
    deps: &Deps,
    seller: &SellerId,
    lacks: &[Lack],
    lines: &[Line],
) -> Result<(), crate::failure::Failure> {
    let takes = lacks.iter().map(|(product, variant, by)| Write::Decrement {
        key: keys::stock(seller, product, variant),
        by: *by,
    });
    match deps.table.transact(&takes.collect::<Vec<_>>()).await {
        Err(StoreError::Conflict { index, kind: ConflictKind::Insufficient }) => {
            Err(too_few(lacks.get(index), lines).into())
        }
        Err(error) => Err(error.into()),
        Ok(()) => Ok(()),
    }
}

fn too_few(lack: Option<&Lack>, lines: &[Line]) -> Problem {
    let is_it = |line: &&Line| {
        lack.is_some_and(|(product, variant, _)| {
            line.product == *product && line.variant == *variant
        })
    };
    let name = lines.iter().find(is_it).map_or("cet article", |line| &line.name);
    let detail = format!("Il ne reste pas assez de « {name} » en stock.");
    Problem::new(StatusCode::CONFLICT, "out_of_stock", "Stock insuffisant", &detail)
}

/// Nobody was asked, so nobody else gives the units back.
async fn give_back(deps: &Deps, seller: &SellerId, lacks: &[Lack]) {
    let back = lacks.iter().map(|(product, variant, by)| Write::Increment {
        key: keys::stock(seller, product, variant),
        by: *by,
    });
    if let Err(error) = deps.table.transact(&back.collect::<Vec<_>>()).await {
        tracing::error!(
            error.code = error.code(),
            error = %chain::Chain(&error),
            "units taken for a change that was not asked for stay out of stock"
        );
    }
}

#[cfg(test)]
mod tests {
    use domain::money::{Currency, Money};
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

    #[test]
    fn only_units_beyond_the_orders_own_are_taken() {
        let before = [line("M", 2), line("L", 1)];
        let after = [line("M", 1), line("L", 3), line("S", 1)];
        let found: Vec<_> = lacks(&before, &after)
            .into_iter()
            .map(|(_, variant, lack)| (variant.to_string(), lack))
            .collect();
        assert_eq!(found, [("l".to_owned(), 2), ("s".to_owned(), 1)]);
        assert!(lacks(&before, &before).is_empty());
    }

    #[test]
    fn what_is_short_is_named() {
        let lacks = lacks(&[], &[line("M", 2)]);
        let problem = too_few(lacks.first(), &[line("L", 1), line("M", 2)]);
        assert_eq!(problem.status, StatusCode::CONFLICT);
        assert_eq!(problem.detail, "Il ne reste pas assez de « Robe M » en stock.");
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
