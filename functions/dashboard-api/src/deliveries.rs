//! `/deliveries`: where each order's delivery stands, and who was asked. Only `dispatch` writes
//! them; what the seller decides is asked of it. The prospect's code is never shown: it proves the
//! hand-over.

mod decision;
mod view;

use aws_adapters::{objects::ObjectKey, table::keys};
use axum::extract::State;
use contracts::records::{CorruptRecord, delivery::DeliveryRecord, order::OrderRecord};
use domain::ids::{OrderId, SellerId};
use futures::{StreamExt, TryStreamExt, stream};
use lambda_support::http::Problem;

pub(crate) use self::view::standing;
use self::view::{DeliveryView, PhotoView};
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    caller::{Caller, Id, Paging},
    couriers,
    failure::Failure,
    orders::{self, OrderView},
    receipts,
    routes::{Route, Shared},
    stored::values,
};

/// How many orders are read at the same time for a page of deliveries.
const AT_ONCE: usize = 16;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/deliveries", list),
        Route::get("/deliveries/{id}", show),
        Route::post("/deliveries/{id}/decision", decision::decide),
    ]
}

/// Newest first.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.newest_first(&deps, &keys::deliveries(&seller)).await?;
    let records = values::<DeliveryRecord>(&page.items)?;
    let couriers = couriers::by_id(&deps, &seller).await?;
    let ids: Vec<OrderId> = records
        .iter()
        .map(|record| record.order.parse().map_err(|_bad| CorruptRecord::new("delivery", "order")))
        .collect::<Result<_, _>>()?;
    let orders = ids.iter().map(|id| order(&deps, &seller, id));
    let orders: Vec<Option<OrderView>> =
        stream::iter(orders.collect::<Vec<_>>()).buffered(AT_ONCE).try_collect().await?;
    let mut items = Vec::new();
    for (record, order) in records.iter().zip(orders) {
        let photo = photo(&deps, &seller, record).await?;
        items.push(DeliveryView::of(record, order, &couriers, photo));
    }
    answer::ok(&Listing { items, cursor: page.next })
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<OrderId>) -> Answer {
    let found = deps.table.get::<DeliveryRecord>(&keys::delivery(&seller, &id)).await?;
    let record = found.ok_or_else(Problem::not_found)?.value;
    let order = orders::load(&deps, &seller, &id).await?;
    let couriers = couriers::by_id(&deps, &seller).await?;
    let order = receipts::shown_with(&deps, &seller, &order).await?;
    let photo = photo(&deps, &seller, &record).await?;
    answer::ok(&DeliveryView::of(&record, Some(order), &couriers, photo))
}

/// The photo of a delivery, if there is one; signing an address asks nobody.
async fn photo(
    deps: &Deps,
    seller: &SellerId,
    record: &DeliveryRecord,
) -> Result<Option<PhotoView>, Failure> {
    let Some(photo) = &record.photo else { return Ok(None) };
    let Some(key) = ObjectKey::stored(seller, &photo.object) else { return Ok(None) };
    let url = deps.objects.presigned_get(&key, answer::ADDRESS_SECONDS).await?;
    Ok(Some(PhotoView { url, at: photo.at }))
}

async fn order(deps: &Deps, seller: &SellerId, id: &OrderId) -> Result<Option<OrderView>, Failure> {
    let found = deps.table.get::<OrderRecord>(&keys::order(seller, id)).await?;
    match found {
        Some(found) => Ok(Some(receipts::shown_with(deps, seller, &found.value).await?)),
        None => Ok(None),
    }
}
