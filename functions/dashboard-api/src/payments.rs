//! `/payments`: mobile money, which only `payments` writes. A link, a refund and taking another
//! amount are asked of it; whether they happened is their provider's word.

mod view;

use aws_adapters::{
    queues::Message,
    table::{Stored, keys},
};
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{
        Envelope, OrderRef, PaymentAcceptance, PaymentMessage, PaymentPurpose, PaymentRequest,
        Refund,
    },
    records::{
        order::OrderStatusValue,
        payment::{PaymentOfOrder, PaymentRecord},
    },
};
use domain::{
    copy::payment as copy,
    ids::{MessageId, OrderId, PaymentId, SellerId},
    money::Money,
    order::Order,
    payment::{Payment, Status},
    seller::PaymentProvider,
};
use lambda_support::{clock, http::Problem};

use self::view::PaymentView;
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::MaybeObject,
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    input::Fields,
    orders,
    routes::{Route, Shared},
    service_keys,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/payments", list),
        Route::post("/payments/{id}/refund", refund),
        Route::post("/payments/{id}/accept", accept),
        Route::post("/orders/{id}/payment", ask_for_link),
    ]
}

/// Newest first.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let page = paging.newest_first(&deps, &keys::payments(&seller)).await?;
    let mut items = Vec::new();
    for item in &page.items {
        items.push(PaymentView::of(&item.read::<PaymentRecord>()?.value)?);
    }
    answer::ok(&Listing { items, cursor: page.next })
}

/// All of it goes back, or `{"amount"}` of it where the provider can.
async fn refund(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<PaymentId>,
    Drawn(drawn): Drawn,
    MaybeObject(body): MaybeObject,
) -> Answer {
    let stored: Option<Stored<PaymentRecord>> =
        deps.table.get(&keys::payment(&seller, &id)).await?;
    let payment = Payment::try_from(&stored.ok_or_else(Problem::not_found)?.value)?;
    let mut fields = Fields::of(&body);
    let amount = fields.amount("amount", payment.amount.currency());
    match amount {
        Some(amount) if amount.amount() == 0 || amount > payment.received() => {
            fields.refuse("amount", "Entre 1 franc et le montant payé.");
        }
        Some(amount)
            if amount != payment.received() && payment.provider == PaymentProvider::Wave =>
        {
            fields.refuse("amount", "Wave rembourse tout le paiement ou rien.");
        }
        Some(_) | None => {}
    }
    let amount = fields.finish(amount)?;
    if !matches!(payment.status, Status::Paid(_)) {
        return Err(
            conflict("payment_not_paid", "Ce paiement n’est pas (ou plus) encaissé.").into()
        );
    }
    let refund = Refund { seller, payment: id, amount: amount.map(Into::into) };
    ask(&deps, &MessageId::from_uuid(drawn), PaymentMessage::Refund(refund)).await
}

/// Another amount than was asked for counts as it is; whatever else is wrong with money cannot be
/// taken.
async fn accept(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<PaymentId>,
    Drawn(drawn): Drawn,
) -> Answer {
    let stored: Option<Stored<PaymentRecord>> =
        deps.table.get(&keys::payment(&seller, &id)).await?;
    let payment = Payment::try_from(&stored.ok_or_else(Problem::not_found)?.value)?;
    let amount = to_accept(&payment)?.into();
    let acceptance = PaymentAcceptance { seller, payment: id, amount };
    ask(&deps, &MessageId::from_uuid(drawn), PaymentMessage::Accepted(acceptance)).await
}

/// The amount that the seller sees and may take.
fn to_accept(payment: &Payment) -> Result<Money, Problem> {
    let Status::Suspicious { why, .. } = &payment.status else {
        let detail = "Ce paiement n’attend pas (ou plus) votre accord.";
        return Err(conflict("payment_not_suspicious", detail));
    };
    payment.acceptable().ok_or_else(|| {
        let detail = copy::unacceptable(view::name(payment.provider), *why);
        conflict("payment_not_acceptable", &detail.unwrap_or_default())
    })
}

/// The prospect gets a link for what is left of an order.
async fn ask_for_link(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<OrderId>,
    Drawn(drawn): Drawn,
) -> Answer {
    let record = orders::load(&deps, &seller, &id).await?;
    if !matches!(record.status, OrderStatusValue::Pending | OrderStatusValue::Confirmed) {
        return Err(conflict("order_over", "Cette commande est déjà terminée.").into());
    }
    if !service_keys::has_provider(&deps, &seller).await? {
        return Err(service_keys::no_provider().into());
    }
    let order = Order::try_from(&record)?;
    let left = order.totals.total.amount().saturating_sub(brought(&deps, &seller, &id).await?);
    if left <= 0 {
        return Err(conflict("order_paid", "Cette commande est déjà payée.").into());
    }
    let request = PaymentRequest {
        of: OrderRef { seller, order: id },
        conversation: order.conversation,
        purpose: PaymentPurpose::Full,
        amount: Money::new(left, order.totals.total.currency()).into(),
    };
    ask(&deps, &MessageId::from_uuid(drawn), PaymentMessage::Requested(request)).await
}

/// Francs that the payments of an order have brought.
async fn brought(deps: &Deps, seller: &SellerId, order: &OrderId) -> Result<i64, Failure> {
    let mut sum = 0_i64;
    for row in deps.table.all(&keys::payments_of_order(seller, order)).await? {
        let id = row.read::<PaymentOfOrder>()?.value.payment;
        let stored: Option<Stored<PaymentRecord>> =
            deps.table.get(&keys::payment(seller, &id)).await?;
        let Some(stored) = stored else { continue };
        sum = sum.saturating_add(Payment::try_from(&stored.value)?.brought().amount());
    }
    Ok(sum)
}

/// Asks `payments`; the same `id` is heard once.
async fn ask(deps: &Deps, id: &MessageId, body: PaymentMessage) -> Answer {
    let envelope = Envelope { id: id.to_string(), at: clock::now(), body };
    // These types always serialise; an empty body would be parked by its consumer.
    let text = serde_json::to_string(&envelope).unwrap_or_default();
    deps.payments.send(&Message::standard(text)).await?;
    Ok(answer::accepted(id.as_str()))
}

fn conflict(code: &'static str, detail: &str) -> Problem {
    Problem::new(StatusCode::CONFLICT, code, "Paiement", detail)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn asked_to_accept(status: &Value) -> Result<i64, (u16, String)> {
        let record: PaymentRecord = serde_json::from_value(json!({
            "id": "pay_00000000000000000000000004", "seller": "slr_00000000000000000000000004",
            "order": "ord_00000000000000000000000004",
            "conversation": "cnv_00000000000000000000000004",
            "provider": "wave", "purpose": "full",
            "amount": {"amount": 15_000, "currency": "XOF"},
            "created_at": "2026-11-27T10:00:00Z", "ends_at": "2026-11-27T11:00:00Z",
            "status": status, "round": 0,
        }))
        .unwrap();
        let payment = Payment::try_from(&record).unwrap();
        to_accept(&payment).map(Money::amount).map_err(|problem| {
            (problem.status.as_u16(), format!("{} {}", problem.code, problem.detail))
        })
    }

    #[test]
    fn only_another_amount_can_be_accepted() {
        let why = |why: Value| json!({"kind": "suspicious", "why": why});
        let amount = asked_to_accept(&why(json!({"kind": "amount", "said": 14_999})));
        assert_eq!(amount, Ok(14_999));
        let currency = asked_to_accept(&why(json!({"kind": "currency"}))).unwrap_err();
        assert_eq!(currency.0, 409);
        assert!(currency.1.contains("payment_not_acceptable"), "{currency:?}");
        assert!(currency.1.contains("une autre monnaie"), "{currency:?}");
        assert!(currency.1.contains("remboursez-le depuis votre compte Wave"), "{currency:?}");
        let paid = json!({"reference": "r", "transaction": "T", "at": "2026-11-27T10:00:00Z"});
        for status in [
            json!({"kind": "requested"}),
            json!({"kind": "paid", "paid": paid}),
            json!({"kind": "refunded", "paid": paid, "amount": {"amount": 15_000, "currency": "XOF"}}),
        ] {
            let refused = asked_to_accept(&status).unwrap_err();
            assert!(refused.1.contains("payment_not_suspicious"), "{refused:?}");
        }
    }
}
