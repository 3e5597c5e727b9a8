//! A bubble leaves, once.
//!
//! A send has no idempotency key at Meta: it is claimed before the call, tagged, and one whose
//! outcome nobody knows waits for its status webhook before it is sent again, once. Whose the
//! thread is, is read again at the very instant of sending.

use std::time::Duration;

use aws_adapters::{
    commit::{Aggregate, Claim, Doubt, EffectId, EventId, Lease},
    objects::ObjectKey,
    table::{Write, keys},
};
use contracts::{
    messages::{ConversationRef, SellerNotice},
    meta::{
        error_class::ErrorClass,
        send::{Button, FreeForm, ListRow, ListSection, Outgoing, Recipient, Template},
    },
    records::tag::SendTag,
};
use domain::{
    conversation::{self, Conversation, Event, Lesson},
    copy::prospect as copy,
    health::{HealthEvent, Scope, TemplateChange},
    ids::RecapId,
    receipt::Receipt,
};
use http_clients::meta::{Disposition, SendError};
use jiff::{SignedDuration, Timestamp};
use lambda_support::{clock, deadline::Deadline};

use crate::{
    Deps, effects,
    failure::Failure,
    inbound,
    task::{self, BubbleRecord, Send, TemplateRecord},
    thread,
};

/// How long the status of an unclear send is waited for before it is sent again.
const STATUS_WAIT: SignedDuration = SignedDuration::from_secs(20);
/// When an unclear send is looked at again: a little after that.
const LOOK_AGAIN: Duration = Duration::from_secs(25);
/// An unclear send is repeated once, never more.
const MAX_CALLS: u32 = 2;
/// The status of a bubble that never left.
pub(crate) const DROPPED: &str = "dropped";
/// Quick tries against a passing refusal, inside one invocation.
const TRIES: u32 = 3;
/// How long the address of a file is good: Meta fetches it at once, or tries again for a while.
const LINK_SECONDS: u32 = 15 * 60;
/// Reply buttons that fit under a bubble; more answers become a list.
const MAX_BUTTONS: usize = 3;

/// One bubble and everything that is needed to send it.
struct Sending<'a> {
    deps: &'a Deps,
    state: &'a Conversation,
    id: &'a EffectId,
    tag: SendTag,
    deadline: Deadline,
}

/// Sends a bubble, or finds that it was sent, must wait, or must not leave any more.
pub(crate) async fn run(
    deps: &Deps,
    state: &Conversation,
    id: &EffectId,
    send: &Send,
    deadline: Deadline,
) -> Result<(), Failure> {
    let tag = SendTag { effect: id.to_string(), message: send.message.clone(), at: send.at };
    let sending = Sending { deps, state, id, tag, deadline };
    let now = clock::now();
    let lease = match deps.table.claim(id, deadline.moment(), now).await? {
        Claim::Granted(lease) => lease,
        Claim::Held { until } => {
            return Err(Failure::After("send_held", until_then(until.duration_since(now))));
        }
        Claim::Done => return Ok(()),
    };
    match lease.doubt() {
        Some(Doubt { since, .. }) if now.duration_since(since) < STATUS_WAIT => {
            let left = STATUS_WAIT.saturating_sub(now.duration_since(since));
            deps.table.release(lease).await?;
            return Err(Failure::After("send_in_doubt", until_then(left)));
        }
        Some(Doubt { calls, .. }) if calls >= MAX_CALLS => {
            // Its status may still come, and then its word counts.
            return sending.give_up("send_unclear", send, Receipt::Unclear, None).await;
        }
        Some(_) | None => {}
    }
    // What Meta has stopped altogether would only be refused again; the seller knows why.
    let health = deps.table.health(&state.seller).await?;
    if let Some(stop) = health.held_by(Scope::Everything, clock::now()) {
        return sending.give_up(stop.reason.word(), send, Receipt::Failed, None).await;
    }
    let link = match link_of(deps, state, &send.bubble).await {
        Ok(link) => link,
        Err(failure) => {
            deps.table.release(lease).await?;
            return Err(failure);
        }
    };
    let Some(message) = outgoing(state, &send.bubble, link.as_deref(), &sending.tag) else {
        if sending.keep_paper(send).await? {
            return sending.end(send, Receipt::Failed, None).await;
        }
        return sending.give_up("window_closed", send, Receipt::Failed, None).await;
    };
    sending.call(lease, send, &message).await
}

fn until_then(left: SignedDuration) -> Duration {
    Duration::try_from(left).unwrap_or_default().max(Duration::from_secs(1))
}

/// Where Meta finds the file of a bubble, for long enough that it fetches it now.
async fn link_of(
    deps: &Deps,
    state: &Conversation,
    bubble: &BubbleRecord,
) -> Result<Option<String>, Failure> {
    let Some(document) = &bubble.document else { return Ok(None) };
    let key = ObjectKey::stored(&state.seller, &document.object);
    let key = key.ok_or(Failure::Permanent("unreadable", "the file is another seller's".into()))?;
    Ok(Some(deps.documents.presigned_get(&key, LINK_SECONDS).await?))
}

/// The message as Meta takes it; `None` when the window has closed meanwhile.
pub(crate) fn outgoing(
    state: &Conversation,
    bubble: &BubbleRecord,
    link: Option<&str>,
    tag: &SendTag,
) -> Option<Outgoing> {
    let to = Recipient::of(&state.identity)?;
    if let Some(record) = &bubble.template {
        let TemplateRecord { template, blank } = record;
        let filled = Template::new(template.word(), template.language()).ok()?.with(blank).ok()?;
        return Outgoing::template(to, filled).tagged(&tag.to_string()).ok();
    }
    let open = state.window(clock::now()).free_form?;
    let body = match bubble.buttons.len() {
        0 if bubble.asks_position => FreeForm::location_request(&bubble.text),
        0 => match (&bubble.document, link, &bubble.link) {
            (Some(document), Some(link), _) => {
                let caption = Some(&bubble.text).filter(|text| !text.is_empty()).cloned();
                FreeForm::document(link, &document.file_name, caption)
            }
            (None, _, Some(button)) => FreeForm::link(&bubble.text, &button.title, &button.url),
            (Some(_), None, _) | (None, _, None) => FreeForm::text(&bubble.text),
        },
        1..=MAX_BUTTONS => {
            let buttons = bubble
                .buttons
                .iter()
                .map(|button| Button { id: button.id.clone(), title: button.title.clone() });
            FreeForm::buttons(&bubble.text, buttons.collect())
        }
        _ => {
            let rows = bubble.buttons.iter().map(|button| ListRow {
                id: button.id.clone(),
                title: button.title.clone(),
                description: None,
            });
            let section = ListSection { title: String::new(), rows: rows.collect() };
            FreeForm::list(&bubble.text, copy::open_list(state.language()), vec![section])
        }
    };
    Outgoing::free_form(to, body.ok()?, open).tagged(&tag.to_string()).ok()
}

impl Sending<'_> {
    async fn call(&self, lease: Lease, send: &Send, message: &Outgoing) -> Result<(), Failure> {
        let deps = self.deps;
        let begun = clock::now();
        let token = match deps.token(&self.state.seller).await {
            Ok(token) => token,
            Err(failure) => {
                deps.table.release(lease).await?;
                return Err(failure);
            }
        };
        let mut tries = 1;
        loop {
            // Read again before every call: somebody may have spoken since.
            if let Some(turn) = send.only_at {
                let thread = thread::load(&deps.table, &self.state.seller, &self.state.id).await?;
                if !conversation::may_say(&thread.state, turn, clock::now()) {
                    return self.drop(send).await;
                }
            }
            if send.bubble.template.is_some() {
                let thread = thread::load(&deps.table, &self.state.seller, &self.state.id).await?;
                // STOP may have come while an outage kept the template back.
                if !thread.state.reach.is_welcome() {
                    return self.give_up("unwelcome", send, Receipt::Failed, None).await;
                }
            }
            let call = deps.graph.send(token.secret(), &self.state.number, message).await;
            let error = match call {
                Ok(_wamid) => return self.left(send).await,
                Err(error) => error,
            };
            let code = error.class().map_or("graph_unreachable", ErrorClass::name);
            tracing::warn!(error.code = code, attempt = tries, "message not sent");
            match error.disposition() {
                Disposition::Retry { .. } if tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(500 << tries)).await;
                    tries += 1;
                }
                Disposition::Retry { .. } => {
                    deps.table.release(lease).await?;
                    // An outage is left to the queue's own patience; a refusal names its pace.
                    return Err(match error.consequence() {
                        Some(asked) => Failure::Paced("send_refused_for_now", asked),
                        None => Failure::Later("graph_unreachable"),
                    });
                }
                Disposition::AwaitStatus => {
                    deps.table.mark_unknown(lease, clock::now()).await?;
                    return Err(Failure::After("send_unclear", LOOK_AGAIN));
                }
                Disposition::GiveUp => return self.refused(code, send, &error, begun).await,
            }
        }
    }

    /// Meta will never take this message, begun at `begun`. What the refusal teaches is remembered:
    /// by the thread, and by the number when it must stop.
    async fn refused(
        &self,
        code: &str,
        send: &Send,
        error: &SendError,
        begun: Timestamp,
    ) -> Result<(), Failure> {
        let meta_code = match error {
            SendError::NotSent(refused) => refused.code,
            SendError::ConnectFailed(_) | SendError::Unknown(_) => None,
        };
        // The message is done last: an invocation that dies before is begun again, and learns again.
        let asked = error.consequence();
        if asked.is_some_and(|asked| asked.is_ours) {
            tracing::error!(
                error.code = "refused_for_us",
                meta.code = meta_code,
                "a fault of ours"
            );
        }
        let stopped = asked.and_then(|asked| asked.number).map(|reason| HealthEvent::Stopped {
            reason,
            code: meta_code,
            until: None,
        });
        let template =
            send.bubble.template.as_ref().map(|record| record.template.word().to_owned());
        let stands = asked.and_then(|asked| asked.template).zip(template);
        let stands = stands.map(|(status, name)| HealthEvent::Template {
            name,
            change: TemplateChange::Status { status, reason: None, category: None },
        });
        let learned: Vec<HealthEvent> = stopped.into_iter().chain(stands).collect();
        if !learned.is_empty() {
            let seller = &self.state.seller;
            for alert in self.deps.table.note_health(seller, &learned, begun).await? {
                let notice = SellerNotice::of_alert(seller, &alert, clock::now());
                effects::send_to_dispatch(self.deps, &notice).await?;
            }
        }
        let lesson = asked.and_then(|asked| asked.lesson).map(inbound::lesson_of);
        if let Some(lesson) = lesson {
            let learned = Event::Learned { lesson, sent_at: self.tag.at };
            self.happened(learned, "learned").await?;
        }
        // A closed window calls the seller by itself.
        if lesson == Some(Lesson::WindowClosed) {
            tracing::error!(error.code = code, "message given up");
            self.keep_paper(send).await?;
            return self.end(send, Receipt::Failed, meta_code).await;
        }
        self.give_up(code, send, Receipt::Failed, meta_code).await
    }

    /// A paper for which the window has closed since it was decided waits for the next one, like one
    /// that came too late; whether the bubble carries one.
    async fn keep_paper(&self, send: &Send) -> Result<bool, Failure> {
        let paper = send.bubble.document.as_ref().filter(|paper| !paper.number.is_empty());
        let Some(paper) = paper else { return Ok(false) };
        self.happened(Event::PaperReady(paper.into()), "kept").await?;
        Ok(true)
    }

    /// It left. From now on words can be an answer to the recap it shows.
    async fn left(&self, send: &Send) -> Result<(), Failure> {
        if let Some(recap) = recap_of(send) {
            self.happened(Event::Shown { recap }, "shown").await?;
        }
        self.finish(Receipt::Sent, None).await
    }

    /// A human or a newer message came in between: nothing leaves, a recap that nobody has read
    /// cannot be confirmed, and whoever is owed an answer gets another.
    async fn drop(&self, send: &Send) -> Result<(), Failure> {
        tracing::info!("a bubble was dropped at the last moment");
        let fields = vec![("status".to_owned(), serde_json::json!(DROPPED))];
        self.deps.table.write(&Write::Update { key: self.message()?, fields }).await?;
        let unsaid = Event::Unsaid { recap: recap_of(send), dropped: true };
        self.happened(unsaid, "unsaid").await?;
        Ok(self.deps.table.complete(std::slice::from_ref(self.id)).await?)
    }

    async fn happened(&self, event: Event, what: &str) -> Result<(), Failure> {
        let of = ConversationRef {
            seller: self.state.seller.clone(),
            conversation: self.state.id.clone(),
        };
        let id = EventId::new(&format!("{what}.{}", self.tag.message));
        // Boxed, since that event's effects may be sends themselves.
        Box::pin(inbound::happened(self.deps, &of, &id, event, self.deadline)).await
    }

    /// A message that will not leave, and the seller is told.
    async fn give_up(
        &self,
        code: &str,
        send: &Send,
        receipt: Receipt,
        meta_code: Option<i64>,
    ) -> Result<(), Failure> {
        tracing::error!(error.code = code, "message given up");
        let call = task::undelivered(self.state, &send.message, clock::now());
        effects::send_to_dispatch(self.deps, &call).await?;
        self.end(send, receipt, meta_code).await
    }

    /// The message is shown as it ended. A recap that WhatsApp refused cannot be confirmed.
    async fn end(
        &self,
        send: &Send,
        receipt: Receipt,
        meta_code: Option<i64>,
    ) -> Result<(), Failure> {
        if let (Receipt::Failed, Some(recap)) = (receipt, recap_of(send)) {
            let unsaid = Event::Unsaid { recap: Some(recap), dropped: false };
            self.happened(unsaid, "unsaid").await?;
        }
        self.finish(receipt, meta_code).await
    }

    /// What became of the message joins what its statuses already said, and the effect's item goes.
    async fn finish(&self, receipt: Receipt, meta_code: Option<i64>) -> Result<(), Failure> {
        self.deps.table.receive(&self.message()?, receipt, meta_code, None).await?;
        self.deps.table.complete(std::slice::from_ref(self.id)).await?;
        Ok(())
    }

    fn message(&self) -> Result<keys::Key, Failure> {
        let id = self.tag.message.parse().map_err(Failure::corrupt_id)?;
        // The effect's own thread: the state may be that of one which took it in.
        let (seller, conversation) = match self.id.aggregate() {
            Aggregate::Conversation(seller, conversation) => (seller, conversation),
            Aggregate::Seller(_) | Aggregate::Order(..) | Aggregate::Payment(..) => {
                (&self.state.seller, &self.state.id)
            }
        };
        Ok(keys::message(seller, conversation, self.tag.at, &id))
    }
}

fn recap_of(send: &Send) -> Option<RecapId> {
    send.recap.as_ref()?.parse().ok()
}
