//! What our own number says, ready to be sent: words with buttons, and the template for when the
//! 24 h window is closed.

mod courier;
mod prospect;
mod seller;

use std::cell::RefCell;

use contracts::{
    messages::{OrderRef, PaymentPurpose, PaymentRequest},
    meta::send::{Button, FreeForm, InvalidOutgoing, Template},
};
use domain::{
    copy::{seller as seller_copy, shop::in_template},
    courier::Courier,
    dispatch::{Delivery, DispatchEffect, SellerNote},
    ids::{CourierId, WaId},
    money::Money,
    order::Order,
    seller::Seller,
};
use jiff::civil::Date;

use crate::{
    case::Case,
    effect::{Say, StoredEffect},
    tap::{Action, CancelTap, Tap},
};

/// The language templates were approved in.
pub(crate) const LANGUAGE: &str = "fr";

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
            DispatchEffect::TellSeller(note) => {
                let sentence = self.to_seller(*note);
                let say = if let SellerNote::ServiceCancelCosts { booking, .. } = note {
                    self.asks_for_fee(*booking, &sentence)?
                } else {
                    to_seller(&self.case.seller, &sentence)?
                };
                Some(StoredEffect::Say(Box::new(say)))
            }
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
            DispatchEffect::CancelService { booking, pays } => Some(StoredEffect::CancelService {
                of: self.of.clone(),
                booking: *booking,
                pays: *pays,
            }),
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

    /// The question whether a service is paid to stay away.
    fn asks_for_fee(&self, booking: u32, sentence: &str) -> Result<Say, InvalidOutgoing> {
        let id = CancelTap { of: self.of.clone(), booking }.to_string();
        let template = Template::new("seller_fee", LANGUAGE)?
            .with(&in_template(self.shop()))?
            .with(sentence)?
            .with_quick_reply(&id)?;
        let title = seller_copy::PAY_AND_CANCEL.to_owned();
        let say = to_seller(&self.case.seller, sentence)?;
        let words = FreeForm::buttons(sentence, vec![Button { id, title }])?;
        Ok(Say { words, template: Some(template), ..say })
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
