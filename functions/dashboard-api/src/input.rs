//! Reading a JSON body field by field: absent and null are the same, a wrong type is an error, and
//! every field to correct is named at once.

use std::ops::RangeInclusive;

use domain::{
    country::Country,
    money::{Currency, Money},
    phone::{InvalidPhone, Phone},
    text,
};
use jiff::Timestamp;
use lambda_support::http::{FieldError, Problem};
use serde_json::{Map, Value};

/// The largest amount taken: far above any price, far below what sums could overflow with.
const AMOUNT_MAX: i64 = 1_000_000_000;
/// The largest count taken, for the same reason.
const COUNT_MAX: u32 = 1_000_000;

pub(crate) const MISSING: &str = "Ce champ est obligatoire.";
const NOT_TEXT: &str = "Un texte est attendu.";
const NOT_WHOLE: &str = "Un nombre entier, zéro ou plus, est attendu.";
const NOT_FLAG: &str = "« true » ou « false » est attendu.";
const NOT_LIST: &str = "Une liste est attendue.";
const NOT_OBJECT: &str = "Un objet est attendu.";

/// The fields of one JSON object, and what was found wrong with them so far.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    /// Path of the object inside the body, empty for the body itself.
    path: String,
    errors: Vec<FieldError>,
}

impl<'a> Fields<'a> {
    /// The fields of the body itself.
    pub(crate) fn of(map: &'a Map<String, Value>) -> Self {
        Self { map, path: String::new(), errors: Vec::new() }
    }

    /// The fields of the `index`th object of a list.
    pub(crate) fn of_item(&mut self, list: &str, index: usize, item: &'a Value) -> Option<Self> {
        let path = format!("{}[{index}]", self.path_of(list));
        let Value::Object(map) = item else {
            self.errors.push(FieldError { field: path, message: NOT_OBJECT.to_owned() });
            return None;
        };
        Some(Self { map, path, errors: Vec::new() })
    }

    /// The fields of an object inside this one.
    pub(crate) fn of_object(&mut self, name: &str) -> Option<Self> {
        let path = self.path_of(name);
        let Value::Object(map) = self.value(name)? else {
            self.refuse(name, NOT_OBJECT);
            return None;
        };
        Some(Self { map, path, errors: Vec::new() })
    }

    /// Refuses the fields that have none of these names.
    pub(crate) fn only(&mut self, names: &[&str], message: &str) {
        for name in self.map.keys().filter(|name| !names.contains(&name.as_str())) {
            self.refuse(name, message);
        }
    }

    /// Takes over what an object inside this one was refused for.
    pub(crate) fn absorb(&mut self, inner: Self) {
        self.errors.extend(inner.errors);
    }

    /// Names a field that cannot be accepted.
    pub(crate) fn refuse(&mut self, name: &str, message: &str) {
        let field = self.path_of(name);
        self.errors.push(FieldError { field, message: message.to_owned() });
    }

    /// Names the fields that must be there and are not.
    pub(crate) fn require(&mut self, names: &[&str]) {
        for name in names {
            if !self.has(name) {
                self.refuse(name, MISSING);
            }
        }
    }

    /// Whether a field is there at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Whether a field is there and null, where that takes something away.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(Value::is_null)
    }

    /// A field as it was written, for what no other reader understands.
    pub(crate) fn raw(&self, name: &str) -> Option<&'a Value> {
        self.value(name)
    }

    /// A line of text, tidied; neither empty nor longer than `max` characters.
    pub(crate) fn line(&mut self, name: &str, max: usize) -> Option<String> {
        let line = self.paragraph(name, max)?.replace('\n', " ");
        if line.is_empty() {
            self.refuse(name, "Ce champ ne peut pas être vide.");
            return None;
        }
        Some(line)
    }

    /// An instant, as RFC 3339 writes it.
    pub(crate) fn instant(&mut self, name: &str) -> Option<Timestamp> {
        let read = self.value(name)?.as_str().and_then(|text| text.parse().ok());
        if read.is_none() {
            self.refuse(name, "Un instant tel que 2026-11-24T10:00:00Z est attendu.");
        }
        read
    }

    /// A text that may be empty and have several lines.
    pub(crate) fn paragraph(&mut self, name: &str, max: usize) -> Option<String> {
        let Value::String(typed) = self.value(name)? else {
            self.refuse(name, NOT_TEXT);
            return None;
        };
        let tidy = text::tidy(typed, max.saturating_add(1));
        if tidy.chars().count() > max {
            self.refuse(name, &format!("{max} caractères au plus."));
            return None;
        }
        Some(tidy)
    }

    /// An amount of the shop's currency: `{"amount":15000,"currency":"XOF"}`, or the number alone.
    pub(crate) fn amount(&mut self, name: &str, currency: Currency) -> Option<Money> {
        let value = self.value(name)?;
        let (amount, field) = if let Value::Object(money) = value {
            self.check_currency(name, money.get("currency"), currency)?;
            (money.get("amount").unwrap_or(&Value::Null), format!("{name}.amount"))
        } else {
            (value, name.to_owned())
        };
        match amount.as_i64() {
            Some(amount) if (0..=AMOUNT_MAX).contains(&amount) => {
                Some(Money::new(amount, currency))
            }
            Some(amount) if amount > AMOUNT_MAX => {
                self.refuse(&field, "Ce montant est trop grand.");
                None
            }
            Some(_) | None => {
                self.refuse(&field, NOT_WHOLE);
                None
            }
        }
    }

    fn check_currency(
        &mut self,
        name: &str,
        given: Option<&Value>,
        currency: Currency,
    ) -> Option<()> {
        match given {
            None | Some(Value::Null) => Some(()),
            Some(Value::String(code)) if code == currency.code() => Some(()),
            Some(_) => {
                let message = format!("La devise de votre boutique est {}.", currency.code());
                self.refuse(&format!("{name}.currency"), &message);
                None
            }
        }
    }

    /// A whole number, zero or more.
    pub(crate) fn count(&mut self, name: &str) -> Option<u32> {
        let count = self.value(name)?.as_u64().and_then(|count| u32::try_from(count).ok());
        if count.is_none_or(|count| count > COUNT_MAX) {
            self.refuse(name, NOT_WHOLE);
            return None;
        }
        count
    }

    /// A whole number between two others.
    pub(crate) fn whole_in(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let whole = self.value(name)?.as_u64().filter(|whole| range.contains(whole));
        if whole.is_none() {
            let (least, most) = range.into_inner();
            self.refuse(name, &format!("Un nombre entier de {least} à {most} est attendu."));
        }
        whole
    }

    /// The same, for what is counted in small numbers.
    pub(crate) fn count_in(&mut self, name: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let (least, most) = range.into_inner();
        let whole = self.whole_in(name, u64::from(least)..=u64::from(most))?;
        u32::try_from(whole).ok()
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let flag = self.value(name)?.as_bool();
        if flag.is_none() {
            self.refuse(name, NOT_FLAG);
        }
        flag
    }

    /// A phone of `country` or of elsewhere.
    pub(crate) fn phone(&mut self, name: &str, country: Country) -> Option<Phone> {
        let typed = self.line(name, 40)?;
        match Phone::parse(&typed, country) {
            Ok(phone) => Some(phone),
            Err(InvalidPhone::OldPlan) => {
                self.refuse(name, "Ce numéro est à 8 chiffres ; il en faut 10 depuis 2021.");
                None
            }
            Err(InvalidPhone::NotANumber) => {
                self.refuse(name, "Ce numéro de téléphone n’est pas valable.");
                None
            }
        }
    }

    /// A list of at most `max` values.
    pub(crate) fn list(&mut self, name: &str, max: usize) -> Option<&'a [Value]> {
        let Value::Array(items) = self.value(name)? else {
            self.refuse(name, NOT_LIST);
            return None;
        };
        if items.len() > max {
            self.refuse(name, &format!("{max} éléments au plus."));
            return None;
        }
        Some(items)
    }

    /// A list of texts, tidied, without the empty ones.
    pub(crate) fn texts(&mut self, name: &str, max: usize) -> Option<Vec<String>> {
        let items = self.list(name, max)?;
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item.as_str() {
                Some(typed) => texts.push(text::tidy(&typed.replace('\n', " "), 80)),
                None => self.refuse(&format!("{name}[{index}]"), NOT_TEXT),
            }
        }
        texts.retain(|text| !text.is_empty());
        Some(texts)
    }

    /// What was made of the fields, unless one of them is to be corrected.
    pub(crate) fn finish<T>(self, made: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() { Ok(made) } else { Err(self.errors) }
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

/// The JSON object a body holds.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) | Err(_) => Err(Problem::malformed()),
    }
}

#[cfg(test)]
mod tests;
