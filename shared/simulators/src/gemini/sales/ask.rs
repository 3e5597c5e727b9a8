//! Questions to the prospect, one or two things at a time, and the presentation of products.
//!
//! Names are in bold: the next turn finds there what the shop talked about.

use super::catalogue::{Choice, Product};
use super::language::Lang;
use super::moment::Moment;
use super::reading::Reading;
use super::text::Text;
use super::tools::Cart;
use super::turn::Turn;

const LISTED: usize = 6;

/// Asks for what the order still needs.
pub(super) fn missing(turn: &Turn, lang: Lang, cart: &Cart) -> String {
    if cart.lines.is_empty() || cart.lacks("product") {
        return lang.pick("Quel article vous ferait plaisir ?", "Which item would you like?");
    }
    if cart.lacks("variant") {
        let line = cart.lines.iter().find(|line| line.variant.is_none()).or(cart.lines.first());
        let name = line.map(|line| line.name.as_str()).unwrap_or_default();
        return lang.pick(
            &format!("Quelle taille ou quelle couleur souhaitez-vous pour *{name}* ?"),
            &format!("Which size or colour would you like for *{name}*?"),
        );
    }
    match (cart.lacks("address"), cart.lacks("phone")) {
        (true, true) => lang.pick(
            "Où souhaitez-vous être livré ? Donnez-moi votre commune, le quartier et un repère, \
             ainsi qu'un numéro à appeler.",
            "Where should we deliver? Please give me your commune, the area and a landmark, and a \
             phone number.",
        ),
        (true, false) if asked_for_day(turn) => lang.pick(
            "Dans quelle commune et quel quartier livrer, et près de quel repère ?",
            "Which commune and area should we deliver to, and near which landmark?",
        ),
        (true, false) => lang.pick(
            "Dans quelle commune et quel quartier livrer, avec un repère ? Et plutôt aujourd'hui \
             ou demain ?",
            "Which commune and area should we deliver to, with a landmark? And today or tomorrow?",
        ),
        (false, true) => lang.pick(
            "Quel numéro le livreur peut-il appeler ?",
            "Which phone number can the courier call?",
        ),
        (false, false) => String::new(),
    }
}

fn asked_for_day(turn: &Turn) -> bool {
    let said = turn.history.iter().filter(|line| !line.by_prospect);
    said.map(|line| Text::new(&line.text))
        .any(|text| text.has("aujourd hui ou demain") || text.has("today or tomorrow"))
}

/// Asks for the other half of a moment that was said by halves.
pub(super) fn moment(lang: Lang, moment: &Moment) -> Option<String> {
    match (&moment.day, moment.period) {
        (Some(day), None) => {
            let (french, english) = day_names(day);
            Some(lang.pick(
                &format!("Pour {french}, plutôt le matin ou l'après-midi ?"),
                &format!("For {english}, in the morning or in the afternoon?"),
            ))
        }
        (None, Some("morning")) => Some(lang.pick(
            "C'est noté pour le matin : aujourd'hui ou demain ?",
            "Noted for the morning: today or tomorrow?",
        )),
        (None, Some(_)) => Some(lang.pick(
            "C'est noté pour l'après-midi : aujourd'hui ou demain ?",
            "Noted for the afternoon: today or tomorrow?",
        )),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// A day as both languages say it.
pub(super) fn day_names(day: &str) -> (String, String) {
    use jiff::civil::{Date, Weekday};
    let (french, english) = match (day, day.parse::<Date>().map(Date::weekday)) {
        ("today", _) => ("aujourd'hui", "today"),
        ("tomorrow", _) => ("demain", "tomorrow"),
        (_, Ok(Weekday::Monday)) => ("lundi", "Monday"),
        (_, Ok(Weekday::Tuesday)) => ("mardi", "Tuesday"),
        (_, Ok(Weekday::Wednesday)) => ("mercredi", "Wednesday"),
        (_, Ok(Weekday::Thursday)) => ("jeudi", "Thursday"),
        (_, Ok(Weekday::Friday)) => ("vendredi", "Friday"),
        (_, Ok(Weekday::Saturday)) => ("samedi", "Saturday"),
        (_, Ok(Weekday::Sunday)) => ("dimanche", "Sunday"),
        (other, Err(_)) => (other, other),
    };
    (french.to_owned(), english.to_owned())
}

/// Puts a product, or the choice between several, before the prospect.
pub(super) fn present(reading: &Reading, choice: &Choice) -> String {
    let lang = reading.lang;
    match choice {
        Choice::Found { product, variant, .. } => offer(reading, product, variant.as_deref()),
        Choice::PickProduct(products) => {
            let lines: Vec<String> = products.iter().take(LISTED).map(bullet).collect();
            let lines = lines.join("\n");
            lang.pick(
                &format!("Voici ce que nous avons :\n{lines}\nLequel vous intéresse ?"),
                &format!("Here is what we have:\n{lines}\nWhich one would you like?"),
            )
        }
        Choice::PickVariant { product, among, unknown } => {
            let name = &product.name;
            let labels: Vec<String> =
                among.iter().map(|variant| product.labelled(variant)).collect();
            if let Some(unknown) = unknown {
                return lang.pick(
                    &format!(
                        "Désolé, nous n'avons pas *{name}* en {unknown}. Il y a {}. Que \
                         préférez-vous ?",
                        listed(&labels, " et ")
                    ),
                    &format!(
                        "Sorry, we do not have *{name}* in {unknown}. We have {}. Which one would \
                         you like?",
                        listed(&labels, " and ")
                    ),
                );
            }
            if let [only] = among.as_slice() {
                return offer(reading, product, Some(only));
            }
            let description = description(reading, product);
            lang.pick(
                &format!(
                    "*{name}*{} est disponible en {}.{description} Que préférez-vous ?",
                    in_brackets(&product.price),
                    listed(&labels, " et ")
                ),
                &format!(
                    "*{name}*{} is available in {}.{description} Which one would you like?",
                    in_brackets(&product.price),
                    listed(&labels, " and ")
                ),
            )
        }
        Choice::SoldOut { product, variant, others } => {
            sold_out(lang, product, variant.as_deref(), others)
        }
        Choice::Nothing => String::new(),
    }
}

fn offer(reading: &Reading, product: &Product, variant: Option<&str>) -> String {
    let name = &product.name;
    let price = product.price_of(variant);
    let lang = reading.lang;
    let french = variant.map(|variant| format!(" en {variant}")).unwrap_or_default();
    let english = variant.map(|variant| format!(" in {variant}")).unwrap_or_default();
    let description = description(reading, product);
    let (at_french, at_english) = if price.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(", à {price}"), format!(", at {price}"))
    };
    lang.pick(
        &format!(
            "Oui, *{name}* est disponible{french}{at_french}.{description} Je vous le note{french} ?"
        ),
        &format!(
            "Yes, *{name}* is available{english}{at_english}.{description} Shall I add it{english}?"
        ),
    )
}

/// The shop's own words about a product, when the prospect wants to know more.
fn description(reading: &Reading, product: &Product) -> String {
    let asked = reading.intents.asks_quality || reading.intents.asks_picture;
    if !asked || product.description.is_empty() {
        return String::new();
    }
    format!(" {}.", product.description.trim_end_matches('.'))
}

fn sold_out(lang: Lang, product: &Product, variant: Option<&str>, others: &[String]) -> String {
    let name = &product.name;
    match variant {
        Some(variant) if !others.is_empty() => lang.pick(
            &format!(
                "Désolé, *{name}* en {variant} est épuisé. Il reste {}. Que préférez-vous ?",
                listed(others, " et ")
            ),
            &format!(
                "Sorry, *{name}* in {variant} is sold out. We still have {}. Which one would you \
                 like?",
                listed(others, " and ")
            ),
        ),
        Some(_) | None => lang.pick(
            &format!("Désolé, *{name}* est épuisé pour le moment. Cherchez-vous autre chose ?"),
            &format!("Sorry, *{name}* is sold out for now. Are you looking for anything else?"),
        ),
    }
}

fn bullet(product: &Product) -> String {
    if product.price.is_empty() {
        return format!("• *{}*", product.name);
    }
    format!("• *{}* : {}", product.name, product.price)
}

/// « A, B et C ».
pub(super) fn listed(items: &[String], last: &str) -> String {
    let shown: Vec<&str> = items.iter().take(LISTED).map(String::as_str).collect();
    match shown.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, start)) => format!("{}{last}{end}", start.join(", ")),
        None => String::new(),
    }
}

fn in_brackets(price: &str) -> String {
    if price.is_empty() { String::new() } else { format!(" ({price})") }
}
