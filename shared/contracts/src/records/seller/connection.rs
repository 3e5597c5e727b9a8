//! The number that answers for a seller, inside the profile.

use std::fmt;

use domain::{
    ids::{PhoneNumberId, WabaId},
    onboarding::Connection,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::as_text;

/// A connected number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionValue {
    pub waba_id: String,
    pub phone_number_id: String,
    /// As people read it.
    pub display_number: String,
    pub verified_name: String,
    /// Shared with the WhatsApp Business app.
    #[serde(default)]
    pub coexistence: bool,
    #[serde(default)]
    pub status: ConnectionStatus,
    /// Absent: never.
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub token_expires_at: Option<Timestamp>,
}

/// Whether the number can be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStatus {
    #[default]
    Connected,
}

impl From<&Connection> for ConnectionValue {
    fn from(connection: &Connection) -> Self {
        Self {
            waba_id: connection.account.as_str().to_owned(),
            phone_number_id: connection.number.as_str().to_owned(),
            display_number: connection.display_number.clone(),
            verified_name: connection.verified_name.clone(),
            coexistence: connection.coexistence,
            status: ConnectionStatus::Connected,
            token_expires_at: connection.token_expires_at,
        }
    }
}

impl From<&ConnectionValue> for Connection {
    fn from(value: &ConnectionValue) -> Self {
        Self {
            account: WabaId::new(&*value.waba_id),
            number: PhoneNumberId::new(&*value.phone_number_id),
            display_number: value.display_number.clone(),
            verified_name: value.verified_name.clone(),
            coexistence: value.coexistence,
            token_expires_at: value.token_expires_at,
        }
    }
}

// The number itself is never in a log.
impl fmt::Debug for ConnectionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionValue")
            .field("waba_id", &self.waba_id)
            .field("phone_number_id", &self.phone_number_id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
