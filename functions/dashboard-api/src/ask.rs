//! What is asked of `dispatch`, which decides.

use aws_adapters::queues::Message;
use contracts::messages::{DispatchMessage, Envelope};
use domain::ids::MessageId;
use lambda_support::clock;

use crate::{
    Deps,
    answer::{self, Answer},
    caller::Drawn,
};

/// Asks `dispatch`, in the order of the message's group. The same draw is heard once.
pub(crate) async fn dispatch(deps: &Deps, drawn: Drawn, body: DispatchMessage) -> Answer {
    let id = MessageId::from_uuid(drawn.0);
    let group = body.group();
    let envelope = Envelope { id: id.to_string(), at: clock::now(), body };
    // These types always serialise; an empty body would be parked by its consumer.
    let text = serde_json::to_string(&envelope).unwrap_or_default();
    deps.dispatch.send(&Message::fifo(text, &group, id.as_str())).await?;
    Ok(answer::accepted(id.as_str()))
}
