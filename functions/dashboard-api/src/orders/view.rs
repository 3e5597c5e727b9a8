//! An order as the dashboard sees it.

use contracts::{
    as_text,
    records::{
        CorruptRecord,
        order::{OrderChange, OrderRecord, OrderStatusValue},
        paper::PaperRecord,
        values::{MomentValue, MoneyValue},
    },
};
use domain::{
    money::Money,
    order::{Address, Line, Order, Pin},
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{receipts::ReceiptView, usage::UsageView};

/// An order: amounts are those the prospect confirmed.
#[derive(Debug, Serialize)]
pub(crate) struct OrderView {
    id: String,
    /// Its short name for people.
    reference: String,
    status: OrderStatusValue,
    lines: Vec<LineView>,
    subtotal: MoneyValue,
    delivery_fee: MoneyValue,
    total: MoneyValue,
    address: AddressView,
    contact: ContactView,
    /// Who receives it, when it is somebody else.
    recipient: Option<ContactView>,
    /// Who pays, when it is somebody else again.
    payer: Option<String>,
    moment: MomentValue,
    #[serde(serialize_with = "as_text::serialize")]
    placed_at: Timestamp,
    conversation_id: String,
    ad_id: Option<String>,
    /// Amendments so far, and the latest of them, oldest first.
    revision: u32,
    history: Vec<OrderChange>,
    /// What the AI used for it, since the thread's order before; null of older ones.
    usage: Option<UsageView>,
    /// Once it is delivered and the receipt is made.
    receipt: Option<ReceiptView>,
}

#[derive(Debug, Serialize)]
struct LineView {
    product_id: String,
    variant_id: String,
    name: String,
    quantity: u32,
    unit_price: MoneyValue,
    total: MoneyValue,
}

/// `text` says all of it in words. The position is in decimal degrees, as text to stay exact.
#[derive(Debug, Serialize)]
struct AddressView {
    text: String,
    city: String,
    commune: String,
    quarter: String,
    landmark: String,
    latitude: Option<String>,
    longitude: Option<String>,
}

#[derive(Debug, Serialize)]
struct ContactView {
    name: String,
    phone: String,
}

impl OrderView {
    /// The view of what is kept.
    ///
    /// # Errors
    /// The record does not read back as an order.
    pub(crate) fn of(record: &OrderRecord) -> Result<Self, CorruptRecord> {
        let order = Order::try_from(record)?;
        Ok(Self {
            id: order.id.to_string(),
            reference: order.reference(),
            status: order.status.into(),
            lines: order.lines.iter().map(LineView::of).collect(),
            subtotal: order.totals.subtotal.into(),
            delivery_fee: order.totals.delivery_fee.into(),
            total: order.totals.total.into(),
            address: AddressView::of(&order.address),
            contact: ContactView {
                name: order.contact_name.clone(),
                phone: order.contact_phone.e164().to_owned(),
            },
            recipient: order.recipient.as_ref().map(|recipient| ContactView {
                name: recipient.name.clone(),
                phone: recipient.phone.e164().to_owned(),
            }),
            payer: order.payer.clone(),
            moment: order.moment.into(),
            placed_at: order.placed_at,
            conversation_id: order.conversation.to_string(),
            ad_id: order.ad_id.clone(),
            revision: record.revision,
            history: record.history.clone(),
            usage: record.usage.as_ref().map(UsageView::from),
            receipt: None,
        })
    }

    /// The same with its receipt.
    pub(crate) fn with_receipt(self, record: Option<&PaperRecord>) -> Self {
        Self { receipt: record.map(ReceiptView::from), ..self }
    }
}

impl LineView {
    fn of(line: &Line) -> Self {
        // The totals of an order were added up when it was read: its lines do not overflow.
        let total = line.total().unwrap_or(Money::new(i64::MAX, line.unit_price.currency()));
        Self {
            product_id: line.product.to_string(),
            variant_id: line.variant.to_string(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price.into(),
            total: total.into(),
        }
    }
}

impl AddressView {
    fn of(address: &Address) -> Self {
        Self {
            text: address.in_words(),
            city: address.city.clone(),
            commune: address.commune.clone(),
            quarter: address.quarter.clone(),
            landmark: address.landmark.clone(),
            latitude: address.pin.map(Pin::latitude),
            longitude: address.pin.map(Pin::longitude),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_order_is_shown_with_its_changes_and_what_it_used() {
        let xof = |amount: i64| json!({ "amount": amount, "currency": "XOF" });
        let mut stored = json!({
            "id": "ord_00000000000000000000000004",
            "seller": "slr_00000000000000000000000004",
            "conversation": "cnv_00000000000000000000000004",
            "status": "pending",
            "lines": [{
                "product": "prd_00000000000000000000000004", "variant": "m", "name": "Robe M",
                "quantity": 2, "unit_price": xof(15_000),
            }],
            "delivery_fee": xof(1_500),
            "address": { "commune": "Cocody" },
            "contact_phone": "+2250505123456",
            "moment": { "day": "2026-11-24", "period": "morning" },
            "placed_at": "2026-11-23T10:00:00Z",
        });
        let shown = |stored: &Value| {
            let record: OrderRecord = serde_json::from_value(stored.clone()).unwrap();
            serde_json::to_value(OrderView::of(&record).unwrap()).unwrap()
        };
        let old = shown(&stored);
        assert_eq!((&old["total"], &old["usage"]), (&xof(31_500), &Value::Null));
        assert_eq!(old["receipt"], Value::Null);
        assert_eq!((&old["recipient"], &old["payer"]), (&Value::Null, &Value::Null));
        let mariam = json!({ "name": "Mariam", "phone": "+2250708090102" });
        stored["recipient"] = mariam.clone();
        let change = json!({ "at": "2026-11-23T11:00:00Z", "by": "seller", "what": ["moment"] });
        stored["revision"] = json!(1);
        stored["history"] = json!([change]);
        stored["usage"] = json!({ "turns": 4, "calls": 6, "prompt": 30_000, "output": 1_500 });
        let view = shown(&stored);
        assert_eq!(view["recipient"], mariam);
        assert_eq!((&view["revision"], &view["history"][0]), (&json!(1), &change));
        assert_eq!(
            (&view["usage"]["turns"], &view["usage"]["tokens"]),
            (&json!(4), &json!(31_500))
        );
    }
}
