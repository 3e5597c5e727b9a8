//! What a receipt is made of, read from where others wrote it.

use aws_adapters::table::{Table, keys};
use contracts::{
    messages::OrderRef,
    records::{
        courier::CourierRecord,
        delivery::{DeliveryRecord, DeliveryStatusRecord},
        order::OrderRecord,
        seller::SellerRecord,
    },
};
use domain::{
    country::Country,
    ids::{CourierId, PaymentId},
    money::Money,
    order::Order,
    paper::{HandedOver, Means, Paid},
    seller::Seller,
};
use jiff::Timestamp;
use serde::Deserialize;

use crate::{failure::Failure, mobile::MobilePayment};

/// Everything a receipt says, but its number.
pub(crate) struct Sources {
    pub(crate) order: Order,
    pub(crate) seller: Seller,
    pub(crate) has_logo: bool,
    pub(crate) paid: Vec<Paid>,
    pub(crate) handed_over: HandedOver,
}

/// That an order has a payment, of which only the id matters here.
#[derive(Deserialize)]
struct PaymentRow {
    payment: String,
}

/// Reads them; `None` when the order is not delivered, or not any more.
pub(crate) async fn read(table: &Table, of: &OrderRef) -> Result<Option<Sources>, Failure> {
    let wanted = [
        keys::order(&of.seller, &of.order),
        keys::delivery(&of.seller, &of.order),
        keys::seller(&of.seller),
    ];
    let mut found = table.load(&wanted).await?.into_iter();
    let mut next = |what| found.next().flatten().ok_or(Failure::Missing(what));
    let order = Order::try_from(&next("order")?.read::<OrderRecord>()?.value)?;
    let delivery = next("delivery")?.read::<DeliveryRecord>()?.value;
    let profile = next("seller")?.read::<SellerRecord>()?.value;
    let Some((courier, collected, at)) = delivered(&delivery.status) else { return Ok(None) };
    let seller = Seller::try_from(&profile)?;
    let mut paid = mobile(table, of).await?;
    paid.push(Paid { how: Means::Cash, amount: Money::try_from(collected)? });
    let handed_over = HandedOver {
        at: seller.time_zone().to_datetime(at),
        courier: first_name(table, &seller, courier).await?,
        fetched: delivery.fetched,
    };
    Ok(Some(Sources { order, has_logo: profile.logo.is_some(), seller, paid, handed_over }))
}

/// By whom it was delivered, what they collected, and when.
fn delivered(
    status: &DeliveryStatusRecord,
) -> Option<(Option<&str>, &contracts::records::values::MoneyValue, Timestamp)> {
    match status {
        DeliveryStatusRecord::Delivered { courier, collected, at } => {
            Some((courier.as_deref(), collected, *at))
        }
        DeliveryStatusRecord::AwaitingDeposit { .. }
        | DeliveryStatusRecord::Offered { .. }
        | DeliveryStatusRecord::WithService { .. }
        | DeliveryStatusRecord::Assigned { .. }
        | DeliveryStatusRecord::PickedUp { .. }
        | DeliveryStatusRecord::AwaitingCode { .. }
        | DeliveryStatusRecord::CodeLocked { .. }
        | DeliveryStatusRecord::AwaitingCash { .. }
        | DeliveryStatusRecord::NobodyFound { .. }
        | DeliveryStatusRecord::AwaitingRetry { .. }
        | DeliveryStatusRecord::PickupAtShop
        | DeliveryStatusRecord::Failed { .. }
        | DeliveryStatusRecord::Cancelled { .. } => None,
    }
}

/// The money that came by mobile money, in the order it was asked for.
async fn mobile(table: &Table, of: &OrderRef) -> Result<Vec<Paid>, Failure> {
    let rows = table.all(&keys::payments_of_order(&of.seller, &of.order)).await?;
    let mut wanted = Vec::new();
    for row in rows {
        let id: Result<PaymentId, _> = row.read::<PaymentRow>()?.value.payment.parse();
        let id = id.map_err(|_bad_id| Failure::Missing("payment"))?;
        wanted.push(keys::payment(&of.seller, &id));
    }
    let mut paid = Vec::new();
    for item in table.load(&wanted).await? {
        let payment = item.ok_or(Failure::Missing("payment"))?.read::<MobilePayment>()?.value;
        paid.extend(payment.paid()?);
    }
    Ok(paid)
}

/// How the courier is called; nobody's name when they are not known any more.
async fn first_name(
    table: &Table,
    seller: &Seller,
    courier: Option<&str>,
) -> Result<Option<String>, Failure> {
    let Some(Ok(id)) = courier.map(str::parse::<CourierId>) else { return Ok(None) };
    let country: Country = seller.country;
    for key in [keys::courier(&seller.id, &id), keys::pool_courier(country, &id)] {
        if let Some(courier) = table.get::<CourierRecord>(&key).await? {
            return Ok(courier.value.name.split_whitespace().next().map(str::to_owned));
        }
    }
    Ok(None)
}
