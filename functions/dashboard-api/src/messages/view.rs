//! A message as the dashboard sees it.

use contracts::{
    as_text,
    records::conversation::{MediaRecord, MessageRecord, Sender},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::conversations::AdView;

#[derive(Debug, Serialize)]
pub(super) struct MessageView<'a> {
    id: &'a str,
    #[serde(serialize_with = "as_text::serialize")]
    at: Timestamp,
    from: Sender,
    kind: &'a str,
    text: &'a str,
    buttons: &'a [String],
    /// `received` of a prospect's message; of ours `pending`, `sent`, `delivered`, `read`, `failed`.
    status: &'a str,
    /// Meta's code of a message that failed.
    error_code: Option<i64>,
    media: Option<MediaView<'a>>,
    /// What was heard or seen in the file, in words.
    perceived: Option<&'a str>,
    /// The ad this message came by.
    ad: Option<AdView<'a>>,
    /// The message it answers.
    answers: Option<&'a str>,
    /// The product it asks about, as Meta's catalogue calls it.
    about_product: Option<&'a str>,
}

/// A file of a message.
#[derive(Debug, Serialize)]
struct MediaView<'a> {
    mime_type: Option<&'a str>,
    /// Where it can be read for a few minutes; null when there is no copy.
    url: Option<String>,
    /// Why there is no copy, when there will be none.
    refused: Option<&'a str>,
}

impl<'a> MessageView<'a> {
    /// The view of what is kept; `address` is where its file can be read.
    pub(super) fn of(record: &'a MessageRecord, address: Option<String>) -> Self {
        let status = match record.from {
            Sender::Prospect => "received",
            Sender::Ai | Sender::Human | Sender::System => {
                record.status.as_deref().unwrap_or("pending")
            }
        };
        Self {
            id: &record.id,
            at: record.at,
            from: record.from,
            kind: &record.kind,
            text: &record.text,
            buttons: &record.buttons,
            status,
            error_code: record.error_code,
            media: record.media.as_ref().map(|media| MediaView::of(media, address)),
            perceived: record.perceived.as_deref(),
            ad: record.ad.as_ref().map(AdView::of),
            answers: record.answers.as_deref(),
            about_product: record.about_product.as_deref(),
        }
    }
}

impl<'a> MediaView<'a> {
    fn of(record: &'a MediaRecord, url: Option<String>) -> Self {
        Self { mime_type: record.mime_type.as_deref(), url, refused: record.refused.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use contracts::records::conversation::AdRecord;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_shown_with_its_file_and_the_ad_it_came_by() {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let mut record = MessageRecord::said("wamid.1", at, Sender::Prospect, "[audio]");
        let shown = |record: &MessageRecord| {
            let address = record.media.as_ref().map(|_| "https://s3/1".to_owned());
            serde_json::to_value(MessageView::of(record, address)).unwrap()
        };
        assert_eq!(
            shown(&record),
            json!({
                "id": "wamid.1", "at": "2026-11-23T10:00:00Z", "from": "prospect", "kind": "text",
                "text": "[audio]", "buttons": [], "status": "received", "error_code": null,
                "media": null, "perceived": null, "ad": null, "answers": null,
                "about_product": null,
            })
        );
        record.media = Some(MediaRecord {
            id: "1".to_owned(),
            mime_type: Some("audio/ogg; codecs=opus".to_owned()),
            object: Some("media/secret".to_owned()),
            refused: None,
        });
        record.perceived = Some("Je veux la noire".to_owned());
        record.ad = Some(AdRecord {
            id: "120".to_owned(),
            headline: "Air Max à 45 000".to_owned(),
            body: String::new(),
            click_id: Some("click".to_owned()),
        });
        record.answers = Some("wamid.0".to_owned());
        let shown = shown(&record);
        let mime = "audio/ogg; codecs=opus";
        assert_eq!(
            shown["media"],
            json!({ "mime_type": mime, "url": "https://s3/1", "refused": null })
        );
        assert_eq!(shown["perceived"], "Je veux la noire");
        assert_eq!(shown["ad"], json!({ "id": "120", "headline": "Air Max à 45 000", "body": "" }));
        assert_eq!(shown["answers"], "wamid.0");
    }
}
