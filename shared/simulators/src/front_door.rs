//! The one address of the local stack: the site at `/`, the phone page at `/phone/`, the
//! simulators under `/sim`, and everything under `/api` passed on to the product unchanged.

mod listen;
mod proxy;
mod site;

use std::{future::Future, io, time::Duration};

use axum::{
    Json, Router,
    extract::Request,
    http::{HeaderValue, header, header::InvalidHeaderValue},
    middleware::{self, Next},
    response::{Redirect, Response},
    routing,
};
use serde_json::{Value, json};
use tokio::sync::watch;
use tower_http::services::ServeDir;

use crate::{
    config::Config,
    gemini, glovo,
    graph::{self, Graph},
    http::ClientError,
    pawapay::Pawapay,
    phone,
    push::PushService,
    telephony::Telephony,
    wave::Wave,
    yango,
};
use proxy::Proxy;

/// How long open requests may still take once the process was told to leave.
const GRACE: Duration = Duration::from_secs(5);

/// The front door cannot open.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Something else listens there.
    #[error("port {0} is taken: stop the program that uses it, or set PORT")]
    PortTaken(u16),
    /// The address cannot be listened on for another reason.
    #[error("port {port} cannot be listened on")]
    Listen {
        /// The port.
        port: u16,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The Graph simulator cannot start.
    #[error("the Graph simulator cannot start")]
    Graph(#[from] graph::StartError),
    /// No HTTP client for the proxy or for a vendor's callbacks.
    #[error("no HTTP client can be made")]
    Client(#[from] ClientError),
    /// The policy of the site cannot be a header.
    #[error("CONTENT_SECURITY_POLICY is not a header's value")]
    Policy(#[from] InvalidHeaderValue),
    /// The state could not be written at the end.
    #[error("the simulators' state is not saved")]
    Save(#[from] graph::SnapshotError),
}

/// Opens the front door and serves until `stop` is over, then lets open requests end and saves.
///
/// # Errors
/// [`RunError`] when the port or a file cannot be used.
pub async fn run(config: Config, stop: impl Future<Output = ()>) -> Result<(), RunError> {
    let (announce, stopping) = watch::channel(false);
    // The port first: a second stack must not touch the first one's files.
    let listeners = listen::loopback(config.port).await?;
    let graph = Graph::open(config.graph.clone())?;
    let proxy = Proxy::new(config.api_url.clone())?;
    let telephony = Telephony::open(config.telephony.clone())?;
    let providers = Providers::new(config.port)?;
    let app = router(&config, (&graph, &telephony, &providers), proxy, stopping.clone())?;
    let saver = tokio::spawn({
        let graph = graph.clone();
        async move { graph.keep_saved().await }
    });
    let mut servers = tokio::task::JoinSet::new();
    for listener in listeners {
        let (app, mut stopping) = (app.clone(), stopping.clone());
        let stopped = async move {
            if stopping.wait_for(|stopping| *stopping).await.is_err() {
                tracing::debug!("nobody is left to announce the end");
            }
        };
        servers
            .spawn(async move { axum::serve(listener, app).with_graceful_shutdown(stopped).await });
    }
    tracing::info!(port = config.port, "the front door is open");
    stop.await;
    announce.send_replace(true);
    let ended = tokio::time::timeout(GRACE, async { while servers.join_next().await.is_some() {} });
    if ended.await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    saver.abort();
    Ok(graph.save()?)
}

/// Those who move mobile money.
struct Providers {
    wave: Wave,
    pawapay: Pawapay,
}

impl Providers {
    fn new(port: u16) -> Result<Self, ClientError> {
        let at = |name| format!("http://localhost:{port}/sim/{name}");
        Ok(Self { wave: Wave::new(&at("wave"))?, pawapay: Pawapay::new(&at("pawapay"))? })
    }
}

fn router(
    config: &Config,
    (graph, telephony, providers): (&Graph, &Telephony, &Providers),
    proxy: Proxy,
    stopping: watch::Receiver<bool>,
) -> Result<Router, RunError> {
    let phone = Router::new()
        .nest_service("/phone/", ServeDir::new(&config.phone_dir))
        .route("/phone", routing::get(|| async { Redirect::permanent("/phone/") }))
        .layer(middleware::from_fn(revalidate));
    let push = format!("http://localhost:{}/sim/push", config.port);
    Ok(Router::new()
        .route("/sim/_control/health", routing::get(health))
        .nest("/sim/graph", graph.router())
        .nest("/sim/gemini", gemini::router())
        .nest("/sim/yango", yango::router()?)
        .nest("/sim/glovo", glovo::router()?)
        .nest("/sim/telephony", telephony.router(stopping.clone()))
        .nest("/sim/wave", providers.wave.router())
        .nest("/sim/pawapay", providers.pawapay.router())
        .nest("/sim/push", PushService::new(&push).router())
        .nest("/sim/phone", phone::router(graph.clone(), stopping))
        .merge(proxy.router())
        .merge(phone)
        .merge(site::router(config)?))
}

async fn health() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Files change under a developer's hands: a browser must ask before it uses an old copy.
async fn revalidate(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests;
