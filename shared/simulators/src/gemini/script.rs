//! Scripted responses: what a test tells the stand-in to answer, in order.

use std::collections::VecDeque;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// A call the scripted model makes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Call {
    pub(super) name: String,
    #[serde(default)]
    pub(super) args: Value,
}

/// One response of a script, as posted. Exactly one of the kinds is set; the rest refines it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Posted {
    status: Option<u16>,
    body: Option<Value>,
    array_error: Option<u16>,
    message: Option<String>,
    retry_delay: Option<String>,
    quota_id: Option<String>,
    raw: Option<Value>,
    text: Option<String>,
    call: Option<Call>,
    calls: Option<Vec<Call>>,
    empty: bool,
    finish: Option<String>,
    block: Option<String>,
    html502: bool,
    delay_ms: Option<u64>,
    then: Option<Value>,
    repeat: bool,
}

/// A response ready to be played.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ScriptedResponse {
    pub(super) play: Play,
    pub(super) delay: Duration,
    repeat: bool,
}

/// What a scripted response says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Play {
    /// An HTTP error with Google's envelope, or with this body.
    Error {
        code: u16,
        body: Option<Value>,
        refinement: Refinement,
    },
    /// The same, inside a one-element array.
    ArrayError {
        code: u16,
        refinement: Refinement,
    },
    /// A `GenerateContentResponse`, sent as it is.
    Raw(Value),
    Text(String),
    Calls(Vec<Call>),
    /// A candidate without parts that stopped normally.
    Empty,
    /// A candidate that ended for this reason, with the text it had so far.
    Finish {
        reason: String,
        text: Option<String>,
    },
    /// No candidate: the prompt was blocked for this reason.
    Block(String),
    /// The page of a proxy in front of Google.
    Html502,
    /// Waits, then answers what the unscripted model would.
    Model,
}

/// The optional details of a scripted error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Refinement {
    pub(super) message: Option<String>,
    pub(super) retry_delay: Option<String>,
    pub(super) quota_id: Option<String>,
}

impl ScriptedResponse {
    /// Reads one posted response; the error says what is wrong with it, for the author of the test.
    pub(super) fn parse(value: Value) -> Result<Self, String> {
        let posted: Posted = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let own_delay = Duration::from_millis(posted.delay_ms.unwrap_or_default());
        let repeat = posted.repeat;
        if let Some(then) = posted.then {
            let then = Self::parse(then)?;
            return Ok(Self { delay: own_delay + then.delay, repeat, ..then });
        }
        let delayed = posted.delay_ms.is_some();
        match posted.play() {
            Some(play) => Ok(Self { play, delay: own_delay, repeat }),
            None if delayed => Ok(Self { play: Play::Model, delay: own_delay, repeat }),
            None => Err("a response needs one of status, array_error, raw, text, call, calls, \
                         empty, finish, block, html502, delay_ms"
                .to_owned()),
        }
    }
}

impl Posted {
    fn play(self) -> Option<Play> {
        let refinement = Refinement {
            message: self.message,
            retry_delay: self.retry_delay,
            quota_id: self.quota_id,
        };
        if let Some(code) = self.status {
            return Some(Play::Error { code, body: self.body, refinement });
        }
        if let Some(code) = self.array_error {
            return Some(Play::ArrayError { code, refinement });
        }
        if let Some(raw) = self.raw {
            return Some(Play::Raw(raw));
        }
        if let Some(reason) = self.finish {
            return Some(Play::Finish { reason, text: self.text });
        }
        if let Some(text) = self.text {
            return Some(Play::Text(text));
        }
        if let Some(calls) = self.calls.or_else(|| self.call.map(|call| vec![call])) {
            return Some(Play::Calls(calls));
        }
        if let Some(reason) = self.block {
            return Some(Play::Block(reason));
        }
        if self.html502 {
            return Some(Play::Html502);
        }
        self.empty.then_some(Play::Empty)
    }
}

/// The queues of scripted responses, in the order they were posted.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    queues: Vec<(String, VecDeque<ScriptedResponse>)>,
}

impl Scripts {
    pub(super) fn add(&mut self, when_contains: String, responses: Vec<ScriptedResponse>) {
        self.queues.push((when_contains, responses.into()));
    }

    pub(super) fn remove(&mut self, when_contains: &str) -> usize {
        let before = self.queues.len();
        self.queues.retain(|(needle, _)| needle != when_contains);
        before - self.queues.len()
    }

    /// Takes the next response of the oldest queue that matches. A last response marked `repeat`
    /// stays; an exhausted queue goes.
    pub(super) fn take(&mut self, matches: impl Fn(&str) -> bool) -> Option<ScriptedResponse> {
        let (_, queue) =
            self.queues.iter_mut().find(|(needle, queue)| !queue.is_empty() && matches(needle))?;
        let response = queue.pop_front()?;
        if response.repeat && queue.is_empty() {
            queue.push_back(response.clone());
        }
        self.queues.retain(|(_, queue)| !queue.is_empty());
        Some(response)
    }
}
