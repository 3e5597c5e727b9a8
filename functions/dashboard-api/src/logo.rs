//! `/me/logo`: the shop's picture, printed on its receipts.

use aws_adapters::{
    objects::ObjectKey,
    table::{Write, keys},
};
use axum::extract::State;
use contracts::records::seller::SellerRecord;
use serde_json::{Value, json};

use crate::{
    Deps,
    answer::{self, Answer},
    body::File,
    caller::Caller,
    failure::Failure,
    picture::{self, PictureView, Rules},
    routes::{Route, Shared},
    shop,
};

/// It is in every receipt, so it is small.
const RULES: Rules = Rules {
    field: "logo",
    bytes_max: 300 * 1024,
    too_large: "300 ko au plus.",
    useless: "Cette image ne peut pas servir de logo.",
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::put("/me/logo", put), Route::delete("/me/logo", delete)]
}

/// The picture of a profile.
pub(crate) async fn view(
    deps: &Deps,
    record: &SellerRecord,
) -> Result<Option<PictureView>, Failure> {
    let Some(logo) = &record.logo else { return Ok(None) };
    Ok(Some(picture::view(deps, &ObjectKey::logo(&record.id), logo).await?))
}

async fn put(State(deps): State<Shared>, Caller(seller): Caller, File(bytes): File) -> Answer {
    let logo = picture::accepted(&bytes, &RULES)?;
    shop::record(&deps, &seller).await?;
    deps.documents.put(&ObjectKey::logo(&seller), bytes.to_vec(), &logo.mime_type).await?;
    set(&deps, &seller, json!(logo)).await?;
    answer::ok(&view(&deps, &shop::record(&deps, &seller).await?).await?)
}

async fn delete(State(deps): State<Shared>, Caller(seller): Caller) -> Answer {
    shop::record(&deps, &seller).await?;
    // The profile first: a receipt then does without the picture, instead of looking for it.
    set(&deps, &seller, Value::Null).await?;
    deps.documents.delete(&ObjectKey::logo(&seller)).await?;
    Ok(answer::gone())
}

async fn set(deps: &Deps, seller: &domain::ids::SellerId, logo: Value) -> Result<(), Failure> {
    let fields = vec![("logo".to_owned(), logo)];
    Ok(deps.table.write(&Write::Update { key: keys::seller(seller), fields }).await?)
}
