//! `POST /deliveries/{id}/decision`: the seller settles a delivery by hand. Whether it still can be
//! is for `dispatch` to say; what plainly cannot is refused at once.

use aws_adapters::table::keys;
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{Decision, DispatchMessage, FailureReason, OrderRef, SellerDecision},
    records::{
        courier::CourierRecord,
        delivery::{BookingRecord, DeliveryRecord, DeliveryStatusRecord},
    },
};
use domain::{
    ids::{CourierId, OrderId},
    money::Currency,
};
use lambda_support::http::{FieldError, Problem};
use serde_json::{Map, Value};

use crate::{
    answer::Answer,
    ask,
    body::Object,
    caller::{Caller, Drawn, Id},
    input::Fields,
    orders::over,
    routes::Shared,
    shop,
};

const KINDS: &str = "Attendu : delivered, failed, unlock, assign, undo ou cancel_service.";
const REASONS: &str =
    "Attendu : customer_absent, customer_refused, wrong_address ou courier_problem.";

pub(super) async fn decide(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    drawn: Drawn,
    Object(body): Object,
) -> Answer {
    let found = deps.table.get::<DeliveryRecord>(&keys::delivery(&seller, &id)).await?;
    let delivery = found.ok_or_else(Problem::not_found)?.value;
    let currency = shop::seller(&deps, &seller).await?.currency();
    let decision = read(&body, currency)?;
    if let Decision::Assign { courier } = &decision {
        let found = deps.table.get::<CourierRecord>(&keys::courier(&seller, courier)).await?;
        found.ok_or_else(Problem::not_found)?;
    }
    refuse_unasked(&delivery.bookings, &decision)?;
    refuse_impossible(&delivery.status, &decision)?;
    let decided = SellerDecision { of: OrderRef { seller, order: id }, decision };
    ask::dispatch(&deps, drawn, DispatchMessage::SellerDecision(decided)).await
}

/// What the seller decides: `{"kind":"delivered","collected":46500}`.
fn read(body: &Map<String, Value>, currency: Currency) -> Result<Decision, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    fields.require(&["kind"]);
    let kind = fields.line("kind", 20);
    let decision = match kind.as_deref() {
        Some("delivered") => {
            fields.require(&["collected"]);
            let collected = fields.amount("collected", currency);
            collected.map(|collected| Decision::Delivered { collected: collected.into() })
        }
        Some("failed") => {
            fields.require(&["reason"]);
            reason(&mut fields).map(|reason| Decision::Failed { reason })
        }
        Some("unlock") => Some(Decision::Unlock),
        Some("assign") => {
            fields.require(&["courier"]);
            courier(&mut fields).map(|courier| Decision::Assign { courier })
        }
        Some("undo") => Some(Decision::Undo),
        Some("cancel_service") => {
            fields.require(&["booking"]);
            let booking = fields.count_in("booking", 1..=u32::MAX);
            booking.map(|booking| Decision::CancelService { booking })
        }
        Some(_) => {
            fields.refuse("kind", KINDS);
            None
        }
        None => None,
    };
    // Without a decision there is a field to correct.
    fields.finish(decision)?.ok_or_else(Vec::new)
}

fn reason(fields: &mut Fields<'_>) -> Option<FailureReason> {
    let word = fields.line("reason", 40)?;
    let reason = serde_json::from_value(Value::from(word)).ok();
    if reason.is_none() {
        fields.refuse("reason", REASONS);
    }
    reason
}

fn courier(fields: &mut Fields<'_>) -> Option<CourierId> {
    let courier = fields.line("courier", 60)?.parse().ok();
    if courier.is_none() {
        fields.refuse("courier", "Ce livreur n’existe pas.");
    }
    courier
}

/// Refuses to pay for a booking that nobody wanted to give up.
fn refuse_unasked(bookings: &[BookingRecord], decision: &Decision) -> Result<(), Problem> {
    let Decision::CancelService { booking } = decision else { return Ok(()) };
    let is_unwanted = |known: &BookingRecord| known.number == *booking && known.unwanted;
    let is_asked = bookings.iter().any(is_unwanted);
    is_asked.then_some(()).ok_or_else(|| {
        Problem::new(
            StatusCode::CONFLICT,
            "not_asked",
            "Rien à annuler",
            "Ce service de livraison n’attend pas votre accord.",
        )
    })
}

/// Refuses what cannot be, whatever happens until `dispatch` looks.
fn refuse_impossible(status: &DeliveryStatusRecord, decision: &Decision) -> Result<(), Problem> {
    use DeliveryStatusRecord as Kept;
    let is_of_the_past = matches!(decision, Decision::Undo | Decision::CancelService { .. });
    if matches!(status, Kept::Cancelled { .. }) && !is_of_the_past {
        return Err(over("Cette commande est déjà annulée."));
    }
    let is_locked = matches!(status, Kept::CodeLocked { .. });
    let is_delivered = matches!(status, Kept::Delivered { .. });
    match decision {
        Decision::Unlock if !is_locked => Err(Problem::new(
            StatusCode::CONFLICT,
            "not_locked",
            "Rien à débloquer",
            "Le code de cette livraison n’est pas bloqué.",
        )),
        Decision::Assign { .. } | Decision::Failed { .. } if is_delivered => {
            Err(over("Cette commande est déjà livrée. Annulez d’abord la dernière étape."))
        }
        Decision::Undo
        | Decision::Delivered { .. }
        | Decision::Failed { .. }
        | Decision::Unlock
        | Decision::CancelService { .. }
        | Decision::Assign { .. } => Ok(()),
    }
}

#[cfg(test)]
mod tests;
