//! `/me/logo`: the shop's picture, printed on its receipts.
//!
//! A picture is looked at before it is kept: what it starts with and how large it says it is. What
//! its file name or its type claims does not matter.

mod picture;

use aws_adapters::{
    objects::ObjectKey,
    table::{Write, keys},
};
use axum::{extract::State, http::StatusCode};
use contracts::{
    as_text,
    records::seller::{LogoRecord, SellerRecord},
};
use jiff::Timestamp;
use lambda_support::{clock, http::Problem};
use serde::Serialize;
use serde_json::{Value, json};

use self::picture::{NoPicture, Picture};
use crate::{
    Deps,
    answer::{self, Answer},
    body::File,
    caller::Caller,
    failure::Failure,
    routes::{Route, Shared},
    shop,
};

/// The largest file, in bytes: it is in every receipt.
const BYTES_MAX: usize = 300 * 1024;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::put("/me/logo", put), Route::delete("/me/logo", delete)]
}

/// The picture as the dashboard shows it.
#[derive(Debug, Serialize)]
pub(crate) struct LogoView {
    /// Where it can be seen for a few minutes.
    url: String,
    width: u32,
    height: u32,
    #[serde(serialize_with = "as_text::serialize")]
    set_at: Timestamp,
}

/// The picture of a profile.
pub(crate) async fn view(deps: &Deps, record: &SellerRecord) -> Result<Option<LogoView>, Failure> {
    let Some(logo) = &record.logo else { return Ok(None) };
    let url =
        deps.documents.presigned_get(&ObjectKey::logo(&record.id), answer::ADDRESS_SECONDS).await?;
    Ok(Some(LogoView { url, width: logo.width, height: logo.height, set_at: logo.set_at }))
}

async fn put(State(deps): State<Shared>, Caller(seller): Caller, File(bytes): File) -> Answer {
    let picture = read(&bytes)?;
    shop::record(&deps, &seller).await?;
    let mime_type = picture.kind.mime_type();
    deps.documents.put(&ObjectKey::logo(&seller), bytes.to_vec(), mime_type).await?;
    let logo = LogoRecord {
        mime_type: mime_type.to_owned(),
        width: picture.width,
        height: picture.height,
        set_at: clock::now(),
    };
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

fn read(bytes: &[u8]) -> Result<Picture, Problem> {
    if bytes.len() > BYTES_MAX {
        return Err(Problem::too_large().with_field("logo", "300 ko au plus."));
    }
    Picture::read(bytes).map_err(|why| {
        let said = match why {
            NoPicture::Kind => "Une image PNG ou JPEG est attendue.",
            NoPicture::Damaged => "Cette image est abîmée : elle ne peut pas être lue.",
            NoPicture::Size => "De 16 à 2 000 pixels de large et de haut sont attendus.",
        };
        Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "Image à corriger",
            "Cette image ne peut pas servir de logo.",
        )
        .with_field("logo", said)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_logo_is_told_why() {
        let told = |bytes: &[u8]| read(bytes).map_err(|it| (it.status, it.errors[0].field.clone()));
        let refused = |status| Err((status, "logo".to_owned()));
        assert_eq!(told(b"<svg/>"), refused(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(told(b""), refused(StatusCode::UNPROCESSABLE_ENTITY));
        let long = vec![0_u8; BYTES_MAX + 1];
        assert_eq!(told(&long), refused(StatusCode::PAYLOAD_TOO_LARGE));
    }
}
