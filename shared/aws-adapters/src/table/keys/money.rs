//! Where money is written down: cash ledgers, figures, payments.

use domain::ids::{CourierId, OrderId, PaymentId, SellerId};
use jiff::{Timestamp, civil::Date};

use super::{Key, ListPlace, Range, list, of, order_partition, payment_partition, place, range};
use crate::digest::sha256_hex;

/// What a courier holds of a seller's cash.
pub fn cash_balance(seller: &SellerId, courier: &CourierId) -> Key {
    Key::new(of(seller, "ledger"), format!("balance#{courier}"))
}

/// The balances of all of a seller's couriers.
pub fn cash_balances(seller: &SellerId) -> Range {
    range(of(seller, "ledger"), "balance#")
}

/// A line of a courier's cash ledger; `nth` counts its lines from 1 and is never reused.
pub fn cash_entry(seller: &SellerId, courier: &CourierId, nth: u64) -> Key {
    Key::new(of(seller, "ledger"), format!("entry#{courier}#{nth:08}"))
}

/// That the remittance on a line was recalled, which happens to it once.
pub fn cash_recall(seller: &SellerId, courier: &CourierId, nth: u64) -> Key {
    Key::new(of(seller, "ledger"), format!("recall#{courier}#{nth:08}"))
}

/// The ledger of one courier, oldest first.
pub fn cash_entries(seller: &SellerId, courier: &CourierId) -> Range {
    range(of(seller, "ledger"), &format!("entry#{courier}#"))
}

/// The ledgers of all couriers of a seller.
pub fn all_cash_entries(seller: &SellerId) -> Range {
    range(of(seller, "ledger"), "entry#")
}

/// What was sold, collected and missed on one day of the shop's, as counters.
pub fn figures_of_day(seller: &SellerId, day: Date) -> Key {
    Key::new(of(seller, "figures"), format!("day#{day}"))
}

/// The same of a month, `2026-11`.
pub fn figures_of_month(seller: &SellerId, day: Date) -> Key {
    Key::new(of(seller, "figures"), format!("month#{}", day.strftime("%Y-%m")))
}

/// All days, or all months with `month#`, for which there are figures.
pub fn figures_of_days(seller: &SellerId) -> Range {
    range(of(seller, "figures"), "day#")
}

/// All months for which there are figures.
pub fn figures_of_months(seller: &SellerId) -> Range {
    range(of(seller, "figures"), "month#")
}

/// A payment by mobile money.
pub fn payment(seller: &SellerId, payment: &PaymentId) -> Key {
    Key::new(payment_partition(seller, payment), "payment")
}

/// A seller's payments by creation.
pub fn payments(seller: &SellerId) -> Range {
    list(of(seller, "payments"))
}

/// The place of a payment in [`payments`].
pub fn in_payments(seller: &SellerId, created_at: Timestamp, payment: &PaymentId) -> ListPlace {
    place(of(seller, "payments"), created_at, payment.as_str())
}

/// Which payments an order has.
pub fn payment_of_order(seller: &SellerId, order: &OrderId, payment: &PaymentId) -> Key {
    Key::new(order_partition(seller, order), format!("payment#{payment}"))
}

/// All of them.
pub fn payments_of_order(seller: &SellerId, order: &OrderId) -> Range {
    range(order_partition(seller, order), "payment#")
}

/// A provider's own reference of money that moved, which pays for one payment and never another.
pub fn provider_reference(provider: &str, reference: &str) -> Key {
    Key::new(format!("Y#{provider}#{}", sha256_hex(reference)), "payment")
}
