//! What couriers hear and read: offers by their channels, notes, and the buttons of the road.

use contracts::meta::send::{Button, FreeForm, InvalidOutgoing, ListRow, ListSection, Template};
use domain::{
    conversation::DeliveryFailure,
    copy::{
        call,
        courier::{self as copy, button},
        sms,
    },
    courier::{Channel, Courier},
    dispatch::{Answer, CourierNote, Delivery, DeliveryStatus, FAILURE_REASONS, WaitsFor},
    ids::WaId,
    money::Money,
    sms::gsm7,
};
use jiff::Timestamp;

use super::{LANGUAGE, Words, to_courier};
use crate::{
    case::accepted_attempt,
    effect::{Call, Offered, Say, StoredEffect, Text},
    tap::Action,
};

impl Words<'_> {
    pub(super) fn offer(
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
    pub(super) fn told(
        &self,
        courier: &Courier,
        note: CourierNote,
    ) -> Result<Option<StoredEffect>, InvalidOutgoing> {
        let in_charge = self.delivery.courier() == Some(&courier.id);
        let by_whatsapp = match self.delivery.reached_by() {
            // Whoever sends a photo is on WhatsApp now.
            _ if note == CourierNote::PhotoKept => true,
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
            CourierNote::PhotoKept => FreeForm::text(copy::photo_kept(order)),
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
