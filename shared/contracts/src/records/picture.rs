//! A picture of the seller's, as a row remembers it: the shop's, or a product's.

use domain::catalogue::Picture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::as_text;

/// A PNG or JPEG that was looked at before it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureRecord {
    /// The last part of its key; empty for the shop's, of which there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub mime_type: String,
    /// Pixels.
    pub width: u32,
    pub height: u32,
    #[serde(with = "as_text")]
    pub set_at: Timestamp,
}

impl From<&Picture> for PictureRecord {
    fn from(picture: &Picture) -> Self {
        let Picture { name, mime_type, width, height, set_at } = picture;
        Self {
            name: name.clone(),
            mime_type: mime_type.clone(),
            width: *width,
            height: *height,
            set_at: *set_at,
        }
    }
}

impl From<&PictureRecord> for Picture {
    fn from(record: &PictureRecord) -> Self {
        let PictureRecord { name, mime_type, width, height, set_at } = record;
        Self {
            name: name.clone(),
            mime_type: mime_type.clone(),
            width: *width,
            height: *height,
            set_at: *set_at,
        }
    }
}
