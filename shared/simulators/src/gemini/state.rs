//! What the stand-in remembers between requests: scripts, recorded requests, issued signatures and
//! prompt prefixes.
//!
//! Invariant: no API key is ever stored with a recorded request.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::script::{ScriptedResponse, Scripts};

/// The key refused as invalid without any configuration.
pub(super) const DEFAULT_INVALID_KEY: &str = "invalid-key";

const KEPT_REQUESTS: usize = 1_000;
const KEPT_SIGNATURES: usize = 10_000;
const KEPT_PREFIXES: usize = 100_000;
/// Longer strings (inline media) are cut in the recorded copy.
const KEPT_STRING_CHARS: usize = 65_536;

/// The whole memory of one simulator.
#[derive(Debug, Default)]
pub(super) struct Simulator {
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    serial: u64,
    scripts: Scripts,
    transcripts: Vec<(String, String)>,
    sights: Vec<(String, Value)>,
    invalid_keys: HashSet<String>,
    requests: VecDeque<RecordedRequest>,
    signatures: HashMap<String, Value>,
    signature_order: VecDeque<String>,
    prefixes: HashSet<u64>,
}

#[derive(Debug)]
struct RecordedRequest {
    raw: String,
    entry: Value,
}

impl Simulator {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add_script(&self, when_contains: String, responses: Vec<ScriptedResponse>) {
        self.memory().scripts.add(when_contains, responses);
    }

    /// Removes every script registered for exactly this text; returns how many there were.
    pub(super) fn remove_scripts(&self, when_contains: &str) -> usize {
        self.memory().scripts.remove(when_contains)
    }

    /// Takes the next scripted response for a request.
    pub(super) fn take_scripted(&self, raw: &str, body: &Value) -> Option<ScriptedResponse> {
        self.memory().scripts.take(|needle| raw.contains(needle) || mentions(body, needle))
    }

    pub(super) fn add_transcript(&self, when_contains: String, transcript: String) {
        self.memory().transcripts.push((when_contains, transcript));
    }

    /// What the voice note of a request says, when a test told us.
    pub(super) fn transcript(&self, raw: &str) -> Option<String> {
        let memory = self.memory();
        let told = memory.transcripts.iter().rev().find(|(needle, _)| raw.contains(needle));
        told.map(|(_, transcript)| transcript.clone())
    }

    pub(super) fn add_sight(&self, when_contains: String, sight: Value) {
        self.memory().sights.push((when_contains, sight));
    }

    /// What the picture of a request shows, when a test told us.
    pub(super) fn sight(&self, raw: &str) -> Option<Value> {
        let memory = self.memory();
        let told = memory.sights.iter().rev().find(|(needle, _)| raw.contains(needle));
        told.map(|(_, sight)| sight.clone())
    }

    pub(super) fn add_invalid_key(&self, key: String) {
        self.memory().invalid_keys.insert(key);
    }

    pub(super) fn is_invalid_key(&self, key: &str) -> bool {
        key == DEFAULT_INVALID_KEY || self.memory().invalid_keys.contains(key)
    }

    /// Keeps a request and the status it was answered with; the oldest ones are forgotten.
    pub(super) fn record(&self, version: &str, model: &str, raw: &str, answer: (u16, &Value)) {
        let body = serde_json::from_str(raw).map_or(Value::Null, shorten);
        let (status, response) = answer;
        let mut memory = self.memory();
        let entry = json!({
            "version": version, "model": model, "body": body,
            "status": status, "response": response,
        });
        memory.requests.push_back(RecordedRequest { raw: raw.to_owned(), entry });
        if memory.requests.len() > KEPT_REQUESTS {
            memory.requests.pop_front();
        }
    }

    /// The recorded requests whose body contains `text`, oldest first.
    pub(super) fn recorded(&self, text: &str) -> Vec<Value> {
        let memory = self.memory();
        let matching = memory.requests.iter().filter(|request| {
            request.raw.contains(text)
                || request.entry.get("body").is_some_and(|body| mentions(body, text))
        });
        matching.map(|request| request.entry.clone()).collect()
    }

    /// A short id, never given twice by one simulator.
    pub(super) fn next_id(&self) -> String {
        let mut memory = self.memory();
        memory.serial += 1;
        let mut hasher = DefaultHasher::new();
        ("id", memory.serial).hash(&mut hasher);
        format!("{:x}{:010x}", memory.serial, hasher.finish() >> 24)
    }

    /// Makes the thought signature of a function call and remembers what it signs.
    pub(super) fn sign(&self, call: &Value) -> String {
        let signature = STANDARD.encode(format!("thought:{}:simulated", self.next_id()));
        self.remember_signature(&signature, call);
        signature
    }

    pub(super) fn remember_signature(&self, signature: &str, call: &Value) {
        let mut memory = self.memory();
        if memory.signatures.insert(signature.to_owned(), signed_part(call)).is_none() {
            memory.signature_order.push_back(signature.to_owned());
        }
        if memory.signature_order.len() > KEPT_SIGNATURES
            && let Some(oldest) = memory.signature_order.pop_front()
        {
            memory.signatures.remove(&oldest);
        }
    }

    /// Whether this signature was issued for this very call.
    pub(super) fn has_signed(&self, signature: &str, call: &Value) -> bool {
        self.memory().signatures.get(signature) == Some(&signed_part(call))
    }

    /// Remembers the prefixes of a prompt, shortest first, and returns how many of them, counted
    /// from the shortest, an earlier prompt had already.
    pub(super) fn repeated_prefixes(&self, prefixes: &[u64]) -> usize {
        let mut memory = self.memory();
        let repeated =
            prefixes.iter().take_while(|prefix| memory.prefixes.contains(*prefix)).count();
        if memory.prefixes.len() > KEPT_PREFIXES {
            memory.prefixes.clear();
        }
        memory.prefixes.extend(prefixes);
        repeated
    }
}

/// What a signature stands for: the call without its id, which a client may leave out.
fn signed_part(call: &Value) -> Value {
    let args = call.get("args").cloned().unwrap_or_else(|| json!({}));
    json!({"name": call.get("name"), "args": args})
}

/// Whether any string inside `value` contains `needle`, whatever way the client escaped it.
fn mentions(value: &Value, needle: &str) -> bool {
    if let Some(text) = value.as_str() {
        return text.contains(needle);
    }
    if let Some(items) = value.as_array() {
        return items.iter().any(|item| mentions(item, needle));
    }
    value.as_object().is_some_and(|fields| fields.values().any(|field| mentions(field, needle)))
}

fn shorten(mut value: Value) -> Value {
    if let Some(items) = value.as_array_mut() {
        for item in items {
            *item = shorten(item.take());
        }
    } else if let Some(fields) = value.as_object_mut() {
        for field in fields.values_mut() {
            *field = shorten(field.take());
        }
    } else if let Some(text) = value.as_str()
        && text.len() > KEPT_STRING_CHARS
    {
        let start: String = text.chars().take(64).collect();
        return Value::String(format!("{start}… ({} bytes)", text.len()));
    }
    value
}
