//! What our own number says, ready to be sent: words with buttons, and the template for when the
//! 24 h window is closed.

use contracts::{
    messages::{AmendmentRefusal, CancellationRefusal, News, OrderNews, OrderRef},
    meta::send::{Button, FreeForm, InvalidOutgoing, ListRow, ListSection, Template},
};
use domain::{
    conversation::{self, DeliveryFailure},
    copy::{
        courier::{self as copy, button},
        seller as seller_copy,
        shop::in_template,
    },
    courier::Courier,
    dispatch::{
        Answer, CourierNote, Delivery, DeliveryStatus, DispatchEffect, FAILURE_REASONS,
        ProspectNews, SellerNote, WaitsFor,
    },
    ids::{CourierId, WaId},
    money::Money,
    order::Order,
    seller::Seller,
};
use jiff::civil::Date;

use crate::{
    case::{Case, accepted_attempt},
    effect::{Offered, Say, StoredEffect},
    tap::{Action, Tap},
};

/// The language templates were approved in.
const LANGUAGE: &str = "fr";

/// One order as it is once the decision stands, for those who are told about it.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    case: &'a Case,
    order: Order,
    of: OrderRef,
    delivery: &'a Delivery,
    offer_seconds: u32,
    today: Date,
}

impl<'a> Words<'a> {
    /// `order` is the case's own, or what it is amended to.
    pub(crate) fn new(
        case: &'a Case,
        order: &Order,
        delivery: &'a Delivery,
        offer_seconds: u32,
        today: Date,
    ) -> Self {
        let order =
            Order { status: delivery.order_status(), moment: delivery.promised, ..order.clone() };
        let of = OrderRef { seller: order.seller.clone(), order: order.id.clone() };
        Self { case, order, of, delivery, offer_seconds, today }
    }

    /// The effect as it is stored; `None` for what the commit itself does, and for words to a
    /// courier who is no longer the seller's.
    pub(crate) fn effect(
        &self,
        effect: &DispatchEffect,
    ) -> Result<Option<StoredEffect>, InvalidOutgoing> {
        Ok(match effect {
            DispatchEffect::SendOffer { attempt, courier } => match self.courier(courier) {
                Some(courier) => Some(StoredEffect::Say(Box::new(self.offer(*attempt, courier)?))),
                None => None,
            },
            DispatchEffect::TellCourier { courier, note } => match self.courier(courier) {
                Some(courier) => {
                    let say = self.note(&courier.phone.wa_id(), *note)?;
                    Some(StoredEffect::Say(Box::new(say)))
                }
                None => None,
            },
            DispatchEffect::TellProspect(news) => {
                self.news(news).map(|news| StoredEffect::TellProspect(self.to_prospect(news)))
            }
            DispatchEffect::TellSeller(note) => Some(StoredEffect::Say(Box::new(to_seller(
                &self.case.seller,
                &self.to_seller(*note),
            )?))),
            DispatchEffect::ArmOfferTimer { attempt, at } => {
                Some(StoredEffect::ArmOffer { of: self.of.clone(), attempt: *attempt, at: *at })
            }
            DispatchEffect::ArmRetry { round, at } => {
                Some(StoredEffect::ArmRetry { of: self.of.clone(), round: *round, at: *at })
            }
            DispatchEffect::ReturnStock | DispatchEffect::TakeStock => None,
        })
    }

    fn courier(&self, id: &CourierId) -> Option<&'a Courier> {
        self.case.courier(id)
    }

    fn shop(&self) -> &str {
        &self.case.seller.shop_name
    }

    fn id(&self, attempt: u32, action: Action) -> String {
        Tap { of: self.of.clone(), attempt, action }.to_string()
    }

    fn button(&self, attempt: u32, action: Action, title: &str) -> Button {
        Button { id: self.id(attempt, action), title: title.to_owned() }
    }

    fn offer(&self, attempt: u32, courier: &Courier) -> Result<Say, InvalidOutgoing> {
        let offer = copy::Offer::of(&self.order, self.shop(), self.today);
        let (accept, refuse) = (Action::Answer(Answer::Accept), Action::Answer(Answer::Refuse));
        let words = FreeForm::buttons(
            offer.in_words(self.offer_seconds),
            vec![
                self.button(attempt, accept, button::ACCEPT),
                self.button(attempt, refuse, button::REFUSE),
            ],
        )?;
        let template = Template::new("courier_offer", LANGUAGE)?
            .with(&offer.shop)?
            .with(&offer.parcel)?
            .with(&offer.area)?
            .with(&offer.moment)?
            .with_quick_reply(&self.id(attempt, accept))?
            .with_quick_reply(&self.id(attempt, refuse))?;
        let offered = match self.delivery.waits_for() {
            WaitsFor::Deadline(expires_at) => {
                Some(Offered { of: self.of.clone(), attempt, expires_at })
            }
            WaitsFor::Courier(_) | WaitsFor::Prospect | WaitsFor::Seller | WaitsFor::Nothing => {
                None
            }
        };
        let to = courier.phone.wa_id().as_str().to_owned();
        Ok(Say { to, words, template: Some(template), offer: offered, seller: None })
    }

    /// A note to the courier at `to`.
    pub(crate) fn note(&self, to: &WaId, note: CourierNote) -> Result<Say, InvalidOutgoing> {
        to_courier(to, self.note_in_words(note)?)
    }

    fn note_in_words(&self, note: CourierNote) -> Result<FreeForm, InvalidOutgoing> {
        let (order, shop) = (&self.order, self.shop());
        // Buttons of the road belong to the offer that was accepted.
        let attempt = accepted_attempt(self.delivery).unwrap_or(0);
        let road = |action, title| self.button(attempt, action, title);
        let delivered = || road(Action::Delivered, button::DELIVERED);
        let failed = || road(Action::Failed, button::FAILED);
        match note {
            CourierNote::Accepted => FreeForm::buttons(
                copy::accepted(order, shop, self.today),
                vec![road(Action::PickedUp, button::PICKED_UP), delivered(), failed()],
            ),
            CourierNote::Amended => FreeForm::buttons(
                copy::amended(order, shop, self.today),
                vec![road(Action::PickedUp, button::PICKED_UP), delivered(), failed()],
            ),
            CourierNote::OnTheRoad => {
                FreeForm::buttons(copy::on_the_road(order), vec![delivered(), failed()])
            }
            CourierNote::AskCash => FreeForm::buttons(
                copy::ask_cash(order),
                vec![
                    road(Action::CashDue, &copy::cash_received(self.delivery.due)),
                    road(Action::CashOther, button::OTHER_AMOUNT),
                ],
            ),
            CourierNote::AskReason => {
                let row = |why: DeliveryFailure| ListRow {
                    id: self.id(attempt, Action::Reason(why)),
                    title: copy::reason(why).to_owned(),
                    description: None,
                };
                let rows = FAILURE_REASONS.map(row).to_vec();
                let section = ListSection { title: String::new(), rows };
                FreeForm::list(copy::ask_reason(order), button::REASONS, vec![section])
            }
            CourierNote::RefusalNoted => FreeForm::text(copy::refusal_noted()),
            CourierNote::TooLate => FreeForm::text(copy::too_late()),
            CourierNote::Gone => FreeForm::text(copy::gone()),
            CourierNote::AlreadyYours => FreeForm::text(copy::already_yours(order)),
            CourierNote::NotYours => FreeForm::text(copy::not_yours()),
            CourierNote::AskCode => FreeForm::text(copy::ask_code(order)),
            CourierNote::WrongCode { left } => FreeForm::text(copy::wrong_code(left)),
            CourierNote::CodeLocked => FreeForm::text(copy::code_locked(order, shop)),
            CourierNote::AskAmount => FreeForm::text(copy::ask_amount(order)),
            CourierNote::Thanks => FreeForm::text(copy::thanks(order, collected(self.delivery))),
            CourierNote::FailureNoted => FreeForm::text(copy::failure_noted(order, shop)),
            CourierNote::Cancelled => FreeForm::text(copy::cancelled(order, shop)),
            CourierNote::Rescheduled => FreeForm::text(copy::rescheduled(order, shop)),
            CourierNote::Reassigned => FreeForm::text(copy::reassigned(order, shop)),
            CourierNote::OfferChanged => FreeForm::text(copy::offer_changed(order)),
            CourierNote::OfferGone => FreeForm::text(copy::offer_gone(order)),
            CourierNote::Over => FreeForm::text(copy::over(&order.id)),
        }
    }

    fn to_prospect(&self, news: News) -> OrderNews {
        OrderNews { of: self.of.clone(), conversation: self.order.conversation.clone(), news }
    }

    /// The news in the words of the queue; `None` when its courier is no longer the seller's.
    fn news(&self, news: &ProspectNews) -> Option<News> {
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
            ProspectNews::Delivered { collected } => {
                News::Delivered { collected: (*collected).into() }
            }
            ProspectNews::DeliveryFailed { reason, retry } => {
                News::DeliveryFailed { reason: (*reason).into(), retry: retry.map(Into::into) }
            }
            ProspectNews::NobodyFound => News::NobodyFound,
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
            ProspectNews::PickupAgreed => News::PickupAgreed,
            ProspectNews::ChoiceOutdated => News::ChoiceOutdated,
        })
    }

    fn to_seller(&self, note: SellerNote) -> String {
        let (order, today) = (&self.order, self.today);
        match note {
            SellerNote::ToPrepare => seller_copy::to_prepare(order, today),
            SellerNote::ToPrepareAgain => seller_copy::to_prepare_again(order, today),
            SellerNote::NobodyFound(tally) => seller_copy::nobody_found(order, tally),
            SellerNote::Delivered { collected } => seller_copy::delivered(order, collected),
            SellerNote::Failed { reason, retry } => {
                seller_copy::failed(order, reason, retry, today)
            }
            SellerNote::CodeLocked => {
                let courier = self.delivery.courier().and_then(|id| self.courier(id));
                seller_copy::code_locked(order, courier.map_or("", |courier| &courier.name))
            }
            SellerNote::Rescheduled { promised } => {
                seller_copy::rescheduled(order, promised, today)
            }
            SellerNote::PickupChosen => seller_copy::pickup_chosen(order),
            SellerNote::Cancelled => seller_copy::cancelled(order),
            SellerNote::Amended => seller_copy::amended(order, today),
            SellerNote::Refused(why) => seller_copy::refused(order, why),
            SellerNote::CancellationWanted => seller_copy::cancellation_wanted(order),
            SellerNote::TooFewUnits => seller_copy::too_few_units(order),
        }
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

/// What was collected; what was due while nothing was.
fn collected(delivery: &Delivery) -> Money {
    match delivery.status {
        DeliveryStatus::Delivered { collected, .. } => collected,
        DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => delivery.due,
    }
}

/// Words to a courier, with the template that says them outside the window.
pub(crate) fn to_courier(to: &WaId, words: FreeForm) -> Result<Say, InvalidOutgoing> {
    let template = Template::new("courier_update", LANGUAGE)?.with(words.words())?;
    let to = to.as_str().to_owned();
    Ok(Say { to, words, template: Some(template), offer: None, seller: None })
}

/// A sentence to a seller, with the template that says it outside the window.
pub(crate) fn to_seller(seller: &Seller, sentence: &str) -> Result<Say, InvalidOutgoing> {
    let template = Template::new("seller_notice", LANGUAGE)?
        .with(&in_template(&seller.shop_name))?
        .with(sentence)?;
    Ok(Say {
        to: seller.phone.wa_id().as_str().to_owned(),
        words: FreeForm::text(sentence)?,
        template: Some(template),
        offer: None,
        seller: Some(seller.id.clone()),
    })
}

#[cfg(test)]
mod tests;
