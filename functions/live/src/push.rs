//! Frames to open sockets. What does not arrive is not lost: the page finds the gap.

use aws_adapters::sockets::Posted;
use contracts::live::Frame;
use domain::ids::SellerId;
use futures::future::join_all;
use jiff::Timestamp;
use lambda_support::chain::Chain;

use crate::Deps;

/// Tells every open page of a seller, side by side: a slow one keeps no other waiting.
pub(crate) async fn to_all(deps: &Deps, seller: &SellerId, frames: &[Frame], now: Timestamp) {
    let listeners = match deps.table.listeners(seller, now).await {
        Ok(listeners) => listeners,
        Err(error) => {
            tracing::warn!(error.code = error.code(), error = %Chain(&error), "nobody was told");
            return;
        }
    };
    let told = listeners.iter().map(async |connection| {
        if send(deps, connection, frames).await == Posted::Gone
            && let Err(error) = deps.table.close_socket(seller, connection).await
        {
            // It is tried again with the next change.
            tracing::warn!(error.code = error.code(), error = %Chain(&error), "page not closed");
        }
    });
    join_all(told).await;
}

/// Tells one page.
pub(crate) async fn to(deps: &Deps, connection: &str, frames: &[Frame]) {
    // One that is gone has its rows removed by its end, or by the next change.
    match send(deps, connection, frames).await {
        Posted::Sent | Posted::Gone => {}
    }
}

async fn send(deps: &Deps, connection: &str, frames: &[Frame]) -> Posted {
    for frame in frames {
        let text = match serde_json::to_string(frame) {
            Ok(text) => text,
            Err(error) => {
                tracing::error!(error.code = "frame_unwritable", error = %error, "page not told");
                return Posted::Sent;
            }
        };
        match deps.sockets.post(connection, &text).await {
            Ok(Posted::Sent) => {}
            Ok(Posted::Gone) => return Posted::Gone,
            // The frames after it would only show the gap.
            Err(error) => {
                tracing::warn!(error.code = error.code(), error = %Chain(&error), "page not told");
                return Posted::Sent;
            }
        }
    }
    Posted::Sent
}
