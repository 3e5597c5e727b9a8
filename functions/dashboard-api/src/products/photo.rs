//! `/products/{id}/photo`: what a product looks like.

use aws_adapters::{
    objects::ObjectKey,
    table::{Condition, NewItem, Write, keys},
};
use axum::extract::State;
use contracts::records::catalogue::ProductRecord;
use domain::{catalogue::Product, ids::ProductId, ids::SellerId};

use super::{load, shown};
use crate::{
    Deps,
    answer::{self, Answer},
    body::File,
    caller::{Caller, Id},
    failure::Failure,
    picture::{self, Rules},
    routes::Shared,
};

const RULES: Rules = Rules {
    field: "photo",
    bytes_max: 600 * 1024,
    too_large: "600 ko au plus.",
    useless: "Cette image ne peut pas servir de photo.",
};

pub(super) async fn put(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ProductId>,
    File(bytes): File,
) -> Answer {
    let (mut product, version) = load(&deps, &seller, &id).await?;
    let photo = picture::accepted(&bytes, &RULES)?;
    let key = ObjectKey::product_photo(&seller, &id);
    deps.documents.put(&key, bytes.to_vec(), &photo.mime_type).await?;
    product.photo = Some((&photo).into());
    keep(&deps, &seller, &product, version).await?;
    answer::ok(&shown(&deps, &seller, &product).await?)
}

pub(super) async fn delete(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ProductId>,
) -> Answer {
    let (mut product, version) = load(&deps, &seller, &id).await?;
    // The product first: nobody then looks for a file that is gone.
    product.photo = None;
    keep(&deps, &seller, &product, version).await?;
    deps.documents.delete(&ObjectKey::product_photo(&seller, &id)).await?;
    Ok(answer::gone())
}

/// Writes the product as it was read, but for its photo; its stock is not touched.
async fn keep(
    deps: &Deps,
    seller: &SellerId,
    product: &Product,
    version: u64,
) -> Result<(), Failure> {
    let item = NewItem::new(keys::product(seller, &product.id), &ProductRecord::from(product))?;
    let condition = Condition::Version(version);
    Ok(deps.table.write(&Write::Put { item, condition }).await?)
}
