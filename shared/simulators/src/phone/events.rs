//! Server-sent events: one `{"phone_number_id", "wa_id"}` for every change, nothing to replay.
//! A page that lost some fetches the state again.

use std::convert::Infallible;

use axum::{
    extract::State as Extension,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::stream::{self, Stream};
use tokio::sync::{broadcast::error::RecvError, watch};

use crate::graph::Graph;

pub(super) async fn stream(
    Extension((graph, stopping)): Extension<(Graph, watch::Receiver<bool>)>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let state = (graph.subscribe(), stopping);
    let events = stream::unfold(state, |(mut changes, mut stopping)| async move {
        let event = tokio::select! {
            // A closed channel means the process is leaving as well.
            _ = stopping.wait_for(|stopping| *stopping) => return None,
            change = changes.recv() => match change {
                Ok(change) => Event::default().json_data(&change).unwrap_or_default(),
                // A slow page is told that something changed, it will fetch everything.
                Err(RecvError::Lagged(_)) => {
                    Event::default().data(r#"{"phone_number_id":"","wa_id":""}"#)
                }
                Err(RecvError::Closed) => return None,
            },
        };
        Some((Ok(event), (changes, stopping)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
