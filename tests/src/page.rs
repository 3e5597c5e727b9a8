//! A dashboard's page that follows the live feed as it is specified: a ticket, a hello, frames.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context, Result, bail};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message},
};

use crate::seller::Seller;

/// How long a page waits for what it is to learn.
const PATIENCE: Duration = Duration::from_mins(1);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// An open page.
#[derive(Debug)]
pub struct Page {
    socket: Socket,
    cursor: Option<u64>,
    /// Every item of every frame, also of those it already had.
    pub heard: Vec<Value>,
}

/// Opens a socket with a ticket; the status, when the handshake is refused.
///
/// # Errors
/// The API does not answer.
pub async fn handshake(url: &str, ticket: &str) -> Result<Result<Socket, u16>> {
    match connect_async(format!("{url}?ticket={ticket}")).await {
        Ok((socket, _)) => Ok(Ok(socket)),
        Err(Error::Http(answer)) => Ok(Err(answer.status().as_u16())),
        Err(error) => Err(error.into()),
    }
}

fn cursor_of(frame: &Value, name: &str) -> Result<u64> {
    let text = frame[name].as_str().with_context(|| format!("no {name} in {frame}"))?;
    Ok(text.parse()?)
}

impl Page {
    /// Opens a page that last had `cursor`, up to its hello.
    ///
    /// # Errors
    /// The API refuses.
    pub async fn open(seller: &Seller, cursor: Option<u64>) -> Result<Self> {
        let ticket = seller.created("/live/tickets", &json!({})).await?;
        let of = |name: &str| ticket[name].as_str().context("no ticket");
        let Ok(socket) = handshake(of("url")?, of("ticket")?).await? else {
            bail!("a fresh ticket was refused");
        };
        let mut page = Self { socket, cursor, heard: Vec::new() };
        page.hello().await?;
        Ok(page)
    }

    /// Opens a page and waits until it is ready.
    ///
    /// # Errors
    /// The API refuses, or never says so.
    pub async fn ready(seller: &Seller) -> Result<Self> {
        let mut page = Self::open(seller, None).await?;
        while page.next().await?["type"] != "ready" {}
        Ok(page)
    }

    /// The cursor it stands at, for a page that comes after it.
    pub fn cursor(&self) -> Option<u64> {
        self.cursor
    }

    async fn hello(&mut self) -> Result<()> {
        let cursor = self.cursor.map(|cursor| cursor.to_string());
        self.say(&json!({"type": "hello", "cursor": cursor})).await
    }

    /// Says anything.
    ///
    /// # Errors
    /// The socket is closed.
    pub async fn say(&mut self, frame: &Value) -> Result<()> {
        Ok(self.socket.send(Message::text(frame.to_string())).await?)
    }

    /// The next frame, taken in.
    ///
    /// # Errors
    /// None comes, or the socket ends.
    pub async fn next(&mut self) -> Result<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let message = message.context("no frame came")?.context("the socket ended")??;
            let Message::Text(text) = message else { continue };
            let frame: Value = serde_json::from_str(text.as_str())?;
            self.take_in(&frame).await?;
            return Ok(frame);
        }
    }

    async fn take_in(&mut self, frame: &Value) -> Result<()> {
        match frame["type"].as_str() {
            Some("ready" | "reset") => {
                self.cursor = self.cursor.max(Some(cursor_of(frame, "cursor")?));
            }
            Some("changes") => {
                let items = frame["items"].as_array().context("no items")?;
                self.heard.extend(items.iter().cloned());
                let (previous, cursor) =
                    (cursor_of(frame, "previous")?, cursor_of(frame, "cursor")?);
                let stands = self.cursor.unwrap_or(previous);
                if previous > stands {
                    self.hello().await?;
                } else if cursor > stands {
                    self.cursor = Some(cursor);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes frames in until `is_enough` of what was heard.
    ///
    /// # Errors
    /// It never is; what was heard is said.
    pub async fn hears(&mut self, what: &str, is_enough: impl Fn(&[Value]) -> bool) -> Result<()> {
        let listening = async {
            while !is_enough(&self.heard) {
                self.next().await?;
            }
            anyhow::Ok(())
        };
        match tokio::time::timeout(PATIENCE, listening).await {
            Ok(done) => done.with_context(|| format!("waited for {what}")),
            Err(_) => bail!("waited in vain for {what}; heard {:#?}", self.heard),
        }
    }

    /// The identifiers of everything of a kind that was heard of.
    pub fn ids(&self, kind: &str) -> BTreeSet<String> {
        ids(&self.heard, kind)
    }
}

/// The identifiers of the items of a kind.
pub fn ids(items: &[Value], kind: &str) -> BTreeSet<String> {
    let of_kind = items.iter().filter(|item| item["kind"] == kind);
    of_kind.filter_map(|item| Some(item["id"].as_str()?.to_owned())).collect()
}
