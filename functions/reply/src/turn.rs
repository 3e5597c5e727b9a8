//! One turn of the model: ask, run its tools on a copy of the cart, check what it says.
//!
//! Whatever the model does, a turn ends in a draft that code can vouch for or in a failure that
//! calls a human. Nothing is written here.

use std::time::Duration;

use contracts::{
    gemini::{Candidate, Content, Request},
    records::conversation::MessageRecord,
};
#[cfg(not(test))]
use domain::conversation::claims::check;
use domain::{
    conversation::{
        Cart, Conversation, Draft, ModelFailure, Proposal,
        cart::{CartRefusal, Shop},
        claims::Facts,
    },
    copy::Voice,
    ids::RecapId,
    language::Heard,
    phone::Phone,
    usage::ModelUsage,
};
use http_clients::gemini::ModelChoice;
use jiff::Timestamp;
use lambda_support::{clock, deadline::Deadline};
use serde_json::json;
use tokio::time::Instant;

#[cfg(test)]
use crate::hostile::check;
use crate::{
    model::{Asked, Model},
    prompt, secrets,
    shop::Placed,
    tools::{self, Did, Tools},
};

/// Requests of one turn: each tool step is one. The shortest sale takes six, and a model may look
/// twice or have a text refused on the way.
const MAX_STEPS: usize = 10;
/// Tool calls of one turn.
const MAX_CALLS: usize = 16;
/// Times a turn begins again, with the other model or for a lost signature.
const MAX_STARTS: usize = 3;
/// What a prospect waits at most; WhatsApp shows « écrit… » for 25 s.
const PATIENCE: Duration = Duration::from_secs(28);
/// Calls of functions that do not exist before the model is given up.
const MAX_UNKNOWN_CALLS: usize = 2;
/// What is kept of an invocation for committing and sending.
const RESERVED: Duration = Duration::from_secs(12);

/// Said to the model when its text may not leave.
const CORRECTION: &str = "Ta réponse n'a pas été envoyée : elle contient un montant, un lien ou une promesse que le système ne confirme pas. Réponds de nouveau, sans montant qui ne vienne d'un outil et sans promesse.";

/// What a turn is about.
#[derive(Debug)]
pub(crate) struct Matter<'a> {
    pub(crate) shop: Shop<'a>,
    pub(crate) thread: &'a Conversation,
    /// The cart to begin with.
    pub(crate) cart: &'a Cart,
    /// Oldest first, before the messages to answer.
    pub(crate) history: &'a [MessageRecord],
    /// What the prospect wrote and waits for an answer to.
    pub(crate) new_messages: &'a [String],
    /// The prospect's latest orders, oldest first.
    pub(crate) orders: &'a [Placed],
    pub(crate) own_phone: Option<&'a Phone>,
    /// The id the recap gets, should one be shown.
    pub(crate) recap_id: RecapId,
    pub(crate) now: Timestamp,
}

/// Thinks until there is a draft, or no hope of one; and what that used.
pub(crate) async fn think(
    model: &Model,
    matter: &Matter<'_>,
    deadline: Deadline,
) -> (Result<Draft, ModelFailure>, ModelUsage) {
    let mut used = ModelUsage { turns: 1, ..ModelUsage::default() };
    let ended = thought(model, matter, deadline, &mut used).await;
    (ended, used)
}

async fn thought(
    model: &Model,
    matter: &Matter<'_>,
    deadline: Deadline,
    used: &mut ModelUsage,
) -> Result<Draft, ModelFailure> {
    let left = deadline.remaining(clock::now()).unwrap_or_default().saturating_sub(RESERVED);
    let end = Instant::now() + left.min(PATIENCE);
    let mut choice = ModelChoice::Main;
    for _ in 0..MAX_STARTS {
        match attempt(model, choice, matter, end, used).await {
            Ended::Drafted(draft) => return Ok(*draft),
            Ended::Failed(failure) => return Err(failure),
            Ended::StartOver(next) => choice = next,
        }
    }
    Err(ModelFailure::Unavailable)
}

/// How one run of the tool loop ends.
enum Ended {
    Drafted(Box<Draft>),
    Failed(ModelFailure),
    StartOver(ModelChoice),
}

async fn attempt(
    model: &Model,
    choice: ModelChoice,
    matter: &Matter<'_>,
    end: Instant,
    used: &mut ModelUsage,
) -> Ended {
    let mut turn = Turn {
        matter,
        tools: Tools {
            shop: matter.shop,
            cart: matter.cart.clone(),
            orders: matter.orders,
            said: matter.new_messages,
            voice: Voice::new(matter.thread.language(), matter.shop.seller.settings.manner),
            guesses_numbers: matches!(matter.thread.heard, Some(Heard::Local(_))),
            negotiated: false,
            own_phone: matter.own_phone,
            now: matter.now,
        },
        calls: 0,
        unknown_calls: 0,
        corrected: false,
    };
    let mut request = prompt::opening(
        matter.shop,
        matter.thread,
        &turn.tools,
        matter.history,
        matter.new_messages,
        matter.now,
    );
    for _ in 0..MAX_STEPS {
        let answer = match model.ask(&request, choice, end, used).await {
            Asked::Answered(answer) => answer,
            Asked::StartOver(next) => return Ended::StartOver(next),
            Asked::GaveUp => return Ended::Failed(ModelFailure::Unavailable),
        };
        match turn.read(&answer) {
            Ok(Read::Ended(proposal)) => {
                return Ended::Drafted(Box::new(Draft { cart: turn.tools.cart, proposal }));
            }
            Ok(Read::GoOn(more)) => request = extended(request, &answer, more),
            Err(failure) => return Ended::Failed(failure),
        }
    }
    tracing::error!(error.code = "model_unreliable", steps = MAX_STEPS, "the model came to no end");
    Ended::Failed(ModelFailure::Unreliable)
}

/// What an answer leads to.
enum Read {
    Ended(Proposal),
    /// The content to put after the model's own.
    GoOn(Content),
}

struct Turn<'a> {
    matter: &'a Matter<'a>,
    tools: Tools<'a>,
    calls: usize,
    unknown_calls: usize,
    corrected: bool,
}

impl Turn<'_> {
    fn read(&mut self, answer: &Candidate) -> Result<Read, ModelFailure> {
        let calls = answer.calls();
        if calls.is_empty() {
            return self.read_text(answer);
        }
        self.calls += calls.len();
        if self.calls > MAX_CALLS {
            tracing::error!(
                error.code = "model_unreliable",
                calls = self.calls,
                "the model calls without end"
            );
            return Err(ModelFailure::Unreliable);
        }
        let mut answers = Vec::with_capacity(calls.len());
        for call in &calls {
            let (did, mut value) = self.tools.run(call);
            match did {
                Did::Answered => {}
                Did::AskedForRecap => match self.recap() {
                    Ok(proposal) => return Ok(Read::Ended(proposal)),
                    // Nothing was shown, and the model must not say that it was.
                    Err(refusal) => value = tools::refused(&refusal),
                },
                Did::OffTopic => return Ok(Read::Ended(Proposal::OffTopic)),
                Did::AskedForHuman => return Ok(Read::Ended(Proposal::HandOver)),
                Did::AskedOfPayment { order, known } => {
                    return Ok(Read::Ended(Proposal::TellPayment { order, known }));
                }
                Did::AskedToCancel(order) => return Ok(Read::Ended(Proposal::AskToCancel(order))),
                Did::Asked { question, choices } => {
                    // Every word of a question is checked like any other text.
                    if self.may_leave(&format!("{question}\n{}", choices.join("\n")))? {
                        return Ok(Read::Ended(Proposal::Ask { question, choices }));
                    }
                    value = json!({"ok": false, "error": "refused", "message": CORRECTION});
                }
                Did::Unknown => self.unknown_calls += 1,
            }
            answers.push((call, value));
        }
        if self.unknown_calls >= MAX_UNKNOWN_CALLS {
            tracing::error!(
                error.code = "model_unreliable",
                calls = self.unknown_calls,
                "the model calls what does not exist"
            );
            return Err(ModelFailure::Unreliable);
        }
        Ok(Read::GoOn(Content::function_responses(answers)))
    }

    fn recap(&self) -> Result<Proposal, CartRefusal> {
        let matter = self.matter;
        let id = matter.recap_id.clone();
        self.tools
            .cart
            .recap(matter.shop, matter.own_phone, id, matter.now)
            .map(|recap| Proposal::Show(Box::new(recap)))
    }

    fn read_text(&mut self, answer: &Candidate) -> Result<Read, ModelFailure> {
        let Some(text) = answer.text() else {
            tracing::error!(error.code = "model_unavailable", "the model said nothing");
            return Err(ModelFailure::Unavailable);
        };
        let text = text.trim().to_owned();
        if self.may_leave(&text)? {
            Ok(Read::Ended(Proposal::Say(text)))
        } else {
            Ok(Read::GoOn(Content::user(&[CORRECTION])))
        }
    }

    /// Whether a text may leave; one that may not is corrected once.
    fn may_leave(&mut self, text: &str) -> Result<bool, ModelFailure> {
        let mut facts = Facts::of(self.matter.shop, &self.tools.cart);
        let today = self.matter.shop.seller.today(self.matter.now);
        facts.allow_number(&today.year().to_string());
        if let Some(phone) = self.matter.own_phone {
            facts.allow_number(&phone.national());
            facts.allow_number(phone.e164());
        }
        for placed in self.matter.orders {
            facts.allow_order(&placed.order);
            for amount in placed.known.amounts() {
                facts.allow_amount(amount);
            }
        }
        secrets::keep(&mut facts);
        facts.keep_secret(CORRECTION);
        match check(text, &facts) {
            Ok(()) => Ok(true),
            Err(violation) if !self.corrected => {
                tracing::warn!(violation = %violation, "the model's text was refused once");
                self.corrected = true;
                Ok(false)
            }
            Err(violation) => {
                tracing::error!(violation = %violation, error.code = "model_unreliable", "the model's text was refused twice");
                Err(ModelFailure::Unreliable)
            }
        }
    }
}

fn extended(request: Request, answer: &Candidate, more: Content) -> Request {
    let own = answer.content.clone().map(Content::verbatim);
    request.followed_by(own.into_iter().chain([more]))
}

#[cfg(test)]
mod tests;
