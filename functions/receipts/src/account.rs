//! Events of accounts, numbers and templates: kept as they came, and acted on where they change
//! whether a seller's number can send.

use aws_adapters::table::{ConflictKind, NewItem, Stored, keys};
use contracts::{
    messages::AccountEvent,
    meta::webhook::account::{self, AccountReading},
    records::{health::AccountSellerRecord, seller::NumberRecord},
};
use domain::{
    health::HealthEvent,
    ids::{PhoneNumberId, SellerId, WabaId},
};
use jiff::{Timestamp, ToSpan};

use crate::{Deps, failure::Failure, outgoing, status};

/// How long an account event is kept.
const EVENT_DAYS: i64 = 90;

/// Keeps an event and acts on it.
pub(crate) async fn arrived(
    deps: &Deps,
    event: &AccountEvent,
    id: &str,
    at: Timestamp,
) -> Result<(), Failure> {
    keep(deps, event, id, at).await?;
    let read = account::read(event);
    let is_anothers = read.app.as_ref().is_some_and(|app| *app != deps.meta_app_id);
    if read.events.is_empty() || is_anothers {
        return Ok(());
    }
    if event.phone_number_id.as_deref() == Some(deps.platform_phone_number_id.as_str()) {
        read.events.iter().filter_map(stop).for_each(status::alarm);
        return Ok(());
    }
    let sellers = concerned(deps, event, &read).await?;
    if sellers.is_empty() {
        unowned(event, &read);
    }
    for seller in &sellers {
        outgoing::note(deps, seller, &read.events, at).await?;
    }
    Ok(())
}

/// An event, as it came.
async fn keep(deps: &Deps, event: &AccountEvent, id: &str, at: Timestamp) -> Result<(), Failure> {
    let key = keys::account_event(&WabaId::new(&event.entry_id), at, id);
    let expires = at.saturating_add((EVENT_DAYS * 24).hours()).unwrap_or(at);
    tracing::info!(field = event.field, "account event kept");
    match deps.table.put_new(NewItem::new(key, event)?.expiring(expires)).await {
        Err(error) if error.conflict() == Some(ConflictKind::AlreadyExists) => Ok(()),
        kept => Ok(kept?),
    }
}

/// Whose number it is, or whose numbers the account holds.
async fn concerned(
    deps: &Deps,
    event: &AccountEvent,
    read: &AccountReading,
) -> Result<Vec<SellerId>, Failure> {
    if let Some(number) = &event.phone_number_id {
        let key = keys::number(&PhoneNumberId::new(number.as_str()));
        let owner: Option<Stored<NumberRecord>> = deps.table.get(&key).await?;
        return Ok(owner.map(|owner| owner.value.seller).into_iter().collect());
    }
    let mut sellers = Vec::new();
    for item in deps.table.all(&keys::sellers_of_account(&read.account)).await? {
        let row: AccountSellerRecord = item.read()?.value;
        if row.is_meant_by(read.display_number.as_deref()) {
            sellers.push(row.seller);
        }
    }
    Ok(sellers)
}

/// An account of ours alone, or one whose seller is gone: nobody can be told but an operator.
fn unowned(event: &AccountEvent, read: &AccountReading) {
    if read.events.iter().any(|event| stop(event).is_some()) {
        let (field, account) = (&event.field, read.account.as_str());
        tracing::error!(
            error.code = "account_of_nobody",
            field,
            account,
            "an account is in trouble"
        );
    }
}

fn stop(event: &HealthEvent) -> Option<domain::health::StopReason> {
    use domain::health::StopReason;
    match event {
        HealthEvent::Stopped { reason, .. } => Some(*reason),
        HealthEvent::Disconnected(_) => Some(StopReason::Disconnected),
        HealthEvent::Sent
        | HealthEvent::Connected
        | HealthEvent::Reconnected
        | HealthEvent::Reinstated
        | HealthEvent::Warned(_)
        | HealthEvent::Quality(_)
        | HealthEvent::Limit(_)
        | HealthEvent::Checked { .. }
        | HealthEvent::Template { .. } => None,
    }
}
