//! `/products/{id}/photo`: what a product looks like.

use aws_adapters::{
    objects::ObjectKey,
    table::{Condition, NewItem, Write, keys},
};
use axum::extract::State;
use contracts::records::catalogue::ProductRecord;
use domain::{
    catalogue::{Picture, Product},
    ids::{ProductId, SellerId},
};
use lambda_support::{chain::Chain, random};

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
    let mut photo = picture::accepted(&bytes, &RULES)?;
    photo.name = random::uuid_v7().simple().to_string();
    let key = ObjectKey::product_photo(&seller, &id, &photo.name);
    deps.documents.put(&key, bytes.to_vec(), &photo.mime_type).await?;
    let former = product.photo.replace((&photo).into());
    if let Err(failure) = keep(&deps, &seller, &product, version).await {
        remove(&deps, &seller, &id, product.photo.as_ref()).await;
        return Err(failure);
    }
    remove(&deps, &seller, &id, former.as_ref()).await;
    answer::ok(&shown(&deps, &seller, &product).await?)
}

pub(super) async fn delete(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ProductId>,
) -> Answer {
    let (mut product, version) = load(&deps, &seller, &id).await?;
    let former = product.photo.take();
    keep(&deps, &seller, &product, version).await?;
    remove(&deps, &seller, &id, former.as_ref()).await;
    Ok(answer::gone())
}

/// Deletes the file of a photo that no product shows any more. One that stays is in nobody's way.
pub(super) async fn remove(
    deps: &Deps,
    seller: &SellerId,
    product: &ProductId,
    photo: Option<&Picture>,
) {
    let Some(photo) = photo else { return };
    let key = ObjectKey::product_photo(seller, product, &photo.name);
    if let Err(error) = deps.documents.delete(&key).await {
        tracing::warn!(error = %Chain(&error), "a former photo was not deleted");
    }
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
