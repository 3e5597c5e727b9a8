//! What prospects are told, in the words of the queue: `reply` finds the sentence.

use contracts::messages::{AmendmentRefusal, CancellationRefusal, News, OrderNews};
use domain::{conversation, delivery_service, dispatch::ProspectNews};

use super::Words;

impl Words<'_> {
    pub(super) fn to_prospect(&self, news: News) -> OrderNews {
        OrderNews { of: self.of.clone(), conversation: self.order.conversation.clone(), news }
    }

    /// The news in the words of the queue; `None` when its courier is no longer the seller's.
    pub(super) fn news(&self, news: &ProspectNews) -> Option<News> {
        Some(match news {
            ProspectNews::CourierFound { courier } => {
                let courier = self.courier(courier)?;
                News::CourierFound {
                    courier_name: courier.name.clone(),
                    courier_phone: courier.phone.e164().to_owned(),
                    code: self.delivery.code.as_str().to_owned(),
                    promised: self.delivery.promised.into(),
                }
            }
            ProspectNews::PickedUp { courier } => {
                News::PickedUp { courier_name: self.courier(courier)?.name.clone() }
            }
            ProspectNews::ServiceFound { service, courier, tracking } => News::ServiceFound {
                service: delivery_service::name(*service).to_owned(),
                courier_name: courier.clone(),
                tracking: tracking.clone(),
                promised: self.delivery.promised.into(),
            },
            ProspectNews::ServicePickedUp { service } => {
                News::ServicePickedUp { service: delivery_service::name(*service).to_owned() }
            }
            ProspectNews::Delivered { collected } => {
                let fetched = self.delivery.fetched;
                News::Delivered { collected: (*collected).into(), fetched }
            }
            ProspectNews::DeliveryFailed { reason, retry } => {
                News::DeliveryFailed { reason: (*reason).into(), retry: retry.map(Into::into) }
            }
            ProspectNews::NobodyFound { may_wait } => News::NobodyFound { may_wait: *may_wait },
            ProspectNews::Reopened => News::DeliveryReopened,
            ProspectNews::PositionWanted => News::PositionWanted,
            ProspectNews::Rescheduled { promised } => {
                News::Rescheduled { promised: (*promised).into() }
            }
            ProspectNews::Cancelled => News::Cancelled,
            ProspectNews::Amended { total, promised } => {
                News::Amended { total: (*total).into(), promised: (*promised).into() }
            }
            ProspectNews::Refused(why) => News::AmendmentRefused { reason: refusal(*why) },
            ProspectNews::CancellationRefused(why) => {
                News::CancellationRefused { reason: cancellation_refusal(*why) }
            }
            ProspectNews::PickupAgreed => {
                News::PickupAgreed { left: Some(self.delivery.left().into()) }
            }
            ProspectNews::ChoiceOutdated => News::ChoiceOutdated,
        })
    }
}

const fn refusal(why: conversation::AmendmentRefusal) -> AmendmentRefusal {
    match why {
        conversation::AmendmentRefusal::Left => AmendmentRefusal::Left,
        conversation::AmendmentRefusal::Over => AmendmentRefusal::Over,
        conversation::AmendmentRefusal::Outdated => AmendmentRefusal::Outdated,
        conversation::AmendmentRefusal::SoldOut => AmendmentRefusal::SoldOut,
    }
}

const fn cancellation_refusal(why: conversation::CancellationRefusal) -> CancellationRefusal {
    match why {
        conversation::CancellationRefusal::Left => CancellationRefusal::Left,
        conversation::CancellationRefusal::Over => CancellationRefusal::Over,
    }
}
