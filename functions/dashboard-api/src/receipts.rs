//! `/orders/{id}/receipt`: the receipt of a delivered order, which only `documents` makes.

use std::collections::BTreeMap;

use aws_adapters::{objects::ObjectKey, table::keys};
use axum::extract::State;
use contracts::{
    as_text,
    records::{
        CorruptRecord,
        order::{OrderRecord, OrderStatusValue},
        paper::PaperRecord,
        values::MoneyValue,
    },
};
use domain::ids::{OrderId, SellerId};
use jiff::Timestamp;
use lambda_support::http::Problem;
use serde::Serialize;

use crate::{
    Deps,
    answer::{self, Answer},
    caller::{Caller, Id},
    failure::Failure,
    orders::OrderView,
    routes::{Route, Shared},
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/orders/{id}/receipt", show)]
}

/// What an order shows of its receipt.
#[derive(Debug, Serialize)]
pub(crate) struct ReceiptView {
    /// `2026-0042`.
    number: String,
    #[serde(serialize_with = "as_text::serialize")]
    issued_at: Timestamp,
    /// 1, and one more for each correction under the same number.
    edition: u32,
}

/// The same, with where it can be read for a few minutes.
#[derive(Debug, Serialize)]
struct ReceiptFile {
    #[serde(flatten)]
    receipt: ReceiptView,
    total: MoneyValue,
    url: String,
}

impl From<&PaperRecord> for ReceiptView {
    fn from(record: &PaperRecord) -> Self {
        Self {
            number: record.number().to_string(),
            issued_at: record.issued_at,
            edition: record.edition,
        }
    }
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<OrderId>) -> Answer {
    let record = load(&deps, &seller, &id).await?.ok_or_else(Problem::not_found)?;
    let key = ObjectKey::stored(&seller, &record.object);
    let key = key.ok_or(CorruptRecord::new("receipt", "object"))?;
    let url = deps.documents.presigned_get(&key, answer::ADDRESS_SECONDS).await?;
    answer::ok(&ReceiptFile { receipt: (&record).into(), total: record.total, url })
}

/// The receipt of an order, when there is one.
pub(crate) async fn load(
    deps: &Deps,
    seller: &SellerId,
    order: &OrderId,
) -> Result<Option<PaperRecord>, Failure> {
    let stored = deps.table.get::<PaperRecord>(&keys::receipt(seller, order)).await?;
    Ok(stored.map(|stored| stored.value))
}

/// An order as it is shown, with its receipt.
pub(crate) async fn shown_with(
    deps: &Deps,
    seller: &SellerId,
    record: &OrderRecord,
) -> Result<OrderView, Failure> {
    let papers = of_orders(deps, seller, std::slice::from_ref(record)).await?;
    Ok(OrderView::of(record)?.with_receipt(papers.get(&record.id)))
}

/// The receipts of those orders that can have one, by the order's id.
pub(crate) async fn of_orders(
    deps: &Deps,
    seller: &SellerId,
    orders: &[OrderRecord],
) -> Result<BTreeMap<String, PaperRecord>, Failure> {
    let delivered = orders.iter().filter(|order| order.status == OrderStatusValue::Delivered);
    let mut wanted = Vec::new();
    for order in delivered {
        let id = order.id.parse().map_err(|_bad_id| CorruptRecord::new("order", "id"))?;
        wanted.push(keys::receipt(seller, &id));
    }
    let mut papers = BTreeMap::new();
    for item in deps.table.load(&wanted).await?.into_iter().flatten() {
        let paper = item.read::<PaperRecord>()?.value;
        papers.insert(paper.order.clone(), paper);
    }
    Ok(papers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_receipt_is_shown_by_its_number() {
        let record: PaperRecord = serde_json::from_value(json!({
            "order": "ord_00000000000000000000000004", "year": 2026, "nth": 42,
            "issued_at": "2026-11-27T14:05:00Z", "edition": 2,
            "edited_at": "2026-11-27T15:00:00Z", "replaces": "2026-11-27T14:05:00Z",
            "facts": "0", "object": "S/1/receipts/2/2.pdf",
            "total": {"amount": 46_500, "currency": "XOF"},
        }))
        .unwrap();
        let file = ReceiptFile {
            receipt: (&record).into(),
            total: record.total.clone(),
            url: "https://s3/1".into(),
        };
        assert_eq!(
            serde_json::to_value(file).unwrap(),
            json!({
                "number": "2026-0042", "issued_at": "2026-11-27T14:05:00Z", "edition": 2,
                "total": {"amount": 46_500, "currency": "XOF"}, "url": "https://s3/1",
            })
        );
    }
}
