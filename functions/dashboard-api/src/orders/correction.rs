//! What a seller corrects in an order, read field by field and priced.
//!
//! Lines the order has keep the price that was agreed; new ones get the catalogue's. The fee is the
//! agreed one unless the place moves to another zone.

use domain::{
    catalogue::Catalogue,
    conversation::cart::{MAX_LINES, MAX_QUANTITY},
    ids::{ProductId, VariantId},
    moment::Moment,
    order::{Address, Amendment, Line, NAME_MAX, Order, Recipient, Totals},
    phone::Phone,
    seller::Seller,
    zone::{Zone, zone_of},
};
use jiff::Timestamp;
use lambda_support::http::FieldError;
use serde_json::{Map, Value};

use super::read_moment;
use crate::input::Fields;

const PART_MAX: usize = 120;
const ELSEWHERE: &str = "Cette adresse n’est dans aucune de vos zones de livraison.";
const NO_PRODUCT: &str = "Cet article n’existe pas ou n’est plus en vente.";

/// What a correction may draw on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop<'a> {
    pub(super) seller: &'a Seller,
    pub(super) catalogue: &'a Catalogue,
    pub(super) zones: &'a [Zone],
}

/// The order as the body wants it: fields that are absent stay, and so do lines that are not
/// named; a quantity of 0 takes one out.
pub(super) fn read(
    body: &Map<String, Value>,
    order: &Order,
    shop: Shop<'_>,
    now: Timestamp,
) -> Result<Amendment, Vec<FieldError>> {
    let mut fields = Fields::of(body);
    let address = address(&mut fields, &order.address, shop.zones);
    let fee = fee(order, &address, shop.zones);
    let phone: Option<Phone> = fields.phone("contact_phone", shop.seller.country);
    let recipient = recipient(&mut fields, order, shop.seller);
    let payer = payer(&mut fields, order);
    let moment = moment(&mut fields, shop.seller, now);
    let lines = lines(&mut fields, order, shop.catalogue);
    let totals = Totals::of(&lines, fee);
    if totals.is_err() {
        fields.refuse("lines", "Ce total est trop grand.");
    }
    fields.finish(Amendment {
        totals: totals.unwrap_or(order.totals),
        lines,
        address,
        contact_phone: phone.unwrap_or_else(|| order.contact_phone.clone()),
        recipient,
        payer,
        moment: moment.unwrap_or(order.moment),
    })
}

/// Who receives it; `null` is who ordered.
fn recipient(fields: &mut Fields<'_>, order: &Order, seller: &Seller) -> Option<Recipient> {
    if fields.is_null("recipient") {
        return None;
    }
    let known = order.recipient.clone();
    let Some(mut inner) = fields.of_object("recipient") else { return known };
    if known.is_none() {
        inner.require(&["phone"]);
    }
    let name = inner.line("name", NAME_MAX);
    let phone = inner.phone("phone", seller.country);
    fields.absorb(inner);
    let name = name.or_else(|| known.as_ref().map(|known| known.name.clone()));
    let phone = phone.or_else(|| known.map(|known| known.phone))?;
    Some(Recipient { name: name.unwrap_or_default(), phone })
}

/// Who pays; `null` is who receives it.
fn payer(fields: &mut Fields<'_>, order: &Order) -> Option<String> {
    if fields.is_null("payer") {
        return None;
    }
    fields.line("payer", NAME_MAX).or_else(|| order.payer.clone())
}

fn moment(fields: &mut Fields<'_>, seller: &Seller, now: Timestamp) -> Option<Moment> {
    let mut inner = fields.of_object("moment")?;
    let moment = read_moment(&mut inner, seller, now);
    fields.absorb(inner);
    moment
}

/// The place with the parts that are given. Its zone is found anew when a part changes, and a pin
/// of another commune would lead astray.
fn address(fields: &mut Fields<'_>, known: &Address, zones: &[Zone]) -> Address {
    let mut address = known.clone();
    let Some(mut parts) = fields.of_object("address") else { return address };
    for (name, part) in [
        ("city", &mut address.city),
        ("commune", &mut address.commune),
        ("quarter", &mut address.quarter),
        ("landmark", &mut address.landmark),
    ] {
        if let Some(said) = parts.paragraph(name, PART_MAX) {
            *part = said.replace('\n', " ");
        }
    }
    fields.absorb(parts);
    if address == *known {
        return address;
    }
    if address.commune != known.commune {
        address.pin = None;
    }
    match zone_of(zones, &address.in_words()) {
        Some(zone) => address.zone = Some(zone.id.clone()),
        None => fields.refuse("address", ELSEWHERE),
    }
    address
}

fn fee(order: &Order, address: &Address, zones: &[Zone]) -> domain::money::Money {
    let agreed = order.totals.delivery_fee;
    if address.zone == order.address.zone {
        return agreed;
    }
    let zone = zones.iter().find(|zone| address.zone.as_ref() == Some(&zone.id));
    zone.map_or(agreed, |zone| zone.fee)
}

fn lines(fields: &mut Fields<'_>, order: &Order, catalogue: &Catalogue) -> Vec<Line> {
    let mut lines = order.lines.clone();
    let Some(items) = fields.list("lines", MAX_LINES) else { return lines };
    for (index, item) in items.iter().enumerate() {
        let Some(mut inner) = fields.of_item("lines", index, item) else { continue };
        set_line(&mut inner, &mut lines, catalogue);
        fields.absorb(inner);
    }
    if lines.is_empty() {
        fields
            .refuse("lines", "Il doit rester un article ; pour tout retirer, annulez la commande.");
    } else if lines.len() > MAX_LINES {
        fields.refuse("lines", "Une commande a 20 articles différents au plus.");
    }
    lines
}

/// Sets the quantity of one thing.
fn set_line(fields: &mut Fields<'_>, lines: &mut Vec<Line>, catalogue: &Catalogue) {
    fields.require(&["product_id", "quantity"]);
    let quantity = fields.count("quantity");
    if quantity.is_some_and(|quantity| quantity > MAX_QUANTITY) {
        fields.refuse("quantity", "50 unités au plus.");
        return;
    }
    let variant = fields.line("variant_id", 80);
    let variant = variant.map_or_else(VariantId::only, |said| VariantId::of_label(&said));
    let (Some(said), Some(quantity)) = (fields.line("product_id", 80), quantity) else { return };
    let Ok(product) = said.parse::<ProductId>() else {
        fields.refuse("product_id", NO_PRODUCT);
        return;
    };
    let is_it = |line: &Line| line.product == product && line.variant == variant;
    if quantity == 0 {
        lines.retain(|line| !is_it(line));
    } else if let Some(line) = lines.iter_mut().find(|line| is_it(line)) {
        line.quantity = quantity;
    } else {
        lines.extend(new_line(fields, catalogue, &product, &variant, quantity));
    }
}

fn new_line(
    fields: &mut Fields<'_>,
    catalogue: &Catalogue,
    product: &ProductId,
    variant: &VariantId,
    quantity: u32,
) -> Option<Line> {
    let Some(found) = catalogue.product(product).filter(|product| product.on_sale) else {
        fields.refuse("product_id", NO_PRODUCT);
        return None;
    };
    let Some(chosen) = found.variant(variant) else {
        fields.refuse("variant_id", "Cet article n’existe pas dans cette variante.");
        return None;
    };
    Some(Line {
        product: product.clone(),
        variant: variant.clone(),
        name: found.line_name(chosen),
        quantity,
        unit_price: found.price_of(chosen),
    })
}

#[cfg(test)]
mod tests;
