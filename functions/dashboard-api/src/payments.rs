//! `/payments`: mobile money, which only `payments` writes. A link and a refund are asked of it;
//! whether they happened is their provider's word.

mod view;

use aws_adapters::{
    queues::Message,
    table::{Stored, keys},
};
use axum::{extract::State, http::StatusCode};
use contracts::{
    messages::{Envelope, OrderRef, PaymentMessage, PaymentPurpose, PaymentRequest, Refund},
    records::{
        order::OrderStatusValue,
        payment::{PaymentOfOrder, PaymentRecord},
    },
};
use domain::{
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
        Some(amount) if amount.amount() == 0 || amount > payment.amount => {
            fields.refuse("amount", "Entre 1 franc et le montant payé.");
        }
        Some(amount) if amount != payment.amount && payment.provider == PaymentProvider::Wave => {
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
