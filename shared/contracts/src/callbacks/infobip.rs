//! What Infobip reports of a call or a text message, posted as JSON once it is over.
//!
//! Reports may come more than once, and one post may hold several. Source: Infobip's OpenAPI,
//! voice and SMS delivery reports.

use serde::Deserialize;

/// A post of reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Reports {
    #[serde(default)]
    pub results: Vec<Report>,
}

/// One call or message. What is not read is not kept.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Report {
    pub message_id: String,
    /// What we gave with the request: the offer's tag.
    pub callback_data: Option<String>,
    pub voice_call: Option<VoiceCall>,
    pub status: Word,
    pub error: Word,
}

/// What happened in a call.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct VoiceCall {
    /// Keys that were pressed, such as `3, 9`.
    pub dtmf_codes: Option<String>,
}

/// A state in Infobip's words; only its names are read, since numbers differ between products.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Word {
    /// `DELIVERED`, `UNDELIVERABLE`, `EXPIRED`, `REJECTED`, `PENDING`…
    pub group_name: String,
    /// `DELIVERED_TO_HANDSET`, `EC_VOICE_NO_ANSWER`, `EC_VOICE_USER_BUSY`…
    pub name: String,
}

/// Where a call or message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    /// It never will be.
    Lost,
    /// Nothing final, or a word we do not know.
    Open,
}

impl Report {
    /// What the status says.
    pub fn fate(&self) -> Fate {
        match self.status.group_name.as_str() {
            "DELIVERED" => Fate::Delivered,
            "UNDELIVERABLE" | "EXPIRED" | "REJECTED" => Fate::Lost,
            _ => Fate::Open,
        }
    }

    /// The first of the pressed keys that is one of `wanted`.
    pub fn key(&self, wanted: &[char]) -> Option<char> {
        let codes = self.voice_call.as_ref()?.dtmf_codes.as_deref()?;
        codes.chars().find(|key| wanted.contains(key))
    }
}

/// Neither the person nor the keys they pressed.
impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report")
            .field("status", &self.status)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for VoiceCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiceCall").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_with_more_and_with_less_than_is_documented() {
        let whole = r#"{"results":[{"bulkId":"b","messageId":"m","from":"33","to":"225","new":{},
            "callbackData":"tag","voiceCall":{"startTime":"…","duration":10,"dtmfCodes":"0, 1"},
            "status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET"},
            "error":{"groupId":0,"name":"VOICE_ANSWERED"}}, {}]}"#;
        let reports: Reports = serde_json::from_str(whole).unwrap();
        let [full, bare] = &reports.results[..] else { panic!("{reports:?}") };
        assert_eq!((full.fate(), full.key(&['1', '2'])), (Fate::Delivered, Some('1')));
        assert_eq!(full.callback_data.as_deref(), Some("tag"));
        assert_eq!((bare.fate(), bare.key(&['1'])), (Fate::Open, None));
        assert!(!format!("{reports:?}").contains("0, 1"));
    }
}
