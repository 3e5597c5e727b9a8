//! The only file that knows the text of a key or the name of an attribute.
//!
//! Every partition key starts with its seller (`S#<seller>#…`), so that one seller's rows can
//! neither be reached nor guessed from another's identifiers. Index rows, which are how a seller
//! is found in the first place, have their own letter. `docs/data-model.md` lists them all, and a
//! test compares.

mod activity;
mod commit;
mod devices;
mod live;
mod money;
pub mod row;

use std::fmt;

use domain::{
    country::Country,
    ids::{
        ConversationId, CourierId, MessageId, OrderId, PaymentId, PhoneNumberId, ProductId,
        SellerId, VariantId, WaId, WabaId, Wamid, ZoneId,
    },
    seller::DeliveryService,
};
use jiff::{Timestamp, civil::Date};

use crate::{digest::sha256_hex, vault::TokenPurpose};

pub(crate) use self::commit::{effect_parts, effects_of_aggregate, effects_of_event};
pub use self::money::{
    all_cash_entries, cash_balance, cash_balances, cash_entries, cash_entry, cash_recall,
    figures_of_day, figures_of_days, figures_of_month, figures_of_months, in_payments, payment,
    payment_of_order, payments, payments_of_order, provider_reference,
};
pub use self::{
    activity::{
        activity, activity_of_month, ad, ad_cost, ad_costs, ad_in_keys, ads, ads_of_month, counted,
        rides_of_month, sold_of_month,
    },
    commit::{effect, marker},
    devices::{device, device_holder, devices, told},
    live::{
        live_connection, live_connections, live_cursor, live_entries, live_entry, live_socket,
        live_ticket,
    },
};

pub(crate) const PK: &str = "pk";
pub(crate) const SK: &str = "sk";
pub(crate) const LIST_PK: &str = "gsi1pk";
pub(crate) const LIST_SK: &str = "gsi1sk";
pub(crate) const LIST_INDEX: &str = "gsi1";
pub(crate) const DATA: &str = "data";
pub(crate) const VERSION: &str = "version";
pub(crate) const AVAILABLE: &str = "available";
pub(crate) const EXPIRES_AT: &str = "expires_at";
pub(crate) const PAYLOAD: &str = "payload";
pub(crate) const ATTEMPT: &str = "attempt";
pub(crate) const LEASE_UNTIL: &str = "lease_until";
pub(crate) const CLAIMED_AT: &str = "claimed_at";
pub(crate) const DOUBT_SINCE: &str = "doubt_since";
pub(crate) const DOUBT_SENDS: &str = "doubt_sends";
/// Before the name of every counter.
pub(crate) const COUNT: &str = "n_";

/// The address of one item. Shown without what identifies a person.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pk: String,
    sk: String,
    is_personal: bool,
}

/// The place of an item in one of the seller's lists (the index `gsi1`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

/// Items that one query reads: a partition, or those of it whose sort key has a prefix.
#[derive(Clone, PartialEq, Eq)]
pub struct Range {
    pub(crate) pk: String,
    pub(crate) prefix: String,
    pub(crate) is_list: bool,
}

/// What kind of thing an item of a range is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    Product,
    Stock,
    Courier,
    Rota,
    Other,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into(), is_personal: false }
    }

    fn personal(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into(), is_personal: true }
    }

    /// The key of an item that was read.
    pub(crate) fn read(pk: &str, sk: &str) -> Self {
        let is_personal =
            ["C#", "M#"].iter().any(|family| pk.starts_with(family)) || sk.starts_with("person#");
        Self { pk: pk.to_owned(), sk: sk.to_owned(), is_personal }
    }

    pub(crate) fn pk(&self) -> &str {
        &self.pk
    }

    pub(crate) fn sk(&self) -> &str {
        &self.sk
    }

    pub(crate) fn entity(&self) -> Entity {
        match self.sk.split_once('#').map(|(kind, _)| kind) {
            Some("product") => Entity::Product,
            Some("stock") => Entity::Stock,
            Some("courier") => Entity::Courier,
            Some("rota") => Entity::Rota,
            _ => Entity::Other,
        }
    }

    /// The product and the variant of a stock item.
    pub(crate) fn stock_of(&self) -> Option<(ProductId, VariantId)> {
        let (product, variant) = self.sk.strip_prefix("stock#")?.split_once('#')?;
        Some((product.parse().ok()?, VariantId::of_label(variant)))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_personal {
            let family = self.pk.split('#').next().unwrap_or_default();
            return write!(f, "{family}#…");
        }
        write!(f, "{}/{}", self.pk, self.sk)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Range").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

// --- The seller ---

/// The seller: name, shop, settings, number.
pub fn seller(seller: &SellerId) -> Key {
    Key::new(seller_partition(seller), "profile")
}

/// The seller's walk through onboarding.
pub fn onboarding(seller: &SellerId) -> Key {
    Key::new(seller_partition(seller), "onboarding")
}

/// A token of the seller, sealed.
pub fn sealed_token(seller: &SellerId, purpose: TokenPurpose) -> Key {
    Key::new(seller_partition(seller), format!("token#{}", purpose.as_str()))
}

/// What Meta thinks of the seller's number; apart, since `receipts` writes it and `signup` the
/// profile.
pub fn health(seller: &SellerId) -> Key {
    Key::new(seller_partition(seller), "health")
}

/// The answer already given to a `POST` with this `Idempotency-Key`.
pub fn stored_response(seller: &SellerId, idempotency_key: &str) -> Key {
    // The caller chose the text, so its length and its characters are anything.
    let hash = sha256_hex(idempotency_key);
    Key::new(of(seller, "requests"), format!("request#{hash}"))
}

/// What the seller's AI used on one day of the shop's, as counters.
pub fn usage_of_day(seller: &SellerId, day: Date) -> Key {
    Key::new(of(seller, "usage"), format!("day#{day}"))
}

// --- The catalogue, zones and couriers ---

/// A product.
pub fn product(seller: &SellerId, product: &ProductId) -> Key {
    Key::new(of(seller, "catalogue"), format!("product#{product}"))
}

/// What is left of one variant of a product. No item: not counted.
pub fn stock(seller: &SellerId, product: &ProductId, variant: &VariantId) -> Key {
    Key::new(of(seller, "catalogue"), format!("stock#{product}#{variant}"))
}

/// Products and stock together, so that one query shows what can be sold.
pub fn catalogue(seller: &SellerId) -> Range {
    range(of(seller, "catalogue"), "")
}

/// Products alone, oldest first.
pub fn products(seller: &SellerId) -> Range {
    range(of(seller, "catalogue"), "product#")
}

/// The stock of every variant of one product.
pub fn stock_of_product(seller: &SellerId, product: &ProductId) -> Range {
    range(of(seller, "catalogue"), &format!("stock#{product}#"))
}

/// A delivery zone.
pub fn zone(seller: &SellerId, zone: &ZoneId) -> Key {
    Key::new(of(seller, "zones"), format!("zone#{zone}"))
}

/// All zones of a seller.
pub fn zones(seller: &SellerId) -> Range {
    range(of(seller, "zones"), "zone#")
}

/// A courier.
pub fn courier(seller: &SellerId, courier: &CourierId) -> Key {
    Key::new(of(seller, "couriers"), format!("courier#{courier}"))
}

/// When a courier was last offered a delivery; apart, since `dispatch` writes it and the dashboard
/// the courier.
pub fn courier_rota(seller: &SellerId, courier: &CourierId) -> Key {
    Key::new(of(seller, "couriers"), format!("rota#{courier}"))
}

/// Couriers alone.
pub fn couriers(seller: &SellerId) -> Range {
    range(of(seller, "couriers"), "courier#")
}

/// Couriers and their rota together, for the choice of the next one.
pub fn couriers_and_rota(seller: &SellerId) -> Range {
    range(of(seller, "couriers"), "")
}

// --- Conversations ---

/// The state of a conversation.
pub fn conversation(seller: &SellerId, conversation: &ConversationId) -> Key {
    Key::new(conversation_partition(seller, conversation), "conversation")
}

/// A message of a conversation.
pub fn message(
    seller: &SellerId,
    conversation: &ConversationId,
    at: Timestamp,
    id: &MessageId,
) -> Key {
    Key::new(conversation_partition(seller, conversation), format!("message#{}#{id}", moment(at)))
}

/// The messages of a conversation, in the order they were sent.
pub fn messages(seller: &SellerId, conversation: &ConversationId) -> Range {
    range(conversation_partition(seller, conversation), "message#")
}

/// Which conversation a person has with a seller; `person` is `Identity::key`, and there is one
/// such row for each of a person's two identities that is known.
pub fn person(seller: &SellerId, person: &str) -> Key {
    Key::personal(of(seller, "people"), format!("person#{person}"))
}

/// A seller's conversations by last activity.
pub fn conversations(seller: &SellerId) -> Range {
    list(of(seller, "conversations"))
}

/// The place of a conversation in [`conversations`].
pub fn in_conversations(
    seller: &SellerId,
    last_activity: Timestamp,
    conversation: &ConversationId,
) -> ListPlace {
    place(of(seller, "conversations"), last_activity, conversation.as_str())
}

// --- Orders and deliveries ---

/// An order.
pub fn order(seller: &SellerId, order: &OrderId) -> Key {
    Key::new(order_partition(seller, order), "order")
}

/// The delivery of an order, in the same partition.
pub fn delivery(seller: &SellerId, order: &OrderId) -> Key {
    Key::new(order_partition(seller, order), "delivery")
}

/// A seller's orders by creation.
pub fn orders(seller: &SellerId) -> Range {
    list(of(seller, "orders"))
}

/// The place of an order in [`orders`].
pub fn in_orders(seller: &SellerId, created_at: Timestamp, order: &OrderId) -> ListPlace {
    place(of(seller, "orders"), created_at, order.as_str())
}

/// A seller's deliveries by creation.
pub fn deliveries(seller: &SellerId) -> Range {
    list(of(seller, "deliveries"))
}

/// The place of a delivery in [`deliveries`].
pub fn in_deliveries(seller: &SellerId, created_at: Timestamp, order: &OrderId) -> ListPlace {
    place(of(seller, "deliveries"), created_at, order.as_str())
}

/// The call that makes an offer: who placed it and under which of their ids.
pub fn call(seller: &SellerId, order: &OrderId, attempt: u32) -> Key {
    Key::new(order_partition(seller, order), format!("call#{attempt:03}"))
}

/// What was ticked off while an order was prepared.
pub fn preparation(seller: &SellerId, order: &OrderId) -> Key {
    Key::new(order_partition(seller, order), "preparation")
}

/// The last number given to a receipt of the seller's.
pub fn receipt_counter(seller: &SellerId) -> Key {
    Key::new(of(seller, "receipts"), "counter")
}

/// The receipt of an order: its number and where it lies.
pub fn receipt(seller: &SellerId, order: &OrderId) -> Key {
    Key::new(order_partition(seller, order), "receipt")
}

// --- Index rows: how a seller, a conversation or a courier is found ---

/// Whose WhatsApp number this is.
pub fn number(number: &PhoneNumberId) -> Key {
    Key::new(format!("N#{}", number.as_str()), "seller")
}

/// An onboarding under way, by the hash of the `state` in its link.
pub fn oauth_state(state: &str) -> Key {
    Key::new(format!("O#{}", sha256_hex(state)), "state")
}

/// A courier as a person: the window of 24 hours their last message opened.
pub fn courier_desk(wa_id: &WaId) -> Key {
    Key::personal(format!("C#{}", wa_id.as_str()), "desk")
}

/// A delivery offered to, or under way with, this courier, whoever the seller is.
pub fn courier_job(wa_id: &WaId, order: &OrderId) -> Key {
    Key::personal(format!("C#{}", wa_id.as_str()), format!("job#{order}"))
}

/// A courier's desk and jobs together.
pub fn courier_desk_and_jobs(wa_id: &WaId) -> Range {
    range(format!("C#{}", wa_id.as_str()), "")
}

/// The seller who writes to the platform's number from this phone, and the window it opened.
pub fn merchant_desk(wa_id: &WaId) -> Key {
    Key::personal(format!("M#{}", wa_id.as_str()), "desk")
}

/// Where a sent message belongs, for its receipts.
pub fn sent_message(wamid: &Wamid) -> Key {
    Key::new(format!("W#{}", wamid.as_str()), "message")
}

/// Which offer the link in a text message is about; `id` is the part of the link before its seal.
pub fn courier_link(id: &str) -> Key {
    Key::new(format!("L#{id}"), "link")
}

/// Which order a delivery service's own reference is about.
pub fn service_reference(service: DeliveryService, reference: &str) -> Key {
    let word = match service {
        DeliveryService::Yango => "yango",
        DeliveryService::Glovo => "glovo",
    };
    Key::new(format!("V#{word}#{}", sha256_hex(reference)), "order")
}

/// A courier of the platform's shared pool, in the country they ride in.
pub fn pool_courier(country: Country, courier: &CourierId) -> Key {
    Key::new(format!("P#{}", country.code()), format!("courier#{courier}"))
}

/// When a courier of the pool was last offered a delivery, by whomever, and how they answer.
pub fn pool_rota(country: Country, courier: &CourierId) -> Key {
    Key::new(format!("P#{}", country.code()), format!("rota#{courier}"))
}

/// The pool of a country with its rota.
pub fn pool(country: Country) -> Range {
    range(format!("P#{}", country.code()), "")
}

/// Which courier of the pool a person is.
pub fn pool_membership(wa_id: &WaId) -> Key {
    Key::personal(format!("C#{}", wa_id.as_str()), "pool")
}

/// An event about a business account, kept as it came. `id` tells events of one moment apart.
pub fn account_event(account: &WabaId, at: Timestamp, id: &str) -> Key {
    Key::new(format!("A#{}", account.as_str()), format!("event#{}#{id}", moment(at)))
}

/// A seller whose number belongs to a business account. An account may hold numbers of several.
pub fn account_seller(account: &WabaId, seller: &SellerId) -> Key {
    Key::new(format!("A#{}", account.as_str()), format!("seller#{seller}"))
}

/// The sellers whose numbers belong to a business account.
pub fn sellers_of_account(account: &WabaId) -> Range {
    range(format!("A#{}", account.as_str()), "seller#")
}

// --- Text ---

fn seller_partition(seller: &SellerId) -> String {
    of(seller, "seller")
}

fn conversation_partition(seller: &SellerId, conversation: &ConversationId) -> String {
    of(seller, &format!("conversation#{conversation}"))
}

fn order_partition(seller: &SellerId, order: &OrderId) -> String {
    of(seller, &format!("order#{order}"))
}

fn payment_partition(seller: &SellerId, payment: &PaymentId) -> String {
    of(seller, &format!("payment#{payment}"))
}

fn of(seller: &SellerId, rest: &str) -> String {
    format!("S#{seller}#{rest}")
}

fn range(pk: String, prefix: &str) -> Range {
    Range { pk, prefix: prefix.to_owned(), is_list: false }
}

fn list(pk: String) -> Range {
    Range { pk, prefix: String::new(), is_list: true }
}

fn place(pk: String, at: Timestamp, id: &str) -> ListPlace {
    ListPlace { pk, sk: format!("{}#{id}", moment(at)) }
}

/// A moment as text of one width, whose order is that of time.
fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests;
