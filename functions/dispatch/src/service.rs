//! Bookings of delivery services: one step at a time, and only what was read counts.
//!
//! An ask books what is not booked yet, confirms what awaits us at a price the seller's rule allows,
//! and tells the machine how the booking stands. A failure that may pass is asked again at the next
//! look, a minute later.

use aws_adapters::{
    commit::{Claim, EffectId, EventId},
    table::{Stored, keys},
    vault::{AccessToken, Sealed, TokenPurpose},
};
use contracts::{
    messages::{OrderRef, ServiceKeysSet},
    records::{
        delivery::{DeliveryRecord, ServiceValue},
        order::OrderRecord,
        seller::SellerRecord,
    },
};
use domain::{
    copy::seller as copy,
    delivery_service::{self, Approval, CancelTerms, Seen, ServiceRequest, ServiceState},
    dispatch::{Booking, Delivery, ServiceWord},
    order::Order,
    seller::{DeliveryService, Seller, ServiceRule},
};
use http_clients::delivery::{DeliveryServiceClient, Disposition, ServiceError};
use lambda_support::{chain::Chain, clock, deadline::Deadline};

use crate::{Deps, failure::Failure, notice, run::Ended};

/// What is known of a booking before its service is asked.
struct Known {
    booking: Booking,
    order: Order,
    seller: Seller,
    keys: AccessToken,
    rule: ServiceRule,
}

/// Asks a service about a booking, and gives what it said.
pub(crate) async fn ask(
    deps: &Deps,
    id: &EffectId,
    of: &OrderRef,
    booking: u32,
    deadline: Deadline,
) -> Result<Ended, Failure> {
    let said = |word| Ok(Ended::ServiceSaid { effect: id.clone(), booking, word });
    let Some(known) = load(deps, of, booking).await? else {
        // The seller has taken the keys or the rule away: nobody is asked any more.
        return said(ServiceWord::Declined);
    };
    let lease = match deps.table.claim(id, deadline.moment(), clock::now()).await? {
        Claim::Granted(lease) => lease,
        Claim::Held { until } => return Err(Failure::Held { until }),
        Claim::Done => return Ok(Ended::Done),
    };
    // Glovo books twice when it is asked twice: a booking whose end nobody knows is for a person.
    let in_doubt = lease.doubt().is_some() && known.booking.reference.is_none();
    if in_doubt && known.booking.service == DeliveryService::Glovo {
        tracing::error!(error.code = "service_unclear", effect = %id, "a booking may exist");
        deps.table.release(lease).await?;
        return said(ServiceWord::Declined);
    }
    let client = deps.services.of(known.booking.service);
    match step(client, &known).await {
        Ok(word) => {
            deps.table.release(lease).await?;
            said(word)
        }
        Err(error) => {
            tracing::warn!(error = %Chain(&error), effect = %id, "a delivery service failed");
            match error.disposition() {
                Disposition::Retry { .. } => {
                    deps.table.release(lease).await?;
                    deps.table.complete(std::slice::from_ref(id)).await?;
                    Ok(Ended::Done)
                }
                Disposition::GiveUp => {
                    deps.table.release(lease).await?;
                    said(ServiceWord::Declined)
                }
                Disposition::Unclear => {
                    deps.table.mark_unknown(lease, clock::now()).await?;
                    tracing::error!(error.code = "service_unclear", effect = %id, "a booking may exist");
                    said(ServiceWord::Declined)
                }
            }
        }
    }
}

/// Books, reads or confirms: what the booking needs next.
async fn step(
    client: DeliveryServiceClient<'_>,
    known: &Known,
) -> Result<ServiceWord, ServiceError> {
    let keys = known.keys.secret();
    let (reference, seen) = if let Some(reference) = &known.booking.reference {
        (reference.clone(), client.read(keys, reference).await?)
    } else {
        let request = ServiceRequest::of(&known.order, &known.seller, known.booking.number);
        let Ok(request) = request else { return Ok(ServiceWord::Declined) };
        let quote = client.quote(keys, &request).await?;
        if !is_allowed(known, Some(quote.price)) {
            return Ok(ServiceWord::Declined);
        }
        let booked = client.create(keys, &request, Some(&quote)).await?;
        (booked.reference, booked.seen)
    };
    if !seen.awaits_us {
        return Ok(word(reference, seen));
    }
    if is_allowed(known, seen.price) {
        let confirmed = client.confirm(keys, &reference, &seen).await?;
        return Ok(word(reference, confirmed));
    }
    // Dearer than it was quoted: before it is confirmed giving it up costs nothing.
    client.cancel(keys, &reference, seen.version, CancelTerms::Free).await?;
    Ok(ServiceWord::Declined)
}

fn is_allowed(known: &Known, price: Option<domain::money::Money>) -> bool {
    match known.rule.approve(price, &known.seller) {
        Approval::Allowed => true,
        Approval::TooDear | Approval::Unknown => false,
    }
}

fn word(reference: String, seen: Seen) -> ServiceWord {
    ServiceWord::Seen {
        reference,
        state: seen.state,
        price: seen.price,
        courier: seen.courier.map(|courier| courier.name).filter(|name| !name.is_empty()),
        tracking: seen.tracking,
    }
}

/// Gives a booking up. One that asks for money goes on unless it may be paid; one that cannot be
/// given up any more is logged for the operator, since its parcel is on the road.
pub(crate) async fn cancel(
    deps: &Deps,
    id: &EffectId,
    of: &OrderRef,
    (booking, pays): (u32, bool),
) -> Result<Ended, Failure> {
    if let Some(known) = load(deps, of, booking).await?
        && let Some(reference) = &known.booking.reference
    {
        match give_up(deps, &known, reference, pays).await {
            Ok(None) => {}
            Ok(Some(word)) => return Ok(Ended::ServiceSaid { effect: id.clone(), booking, word }),
            Err(error) => {
                if let Disposition::Retry { .. } = error.disposition() {
                    return Err(Failure::Service(error));
                }
                tracing::error!(error.code = "service_not_cancelled", error = %Chain(&error), effect = %id, "a booking goes on");
            }
        }
    }
    deps.table.complete(std::slice::from_ref(id)).await?;
    Ok(Ended::Done)
}

/// Nothing is said of a booking that was given up, or is over.
async fn give_up(
    deps: &Deps,
    known: &Known,
    reference: &str,
    pays: bool,
) -> Result<Option<ServiceWord>, ServiceError> {
    let client = deps.services.of(known.booking.service);
    let keys = known.keys.secret();
    let seen = client.read(keys, reference).await?;
    if seen.state.is_some_and(ServiceState::is_over) {
        return Ok(None);
    }
    let terms = client.cancel_terms(keys, reference).await?;
    match terms {
        CancelTerms::Paid(fee) if !pays => return Ok(Some(ServiceWord::CancelCosts { fee })),
        CancelTerms::Free | CancelTerms::Paid(_) | CancelTerms::Unavailable => {}
    }
    client.cancel(keys, reference, seen.version, terms).await?;
    Ok(None)
}

/// Glovo is told where to call when a parcel of this seller's changes; Yango is told with every
/// booking. Without the keys, taken away meanwhile, nothing is to be told. Keys that Glovo refuses
/// are the seller's to correct: they are told.
pub(crate) async fn keys_set(
    deps: &Deps,
    set: &ServiceKeysSet,
    event: EventId,
    deadline: Deadline,
) -> Result<(), Failure> {
    let purpose = match set.service {
        ServiceValue::Yango => return Ok(()),
        ServiceValue::Glovo => TokenPurpose::Glovo,
    };
    let sealed: Option<Stored<Sealed>> =
        deps.table.get(&keys::sealed_token(&set.seller, purpose)).await?;
    let Some(sealed) = sealed else { return Ok(()) };
    let keys = deps.vault.open(&set.seller, purpose, &sealed.value, clock::now()).await?;
    let address = format!("{}/callbacks/glovo/{}", deps.public_api_url, set.seller);
    let Err(error) = deps.services.glovo().register_webhook(keys.secret(), &address).await else {
        return Ok(());
    };
    if let Disposition::Retry { .. } = error.disposition() {
        return Err(Failure::Service(error));
    }
    tracing::warn!(error = %Chain(&error), "a delivery service refuses a seller's keys");
    let sentence = copy::service_keys_refused(delivery_service::name(DeliveryService::Glovo));
    notice::say(deps, &set.seller, &sentence, event, deadline).await
}

/// Reads what is needed; `None` when the order has no such booking, or its seller no keys.
async fn load(deps: &Deps, of: &OrderRef, booking: u32) -> Result<Option<Known>, Failure> {
    let wanted = [
        keys::order(&of.seller, &of.order),
        keys::delivery(&of.seller, &of.order),
        keys::seller(&of.seller),
    ];
    let mut found = deps.table.load(&wanted).await?.into_iter();
    let mut next = || found.next().flatten();
    let (Some(order), Some(delivery), Some(seller)) = (next(), next(), next()) else {
        return Ok(None);
    };
    let delivery = Delivery::try_from(&delivery.read::<DeliveryRecord>()?.value)?;
    let seller = Seller::try_from(&seller.read::<SellerRecord>()?.value)?;
    let order = Order::try_from(&order.read::<OrderRecord>()?.value)?;
    let Some(booking) = delivery.bookings.into_iter().find(|known| known.number == booking) else {
        return Ok(None);
    };
    let mut rules = seller.settings.delivery.services.iter().copied();
    let Some(rule) = rules.find(|rule| rule.service == booking.service) else { return Ok(None) };
    let purpose = match booking.service {
        DeliveryService::Yango => TokenPurpose::Yango,
        DeliveryService::Glovo => TokenPurpose::Glovo,
    };
    let sealed: Option<Stored<Sealed>> =
        deps.table.get(&keys::sealed_token(&of.seller, purpose)).await?;
    let Some(sealed) = sealed else { return Ok(None) };
    let keys = deps.vault.open(&of.seller, purpose, &sealed.value, clock::now()).await?;
    Ok(Some(Known { booking, order, seller, keys, rule }))
}
