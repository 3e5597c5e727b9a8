//! One-shot timers: EventBridge Scheduler puts a message into a queue at a moment.
//!
//! A timer is a hint. It comes up to a minute late, perhaps twice, and never early: its moment is
//! rounded up to the second. Creating one that exists and deleting one that does not are fine.

use aws_config::SdkConfig;
use aws_sdk_scheduler::{
    Client,
    operation::{create_schedule::CreateScheduleError, delete_schedule::DeleteScheduleError},
    types::{
        ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode,
        SqsParameters, Target,
    },
};
use jiff::{Timestamp, ToSpan, Unit, fmt::strtime};

use crate::{
    digest::sha256_hex,
    error::{CallError, CallFailure},
};

/// The longest name of a schedule, and the longest client token (EventBridge Scheduler,
/// `CreateSchedule`).
const MAX_NAME: usize = 64;

/// The timers of this function.
#[derive(Debug, Clone)]
pub struct Schedules {
    client: Client,
    group: String,
    role_arn: String,
    dead_letters_arn: String,
}

/// A message to be put into a queue at a moment.
#[derive(Clone)]
pub struct OneShot {
    /// What tells this timer from every other; creating it twice makes one.
    pub name: String,
    pub at: Timestamp,
    pub queue_arn: String,
    /// The FIFO group; `None` for a standard queue. Scheduler gives no deduplication id, so a FIFO
    /// queue it feeds must deduplicate by content.
    pub group: Option<String>,
    pub body: String,
}

impl Schedules {
    /// The timers of a group of schedules. Scheduler assumes the role to reach the queues, and
    /// leaves what it could not deliver in the dead-letter queue.
    pub fn new(config: &SdkConfig, group: &str, role_arn: &str, dead_letters_arn: &str) -> Self {
        Self {
            client: Client::new(config),
            group: group.to_owned(),
            role_arn: role_arn.to_owned(),
            dead_letters_arn: dead_letters_arn.to_owned(),
        }
    }

    /// Sets a timer. One of the same name that exists already is left as it is.
    pub async fn create(&self, timer: &OneShot) -> Result<(), CallError> {
        let rejected = |error| CallError::new("CreateSchedule", CallFailure::Rejected, error);
        let name = schedule_name(&timer.name);
        let dead_letters = DeadLetterConfig::builder().arn(&self.dead_letters_arn).build();
        let fifo = timer
            .group
            .as_ref()
            .map(|group| SqsParameters::builder().message_group_id(group).build());
        let target = Target::builder()
            .arn(&timer.queue_arn)
            .role_arn(&self.role_arn)
            .input(&timer.body)
            .dead_letter_config(dead_letters)
            .set_sqs_parameters(fifo)
            .build()
            .map_err(rejected)?;
        let window = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build();
        let result = self
            .client
            .create_schedule()
            .name(&name)
            .client_token(&name)
            .group_name(&self.group)
            .schedule_expression(expression(timer.at))
            .schedule_expression_timezone("UTC")
            .flexible_time_window(window.map_err(rejected)?)
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(target)
            .send()
            .await;
        match result {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(CreateScheduleError::is_conflict_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(CallError::of("CreateSchedule", error)),
        }
    }

    /// Deletes a timer. One that has fired or was never set is deleted already.
    pub async fn delete(&self, name: &str) -> Result<(), CallError> {
        let result = self
            .client
            .delete_schedule()
            .name(schedule_name(name))
            .group_name(&self.group)
            .send()
            .await;
        match result {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(DeleteScheduleError::is_resource_not_found_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(CallError::of("DeleteSchedule", error)),
        }
    }
}

impl std::fmt::Debug for OneShot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneShot")
            .field("name", &self.name)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// The name itself if Scheduler takes it, else its hash.
fn schedule_name(name: &str) -> String {
    let fits = !name.is_empty()
        && name.len() <= MAX_NAME
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if fits { name.to_owned() } else { sha256_hex(name) }
}

fn expression(at: Timestamp) -> String {
    let whole = at.round(Unit::Second).unwrap_or(at);
    let whole = if whole < at { whole.checked_add(1.second()).unwrap_or(whole) } else { whole };
    strtime::format("at(%Y-%m-%dT%H:%M:%S)", whole).unwrap_or_else(|_| format!("at({whole:.0})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_never_fires_early() {
        for (moment, expected) in [
            ("2026-11-23T10:00:00Z", "at(2026-11-23T10:00:00)"),
            ("2026-11-23T10:00:00.001Z", "at(2026-11-23T10:00:01)"),
            ("2026-11-23T23:59:59.999Z", "at(2026-11-24T00:00:00)"),
        ] {
            assert_eq!(expression(moment.parse().unwrap()), expected);
        }
    }

    #[test]
    fn names_scheduler_refuses_are_hashed() {
        assert_eq!(schedule_name("offer-ord_01-2"), "offer-ord_01-2");
        for bad in ["", "a#b", "a/b", &"x".repeat(65)] {
            assert_eq!(schedule_name(bad).len(), 64, "{bad}");
        }
    }
}
