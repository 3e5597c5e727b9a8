//! What others ask for: a page to pay on, its end, money back.

use aws_adapters::{
    commit::{Aggregate, EventId},
    table::{NewItem, Stored, Write, keys},
};
use contracts::{
    messages::{OrderRef, PaymentAcceptance, PaymentPurpose, PaymentRequest, Refund},
    records::payment::{PaymentOfOrder, PaymentRecord},
};
use domain::{
    ids::PaymentId,
    money::Money,
    payment::{Asking, Payment, PaymentEffect, PaymentEvent, SeenState, Status},
    seller::Seller,
};
use lambda_support::clock;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Deps,
    failure::Failure,
    run,
    settle::{self, Turn},
    wallet::{self, Shop},
};

/// Minutes for paying all of an order: providers' own pages last about as long.
const FULL_MINUTES: u32 = 60;
/// Minutes for a deposit, where the seller has no rule (any more).
const DEPOSIT_MINUTES: u32 = 30;

/// A prospect is to get a page. The payment is written down before its provider hears of it, under
/// an id made of the request's, so that a request that comes twice is one payment.
pub(crate) async fn asked(
    deps: &Deps,
    asked: &PaymentRequest,
    message: &str,
    tries: u32,
) -> Result<(), Failure> {
    let seller = &asked.of.seller;
    let id = PaymentId::from_uuid(uuid_of(&format!("payment.{seller}.{message}")));
    let turn = Turn { seller: seller.clone(), payment: id.clone(), tries };
    let event = EventId::new(message);
    let known: Option<Stored<PaymentRecord>> = deps.table.get(&keys::payment(seller, &id)).await?;
    if known.is_some() {
        return settle::resume(deps, &turn, &event).await;
    }
    let amount = Money::try_from(&asked.amount)?;
    if amount.amount() <= 0 {
        return Err(Failure::Impossible("payment_of_nothing"));
    }
    let purpose = asked.purpose.into();
    for other in of_order(deps, &asked.of).await? {
        let turn = Turn { payment: other.id.clone(), ..turn.clone() };
        if !other.is_open() {
            // Perhaps by this very request, which came to an end before its page was closed.
            settle::resume(deps, &turn, &event).await?;
            continue;
        }
        if other.amount == amount && other.purpose == purpose {
            if matches!(other.status, Status::Opened(_)) {
                settle::happened(deps, &turn, &event, PaymentEvent::AskedAgain).await?;
            }
            // One that is still being opened will be told once it is.
            return Ok(());
        }
        settle::happened(deps, &turn, &event, PaymentEvent::Withdrawn).await?;
    }
    let shop = Shop::load(deps, seller).await?;
    let provider = wallet::provider_of(deps, &shop.seller).await?;
    let provider = provider.ok_or(Failure::Impossible("payment_without_provider"))?;
    let asking = Asking {
        id,
        seller: seller.clone(),
        order: asked.of.order.clone(),
        conversation: asked.conversation.clone(),
        provider,
        purpose,
        amount,
    };
    let minutes = minutes(asked.purpose, &shop.seller);
    let payment = Payment::asked(asking, clock::now(), minutes);
    begin(deps, &turn, &event, &payment).await
}

async fn begin(
    deps: &Deps,
    turn: &Turn,
    event: &EventId,
    payment: &Payment,
) -> Result<(), Failure> {
    let Payment { seller, order, id, .. } = payment;
    let row = NewItem::new(keys::payment(seller, id), &PaymentRecord::from(payment))?
        .listed(keys::in_payments(seller, payment.created_at, id));
    let of_order = keys::payment_of_order(seller, order, id);
    let of_order = NewItem::new(of_order, &PaymentOfOrder { payment: id.clone() })?;
    let writes = vec![Write::insert(row), Write::insert(of_order)];
    let aggregate = Aggregate::payment(seller, id);
    settle::begin(deps, turn, aggregate, event, writes, &PaymentEffect::Open).await
}

fn minutes(purpose: PaymentPurpose, seller: &Seller) -> u32 {
    match purpose {
        PaymentPurpose::Full => FULL_MINUTES,
        PaymentPurpose::Deposit => {
            seller.settings.payment.deposit.map_or(DEPOSIT_MINUTES, |rule| rule.minutes)
        }
    }
}

/// The order is over, or paid otherwise.
pub(crate) async fn withdrawn(
    deps: &Deps,
    of: &OrderRef,
    event: &EventId,
    tries: u32,
) -> Result<(), Failure> {
    for payment in of_order(deps, of).await? {
        let turn = Turn { seller: of.seller.clone(), payment: payment.id.clone(), tries };
        // Those that are closed already may have been closed by this very message.
        settle::happened(deps, &turn, event, PaymentEvent::Withdrawn).await?;
    }
    Ok(())
}

/// The seller gives money back.
pub(crate) async fn refund(
    deps: &Deps,
    refund: &Refund,
    event: EventId,
    tries: u32,
) -> Result<(), Failure> {
    let amount = refund.amount.as_ref().map(Money::try_from).transpose()?;
    let turn = Turn { seller: refund.seller.clone(), payment: refund.payment.clone(), tries };
    settle::happened(deps, &turn, &event, PaymentEvent::RefundAsked { amount }).await
}

/// The seller takes the amount they saw. The provider is asked once more, so that what counts is
/// its word and not what was read of it before.
pub(crate) async fn accepted(
    deps: &Deps,
    acceptance: &PaymentAcceptance,
    event: EventId,
    tries: u32,
) -> Result<(), Failure> {
    let amount = Money::try_from(&acceptance.amount)?;
    let (seller, id) = (acceptance.seller.clone(), acceptance.payment.clone());
    let turn = Turn { seller, payment: id, tries };
    let (payment, _) = settle::load(deps, &turn).await?;
    let seen = match &payment.status {
        Status::Suspicious { .. } => run::confirmed(deps, &turn, &payment).await?,
        // Done before, perhaps with something left to do; or nothing that can be accepted.
        Status::Requested
        | Status::Opened(_)
        | Status::Paid(_)
        | Status::Lapsed { .. }
        | Status::Refunding { .. }
        | Status::Refunded { .. } => run::unseen(&payment, SeenState::Absent),
    };
    settle::happened(deps, &turn, &event, PaymentEvent::Accepted { amount, seen }).await?;
    // A page that was opened instead asks for money that is not owed any more.
    let (payment, _) = settle::load(deps, &turn).await?;
    let taken_at = payment.accepted.and(payment.receipt()).map(|paid| paid.at);
    let Some(taken_at) = taken_at else { return Ok(()) };
    let of = OrderRef { seller: payment.seller, order: payment.order };
    for other in of_order(deps, &of).await? {
        if other.created_at < taken_at && other.id != turn.payment {
            let turn = Turn { payment: other.id, ..turn.clone() };
            // Those that are closed already may have been closed by this very message.
            settle::happened(deps, &turn, &event, PaymentEvent::Withdrawn).await?;
        }
    }
    Ok(())
}

/// All payments of an order.
pub(crate) async fn of_order(deps: &Deps, of: &OrderRef) -> Result<Vec<Payment>, Failure> {
    let rows = deps.table.all(&keys::payments_of_order(&of.seller, &of.order)).await?;
    let mut wanted = Vec::new();
    for row in rows {
        let row: Stored<PaymentOfOrder> = row.read()?;
        wanted.push(keys::payment(&of.seller, &row.value.payment));
    }
    let mut payments = Vec::new();
    for item in deps.table.load(&wanted).await?.into_iter().flatten() {
        let record: Stored<PaymentRecord> = item.read()?;
        payments.push(Payment::try_from(&record.value)?);
    }
    Ok(payments)
}

/// A version 4 UUID (the only kind pawaPay takes) made of a text: the same text, the same UUID.
pub(crate) fn uuid_of(text: &str) -> Uuid {
    let digest = Sha256::digest(text.as_bytes());
    let (half, _) = digest.as_slice().split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
    uuid::Builder::from_random_bytes(*half).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_its_text_and_of_version_four() {
        let id = uuid_of("payment.slr_1.deposit.ord_1");
        assert_eq!(id, uuid_of("payment.slr_1.deposit.ord_1"));
        assert_ne!(id, uuid_of("payment.slr_2.deposit.ord_1"));
        assert_eq!(id.get_version_num(), 4);
    }
}
