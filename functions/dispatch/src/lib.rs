//! Finds couriers and sees deliveries through.
//!
//! Trigger: SQS `dispatch.fifo` (orders, couriers' messages, timers) and SQS `offer-timers`.
//! Writes: deliveries, orders once they are placed, the couriers' rota, desks and jobs, stock of
//! cancelled, failed and amended orders; the queues `inbound.fifo` (news for prospects) and `offer-timers`; schedules.
//! Calls: Meta's Graph API, as our own WhatsApp number and no other.

mod amendment;
mod case;
mod config;
mod decide;
mod effect;
mod failure;
#[cfg(test)]
mod fixture;
mod notice;
mod order;
mod plan;
mod platform;
mod run;
mod sender;
mod stock;
mod tap;
mod words;

use std::time::Duration;

use aws_adapters::{
    commit::EventId,
    queues::{DeadLetters, OwnQueue, Queue},
    schedules::Schedules,
    sdk::{self, Pace},
    secrets::Secrets,
    table::Table,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::messages::{DispatchMessage, Envelope};
use domain::ids::PhoneNumberId;
use http_clients::{
    http::{Http, Timeouts},
    meta::Graph,
};
use lambda_runtime::LambdaEvent;
use lambda_support::{
    BoxError, clock,
    deadline::Deadline,
    sqs::{self, Outcome, Record},
};
use secrecy::SecretString;

use amendment::Change;
pub use config::Config;
use decide::Trigger;
use failure::Failure;

/// All the function may touch.
#[derive(Debug)]
pub struct Deps {
    table: Table,
    inbound: Queue,
    offer_timers: Queue,
    schedules: Schedules,
    own_dispatch: OwnQueue,
    own_offer_timers: OwnQueue,
    dispatch_queue_arn: String,
    dispatch_dlq: DeadLetters,
    offer_timers_dlq: DeadLetters,
    graph: Graph,
    /// The token of our own number.
    token: SecretString,
    number: PhoneNumberId,
    offer_seconds: u32,
    dashboard_url: String,
}

impl Deps {
    /// Opens the clients and fetches the secret.
    ///
    /// # Errors
    /// The secret cannot be read or an address is none: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let mut platform = Secrets::new(&sdk).fetch(&config.platform_secret_arn).await?;
        let http = Http::new(Timeouts::default())?;
        Ok(Self {
            table: Table::new(&sdk, &config.table_name),
            inbound: Queue::new(&sdk, &config.inbound_queue_url),
            offer_timers: Queue::new(&sdk, &config.offer_timers_queue_url),
            schedules: Schedules::new(
                &sdk,
                &config.schedule_group,
                &config.scheduler_role_arn,
                &config.schedule_dlq_arn,
            ),
            own_dispatch: OwnQueue::new(&sdk, &config.dispatch_queue_url),
            own_offer_timers: OwnQueue::new(&sdk, &config.offer_timers_queue_url),
            dispatch_queue_arn: config.dispatch_queue_arn,
            dispatch_dlq: DeadLetters::new(&sdk, &config.dispatch_dlq_url),
            offer_timers_dlq: DeadLetters::new(&sdk, &config.offer_timers_dlq_url),
            graph: Graph::new(&config.graph_url, &config.graph_api_version, http)?,
            token: platform.take("token")?,
            number: PhoneNumberId::new(config.platform_phone_number_id),
            offer_seconds: config.offer_timeout_seconds,
            dashboard_url: config.dashboard_url,
        })
    }
}

/// Handles a batch of one of the two queues.
pub async fn handle(deps: &Deps, event: LambdaEvent<SqsEvent>) -> SqsBatchResponse {
    let deadline = Deadline::of(&event.context);
    let handler = async |record: &Record| match message(deps, record, deadline).await {
        Ok(()) => Outcome::Done,
        Err(failure) => failure.outcome(record.receive_count, clock::now()),
    };
    if is_fifo(&event.payload) {
        let park = async |record: &Record, code: &str| park(&deps.dispatch_dlq, record, code).await;
        let postpone =
            async |record: &Record, after| postpone(&deps.own_dispatch, record, after).await;
        sqs::drive_fifo(event.payload, deadline, handler, park, postpone).await
    } else {
        let park =
            async |record: &Record, code: &str| park(&deps.offer_timers_dlq, record, code).await;
        let postpone =
            async |record: &Record, after| postpone(&deps.own_offer_timers, record, after).await;
        sqs::drive_standard(event.payload, deadline, handler, park, postpone).await
    }
}

/// A batch comes from one queue, and the ARN of a FIFO queue ends so.
fn is_fifo(event: &SqsEvent) -> bool {
    let source = event.records.first().and_then(|record| record.event_source_arn.as_deref());
    source.is_some_and(|arn| arn.rsplit('.').next() == Some("fifo"))
}

async fn park(queue: &DeadLetters, record: &Record, code: &str) -> Result<(), BoxError> {
    queue.park(&record.body, code, record.group_id.as_deref(), &record.message_id).await?;
    Ok(())
}

async fn postpone(queue: &OwnQueue, record: &Record, after: Duration) -> Result<(), BoxError> {
    Ok(queue.postpone(&record.receipt_handle, after).await?)
}

/// Handles one message, whichever of the two queues it came by.
async fn message(deps: &Deps, record: &Record, deadline: Deadline) -> Result<(), Failure> {
    let envelope: Envelope<DispatchMessage> =
        serde_json::from_str(&record.body).map_err(Failure::Unreadable)?;
    let event = EventId::new(&envelope.id);
    let (of, trigger) = match envelope.body {
        DispatchMessage::OrderPlaced(of) => (of, Trigger::Placed),
        DispatchMessage::OfferExpired(timer) => {
            (timer.of, Trigger::OfferExpired { attempt: timer.attempt })
        }
        DispatchMessage::RetryDue(of) => (of, Trigger::RetryDue),
        DispatchMessage::Cancel(wish) => (wish.of, Trigger::Cancelled { by: wish.by.into() }),
        DispatchMessage::Reschedule(wish) => {
            let moment = (&wish.moment).into();
            (wish.of, Trigger::Rescheduled { moment, by: wish.by.into() })
        }
        DispatchMessage::Amend(wish) => {
            let change = Box::new(Change::read(&wish)?);
            (wish.of, Trigger::Amended(change))
        }
        DispatchMessage::ProspectChoice(wish) => (wish.of, Trigger::Chose(wish.choice.into())),
        DispatchMessage::PlatformMessage(message) => {
            return platform::handle(deps, &message, deadline).await;
        }
        DispatchMessage::SellerNotice(notice) => {
            return notice::handle(deps, &notice, event, deadline).await;
        }
        DispatchMessage::RungDue(_)
        | DispatchMessage::CourierActed(_)
        | DispatchMessage::CallEnded(_)
        | DispatchMessage::SmsFailed(_)
        | DispatchMessage::SellerDecision(_)
        | DispatchMessage::PaymentNews(_)
        | DispatchMessage::ServiceHint(_)
        | DispatchMessage::Remittance(_)
        | DispatchMessage::CashReminder(_) => return Err(Failure::Contended),
    };
    order::apply(deps, &of, event, trigger, deadline).await
}

#[cfg(test)]
mod tests;
