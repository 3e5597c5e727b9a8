//! What happens to a socket: a ticket opens it, the page says hello, it ends.

use aws_adapters::table::StoreError;
use contracts::live::{Frame, PageFrame};
use domain::{ids::SellerId, live::Cursor};
use jiff::Timestamp;
use lambda_support::{
    chain::Chain,
    trigger::{SocketEvent, SocketStep},
};

use crate::{Deps, push};

/// Answers to API Gateway. Only that to a handshake reaches the page.
const DONE: u16 = 200;
const REFUSED: u16 = 401;
const FAILED: u16 = 503;

/// Handles one event, and answers its status.
pub(crate) async fn happened(deps: &Deps, event: &SocketEvent, now: Timestamp) -> u16 {
    let done = match event.step() {
        SocketStep::Connect => opened(deps, event, now).await,
        SocketStep::Message => Box::pin(said(deps, event, now)).await,
        SocketStep::Disconnect => ended(deps, event.connection()).await,
    };
    done.unwrap_or_else(|error| {
        tracing::error!(error.code = error.code(), error = %Chain(&error), "socket not served");
        FAILED
    })
}

async fn opened(deps: &Deps, event: &SocketEvent, now: Timestamp) -> Result<u16, StoreError> {
    let ticket = event.parameter("ticket").unwrap_or_default();
    let holder = deps.table.open_socket(ticket, event.connection(), now).await?;
    Ok(if holder.is_some() { DONE } else { REFUSED })
}

async fn said(deps: &Deps, event: &SocketEvent, now: Timestamp) -> Result<u16, StoreError> {
    let connection = event.connection();
    match serde_json::from_str(event.body()) {
        Ok(PageFrame::Hello { cursor }) => {
            let Some(seller) = deps.table.socket_holder(connection).await? else {
                return Ok(REFUSED);
            };
            hello(deps, &seller, connection, cursor.as_deref(), now).await?;
        }
        Ok(PageFrame::Ping) => push::to(deps, connection, &[Frame::Pong]).await,
        // A newer page, or somebody who tries things.
        Ok(PageFrame::Unknown) | Err(_) => {}
    }
    Ok(DONE)
}

async fn hello(
    deps: &Deps,
    seller: &SellerId,
    connection: &str,
    cursor: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    // A cursor that we never gave is from no log of ours, and is answered as one too far ahead.
    let asked = cursor.map(|text| text.parse().unwrap_or(Cursor::new(u64::MAX)));
    // It listens before the log is read: what changes in between is told twice, and not missed.
    deps.table.listen(seller, connection, now).await?;
    let answers = Frame::answers(deps.table.resume(seller, asked).await?);
    push::to(deps, connection, &answers).await;
    Ok(())
}

async fn ended(deps: &Deps, connection: &str) -> Result<u16, StoreError> {
    if let Some(seller) = deps.table.socket_holder(connection).await? {
        deps.table.close_socket(&seller, connection).await?;
    }
    Ok(DONE)
}
