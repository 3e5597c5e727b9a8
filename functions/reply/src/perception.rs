//! What a prospect sent as a file, fetched, kept and put into words.
//!
//! The words are an outsider's data, as what a person types is: the model that listens and looks
//! has no tools and no history, and what it answers decides nothing. Whatever fails ends in words
//! that say so, within the time given.

use std::time::Duration;

use aws_adapters::objects::{ObjectKey, Objects};
use contracts::{
    gemini::{Candidate, Request, Usage},
    meta::webhook::MediaId,
    records::conversation::{MediaRecord, MessageRecord},
};
use domain::{
    catalogue::Catalogue,
    ids::{ConversationId, PhoneNumberId, ProductId, SellerId},
};
use http_clients::{
    gemini::{Attempt, ModelChoice, NextStep, Outcome},
    meta::{Disposition, Downloaded, FileKind, FileLimits, Graph},
};
use secrecy::SecretString;
use tokio::time::{Instant, sleep, timeout_at};

use crate::{
    Deps,
    model::{Model, log_usage},
};

mod question;
mod words;

use question::Question;
use words::Impression;

/// One download. A voice note has 200 kB.
const FETCH: Duration = Duration::from_secs(8);
/// One call of the model.
const CALL: Duration = Duration::from_secs(10);
/// Downloads of one file: a passing failure is tried again once.
const FETCHES: usize = 2;

/// A message that carries a file, and what is needed to get at it.
#[derive(Debug)]
pub(crate) struct Attachment<'a> {
    /// The seller's token.
    pub(crate) token: &'a SecretString,
    pub(crate) seller: &'a SellerId,
    /// The seller's number, which received the message.
    pub(crate) number: &'a PhoneNumberId,
    pub(crate) conversation: &'a ConversationId,
    pub(crate) message: &'a MessageRecord,
    pub(crate) catalogue: &'a Catalogue,
}

/// What became of a file.
#[derive(Debug)]
pub(crate) struct Perceived {
    /// For the model and the seller, in the place of the message's own text.
    pub(crate) words: String,
    /// The file with our copy's place, or why there is none.
    pub(crate) media: MediaRecord,
    /// The product of the catalogue that a picture shows.
    pub(crate) product: Option<ProductId>,
    /// What looking or listening cost.
    pub(crate) usage: Usage,
}

/// Fetches, keeps and understands the file of a message, until `end` at most. `None` when the
/// message carries none.
pub(crate) async fn perceive(
    deps: &Deps,
    attachment: &Attachment<'_>,
    end: Instant,
) -> Option<Perceived> {
    let senses = Senses { graph: &deps.graph, objects: &deps.objects, model: &deps.model };
    senses.perceive(attachment, end).await
}

/// The part of [`Deps`] that perceiving takes.
struct Senses<'a> {
    graph: &'a Graph,
    objects: &'a Objects,
    model: &'a Model,
}

/// Why something was not done, as records and logs say it.
type Code = &'static str;

impl Senses<'_> {
    async fn perceive(&self, attachment: &Attachment<'_>, end: Instant) -> Option<Perceived> {
        let Attachment { message, catalogue, .. } = attachment;
        let file = message.media.as_ref()?;
        let kind = kind_of(message)?;
        let perceived = |impression: &Impression, media: MediaRecord, usage: Usage| Perceived {
            words: words::of(kind, message, impression),
            media,
            product: impression.product().cloned(),
            usage,
        };
        let Downloaded { bytes, mime } = match self.fetch(attachment, file, kind, end).await {
            Ok(fetched) => fetched,
            Err(code) => {
                tracing::warn!(error.code = code, kind = message.kind, "a file was not fetched");
                let media = MediaRecord { refused: Some(code.to_owned()), ..file.clone() };
                return Some(perceived(&Impression::missed(kind), media, Usage::default()));
            }
        };
        tracing::info!(kind = message.kind, size = bytes.len(), "a file was fetched");
        let question = question::about(kind, &mime, &bytes, catalogue);
        let kept = self.keep(attachment, bytes, &mime, end);
        let understood = self.understand(&question, catalogue, end);
        let (kept, (impression, usage)) = tokio::join!(kept, understood);
        let media = match kept {
            Ok(key) => MediaRecord { object: Some(key), refused: None, ..file.clone() },
            Err(code) => {
                tracing::error!(error.code = code, kind = message.kind, "a file was not kept");
                MediaRecord { refused: Some(code.to_owned()), ..file.clone() }
            }
        };
        Some(perceived(&impression, media, usage))
    }

    async fn fetch(
        &self,
        attachment: &Attachment<'_>,
        file: &MediaRecord,
        kind: FileKind,
        end: Instant,
    ) -> Result<Downloaded, Code> {
        let id = MediaId::new(&file.id);
        let mut last = "media_too_slow";
        for _fetch in 0..FETCHES {
            let limits = FileLimits::of(kind, FETCH.min(left_until(end)));
            let call = self.graph.file(attachment.token, &id, attachment.number, limits);
            let error = match timeout_at(end, call).await {
                Ok(Ok(fetched)) => return Ok(fetched),
                Ok(Err(error)) => error,
                Err(_elapsed) => return Err("media_too_slow"),
            };
            last = error.code();
            match error.disposition() {
                Disposition::Retry { after } if after < left_until(end) => sleep(after).await,
                Disposition::Retry { .. } | Disposition::GiveUp | Disposition::AwaitStatus => break,
            }
        }
        Err(last)
    }

    /// Gives the key of our copy.
    async fn keep(
        &self,
        attachment: &Attachment<'_>,
        bytes: Vec<u8>,
        mime: &str,
        end: Instant,
    ) -> Result<String, Code> {
        let Attachment { seller, conversation, message, .. } = attachment;
        let key = ObjectKey::media(seller, conversation, &message.id);
        match timeout_at(end, self.objects.put(&key, bytes, mime)).await {
            Ok(Ok(())) => Ok(key.as_str().to_owned()),
            Ok(Err(error)) => Err(error.code()),
            Err(_elapsed) => Err("aws_unavailable"),
        }
    }

    async fn understand(
        &self,
        question: &Question,
        catalogue: &Catalogue,
        end: Instant,
    ) -> (Impression, Usage) {
        let Some(request) = question.request() else {
            return (question.unanswered(), Usage::default());
        };
        let (answer, usage) = ask(self.model, request, end).await;
        let impression = answer.and_then(|answer| question.read(&answer, catalogue));
        if impression.is_none() {
            tracing::warn!(error.code = "not_perceived", "the model made nothing of a file");
        }
        (impression.unwrap_or_else(|| question.unanswered()), usage)
    }
}

fn left_until(end: Instant) -> Duration {
    end.saturating_duration_since(Instant::now())
}

fn kind_of(message: &MessageRecord) -> Option<FileKind> {
    match message.kind.as_str() {
        "audio" => Some(FileKind::Audio),
        "image" => Some(FileKind::Image),
        "video" => Some(FileKind::Video),
        "document" => Some(FileKind::Document),
        "sticker" => Some(FileKind::Sticker),
        _ => None,
    }
}

/// Asks the cheaper model, again where that can help, and gives its words.
async fn ask(model: &Model, request: &Request, end: Instant) -> (Option<String>, Usage) {
    let mut usage = Usage::default();
    let mut attempt = Attempt { number: 1, model: ModelChoice::Fallback };
    loop {
        let left = left_until(end);
        if left.is_zero() {
            return (None, usage);
        }
        let step = match model.gemini.generate(&model.fallback, request, left.min(CALL)).await {
            Ok(response) => {
                let outcome = Outcome::of(&response);
                log_usage(&response.usage, response.model_version.as_deref(), outcome.name());
                usage = usage.plus(response.usage);
                let Some(step) = outcome.next_step(attempt) else {
                    return (response.candidate().and_then(Candidate::text), usage);
                };
                step
            }
            Err(error) => {
                tracing::warn!(
                    error.code = error.class().name(),
                    attempt = attempt.number,
                    "the model did not answer"
                );
                error.next_step(attempt)
            }
        };
        match step {
            NextStep::Retry { after } => {
                sleep(after.min(left_until(end))).await;
                attempt.number = attempt.number.saturating_add(1);
            }
            NextStep::Fallback | NextStep::GiveUp => return (None, usage),
        }
    }
}

#[cfg(test)]
mod tests;
