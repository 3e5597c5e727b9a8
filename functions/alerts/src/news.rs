//! Whether an alert is still news, and its words.

use aws_adapters::table::keys;
use contracts::{
    messages::{AlertMessage, DeliveryStuck, ThreadWaits},
    push::PushNotice,
    records::{conversation::ConversationRecord, delivery::DeliveryRecord, device::LanguageValue},
};
use domain::{
    alert::{self, Trouble, Waiting},
    conversation::Conversation,
    copy::alert as copy,
    dispatch::Delivery,
    ids::SellerId,
    order,
};
use jiff::Timestamp;

use crate::{Deps, Failure};

/// What is still so, as the row says now.
#[derive(Debug)]
pub(crate) struct News<'a> {
    pub(crate) seller: &'a SellerId,
    /// The screen of the dashboard that shows it.
    pub(crate) hash: String,
    what: What,
}

#[derive(Debug)]
enum What {
    Waiting { contact: String, why: Waiting },
    Stuck { reference: String, trouble: Trouble },
}

/// Reads the row again; `None` when it was dealt with meanwhile, or is gone.
pub(crate) async fn still<'a>(
    deps: &Deps,
    message: &'a AlertMessage,
    now: Timestamp,
) -> Result<Option<News<'a>>, Failure> {
    match message {
        AlertMessage::ThreadWaits(ThreadWaits { of, why }) => {
            let key = keys::conversation(&of.seller, &of.conversation);
            let Some(stored) = deps.table.get::<ConversationRecord>(&key).await? else {
                return Ok(None);
            };
            let thread = Conversation::try_from(&stored.value)?;
            Ok(alert::waits(&thread, now).then(|| News {
                seller: &of.seller,
                hash: format!("#/conversations/{}", of.conversation),
                what: What::Waiting { contact: thread.contact_name, why: (*why).into() },
            }))
        }
        AlertMessage::DeliveryStuck(DeliveryStuck { of, trouble }) => {
            let key = keys::delivery(&of.seller, &of.order);
            let Some(stored) = deps.table.get::<DeliveryRecord>(&key).await? else {
                return Ok(None);
            };
            let (trouble, delivery) = ((*trouble).into(), Delivery::try_from(&stored.value)?);
            Ok(alert::is_still(trouble, &delivery).then(|| News {
                seller: &of.seller,
                hash: format!("#/deliveries/{}", of.order),
                what: What::Stuck { reference: order::reference(&of.order), trouble },
            }))
        }
    }
}

impl News<'_> {
    /// What a device shows.
    pub(crate) fn notice(&self, language: LanguageValue) -> PushNotice {
        let notice = match &self.what {
            What::Waiting { contact, why } => copy::waiting(language.into(), contact, *why),
            What::Stuck { reference, trouble } => {
                copy::delivery(language.into(), reference, *trouble)
            }
        };
        PushNotice {
            title: notice.title,
            body: notice.text.to_owned(),
            hash: self.hash.clone(),
            lang: language.code().to_owned(),
        }
    }
}
