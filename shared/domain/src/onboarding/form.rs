//! The sign-up form: what a seller typed becomes a [`Registration`], or every field to correct at
//! once.

use std::fmt;

use crate::{
    country::Country,
    phone::{InvalidPhone, Phone},
    text,
};

/// The shortest password. The user pool's policy in `template.yaml` says the same.
pub const PASSWORD_MIN: usize = 8;
/// The longest one Cognito takes in a policy.
pub const PASSWORD_MAX: usize = 99;
const NAME_MAX: usize = 60;
const EMAIL_MAX: usize = 254;

/// The fields as typed; absent ones are empty.
#[derive(Clone, Copy)]
pub struct Form<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub country: &'a str,
    pub phone: &'a str,
    pub email: &'a str,
    pub password: &'a str,
    pub shop_name: &'a str,
}

/// A form that can be accepted. The password is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    pub first_name: String,
    pub last_name: String,
    pub country: Country,
    pub phone: Phone,
    /// In lower case: it is what the seller signs in with.
    pub email: String,
    pub shop_name: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    FirstName,
    LastName,
    Country,
    Phone,
    Email,
    Password,
    ShopName,
}

impl Field {
    /// Its name in the request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Country => "country",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Password => "password",
            Self::ShopName => "shop_name",
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    Missing,
    TooLong,
    /// Not what the field is for: a name without a letter, a country not served, an address
    /// without `@`.
    Unusable,
    /// A phone of before the renumbering of Côte d'Ivoire.
    OldPhone,
    TooShort,
    /// A password needs a lower-case letter and a digit.
    TooSimple,
}

/// A field to correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldFault {
    pub field: Field,
    pub fault: Fault,
}

/// Reads the form. All faults are named, in the order of the form.
pub fn read(form: Form<'_>) -> Result<Registration, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut keep = |field, fault| faults.push(FieldFault { field, fault });
    let first_name = name(form.first_name).map_err(|fault| keep(Field::FirstName, fault));
    let last_name = name(form.last_name).map_err(|fault| keep(Field::LastName, fault));
    let country = country(form.country).map_err(|fault| keep(Field::Country, fault));
    let phone = phone(form.phone, country.ok()).map_err(|fault| keep(Field::Phone, fault));
    let email = email(form.email).map_err(|fault| keep(Field::Email, fault));
    let password = password(form.password).map_err(|fault| keep(Field::Password, fault));
    let shop_name = name(form.shop_name).map_err(|fault| keep(Field::ShopName, fault));
    match (first_name, last_name, country, phone, email, password, shop_name) {
        (
            Ok(first_name),
            Ok(last_name),
            Ok(country),
            Ok(phone),
            Ok(email),
            Ok(()),
            Ok(shop_name),
        ) => Ok(Registration { first_name, last_name, country, phone, email, shop_name }),
        _ => Err(faults),
    }
}

fn name(typed: &str) -> Result<String, Fault> {
    let name = text::tidy(&typed.replace('\n', " "), NAME_MAX + 1);
    if name.is_empty() {
        Err(Fault::Missing)
    } else if name.chars().count() > NAME_MAX {
        Err(Fault::TooLong)
    } else if name.chars().any(char::is_alphanumeric) {
        Ok(name)
    } else {
        Err(Fault::Unusable)
    }
}

fn country(typed: &str) -> Result<Country, Fault> {
    if typed.trim().is_empty() {
        return Err(Fault::Missing);
    }
    Country::of_code(typed).ok_or(Fault::Unusable)
}

/// Without a country, a number is faulty only if it is one nowhere.
fn phone(typed: &str, country: Option<Country>) -> Result<Phone, Fault> {
    if typed.trim().is_empty() {
        return Err(Fault::Missing);
    }
    let parsed = match country {
        Some(country) => Phone::parse(typed, country),
        None => Country::ALL
            .into_iter()
            .find_map(|country| Phone::parse(typed, country).ok())
            .ok_or(InvalidPhone::NotANumber),
    };
    parsed.map_err(|invalid| match invalid {
        InvalidPhone::NotANumber => Fault::Unusable,
        InvalidPhone::OldPlan => Fault::OldPhone,
    })
}

/// The shape only: the code Cognito sends to it is the proof.
fn email(typed: &str) -> Result<String, Fault> {
    let email = typed.trim().to_lowercase();
    if email.is_empty() {
        return Err(Fault::Missing);
    }
    if email.len() > EMAIL_MAX {
        return Err(Fault::TooLong);
    }
    let is_address = email.split_once('@').is_some_and(|(local, domain)| {
        let labels: Vec<&str> = domain.split('.').collect();
        (1..=64).contains(&local.len())
            && labels.len() >= 2
            && labels.iter().all(|label| !label.is_empty() && !label.starts_with('-'))
            && domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
            && local.chars().all(|c| c.is_ascii_graphic() && !"@\"(),:;<>[\\]".contains(c))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
    });
    if is_address { Ok(email) } else { Err(Fault::Unusable) }
}

fn password(typed: &str) -> Result<(), Fault> {
    let length = typed.chars().count();
    if typed.is_empty() {
        Err(Fault::Missing)
    } else if length < PASSWORD_MIN {
        Err(Fault::TooShort)
    } else if length > PASSWORD_MAX {
        Err(Fault::TooLong)
    } else if typed.trim() != typed || typed.chars().any(char::is_control) {
        // Cognito refuses a password that begins or ends with a space.
        Err(Fault::Unusable)
    } else if typed.chars().any(|c| c.is_ascii_lowercase())
        && typed.chars().any(|c| c.is_ascii_digit())
    {
        Ok(())
    } else {
        Err(Fault::TooSimple)
    }
}

/// Nothing of a form is shown: it holds a password.
impl fmt::Debug for Form<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
