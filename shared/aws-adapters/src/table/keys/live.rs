//! Open dashboards, and the log of what changed for each seller.

use domain::{ids::SellerId, live::Cursor};

use super::{Key, Range, of, range};
use crate::digest::sha256_hex;

/// How far a seller's feed has come.
pub fn live_cursor(seller: &SellerId) -> Key {
    Key::new(of(seller, "live"), "cursor")
}

/// What changed in one step of the feed.
pub fn live_entry(seller: &SellerId, step: Cursor) -> Key {
    // As wide as the largest number, so that the order as text is that of the steps.
    Key::new(of(seller, "live"), format!("entry#{:020}", step.get()))
}

/// The steps of the feed, oldest first.
pub fn live_entries(seller: &SellerId) -> Range {
    range(of(seller, "live"), "entry#")
}

/// A page of the seller's that is told of changes.
pub fn live_connection(seller: &SellerId, connection: &str) -> Key {
    Key::new(of(seller, "live"), format!("connection#{connection}"))
}

/// All pages of a seller that are told.
pub fn live_connections(seller: &SellerId) -> Range {
    range(of(seller, "live"), "connection#")
}

/// Whose page a socket was opened for.
pub fn live_socket(connection: &str) -> Key {
    Key::new(format!("K#{connection}"), "seller")
}

/// Who may open a socket with a ticket.
pub fn live_ticket(ticket: &str) -> Key {
    Key::new(format!("T#{}", sha256_hex(ticket)), "seller")
}

impl Key {
    /// The connection of a row of [`live_connections`].
    pub(crate) fn connection(&self) -> Option<&str> {
        self.sk().strip_prefix("connection#")
    }

    /// The step of a row of [`live_entries`].
    pub(crate) fn live_step(&self) -> Option<Cursor> {
        self.sk().strip_prefix("entry#")?.parse().ok().map(Cursor::new)
    }
}
