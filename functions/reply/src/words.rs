//! A kept message as the model reads it: what was written, heard or seen, and what it is about.

use std::iter;

use contracts::records::conversation::MessageRecord;
use domain::{
    catalogue::{Catalogue, Product},
    ids::ProductId,
};

/// Characters of the message that is answered.
const MAX_QUOTED: usize = 120;

/// A message in words.
pub(crate) fn of(message: &MessageRecord) -> String {
    message.perceived.clone().unwrap_or_else(|| message.text.clone())
}

/// The same, with what it is about: the message it answers, the product it asks about, the things
/// in its cart. « Oui, celui-là » needs them.
pub(crate) fn in_context(
    message: &MessageRecord,
    all: &[MessageRecord],
    catalogue: &Catalogue,
) -> String {
    let lines = cart_of(message, catalogue).map(|(product, quantity)| {
        let Some(product) = product else {
            return format!("{quantity} × article inconnu au catalogue");
        };
        let ask = if product.variants.len() > 1 {
            format!(" (variante à demander : {})", product.choices("").join(", "))
        } else {
            String::new()
        };
        format!("{quantity} × {}{ask}", product.name)
    });
    let mut words = iter::once(of(message)).chain(lines).collect::<Vec<_>>().join("\n- ");
    let about = message.about_product.as_ref().and_then(|id| product_of(catalogue, id));
    if let Some(product) = about {
        words = format!("[à propos de l'article « {} »] {words}", product.name);
    }
    let answered = message.answers.as_ref();
    let answered = answered.and_then(|id| all.iter().find(|other| other.id == *id));
    match answered.map(of).filter(|quoted| !quoted.is_empty()) {
        Some(quoted) => {
            let quoted: String = quoted.chars().take(MAX_QUOTED).collect();
            format!("[répond à « {quoted} »] {words}")
        }
        None => words,
    }
}

/// What a WhatsApp cart asks for, as far as our catalogue knows it.
pub(crate) fn wanted(message: &MessageRecord, catalogue: &Catalogue) -> Vec<(ProductId, u32)> {
    let known = cart_of(message, catalogue);
    known.filter_map(|(product, quantity)| Some((product?.id.clone(), quantity))).collect()
}

fn cart_of<'a>(
    message: &'a MessageRecord,
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = (Option<&'a Product>, u32)> {
    let lines = message.cart.iter();
    lines.map(|line| (product_of(catalogue, &line.product_retailer_id), line.quantity))
}

/// A product by the retailer's identifier, or by ours where a seller used it as that.
fn product_of<'a>(catalogue: &'a Catalogue, id: &str) -> Option<&'a Product> {
    let own = || catalogue.product(&id.parse().ok()?).filter(|product| product.on_sale);
    catalogue.by_retailer_id(id).or_else(own)
}

#[cfg(test)]
mod tests {
    use contracts::{meta::webhook::OrderLine, records::conversation::Sender};

    use super::*;
    use crate::tools::tests::fixture;

    fn message(id: &str, text: &str) -> MessageRecord {
        MessageRecord::said(id, "2026-11-23T10:00:00Z".parse().unwrap(), Sender::Prospect, text)
    }

    #[test]
    fn an_answer_is_read_with_what_it_answers() {
        let shown = message("m1", "Air Max 42 ou 43 ?");
        let mut answer = message("m2", "la première");
        answer.answers = Some("m1".into());
        let all = [shown, answer.clone()];
        let catalogue = &fixture().catalogue;
        assert_eq!(
            in_context(&answer, &all, catalogue),
            "[répond à « Air Max 42 ou 43 ? »] la première"
        );
        answer.answers = Some("gone".into());
        assert_eq!(in_context(&answer, &all, catalogue), "la première");
    }

    #[test]
    fn a_whatsapp_cart_is_read_by_our_names_and_without_its_prices() {
        let mut fixture = fixture();
        fixture.catalogue.products[0].retailer_id = Some("SKU-1".into());
        let line = |id: &str, quantity| OrderLine { product_retailer_id: id.into(), quantity };
        let mut cart = message("m1", "[panier WhatsApp de 2 articles]");
        cart.cart = vec![line("SKU-1", 2), line("SKU-9", 1)];
        cart.about_product = Some("SKU-1".into());
        assert_eq!(
            in_context(&cart, &[], &fixture.catalogue),
            "[à propos de l'article « Air Max »] [panier WhatsApp de 2 articles]\n- 2 × Air Max (variante à demander : 42 noir)\n- 1 × article inconnu au catalogue"
        );
        let wanted = wanted(&cart, &fixture.catalogue);
        assert_eq!(wanted, [(fixture.catalogue.products[0].id.clone(), 2)]);
    }
}
