//! What our own number says, ready to be sent: words with buttons, and the template for when the
//! 24 h window is closed.

use std::cell::RefCell;

use contracts::{
    messages::{
        AmendmentRefusal, CancellationRefusal, News, OrderNews, OrderRef, PaymentPurpose,
        PaymentRequest,
    },
    meta::send::{Button, FreeForm, InvalidOutgoing, ListRow, ListSection, Template},
};
use domain::{
    conversation::{self, DeliveryFailure},
    copy::{
        call,
        courier::{self as copy, button},
        seller as seller_copy,
        shop::in_template,
        sms,
    },
    courier::{Channel, Courier},
    delivery_service,
    dispatch::{
        Answer, CourierNote, Delivery, DeliveryStatus, DispatchEffect, FAILURE_REASONS,
        ProspectNews, SellerNote, WaitsFor,
    },
    ids::{CourierId, WaId},
    money::Money,
    order::Order,
    seller::Seller,
    sms::gsm7,
};
use jiff::{Timestamp, civil::Date};

use crate::{
    case::{Case, accepted_attempt},
    effect::{Call, Offered, Say, StoredEffect, Text},
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
    /// Ids drawn for links in text messages; each is used once, from the end.
    links: RefCell<Vec<String>>,
}

impl<'a> Words<'a> {
    /// `order` is the case's own, or what it is amended to.
    pub(crate) fn new(
        case: &'a Case,
        order: &Order,
        delivery: &'a Delivery,
        offer_seconds: u32,
        today: Date,
        links: &[String],
    ) -> Self {
        let order =
            Order { status: delivery.order_status(), moment: delivery.promised, ..order.clone() };
        let of = OrderRef { seller: order.seller.clone(), order: order.id.clone() };
        let links = RefCell::new(links.to_vec());
        Self { case, order, of, delivery, offer_seconds, today, links }
    }

    /// The effect as it is stored; `None` for what the commit itself does, and for words to a
    /// courier who is no longer the seller's.
    pub(crate) fn effect(
        &self,
        effect: &DispatchEffect,
    ) -> Result<Option<StoredEffect>, InvalidOutgoing> {
        Ok(match effect {
            DispatchEffect::SendOffer { attempt, courier, channel } => {
                match self.courier(courier) {
                    Some(courier) => Some(self.offer(*attempt, courier, *channel)?),
                    None => None,
                }
            }
            DispatchEffect::TellCourier { courier, note } => match self.courier(courier) {
                Some(courier) => self.told(courier, *note)?,
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
            DispatchEffect::ArmRung { attempt, rung, at } => Some(StoredEffect::ArmRung {
                of: self.of.clone(),
                attempt: *attempt,
                rung: *rung,
                at: *at,
            }),
            DispatchEffect::HangUp { attempt } => {
                Some(StoredEffect::HangUp { of: self.of.clone(), attempt: *attempt })
            }
            DispatchEffect::AskService { booking } => {
                Some(StoredEffect::AskService { of: self.of.clone(), booking: *booking })
            }
            DispatchEffect::ArmService { booking, at } => {
                Some(StoredEffect::ArmService { of: self.of.clone(), booking: *booking, at: *at })
            }
            DispatchEffect::CancelService { booking } => {
                Some(StoredEffect::CancelService { of: self.of.clone(), booking: *booking })
            }
            DispatchEffect::RequestPayment { amount, is_deposit } => {
                let purpose = match is_deposit {
                    true => PaymentPurpose::Deposit,
                    false => PaymentPurpose::Full,
                };
                Some(StoredEffect::RequestPayment(PaymentRequest {
                    of: self.of.clone(),
                    conversation: self.order.conversation.clone(),
                    purpose,
                    amount: (*amount).into(),
                }))
            }
            DispatchEffect::WithdrawPayment => Some(StoredEffect::WithdrawPayment(self.of.clone())),
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

    fn left(&self) -> Money {
        self.delivery.left()
    }

    fn offer(
        &self,
        attempt: u32,
        courier: &Courier,
        channel: Channel,
    ) -> Result<StoredEffect, InvalidOutgoing> {
        Ok(match channel {
            Channel::WhatsApp => {
                StoredEffect::Say(Box::new(self.offer_on_whatsapp(attempt, courier)?))
            }
            Channel::Call => {
                let spoken = call::Call {
                    order: &self.order,
                    seller: &self.case.seller,
                    courier_name: &courier.name,
                    to_collect: self.left(),
                    today: self.today,
                };
                StoredEffect::Call(Box::new(Call {
                    to: courier.phone.e164().to_owned(),
                    prompt: spoken.offer(),
                    offer: self.offered(attempt),
                }))
            }
            Channel::Sms => StoredEffect::Text(Box::new(Text {
                to: courier.phone.e164().to_owned(),
                words: gsm7(&sms::offer(&self.order, self.shop(), self.left())),
                link: self.links.borrow_mut().pop(),
                of: self.of.clone(),
                attempt,
                expires_at: Some(self.offered(attempt).expires_at),
            })),
        })
    }

    /// The offer as it stands, with its deadline.
    fn offered(&self, attempt: u32) -> Offered {
        let expires_at = match self.delivery.waits_for() {
            WaitsFor::Deadline(at) => at,
            WaitsFor::Courier(_) | WaitsFor::Prospect | WaitsFor::Seller | WaitsFor::Nothing => {
                Timestamp::MIN
            }
        };
        Offered { of: self.of.clone(), attempt, expires_at }
    }

    fn offer_on_whatsapp(&self, attempt: u32, courier: &Courier) -> Result<Say, InvalidOutgoing> {
        let offer = copy::Offer::of(&self.order, self.shop(), self.left(), self.today);
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
        let to = courier.phone.wa_id().as_str().to_owned();
        let offered = Some(self.offered(attempt));
        Ok(Say { to, words, template: Some(template), offer: offered, seller: None })
    }

    /// A note to a courier, by the way they are reached; nothing when a text message would only
    /// repeat what the call or the page has told them.
    fn told(
        &self,
        courier: &Courier,
        note: CourierNote,
    ) -> Result<Option<StoredEffect>, InvalidOutgoing> {
        let in_charge = self.delivery.courier() == Some(&courier.id);
        let by_whatsapp = match self.delivery.reached_by() {
            Channel::WhatsApp => true,
            Channel::Call | Channel::Sms => !in_charge,
        };
        if by_whatsapp && courier.channels.contains(&Channel::WhatsApp) {
            let say = self.note(&courier.phone.wa_id(), note)?;
            return Ok(Some(StoredEffect::Say(Box::new(say))));
        }
        let Some(words) = sms::note(note, &self.order, self.shop(), self.left()) else {
            return Ok(None);
        };
        let mut newest_first = self.delivery.attempts.iter().rev();
        let theirs = newest_first.find(|attempt| attempt.courier == courier.id);
        let link = sms::has_link(note).then(|| self.links.borrow_mut().pop()).flatten();
        Ok(Some(StoredEffect::Text(Box::new(Text {
            to: courier.phone.e164().to_owned(),
            words: gsm7(&words),
            link,
            of: self.of.clone(),
            attempt: theirs.map_or(0, |attempt| attempt.number),
            expires_at: None,
        }))))
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
        let undo = || road(Action::Undo, button::UNDO);
        let left = self.left();
        match note {
            CourierNote::Accepted => FreeForm::buttons(
                copy::accepted(order, shop, left, self.today),
                vec![road(Action::PickedUp, button::PICKED_UP), delivered(), failed()],
            ),
            CourierNote::Assigned => FreeForm::buttons(
                copy::assigned(order, shop, left, self.today),
                vec![road(Action::PickedUp, button::PICKED_UP), delivered(), failed()],
            ),
            CourierNote::Amended => FreeForm::buttons(
                copy::amended(order, shop, left, self.today),
                vec![road(Action::PickedUp, button::PICKED_UP), delivered(), failed()],
            ),
            CourierNote::OnTheRoad => {
                FreeForm::buttons(copy::on_the_road(order), vec![delivered(), failed(), undo()])
            }
            CourierNote::AskCash => FreeForm::buttons(
                copy::ask_cash(order, left),
                vec![
                    road(Action::CashDue, &copy::cash_received(left)),
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
            CourierNote::AskCode => FreeForm::buttons(copy::ask_code(order), vec![undo()]),
            CourierNote::WrongCode { left } => FreeForm::text(copy::wrong_code(left)),
            CourierNote::CodeLocked => FreeForm::text(copy::code_locked(order, shop)),
            CourierNote::AskAmount => FreeForm::text(copy::ask_amount(order, left)),
            CourierNote::Thanks => {
                FreeForm::buttons(copy::thanks(order, collected(self.delivery)), vec![undo()])
            }
            CourierNote::FailureNoted => {
                FreeForm::buttons(copy::failure_noted(order, shop), vec![undo()])
            }
            CourierNote::Undone => {
                FreeForm::buttons(copy::undone(order), self.road_buttons(attempt))
            }
            CourierNote::NoUndo => FreeForm::text(copy::no_undo()),
            CourierNote::Paid => FreeForm::text(copy::paid(order, left)),
            CourierNote::Cancelled => FreeForm::text(copy::cancelled(order, shop)),
            CourierNote::Rescheduled => FreeForm::text(copy::rescheduled(order, shop)),
            CourierNote::Reassigned => FreeForm::text(copy::reassigned(order, shop)),
            CourierNote::OfferChanged => FreeForm::text(copy::offer_changed(order)),
            CourierNote::OfferGone => FreeForm::text(copy::offer_gone(order)),
            CourierNote::Over => FreeForm::text(copy::over(&order.id)),
        }
    }

    /// What a courier may tap where the delivery stands.
    fn road_buttons(&self, attempt: u32) -> Vec<Button> {
        let road = |action, title| self.button(attempt, action, title);
        match self.delivery.status {
            DeliveryStatus::Assigned { .. } => vec![
                road(Action::PickedUp, button::PICKED_UP),
                road(Action::Delivered, button::DELIVERED),
                road(Action::Failed, button::FAILED),
            ],
            DeliveryStatus::AwaitingCash { .. } => vec![
                road(Action::CashDue, &copy::cash_received(self.left())),
                road(Action::CashOther, button::OTHER_AMOUNT),
            ],
            DeliveryStatus::AwaitingDeposit { .. }
            | DeliveryStatus::WithService { .. }
            | DeliveryStatus::Offered { .. }
            | DeliveryStatus::PickedUp { .. }
            | DeliveryStatus::AwaitingCode { .. }
            | DeliveryStatus::CodeLocked { .. }
            | DeliveryStatus::Delivered { .. }
            | DeliveryStatus::NobodyFound(_)
            | DeliveryStatus::AwaitingRetry { .. }
            | DeliveryStatus::PickupAtShop
            | DeliveryStatus::Failed { .. }
            | DeliveryStatus::Cancelled { .. } => vec![
                road(Action::Delivered, button::DELIVERED),
                road(Action::Failed, button::FAILED),
            ],
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

    fn to_seller(&self, note: SellerNote) -> String {
        let (order, today) = (&self.order, self.today);
        match note {
            SellerNote::ToPrepare => seller_copy::to_prepare(order, today),
            SellerNote::ToPrepareAgain => seller_copy::to_prepare_again(order, today),
            SellerNote::NobodyFound(tally) => seller_copy::nobody_found(order, tally),
            SellerNote::Delivered { collected } => {
                seller_copy::delivered(order, collected, self.left())
            }
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
            SellerNote::PickupChosen => {
                seller_copy::pickup_chosen(order, self.delivery.left(), self.delivery.over())
            }
            SellerNote::Cancelled => seller_copy::cancelled(order),
            SellerNote::Amended => seller_copy::amended(order, today),
            SellerNote::Refused(why) => seller_copy::refused(order, why),
            SellerNote::CancellationWanted => seller_copy::cancellation_wanted(order),
            SellerNote::TooFewUnits => seller_copy::too_few_units(order),
            SellerNote::ServiceComing { service, price } => {
                let service = delivery_service::name(service);
                seller_copy::service_coming(order, service, price, today)
            }
            SellerNote::Undone => seller_copy::undone(order),
            SellerNote::Paid { amount, left, over } => seller_copy::paid(order, amount, left, over),
            SellerNote::PaidTooLate { amount } => seller_copy::paid_too_late(order, amount),
            SellerNote::DepositMissing => seller_copy::deposit_missing(order),
            SellerNote::RefundDue { paid } => seller_copy::refund_due(order, paid),
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
        DeliveryStatus::AwaitingDeposit { .. }
        | DeliveryStatus::WithService { .. }
        | DeliveryStatus::Offered { .. }
        | DeliveryStatus::Assigned { .. }
        | DeliveryStatus::PickedUp { .. }
        | DeliveryStatus::AwaitingCode { .. }
        | DeliveryStatus::CodeLocked { .. }
        | DeliveryStatus::AwaitingCash { .. }
        | DeliveryStatus::NobodyFound(_)
        | DeliveryStatus::AwaitingRetry { .. }
        | DeliveryStatus::PickupAtShop
        | DeliveryStatus::Failed { .. }
        | DeliveryStatus::Cancelled { .. } => delivery.left(),
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
