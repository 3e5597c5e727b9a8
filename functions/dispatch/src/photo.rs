//! A courier's photo of the parcel: fetched from Meta, kept, and written down with the delivery.
//!
//! The same message again replaces the same file, so what dies in between is done again.

use std::time::Duration;

use aws_adapters::objects::ObjectKey;
use contracts::{
    messages::OrderRef,
    meta::webhook::{InboundMessage, Media},
};
use http_clients::meta::{Disposition, FileKind, FileLimits};
use lambda_support::{clock, deadline::Deadline};

use crate::{Deps, failure::Failure};

/// One download, at most.
const FETCH: Duration = Duration::from_secs(8);

/// Keeps the photo, and gives where; nothing when it is none that can be kept.
pub(crate) async fn keep(
    deps: &Deps,
    of: &OrderRef,
    message: &InboundMessage,
    media: &Media,
    deadline: Deadline,
) -> Result<Option<String>, Failure> {
    let left = deadline.remaining(clock::now()).unwrap_or_default();
    let limits = FileLimits::of(FileKind::Image, FETCH.min(left));
    let file = match deps.graph.file(&deps.token, &media.id, &deps.number, limits).await {
        Ok(file) => file,
        Err(error) if matches!(error.disposition(), Disposition::Retry { .. }) => {
            return Err(Failure::File(error));
        }
        Err(error) => {
            tracing::warn!(error.code = error.code(), "a courier's photo was not kept");
            return Ok(None);
        }
    };
    let key = ObjectKey::photo(&of.seller, &of.order, message.wamid.as_str());
    deps.objects.put(&key, file.bytes, &file.mime).await.map_err(Failure::Object)?;
    Ok(Some(key.as_str().to_owned()))
}
