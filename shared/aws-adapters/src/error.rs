//! What a failed call to AWS means to its caller: try again, or give up.
//!
//! Anything not proven permanent can be tried again. That also covers codes nobody foresaw, and
//! throttling that the SDK does not class as such.

use std::{error::Error, time::Duration};

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

pub(crate) type Source = Box<dyn Error + Send + Sync>;

/// Whether trying again can succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Yes, not before `after`.
    Retry { after: Duration },
    /// No: the same call fails for ever.
    GiveUp,
}

/// Why a call did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFailure {
    /// Too many calls for the moment.
    Throttled,
    /// No answer, a broken one, or an error of the service. The call may have taken effect.
    Unavailable,
    /// The function's role lacks a permission, or the resource is gone: a deployment mistake.
    Denied,
    /// The service proved the request itself wrong.
    Rejected,
}

/// A call to AWS that failed for a reason its adapter has no name for.
#[derive(Debug, thiserror::Error)]
#[error("{operation} {}", .failure.describe())]
pub struct CallError {
    /// What was called, such as `PutItem`.
    pub operation: &'static str,
    pub failure: CallFailure,
    #[source]
    source: Source,
}

impl CallError {
    /// Classes an SDK error and keeps it as the source.
    pub(crate) fn of<E>(operation: &'static str, error: SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        Self { operation, failure: failure_of(&error), source: error.into() }
    }

    /// An error that never reached AWS or came back as something else than an SDK error.
    pub(crate) fn new(
        operation: &'static str,
        failure: CallFailure,
        source: impl Into<Source>,
    ) -> Self {
        Self { operation, failure, source: source.into() }
    }

    /// Whether trying again can succeed.
    pub fn disposition(&self) -> Disposition {
        match self.failure {
            CallFailure::Throttled => Disposition::Retry { after: Duration::from_secs(1) },
            CallFailure::Unavailable => Disposition::Retry { after: Duration::from_secs(2) },
            // Only a deployment repairs it; the message meets its dead-letter queue and its alarm.
            CallFailure::Denied => Disposition::Retry { after: Duration::from_secs(30) },
            CallFailure::Rejected => Disposition::GiveUp,
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self.failure {
            CallFailure::Throttled => "aws_throttled",
            CallFailure::Unavailable => "aws_unavailable",
            CallFailure::Denied => "aws_denied",
            CallFailure::Rejected => "aws_rejected",
        }
    }
}

impl CallFailure {
    fn describe(self) -> &'static str {
        match self {
            Self::Throttled => "was throttled",
            Self::Unavailable => "got no usable answer",
            Self::Denied => "was denied",
            Self::Rejected => "was rejected",
        }
    }
}

/// Codes by which the services used here say "too fast" (their API references, common errors).
const THROTTLED: [&str; 10] = [
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];
const DENIED: [&str; 8] = [
    "AWS.SimpleQueueService.NonExistentQueue",
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredTokenException",
    "NoSuchBucket",
    "NotAuthorizedException",
    "QueueDoesNotExist",
    "ResourceNotFoundException",
];
const REJECTED: [&str; 7] = [
    "AWS.SimpleQueueService.InvalidParameterValue",
    "InvalidMessageContents",
    "InvalidParameterException",
    "InvalidParameterValue",
    "InvalidRequestException",
    "SerializationException",
    "ValidationException",
];

pub(crate) fn failure_of_code(code: &str) -> CallFailure {
    // SQS may write `AWS.SimpleQueueService.RequestThrottled` where its model says
    // `RequestThrottled`.
    let last = code.rsplit('.').next().unwrap_or(code);
    let among = |codes: &[&str]| codes.contains(&code) || codes.contains(&last);
    if among(&THROTTLED) || last.ends_with("ThrottlingException") {
        CallFailure::Throttled
    } else if among(&DENIED) {
        CallFailure::Denied
    } else if among(&REJECTED) {
        CallFailure::Rejected
    } else {
        CallFailure::Unavailable
    }
}

fn failure_of<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> CallFailure {
    match error {
        // The request could not even be built: the same input cannot be built later either.
        SdkError::ConstructionFailure(_) => CallFailure::Rejected,
        SdkError::ServiceError(service) => {
            service.err().code().map_or(CallFailure::Unavailable, failure_of_code)
        }
        SdkError::TimeoutError(_)
        | SdkError::DispatchFailure(_)
        | SdkError::ResponseError(_)
        | _ => CallFailure::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_proven_wrong_is_given_up() {
        for (code, expected) in [
            ("ThrottlingException", CallFailure::Throttled),
            ("KmsThrottlingException", CallFailure::Throttled),
            ("AWS.SimpleQueueService.RequestThrottled", CallFailure::Throttled),
            ("ProvisionedThroughputExceededException", CallFailure::Throttled),
            ("ValidationException", CallFailure::Rejected),
            ("AccessDeniedException", CallFailure::Denied),
            ("InternalFailure", CallFailure::Unavailable),
            ("SomethingNew", CallFailure::Unavailable),
        ] {
            assert_eq!(failure_of_code(code), expected, "{code}");
        }
    }

    #[test]
    fn an_error_says_what_failed_and_leaves_why_to_its_source() {
        let error = CallError::new("PutItem", CallFailure::Throttled, "slow down");
        assert_eq!(error.to_string(), "PutItem was throttled");
        assert_eq!(error.disposition(), Disposition::Retry { after: Duration::from_secs(1) });
    }
}
