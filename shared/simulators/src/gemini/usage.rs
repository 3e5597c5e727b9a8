//! Token counts: about four characters a token, fixed rates for media, and the implicit cache.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::answer::Utterance;
use super::state::Simulator;

const CHARS_PER_TOKEN: usize = 4;
/// The shortest prefix the implicit cache keeps (Gemini API, caching page).
const CACHE_MINIMUM_TOKENS: usize = 4_096;
/// The cache grows by steps of this many tokens.
const CACHE_STEP_TOKENS: usize = 256;
const IMAGE_TOKENS: usize = 258;
/// 32 tokens a second (Gemini API, audio page); a WhatsApp voice note is about 2 kB a second.
const AUDIO_TOKENS_PER_KILOBYTE: usize = 16;

/// The counts of one exchange.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    text: usize,
    audio: usize,
    image: usize,
    cached: usize,
    output: usize,
    thoughts: usize,
    limit: Option<usize>,
}

/// Counts a request and the parts answered to it.
pub(super) fn count(simulator: &Simulator, request: &Value, parts: &[Value]) -> Counts {
    let mut media = Media::default();
    let mut prompt = String::new();
    for field in ["systemInstruction", "tools", "contents"] {
        if let Some(value) = request.get(field) {
            prompt.push_str(&media.take_out(value.clone()).to_string());
        }
    }
    let output: usize = parts.iter().map(part_tokens).sum();
    Counts {
        text: tokens(&prompt),
        audio: media.audio,
        image: media.image,
        cached: cached(simulator, &prompt),
        output,
        thoughts: thoughts(request),
        limit: request
            .pointer("/generationConfig/maxOutputTokens")
            .and_then(Value::as_u64)
            .and_then(|limit| usize::try_from(limit).ok()),
    }
}

impl Counts {
    /// A blocked prompt produces nothing.
    pub(super) fn blocked(&mut self) {
        self.output = 0;
        self.thoughts = 0;
    }

    /// The parts that fit when the answer does not fit whole: thoughts are spent first, so a small
    /// limit leaves nothing at all.
    pub(super) fn cut(&mut self, utterance: &Utterance) -> Option<Vec<Value>> {
        let limit = self.limit?;
        if self.thoughts + self.output <= limit {
            return None;
        }
        self.thoughts = self.thoughts.min(limit);
        let room = limit - self.thoughts;
        self.output = room;
        match utterance {
            Utterance::Text(text) if room > 0 => {
                let start: String = text.chars().take(room * CHARS_PER_TOKEN).collect();
                Some(vec![json!({"text": start})])
            }
            Utterance::Text(_)
            | Utterance::Calls(_)
            | Utterance::Empty
            | Utterance::Finish { .. }
            | Utterance::Block(_) => Some(Vec::new()),
        }
    }

    pub(super) fn metadata(&self) -> Value {
        let prompt = self.text + self.audio + self.image;
        let details: Vec<Value> =
            [("TEXT", self.text), ("AUDIO", self.audio), ("IMAGE", self.image)]
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(modality, count)| json!({"modality": modality, "tokenCount": count}))
                .collect();
        let mut metadata = json!({
            "promptTokenCount": prompt,
            "candidatesTokenCount": self.output,
            "thoughtsTokenCount": self.thoughts,
            "totalTokenCount": prompt + self.output + self.thoughts,
            "promptTokensDetails": details,
            "serviceTier": "standard",
        });
        if self.cached > 0
            && let Some(fields) = metadata.as_object_mut()
        {
            fields.insert("cachedContentTokenCount".to_owned(), json!(self.cached));
        }
        metadata
    }
}

#[derive(Debug, Default)]
struct Media {
    audio: usize,
    image: usize,
}

impl Media {
    /// Counts the inline media of a value and returns the value without it.
    fn take_out(&mut self, mut value: Value) -> Value {
        if let Some(data) = value.pointer_mut("/inlineData/data") {
            let kilobytes = data.as_str().map_or(0, str::len) * 3 / 4 / 1_000;
            *data = Value::Null;
            let is_audio = value
                .pointer("/inlineData/mimeType")
                .and_then(Value::as_str)
                .is_some_and(|mime| mime.starts_with("audio/"));
            if is_audio {
                self.audio += (kilobytes * AUDIO_TOKENS_PER_KILOBYTE).max(32);
            } else {
                self.image += IMAGE_TOKENS;
            }
        }
        if let Some(items) = value.as_array_mut() {
            for item in items {
                *item = self.take_out(item.take());
            }
        } else if let Some(fields) = value.as_object_mut() {
            for field in fields.values_mut() {
                *field = self.take_out(field.take());
            }
        }
        value
    }
}

fn tokens(text: &str) -> usize {
    text.chars().count().div_ceil(CHARS_PER_TOKEN)
}

fn part_tokens(part: &Value) -> usize {
    let text = part.get("text").and_then(Value::as_str).map_or(0, tokens);
    text + part.get("functionCall").map_or(0, |call| tokens(&call.to_string()))
}

fn thoughts(request: &Value) -> usize {
    let thinking = request.pointer("/generationConfig/thinkingConfig");
    if let Some(budget) =
        thinking.and_then(|config| config.get("thinkingBudget")).and_then(Value::as_u64)
    {
        return usize::try_from(budget).unwrap_or(usize::MAX).min(160);
    }
    let level = thinking.and_then(|config| config.get("thinkingLevel")).and_then(Value::as_str);
    match level.map(str::to_ascii_uppercase).as_deref() {
        Some("MINIMAL") => 0,
        Some("LOW") => 48,
        Some("HIGH" | "XHIGH") => 420,
        _ => 160,
    }
}

fn cached(simulator: &Simulator, prompt: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    let mut prefixes = Vec::new();
    let mut sizes = Vec::new();
    for (index, character) in prompt.chars().enumerate() {
        character.hash(&mut hasher);
        let seen = index + 1;
        if seen.is_multiple_of(CACHE_STEP_TOKENS * CHARS_PER_TOKEN)
            && seen >= CACHE_MINIMUM_TOKENS * CHARS_PER_TOKEN
        {
            prefixes.push(hasher.finish());
            sizes.push(seen / CHARS_PER_TOKEN);
        }
    }
    let repeated = simulator.repeated_prefixes(&prefixes);
    repeated.checked_sub(1).and_then(|last| sizes.get(last)).copied().unwrap_or_default()
}
