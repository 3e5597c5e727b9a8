//! An order: what a prospect confirmed, to the franc, and where it stands.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    ids::{ConversationId, OrderId, ProductId, SellerId, VariantId, ZoneId},
    moment::Moment,
    money::{Money, MoneyError},
    phone::Phone,
};

/// A line of a cart, priced from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub product: ProductId,
    pub variant: VariantId,
    /// As shown: `Air Max 42 noir`.
    pub name: String,
    pub quantity: u32,
    pub unit_price: Money,
}

impl Line {
    /// Unit price × quantity.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.unit_price.times(self.quantity)
    }
}

/// A point on the map, in degrees × 10⁷ so that it stays exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    pub latitude_e7: i32,
    pub longitude_e7: i32,
}

impl Pin {
    /// Decimal degrees north, exactly: `5.3600000`.
    pub fn latitude(self) -> String {
        degrees(self.latitude_e7)
    }

    /// Decimal degrees east.
    pub fn longitude(self) -> String {
        degrees(self.longitude_e7)
    }
}

/// Degrees × 10⁷ as a decimal number.
fn degrees(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let value = e7.unsigned_abs();
    format!("{sign}{}.{:07}", value / 10_000_000, value % 10_000_000)
}

/// Where to bring the parcel, as people say it where streets have no numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub city: String,
    pub commune: String,
    pub quarter: String,
    pub landmark: String,
    pub pin: Option<Pin>,
    /// The delivery zone it lies in, once one matched.
    pub zone: Option<ZoneId>,
}

impl Address {
    /// The parts that are known, from the large to the small.
    pub fn in_words(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in [&self.commune, &self.quarter, &self.landmark, &self.city] {
            if !part.is_empty() && !parts.contains(&part.as_str()) {
                parts.push(part);
            }
        }
        match (parts.is_empty(), self.pin) {
            (true, Some(_)) => "position envoyée sur WhatsApp".to_owned(),
            (false, Some(_)) => format!("{} (position WhatsApp)", parts.join(", ")),
            (_, None) => parts.join(", "),
        }
    }
}

/// Amounts of a cart or an order. `total` is the sum of the two others by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub subtotal: Money,
    pub delivery_fee: Money,
    pub total: Money,
}

impl Totals {
    /// Adds the lines and the fee up.
    pub fn of(lines: &[Line], delivery_fee: Money) -> Result<Self, MoneyError> {
        let mut subtotal = Money::zero(delivery_fee.currency());
        for line in lines {
            subtotal = subtotal.plus(line.total()?)?;
        }
        Ok(Self { subtotal, delivery_fee, total: subtotal.plus(delivery_fee)? })
    }
}

/// The longest name of a recipient or a payer, in characters.
pub const NAME_MAX: usize = 60;

/// Who receives a parcel that somebody else ordered. The name may be empty.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    pub name: String,
    pub phone: Phone,
}

impl Recipient {
    /// `Mariam, 07 07 12 34 56`, or the number alone.
    pub fn in_words(&self) -> String {
        let number = self.phone.national();
        if self.name.is_empty() { number } else { format!("{}, {number}", self.name) }
    }
}

/// Never the name.
impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recipient").field("phone", &self.phone).finish_non_exhaustive()
    }
}

/// Where an order stands, in the seller's four words and the one they hope not to need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// En attente: confirmed by the prospect, no courier yet, be it that one is still to be found.
    Pending,
    /// Confirmée: a courier has accepted.
    Confirmed,
    /// Livrée.
    Delivered,
    /// Échec: the delivery failed for good.
    Failed,
    /// Annulée.
    Cancelled,
}

/// What a prospect confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub seller: SellerId,
    pub conversation: ConversationId,
    pub status: OrderStatus,
    /// How often its lines, place, contact or moment were changed: a change that was thought of
    /// for another revision would undo what happened since.
    pub revision: u32,
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub address: Address,
    /// Who ordered: they chat, and are called when nobody else receives.
    pub contact_name: String,
    pub contact_phone: Phone,
    /// Who receives the parcel, when it is somebody else.
    pub recipient: Option<Recipient>,
    /// Who pays, when it is somebody else than who receives.
    pub payer: Option<String>,
    pub moment: Moment,
    /// The ad that brought the prospect, when one did.
    pub ad_id: Option<String>,
    pub placed_at: Timestamp,
}

/// What an order is changed to; who wants it, whose it is and what it is called stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    pub lines: Vec<Line>,
    pub totals: Totals,
    pub address: Address,
    pub contact_phone: Phone,
    pub recipient: Option<Recipient>,
    pub payer: Option<String>,
    pub moment: Moment,
}

/// A part of an order that an amendment may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Lines,
    DeliveryFee,
    Address,
    ContactPhone,
    Recipient,
    Payer,
    Moment,
}

/// Units by variant of a product.
pub type Units = BTreeMap<(ProductId, VariantId), u32>;

/// How many units of each variant some lines are.
pub fn units(lines: &[Line]) -> Units {
    let mut units = Units::new();
    for line in lines {
        let sum = units.entry((line.product.clone(), line.variant.clone())).or_default();
        *sum = sum.saturating_add(line.quantity);
    }
    units
}

impl Order {
    /// The order as it is once amended.
    #[must_use]
    pub fn amended(&self, to: &Amendment) -> Self {
        Self {
            lines: to.lines.clone(),
            totals: to.totals,
            address: to.address.clone(),
            contact_phone: to.contact_phone.clone(),
            recipient: to.recipient.clone(),
            payer: to.payer.clone(),
            moment: to.moment,
            ..self.clone()
        }
    }

    /// The parts in which another version of the order differs.
    pub fn changed_parts(&self, after: &Self) -> Vec<Part> {
        let parts = [
            (Part::Lines, self.lines != after.lines),
            (Part::DeliveryFee, self.totals.delivery_fee != after.totals.delivery_fee),
            (Part::Address, self.address != after.address),
            (Part::ContactPhone, self.contact_phone != after.contact_phone),
            (Part::Recipient, self.recipient != after.recipient),
            (Part::Payer, self.payer != after.payer),
            (Part::Moment, self.moment != after.moment),
        ];
        parts.into_iter().filter(|(_, differs)| *differs).map(|(part, _)| part).collect()
    }

    /// Who is at the door: the recipient, or who ordered.
    pub fn receiver_name(&self) -> &str {
        self.recipient.as_ref().map_or(&self.contact_name, |recipient| &recipient.name)
    }

    /// Whom the courier calls.
    pub fn receiver_phone(&self) -> &Phone {
        self.recipient.as_ref().map_or(&self.contact_phone, |recipient| &recipient.phone)
    }

    /// A short name for people: the last six characters of the id, in capitals.
    pub fn reference(&self) -> String {
        reference(&self.id)
    }

    /// What to prepare: `Air Max 42 noir, 2 × Robe wax M`.
    pub fn contents(&self) -> String {
        contents(&self.lines)
    }
}

/// A short name of an order for people.
pub fn reference(id: &OrderId) -> String {
    let tail: Vec<char> = id.as_str().chars().rev().take(6).collect();
    tail.into_iter().rev().collect::<String>().to_uppercase()
}

/// Lines in a few words.
pub fn contents(lines: &[Line]) -> String {
    let said = lines.iter().map(|line| match line.quantity {
        1 => line.name.clone(),
        quantity => format!("{quantity} × {}", line.name),
    });
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::money::Currency;

    fn line(quantity: u32, price: i64) -> Line {
        Line {
            product: ProductId::from_uuid(Uuid::nil()),
            variant: VariantId::only(),
            name: "Sac".into(),
            quantity,
            unit_price: Money::new(price, Currency::Xof),
        }
    }

    proptest! {
        #[test]
        fn a_total_is_the_sum_of_its_parts(
            parts in proptest::collection::vec((1_u32..50, 0_i64..1_000_000), 0..8),
            fee in 0_i64..10_000,
        ) {
            let lines: Vec<Line> = parts.iter().map(|(q, p)| line(*q, *p)).collect();
            let totals = Totals::of(&lines, Money::new(fee, Currency::Xof)).unwrap();
            let expected: i64 = parts.iter().map(|(q, p)| i64::from(*q) * p).sum();
            prop_assert_eq!(totals.subtotal.amount(), expected);
            prop_assert_eq!(totals.total.amount(), expected + fee);
        }
    }

    #[test]
    fn an_address_says_what_is_known() {
        let mut address = Address { commune: "Cocody".into(), ..Address::default() };
        assert_eq!(address.in_words(), "Cocody");
        address.pin = Some(Pin { latitude_e7: 53_600_000, longitude_e7: -40_000_000 });
        assert_eq!(address.in_words(), "Cocody (position WhatsApp)");
        address.commune.clear();
        assert_eq!(address.in_words(), "position envoyée sur WhatsApp");
    }

    #[test]
    fn a_position_is_written_exactly() {
        let pin = Pin { latitude_e7: 53_600_000, longitude_e7: -40_083_001 };
        assert_eq!((pin.latitude(), pin.longitude()), ("5.3600000".into(), "-4.0083001".into()));
        assert_eq!(degrees(-9), "-0.0000009");
    }

    #[test]
    fn contents_name_quantities_only_when_there_are_several() {
        assert_eq!(contents(&[line(1, 1), line(2, 1)]), "Sac, 2 × Sac");
    }
}
