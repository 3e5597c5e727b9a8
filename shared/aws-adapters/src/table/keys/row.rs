//! What a row of the table's stream is, and whose: read off its key alone.
//!
//! Only what begins with a seller belongs to one, and only what a dashboard shows is anything:
//! markers, effects, leases, counters of use and the feed's own rows are [`Row::Hidden`].

use std::str::FromStr;

use domain::ids::{ConversationId, CourierId, OrderId, PaymentId, ProductId, SellerId, ZoneId};
use jiff::civil::Date;

/// A row and its seller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    pub seller: SellerId,
    pub row: Row,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Profile, steps of the connection, health, sealed keys.
    Shop,
    Product(ProductId),
    Stock(ProductId),
    Zone(ZoneId),
    Courier(CourierId),
    Conversation(ConversationId),
    Message(ConversationId),
    Order(OrderId),
    Delivery(OrderId),
    Preparation(OrderId),
    Receipt(OrderId),
    Payment(PaymentId),
    CashBalance(CourierId),
    FiguresOfDay(Date),
    /// Nothing that anybody is shown.
    Hidden,
}

/// A key that is none of ours, though it looks like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key of the table's stream is not one of ours")]
pub struct ForeignKey;

/// Sort keys that the stream's filter lets through, whole or, with `#` at the end, as prefixes.
/// It saves invocations; what it lets through is decided by [`Owned::of`].
const STREAMED: [&str; 17] = [
    "profile",
    "onboarding",
    "health",
    "token#",
    "product#",
    "stock#",
    "zone#",
    "courier#",
    "conversation",
    "message#",
    "order",
    "delivery",
    "preparation",
    "receipt",
    "payment",
    "balance#",
    "day#",
];

impl Owned {
    /// Reads a key; `None` for an index row, which is nobody's.
    ///
    /// # Errors
    /// It begins as a seller's and does not read as any key made here.
    pub fn of(pk: &str, sk: &str) -> Result<Option<Self>, ForeignKey> {
        let Some(owned) = pk.strip_prefix("S#") else { return Ok(None) };
        let (seller, place) = owned.split_once('#').ok_or(ForeignKey)?;
        Ok(Some(Self { seller: read(seller)?, row: row(place, sk)? }))
    }
}

fn row(place: &str, sk: &str) -> Result<Row, ForeignKey> {
    let (family, id) = place.split_once('#').unwrap_or((place, ""));
    let (kind, rest) = sk.split_once('#').unwrap_or((sk, ""));
    Ok(match (family, kind) {
        ("seller", "profile" | "onboarding" | "health" | "token") => Row::Shop,
        ("catalogue", "product") => Row::Product(read(rest)?),
        ("catalogue", "stock") => Row::Stock(read(rest.split('#').next().unwrap_or_default())?),
        ("zones", "zone") => Row::Zone(read(rest)?),
        ("couriers", "courier") => Row::Courier(read(rest)?),
        ("conversation", "conversation") => Row::Conversation(read(id)?),
        ("conversation", "message") => Row::Message(read(id)?),
        ("order", "order") => Row::Order(read(id)?),
        ("order", "delivery") => Row::Delivery(read(id)?),
        ("order", "preparation") => Row::Preparation(read(id)?),
        ("order", "receipt") => Row::Receipt(read(id)?),
        ("payment", "payment") => Row::Payment(read(id)?),
        ("ledger", "balance") => Row::CashBalance(read(rest)?),
        ("figures", "day") => Row::FiguresOfDay(read(rest)?),
        _ => Row::Hidden,
    })
}

fn read<T: FromStr>(text: &str) -> Result<T, ForeignKey> {
    text.parse().map_err(|_not_ours| ForeignKey)
}

/// The pattern by which the stream's records are filtered before the function is called, as JSON;
/// `template.yaml` says the same, and a test compares.
pub fn stream_filter() -> String {
    let one = |text: &&str| {
        if text.ends_with('#') {
            format!(r#"{{"prefix":"{text}"}}"#)
        } else {
            format!(r#""{text}""#)
        }
    };
    let sk = STREAMED.iter().map(one).collect::<Vec<_>>().join(",");
    format!(r#"{{"dynamodb":{{"Keys":{{"pk":{{"S":[{{"prefix":"S#"}}]}},"sk":{{"S":[{sk}]}}}}}}}}"#)
}

#[cfg(test)]
mod tests {
    use domain::{ids::VariantId, live::Cursor};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        commit::{Aggregate, EffectId, EventId},
        table::keys::{self, Key},
        vault::TokenPurpose,
    };

    fn owned(key: &Key) -> Option<Owned> {
        Owned::of(key.pk(), key.sk()).unwrap()
    }

    #[test]
    fn every_row_that_is_shown_is_known_by_its_key_with_its_seller() {
        let uuid = Uuid::from_u128;
        let seller = SellerId::from_uuid(uuid(1));
        let (conversation, order) =
            (ConversationId::from_uuid(uuid(2)), OrderId::from_uuid(uuid(3)));
        let (product, zone) = (ProductId::from_uuid(uuid(4)), ZoneId::from_uuid(uuid(5)));
        let (courier, payment) = (CourierId::from_uuid(uuid(6)), PaymentId::from_uuid(uuid(7)));
        let message = domain::ids::MessageId::from_uuid(uuid(8));
        let (at, day) = ("2026-11-28T10:00:00Z".parse().unwrap(), date(2026, 11, 28));
        let effect = EffectId::new(
            Aggregate::conversation(&seller, &conversation),
            EventId::new("conversation"),
            0,
        );
        for (key, row) in [
            (keys::seller(&seller), Row::Shop),
            (keys::onboarding(&seller), Row::Shop),
            (keys::health(&seller), Row::Shop),
            (keys::sealed_token(&seller, TokenPurpose::WhatsApp), Row::Shop),
            (keys::product(&seller, &product), Row::Product(product.clone())),
            (
                keys::stock(&seller, &product, &VariantId::of_label("42 # noir")),
                Row::Stock(product.clone()),
            ),
            (keys::zone(&seller, &zone), Row::Zone(zone)),
            (keys::courier(&seller, &courier), Row::Courier(courier.clone())),
            (keys::conversation(&seller, &conversation), Row::Conversation(conversation.clone())),
            (
                keys::message(&seller, &conversation, at, &message),
                Row::Message(conversation.clone()),
            ),
            (keys::order(&seller, &order), Row::Order(order.clone())),
            (keys::delivery(&seller, &order), Row::Delivery(order.clone())),
            (keys::preparation(&seller, &order), Row::Preparation(order.clone())),
            (keys::receipt(&seller, &order), Row::Receipt(order.clone())),
            (keys::payment(&seller, &payment), Row::Payment(payment.clone())),
            (keys::cash_balance(&seller, &courier), Row::CashBalance(courier.clone())),
            (keys::figures_of_day(&seller, day), Row::FiguresOfDay(day)),
            (keys::figures_of_month(&seller, day), Row::Hidden),
            (keys::usage_of_day(&seller, day), Row::Hidden),
            (keys::stored_response(&seller, "KEY"), Row::Hidden),
            (keys::courier_rota(&seller, &courier), Row::Hidden),
            (keys::person(&seller, "22507"), Row::Hidden),
            (keys::call(&seller, &order, 1), Row::Hidden),
            (keys::cash_entry(&seller, &courier, 1), Row::Hidden),
            (keys::payment_of_order(&seller, &order, &payment), Row::Hidden),
            (keys::receipt_counter(&seller), Row::Hidden),
            (keys::marker(effect.aggregate(), effect.event()), Row::Hidden),
            (keys::effect(&effect), Row::Hidden),
            (keys::live_cursor(&seller), Row::Hidden),
            (keys::live_entry(&seller, Cursor::new(7)), Row::Hidden),
            (keys::live_connection(&seller, "abc="), Row::Hidden),
            (keys::device(&seller, "d1"), Row::Hidden),
        ] {
            assert_eq!(owned(&key), Some(Owned { seller: seller.clone(), row }), "{key}");
        }
    }

    #[test]
    fn index_rows_are_nobodys_and_strange_keys_are_refused() {
        let seller = SellerId::from_uuid(Uuid::from_u128(1));
        for key in [keys::live_socket("abc="), keys::live_ticket("t"), keys::oauth_state("s")] {
            assert_eq!(owned(&key), None, "{key}");
        }
        for (pk, sk) in [
            ("S#".to_owned(), "conversation"),
            ("S#somebody#conversation#x".to_owned(), "conversation"),
            (format!("S#{seller}#conversation#x"), "conversation"),
            (format!("S#{seller}#catalogue"), "product#x"),
        ] {
            assert_eq!(Owned::of(&pk, sk), Err(ForeignKey), "{pk} {sk}");
        }
    }

    #[test]
    fn the_filter_lets_through_what_is_shown() {
        let filter: serde_json::Value = serde_json::from_str(&stream_filter()).unwrap();
        let sk = filter["dynamodb"]["Keys"]["sk"]["S"].as_array().unwrap();
        assert_eq!(sk.len(), STREAMED.len());
        assert!(sk.contains(&serde_json::json!("conversation")));
        assert!(sk.contains(&serde_json::json!({"prefix": "message#"})));
    }
}
