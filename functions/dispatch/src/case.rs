//! Everything a step needs to know of one order, read together.

use aws_adapters::{
    commit::{Aggregate, EventId},
    table::{
        Item, StoreError, Stored, Table,
        keys::{self, Entity},
    },
};
use contracts::{
    messages::OrderRef,
    records::{
        courier::{CourierRecord, RotaRecord, couriers_of},
        delivery::DeliveryRecord,
        ledger::BalanceRecord,
        order::OrderRecord,
        seller::SellerRecord,
    },
};
use domain::{
    courier::Courier,
    delivery_service::{NotBookable, bookable},
    dispatch::{Delivery, Outcome, Payment, Request, Search},
    ids::{CourierId, SellerId, WaId},
    ledger::Balance,
    moment::Moment,
    order::{Order, Pin},
    seller::{Seller, ServiceRule},
};
use jiff::{Timestamp, ToSpan};
use serde::de::DeserializeOwned;

use crate::{decide::Ways, failure::Failure, pool, sender};

/// One order, its delivery, its seller and the seller's couriers.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) order: Order,
    /// The order as it is kept, with what was changed before.
    pub(crate) record: OrderRecord,
    /// With the version it was read under; `None` until the order is requested.
    pub(crate) delivery: Option<(Delivery, u64)>,
    pub(crate) seller: Seller,
    pub(crate) couriers: Vec<Courier>,
}

/// What was read, or that the event needs no second look.
#[derive(Debug)]
pub(crate) enum Loaded {
    Fresh(Box<Case>),
    /// The event was committed before: only its effects may be left.
    Processed,
}

impl Case {
    /// Reads the case, and whether the event was processed.
    pub(crate) async fn load(
        table: &Table,
        of: &OrderRef,
        event: &EventId,
    ) -> Result<Loaded, Failure> {
        let aggregate = Aggregate::order(&of.seller, &of.order);
        let wanted = [
            keys::marker(&aggregate, event),
            keys::order(&of.seller, &of.order),
            keys::delivery(&of.seller, &of.order),
            keys::seller(&of.seller),
        ];
        let (couriers, balances) =
            (keys::couriers_and_rota(&of.seller), keys::cash_balances(&of.seller));
        let (found, couriers, balances) =
            tokio::try_join!(table.load(&wanted), table.all(&couriers), table.all(&balances))?;
        let mut found = found.into_iter();
        let mut next = || found.next().flatten();
        let (marker, order, delivery, seller) = (next(), next(), next(), next());
        if marker.is_some() {
            return Ok(Loaded::Processed);
        }
        let unknown = || Failure::UnknownOrder(of.clone());
        let order: Stored<OrderRecord> = read(order)?.ok_or_else(unknown)?;
        let seller: Stored<SellerRecord> = read(seller)?.ok_or_else(unknown)?;
        let seller = Seller::try_from(&seller.value)?;
        let mut couriers = read_couriers(&couriers)?;
        if seller.settings.delivery.shares_pool {
            couriers.extend(pool::couriers_for(table, &of.seller, seller.country).await?);
        }
        hold(&mut couriers, &balances)?;
        let delivery: Option<Stored<DeliveryRecord>> = read(delivery)?;
        let delivery = delivery
            .map(|stored| Ok::<_, Failure>((Delivery::try_from(&stored.value)?, stored.version)));
        Ok(Loaded::Fresh(Box::new(Self {
            order: Order::try_from(&order.value)?,
            record: order.value,
            delivery: delivery.transpose()?,
            seller,
            couriers,
        })))
    }

    /// The delivery, if there is one yet.
    pub(crate) fn state(&self) -> Option<&Delivery> {
        self.delivery.as_ref().map(|(delivery, _)| delivery)
    }

    /// The courier of that id.
    pub(crate) fn courier(&self, id: &CourierId) -> Option<&Courier> {
        self.couriers.iter().find(|courier| courier.id == *id)
    }

    /// Who was made the offer, if the person who wrote is them.
    pub(crate) fn offered_to(&self, attempt: u32, sender: &WaId) -> Option<&Courier> {
        let asked = &self.state()?.attempt(attempt)?.courier;
        self.courier(asked).filter(|courier| sender::is(sender, &courier.phone))
    }

    /// The offer that the courier in charge accepted.
    pub(crate) fn accepted_attempt(&self) -> Option<u32> {
        accepted_attempt(self.state()?)
    }

    /// What the shop promises next when nobody asks for a moment.
    pub(crate) fn usual(&self, now: Timestamp) -> Moment {
        Moment::usual(now, &self.seller.time_zone(), &self.seller.settings.hours)
    }

    /// Who may be asked, and how.
    pub(crate) fn search(&self, ways: &Ways) -> Search {
        let rules = &self.seller.settings.delivery;
        Search {
            couriers: self.couriers.clone(),
            offer_seconds: ways.offer_seconds,
            channels: ways.channels.clone(),
            call_hours: ways.call_hours,
            cash_ceiling: rules.cash_ceiling,
            max_rounds: rules.max_rounds,
            services: self.bookable_once_paid().unwrap_or_default(),
            wants_position: self.wants_position(),
        }
    }

    /// The same with the door at this point of the map.
    pub(crate) fn at(&self, pin: Pin) -> Self {
        let mut case = self.clone();
        case.order.address.pin = Some(pin);
        case
    }

    /// Whether all that keeps services from carrying this order, once it is paid, is that nobody
    /// knows its point on the map.
    fn wants_position(&self) -> bool {
        self.bookable_once_paid() == Err(NotBookable::NoDropoffPin)
    }

    fn bookable_once_paid(&self) -> Result<Vec<ServiceRule>, NotBookable> {
        let is_paid = true;
        bookable(&self.order, &self.seller, is_paid, &[])
    }

    /// How the order may be paid before the door, by the seller's rules.
    fn payment(&self, now: Timestamp) -> Payment {
        let (rules, total) = (&self.seller.settings.payment, self.order.totals.total);
        match (rules.provider, rules.deposit, rules.deposit_for(total)) {
            (None, ..) => Payment::Cash,
            (Some(_), Some(rule), Some(amount)) => {
                let until = now.saturating_add(i64::from(rule.minutes).minutes());
                Payment::Deposit { amount, until: until.unwrap_or(Timestamp::MAX) }
            }
            (Some(_), ..) => Payment::Offered,
        }
    }

    /// What a delivery of this order is made of.
    pub(crate) fn request(&self, ways: &Ways, now: Timestamp) -> Request {
        Request {
            order: self.order.id.clone(),
            seller: self.seller.id.clone(),
            country: self.seller.country,
            zone: self.order.address.zone.clone(),
            due: self.order.totals.total,
            promised: self.order.moment,
            lead_hours: ways.lead_hours,
            payment: self.payment(now),
        }
    }
}

/// The last offer that was accepted.
pub(crate) fn accepted_attempt(delivery: &Delivery) -> Option<u32> {
    let mut newest_first = delivery.attempts.iter().rev();
    newest_first.find(|attempt| attempt.outcome == Outcome::Accepted).map(|a| a.number)
}

/// The seller alone, for what concerns no order.
pub(crate) async fn load_seller(table: &Table, seller: &SellerId) -> Result<Seller, Failure> {
    let stored: Option<Stored<SellerRecord>> = table.get(&keys::seller(seller)).await?;
    Ok(Seller::try_from(&stored.ok_or(Failure::UnknownSeller)?.value)?)
}

fn read<T: DeserializeOwned>(item: Option<Item>) -> Result<Option<Stored<T>>, StoreError> {
    item.map(|item| item.read()).transpose()
}

/// Writes down what each courier holds of the seller's cash.
fn hold(couriers: &mut [Courier], balances: &[Item]) -> Result<(), Failure> {
    for item in balances {
        let record = item.read::<BalanceRecord>()?.value;
        let balance = Balance::try_from(&record)?;
        let owner = couriers.iter_mut().find(|courier| courier.id.as_str() == record.courier);
        if let Some(courier) = owner {
            courier.holds = balance.owed().amount();
        }
    }
    Ok(())
}

fn read_couriers(items: &[Item]) -> Result<Vec<Courier>, Failure> {
    let (mut couriers, mut rota) = (Vec::new(), Vec::new());
    for item in items {
        match item.entity() {
            Entity::Courier => couriers.push(item.read::<CourierRecord>()?.value),
            Entity::Rota => rota.push(item.read::<RotaRecord>()?.value),
            Entity::Product | Entity::Stock | Entity::Other => {}
        }
    }
    Ok(couriers_of(&couriers, &rota)?)
}
