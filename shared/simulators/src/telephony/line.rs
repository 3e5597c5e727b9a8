//! A call and a text message, as the network and the person's phone know them.

use serde::Serialize;

use super::twiml::Verb;
use crate::time::UnixMs;

/// Who carries a call or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Vendor {
    Twilio,
    Infobip,
}

/// Where a call stands (Twilio OpenAPI, `call_enum_status`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    Ringing,
    InProgress,
    Completed,
    Busy,
    Failed,
    NoAnswer,
    Canceled,
}

impl Status {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::Failed => "failed",
            Self::NoAnswer => "no-answer",
            Self::Canceled => "canceled",
        }
    }

    pub(crate) const fn is_over(self) -> bool {
        !matches!(self, Self::Ringing | Self::InProgress)
    }
}

/// What is heard in a call, one after another: subtitles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Heard {
    pub(crate) at: UnixMs,
    /// True for the keys that the person pressed.
    pub(crate) is_person: bool,
    pub(crate) text: String,
}

/// Keys that are waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Waiting {
    /// Where the keys go; empty when they go into the report.
    #[serde(skip)]
    pub(crate) action: String,
    /// How many keys end it by themselves.
    pub(crate) digits: Option<usize>,
    /// The key that ends it.
    pub(crate) finish_on: Option<char>,
    /// Whether `action` is called when nothing was pressed.
    #[serde(skip)]
    pub(crate) even_empty: bool,
    pub(crate) timeout: u32,
    /// Tells this wait from a later one.
    #[serde(skip)]
    pub(crate) round: u64,
}

/// One call.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) vendor: Vendor,
    /// The person called our number.
    pub(crate) is_inbound: bool,
    /// The person's number, E.164.
    pub(crate) phone: String,
    /// The other number, E.164.
    pub(crate) other: String,
    pub(crate) status: Status,
    pub(crate) at: UnixMs,
    pub(crate) ring_seconds: u32,
    pub(crate) heard: Vec<Heard>,
    pub(crate) waiting: Option<Waiting>,
    /// Keys pressed since the last wait ended.
    pub(crate) typed: String,
    /// All keys that were pressed in the call.
    #[serde(skip)]
    pub(crate) pressed: String,
    /// Where the call is asked what to do: Twilio's `Url`.
    #[serde(skip)]
    pub(crate) url: String,
    /// What is read instead: Infobip's text.
    #[serde(skip)]
    pub(crate) prompt: String,
    /// Where the end is reported.
    #[serde(skip)]
    pub(crate) report_to: Option<String>,
    /// What the report carries back.
    #[serde(skip)]
    pub(crate) reference: String,
    /// Which statuses are reported beside the end.
    #[serde(skip)]
    pub(crate) events: Vec<String>,
    /// How often every callback of this call is posted.
    #[serde(skip)]
    pub(crate) copies: u32,
    #[serde(skip)]
    pub(crate) rounds: u64,
    /// What follows the wait when nothing is pressed.
    #[serde(skip)]
    pub(super) rest: Vec<Verb>,
}

/// One text message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) vendor: Vendor,
    /// E.164.
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) body: String,
    pub(crate) status: &'static str,
    pub(crate) at: UnixMs,
}

impl Line {
    /// A call that nothing has happened in.
    pub(crate) fn new(
        id: String,
        vendor: Vendor,
        phone: String,
        other: String,
        at: UnixMs,
    ) -> Self {
        Self {
            id,
            vendor,
            is_inbound: false,
            phone,
            other,
            status: Status::Ringing,
            at,
            ring_seconds: 60,
            heard: Vec::new(),
            waiting: None,
            typed: String::new(),
            pressed: String::new(),
            url: String::new(),
            prompt: String::new(),
            report_to: None,
            reference: String::new(),
            events: Vec::new(),
            copies: 1,
            rounds: 0,
            rest: Vec::new(),
        }
    }
}
