//! Effects as they are written down until they are done.

use contracts::{
    messages::{
        Amendment, Cancellation, Choice, DispatchMessage, Envelope, HandOverReason as Reason,
        Notice, OrderRef, Party, PositionShared, ProspectChoice, SellerNotice, Units,
    },
    records::{
        conversation::{LineRecord, MediaRecord, MessageRecord, Sender},
        usage::UsageRecord,
        values::RecipientValue,
    },
};
use domain::{
    conversation::{Amended, Bubble, Conversation, Document, Effect, HandOverReason, OrderChoice},
    ids::{MessageId, OrderId},
    order::Order,
    template::ShopTemplate,
};
use jiff::Timestamp;
use lambda_support::random;
use serde::{Deserialize, Serialize};

/// An effect, as it is kept until it is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Task {
    Wake {
        turn: u64,
        after: u32,
    },
    MarkRead {
        wamid: String,
    },
    Send(Send),
    Dispatch(Envelope<DispatchMessage>),
    Remind {
        turn: u64,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
    },
    Hold {
        recap: String,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
    },
    Return {
        turn: u64,
        #[serde(with = "contracts::as_text")]
        at: Timestamp,
    },
    Meter(UsageRecord),
    /// The commit itself did it.
    Nothing,
}

/// A bubble on its way out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Send {
    /// The id of the kept message.
    pub(crate) message: String,
    #[serde(with = "contracts::as_text")]
    pub(crate) at: Timestamp,
    pub(crate) bubble: BubbleRecord,
    /// It may only leave while the thread is the AI's and at this turn.
    #[serde(default)]
    pub(crate) only_at: Option<u64>,
    /// The recap it shows.
    #[serde(default)]
    pub(crate) recap: Option<String>,
}

/// A bubble, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct BubbleRecord {
    pub(crate) author: Sender,
    pub(crate) text: String,
    pub(crate) buttons: Vec<ButtonRecord>,
    /// Instead of buttons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<LinkRecord>,
    /// The file it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<DocumentRecord>,
    /// WhatsApp's own button under it shares where the person is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) asks_position: bool,
    /// It leaves as this template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<TemplateRecord>,
}

/// A template of a bubble, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TemplateRecord {
    #[serde(with = "contracts::as_text")]
    pub(crate) template: ShopTemplate,
    /// What stands for `{{1}}`.
    pub(crate) blank: String,
}

/// A button that opens an address, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LinkRecord {
    pub(crate) title: String,
    pub(crate) url: String,
}

/// A file of a bubble, as it is kept. Its address is made when the bubble leaves: one that was
/// kept would be over by then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DocumentRecord {
    /// Empty in bubbles that were decided before papers waited.
    #[serde(default)]
    pub(crate) number: String,
    pub(crate) object: String,
    pub(crate) file_name: String,
}

impl From<&DocumentRecord> for Document {
    fn from(record: &DocumentRecord) -> Self {
        Self {
            number: record.number.clone(),
            object: record.object.clone(),
            file_name: record.file_name.clone(),
        }
    }
}

/// A button, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ButtonRecord {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// An effect as it is written down.
pub(crate) fn of(effect: &Effect, thread: &Conversation, now: Timestamp, at: Timestamp) -> Task {
    match effect {
        Effect::Wake { turn, after_seconds } => Task::Wake { turn: *turn, after: *after_seconds },
        Effect::MarkRead { wamid } => Task::MarkRead { wamid: wamid.as_str().to_owned() },
        Effect::Say { bubble, only_at, .. } => send(bubble, *only_at, at),
        Effect::Invite { bubble } => send(bubble, None, at),
        Effect::Place(order) => {
            let id = format!("placed.{}", order.id);
            dispatch(id, now, DispatchMessage::OrderPlaced(ref_of(order)))
        }
        Effect::Amend(amended) => {
            let id = format!("amend.{}.{}", amended.order, thread.turn);
            dispatch(id, now, DispatchMessage::Amend(Box::new(amendment(thread, amended))))
        }
        Effect::Cancel { order } => {
            let of = order_ref(thread, order);
            let body = DispatchMessage::Cancel(Cancellation { of, by: Party::Prospect });
            dispatch(format!("cancel.{order}.{}", thread.turn), now, body)
        }
        Effect::SharePosition { order, pin } => {
            let shared = PositionShared {
                of: order_ref(thread, order),
                latitude_e7: pin.latitude_e7,
                longitude_e7: pin.longitude_e7,
            };
            let body = DispatchMessage::PositionShared(shared);
            dispatch(format!("position.{order}.{}", thread.turn), now, body)
        }
        Effect::Choose { order, choice } => choose(thread, order, *choice, now),
        Effect::CallSeller { reason } => Task::Dispatch(call(thread, reason_of(*reason), now)),
        Effect::ArmReminder { turn, at } => Task::Remind { turn: *turn, at: *at },
        Effect::ArmReturn { turn, at } => Task::Return { turn: *turn, at: *at },
        Effect::ArmHold { recap, at } => Task::Hold { recap: recap.to_string(), at: *at },
        Effect::Meter(usage) => Task::Meter(usage.into()),
        Effect::Take(_) | Effect::Return(_) => Task::Nothing,
    }
}

fn send(bubble: &Bubble, only_at: Option<u64>, at: Timestamp) -> Task {
    Task::Send(Send {
        message: MessageId::from_uuid(random::uuid_v7()).to_string(),
        at,
        bubble: record_of(bubble),
        only_at,
        recap: bubble.offers().map(ToString::to_string),
    })
}

/// The message a bubble is kept as.
pub(crate) fn said(send: &Send) -> MessageRecord {
    let bubble = &send.bubble;
    // The address of a link is for the prospect alone.
    let links = bubble.link.iter().map(|link| link.title.clone());
    // The approved text has its button with it.
    let reply = bubble.template.iter().map(|record| record.template.button().to_owned());
    let titles: Vec<String> = bubble
        .buttons
        .iter()
        .map(|button| button.title.clone())
        .chain(links)
        .chain(reply)
        .collect();
    let kind = match &bubble.document {
        Some(_) => "document",
        None if bubble.template.is_some() => "template",
        None if titles.is_empty() => "text",
        None => "buttons",
    };
    MessageRecord {
        kind: kind.to_owned(),
        media: bubble.document.as_ref().map(|document| MediaRecord {
            // The file is ours: Meta has no name for it.
            id: String::new(),
            mime_type: Some("application/pdf".to_owned()),
            object: Some(document.object.clone()),
            refused: None,
        }),
        buttons: titles,
        status: Some("pending".to_owned()),
        recap: send.recap.clone(),
        ..MessageRecord::said(&send.message, send.at, bubble.author, &bubble.text)
    }
}

/// A bubble as it is written down.
pub(crate) fn record_of(bubble: &Bubble) -> BubbleRecord {
    let buttons = bubble
        .buttons
        .iter()
        .map(|button| ButtonRecord { id: button.tap.to_string(), title: button.title.clone() });
    BubbleRecord {
        author: Sender::from(bubble.author),
        text: bubble.text.clone(),
        buttons: buttons.collect(),
        link: bubble
            .link
            .as_ref()
            .map(|link| LinkRecord { title: link.title.clone(), url: link.url.clone() }),
        document: bubble.document.as_ref().map(|document| DocumentRecord {
            number: document.number.clone(),
            object: document.object.clone(),
            file_name: document.file_name.clone(),
        }),
        asks_position: bubble.asks_position,
        template: bubble.template.as_ref().map(|filled| TemplateRecord {
            template: filled.template,
            blank: filled.blank.clone(),
        }),
    }
}

fn dispatch(id: String, at: Timestamp, body: DispatchMessage) -> Task {
    Task::Dispatch(Envelope { id, at, body })
}

fn ref_of(order: &Order) -> OrderRef {
    OrderRef { seller: order.seller.clone(), order: order.id.clone() }
}

fn order_ref(thread: &Conversation, order: &OrderId) -> OrderRef {
    OrderRef { seller: thread.seller.clone(), order: order.clone() }
}

fn amendment(thread: &Conversation, amended: &Amended) -> Amendment {
    Amendment {
        of: order_ref(thread, &amended.order),
        lines: amended.lines.iter().map(LineRecord::from).collect(),
        delivery_fee: amended.totals.delivery_fee.into(),
        address: (&amended.address).into(),
        contact_phone: amended.contact_phone.e164().to_owned(),
        recipient: amended.recipient.as_ref().map(RecipientValue::from),
        payer: amended.payer.clone(),
        moment: amended.moment.into(),
        taken: amended.taken.iter().map(Units::from).collect(),
        by: Party::Prospect,
        revision: amended.revision,
    }
}

fn choose(thread: &Conversation, order: &OrderId, choice: OrderChoice, now: Timestamp) -> Task {
    let (word, choice) = match choice {
        OrderChoice::Tomorrow => ("tomorrow", Choice::Tomorrow),
        OrderChoice::Pickup => ("pickup", Choice::Pickup),
        OrderChoice::Cancel => ("cancel", Choice::Cancel),
    };
    let body =
        DispatchMessage::ProspectChoice(ProspectChoice { of: order_ref(thread, order), choice });
    // The thread's turn tells one tap from a later one.
    dispatch(format!("chose.{order}.{word}.{}", thread.turn), now, body)
}

const fn reason_of(reason: HandOverReason) -> Reason {
    match reason {
        HandOverReason::Asked => Reason::Asked,
        HandOverReason::AiUnavailable => Reason::AiUnavailable,
        HandOverReason::AiUnreliable => Reason::AiUnreliable,
        HandOverReason::Unsupported => Reason::Unsupported,
        HandOverReason::WindowClosed => Reason::WindowClosed,
        HandOverReason::LoopSuspected => Reason::LoopSuspected,
        HandOverReason::LimitReached => Reason::LimitReached,
        HandOverReason::Unreachable => Reason::Unreachable,
    }
}

/// A call of the seller to a thread.
pub(crate) fn call(
    thread: &Conversation,
    reason: Reason,
    now: Timestamp,
) -> Envelope<DispatchMessage> {
    let id = format!("call.{}.{}.{}", thread.id, thread.turn, now.as_millisecond());
    summons(thread, id, reason, now)
}

/// Tells the seller of a message that did not leave, once.
pub(crate) fn undelivered(
    thread: &Conversation,
    message: &str,
    now: Timestamp,
) -> Envelope<DispatchMessage> {
    summons(thread, format!("undelivered.{message}"), Reason::NotDelivered, now)
}

fn summons(
    thread: &Conversation,
    id: String,
    reason: Reason,
    at: Timestamp,
) -> Envelope<DispatchMessage> {
    let notice = Notice::HandOver {
        conversation: thread.id.clone(),
        contact_name: thread.contact_name.clone(),
        reason,
    };
    let body =
        DispatchMessage::SellerNotice(SellerNotice { seller: thread.seller.clone(), notice });
    Envelope { id, at, body }
}

#[cfg(test)]
mod tests {
    use domain::{
        country::Country,
        ids::{ConversationId, PhoneNumberId, SellerId, WaId},
        moment::{Moment, Period},
        money::{Currency, Money},
        order::{Address, Totals},
        person::Identity,
        phone::Phone,
    };
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_change_names_the_revision_of_the_order_it_was_made_from() {
        let thread = Conversation::new(
            ConversationId::from_uuid(Uuid::from_u128(1)),
            SellerId::from_uuid(Uuid::from_u128(2)),
            PhoneNumberId::new("1"),
            Identity::new(Some(WaId::new("2250701020304")), None).unwrap(),
        );
        let amended = Amended {
            order: OrderId::from_uuid(Uuid::from_u128(3)),
            revision: Some(4),
            lines: Vec::new(),
            totals: Totals::of(&[], Money::new(1_500, Currency::Xof)).unwrap(),
            address: Address::default(),
            contact_phone: Phone::parse("0701020304", Country::IvoryCoast).unwrap(),
            recipient: None,
            payer: None,
            moment: Moment { day: jiff::civil::date(2026, 11, 24), period: Period::Morning },
            taken: Vec::new(),
        };
        let now = "2026-11-23T10:00:00Z".parse().unwrap();
        let task = of(&Effect::Amend(Box::new(amended)), &thread, now, now);
        let Task::Dispatch(envelope) = task else { panic!("a message") };
        let DispatchMessage::Amend(asked) = envelope.body else { panic!("an amendment") };
        assert_eq!((asked.revision, asked.by), (Some(4), Party::Prospect));
    }
}
