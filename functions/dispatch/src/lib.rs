//! Finds couriers and sees deliveries through.
//!
//! Trigger: SQS `dispatch.fifo` (orders, couriers' messages and keys, sellers' decisions, timers)
//! and SQS `offer-timers`.
//! Writes: deliveries, orders once they are placed, the couriers' rota, desks, jobs, links and calls,
//! the shared pool, cash ledgers, the day's and month's figures, stock of cancelled, failed and amended
//! orders; couriers' photos in the media bucket; the queues `inbound.fifo` (news for prospects), `offer-timers`, `payments` and `documents`;
//! schedules.
//! Calls: Meta's Graph API, as our own WhatsApp number and no other; the telephony vendor; the
//! delivery services a seller has an account with, by the seller's keys.

mod amendment;
mod case;
mod cash;
mod config;
mod decide;
mod effect;
mod failure;
#[cfg(test)]
mod fixture;
mod money;
mod notice;
mod order;
mod photo;
mod plan;
mod platform;
mod pool;
mod run;
mod sender;
mod service;
mod stock;
mod tap;
mod telephone;
mod wire;
mod words;

use std::time::Duration;

use aws_adapters::{
    commit::EventId,
    objects::Objects,
    queues::{DeadLetters, OwnQueue, Queue},
    schedules::Schedules,
    sdk::{self, Pace},
    secrets::Secrets,
    table::Table,
    vault::TokenVault,
};
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use contracts::messages::{CourierActed, DispatchMessage, Envelope};
use domain::{
    courier::{Channel, USUAL_CHANNELS},
    dispatch::RungEnd,
    ids::PhoneNumberId,
    order::Pin,
};
use http_clients::{
    delivery::{Callback, DeliveryServices, Glovo, Yango},
    http::{Http, Timeouts},
    meta::Graph,
    telephony::Telephony,
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
use decide::{HintAbout, Trigger, Ways};
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
    payments: Queue,
    documents: Queue,
    /// Without it couriers are asked on WhatsApp alone.
    telephony: Option<Telephony>,
    services: DeliveryServices,
    /// Couriers' photos.
    objects: Objects,
    vault: TokenVault,
    link_secret: SecretString,
    public_api_url: String,
    ways: Ways,
    dashboard_url: String,
}

impl Deps {
    /// Opens the clients and fetches the secret.
    ///
    /// # Errors
    /// The secret cannot be read or an address is none: the function does not start.
    pub async fn connect(config: Config) -> Result<Self, BoxError> {
        let sdk = sdk::load(Pace::Worker).await;
        let secrets = Secrets::new(&sdk);
        let (mut platform, mut calls) = tokio::try_join!(
            secrets.fetch(&config.platform_secret_arn),
            secrets.fetch(&config.telephony_secret_arn),
        )?;
        let http = Http::new(Timeouts::default())?;
        let link_secret = calls.take("link_secret")?;
        // Without it the vendors' callbacks that carry it are nobody's.
        let callback_secret = calls.take_if_set("callback_secret").unwrap_or_default();
        let address = &config.public_api_url;
        let telephony = config.telephony.client(address, &mut calls, &callback_secret, &http)?;
        let callback = Callback::new(&format!("{address}/callbacks/yango"), callback_secret)?;
        let channels = match &telephony {
            Some(_) => USUAL_CHANNELS.to_vec(),
            None => vec![Channel::WhatsApp],
        };
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
            graph: Graph::new(&config.graph_url, &config.graph_api_version, http.clone())?
                .with_file_origins(config.media_origins),
            token: platform.take("token")?,
            number: PhoneNumberId::new(config.platform_phone_number_id),
            payments: Queue::new(&sdk, &config.payments_queue_url),
            documents: Queue::new(&sdk, &config.documents_queue_url),
            telephony,
            services: DeliveryServices::new(
                Yango::new(&config.yango_url, callback, http.clone())?,
                Glovo::new(&config.glovo_url, http.clone())?,
            ),
            objects: Objects::new(&sdk, &config.media_bucket),
            vault: TokenVault::new(&sdk, &config.token_key_id),
            link_secret,
            public_api_url: config.public_api_url,
            ways: Ways {
                offer_seconds: config.offer_timeout_seconds,
                channels,
                call_hours: config.call_hours,
                lead_hours: config.search_lead_hours,
            },
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
        DispatchMessage::PositionShared(shared) => {
            let pin = Pin { latitude_e7: shared.latitude_e7, longitude_e7: shared.longitude_e7 };
            (shared.of, Trigger::Located(pin))
        }
        DispatchMessage::ProspectChoice(wish) => (wish.of, Trigger::Chose(wish.choice.into())),
        DispatchMessage::PlatformMessage(message) => {
            return platform::handle(deps, &message, deadline).await;
        }
        DispatchMessage::SellerNotice(notice) => {
            return notice::handle(deps, &notice, event, deadline).await;
        }
        DispatchMessage::RungDue(timer) => {
            (timer.of, Trigger::RungDue { attempt: timer.attempt, rung: timer.rung })
        }
        DispatchMessage::CourierActed(acted) => {
            let CourierActed { of, attempt, via, act } = acted;
            (of, Trigger::Acted { attempt, via: via.into(), act: wire::act(act) })
        }
        DispatchMessage::CallEnded(call) => {
            let end = wire::call_end(call.end);
            let channel = Channel::Call;
            (call.of, Trigger::RungEnded { attempt: call.attempt, channel, end })
        }
        DispatchMessage::SmsFailed(sms) => {
            let (channel, end) = (Channel::Sms, RungEnd::Unreachable);
            (sms.of, Trigger::RungEnded { attempt: sms.attempt, channel, end })
        }
        DispatchMessage::SellerDecision(decision) => {
            (decision.of, Trigger::Decided(wire::decided(&decision.decision)?))
        }
        DispatchMessage::PaymentNews(news) => {
            (news.of, Trigger::Paid(wire::payment_fact(&news.fact)?))
        }
        DispatchMessage::ServiceHint(hint) => {
            let about = match hint.booking {
                Some(number) => HintAbout::Booking(number),
                None => HintAbout::Reference(hint.reference),
            };
            (hint.of, Trigger::ServiceDue(about))
        }
        DispatchMessage::ServiceKeysSet(set) => {
            return service::keys_set(deps, &set, event, deadline).await;
        }
        DispatchMessage::Remittance(remittance) => {
            return cash::remitted(deps, &remittance, event, deadline).await;
        }
        DispatchMessage::RemittanceRecalled(recall) => {
            return cash::recalled(deps, &recall, event, deadline).await;
        }
        DispatchMessage::CashReminder(reminder) => {
            return cash::remind(deps, &reminder, event, deadline).await;
        }
    };
    order::apply(deps, &of, event, trigger, deadline).await
}

#[cfg(test)]
mod tests;
