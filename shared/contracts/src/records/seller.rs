//! A seller's own items: the profile with the connected number, and the two indexes that lead from
//! Meta back to it.
//!
//! `signup` writes the profile, under its version; the dashboard sets single fields of what the
//! seller typed, and the version grows. Others read it: the shop, its clock, the number to answer
//! from.

mod connection;
mod progress;
mod rules;
mod settings;

use std::fmt;

use domain::{
    country::Country,
    ids::{PhoneNumberId, SellerId},
    onboarding::{Link, Onboarding},
    phone::Phone,
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::picture::PictureRecord;

pub use self::{
    connection::{ConnectionStatus, ConnectionValue},
    progress::{ProgressValue, RefusalValue, StepValue},
    rules::{
        DeliveryValue, DepositValue, PaymentValue, PinValue, ProviderName, ServiceName,
        ServiceValue,
    },
    settings::{HoursValue, MannerValue, SettingsRecord},
};
use super::CorruptRecord;
use crate::as_text;

/// A seller: the form, the number that answers, and the connection under way.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerRecord {
    #[serde(with = "as_text")]
    pub id: SellerId,
    pub first_name: String,
    pub last_name: String,
    pub shop_name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// E.164.
    pub phone: String,
    pub email: String,
    #[serde(with = "as_text")]
    pub created_at: Timestamp,
    /// The number that answers; absent until one was connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<ConnectionValue>,
    pub onboarding: ProgressValue,
    /// Written by the dashboard alone.
    #[serde(default, skip_serializing_if = "SettingsRecord::is_default")]
    pub settings: SettingsRecord,
    /// The shop's picture, which lies beside its papers; written by the dashboard alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<PictureRecord>,
}

impl SellerRecord {
    /// A seller who signed up at `created_at`.
    pub fn new(seller: &Seller, onboarding: &Onboarding, created_at: Timestamp) -> Self {
        Self {
            id: seller.id.clone(),
            first_name: seller.first_name.clone(),
            last_name: seller.last_name.clone(),
            shop_name: seller.shop_name.clone(),
            country: seller.country.code().to_owned(),
            phone: seller.phone.e164().to_owned(),
            email: seller.email.clone(),
            created_at,
            whatsapp: onboarding.connected.as_ref().map(ConnectionValue::from),
            onboarding: ProgressValue::from(onboarding),
            settings: SettingsRecord::from(&seller.settings),
            logo: None,
        }
    }

    /// The same seller further on their way.
    #[must_use]
    pub fn with(&self, onboarding: &Onboarding) -> Self {
        Self {
            whatsapp: onboarding.connected.as_ref().map(ConnectionValue::from),
            onboarding: ProgressValue::from(onboarding),
            ..self.clone()
        }
    }
}

impl TryFrom<&SellerRecord> for Seller {
    type Error = CorruptRecord;

    fn try_from(record: &SellerRecord) -> Result<Self, CorruptRecord> {
        let country =
            Country::of_code(&record.country).ok_or(CorruptRecord::new("seller", "country"))?;
        let phone = Phone::of_e164(&record.phone)
            .map_err(|_invalid| CorruptRecord::new("seller", "phone"))?;
        Ok(Self {
            id: record.id.clone(),
            first_name: record.first_name.clone(),
            last_name: record.last_name.clone(),
            shop_name: record.shop_name.clone(),
            country,
            phone,
            email: record.email.clone(),
            settings: ShopSettings::try_from(&record.settings)?,
        })
    }
}

impl TryFrom<&SellerRecord> for Onboarding {
    type Error = CorruptRecord;

    fn try_from(record: &SellerRecord) -> Result<Self, CorruptRecord> {
        let connected = record.whatsapp.as_ref().map(Into::into);
        let (step, refusal) = record.onboarding.read(connected.is_some())?;
        Ok(Self { seller: record.id.clone(), step, refusal, connected })
    }
}

// A person's name, phone and address are never in a log.
impl fmt::Debug for SellerRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SellerRecord")
            .field("id", &self.id)
            .field("country", &self.country)
            .field("whatsapp", &self.whatsapp)
            .field("onboarding", &self.onboarding)
            .finish_non_exhaustive()
    }
}

/// Which seller a business number belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRecord {
    pub phone_number_id: String,
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub claimed_at: Timestamp,
}

impl NumberRecord {
    /// The claim of `seller` on `number`.
    pub fn new(number: &PhoneNumberId, seller: &SellerId, claimed_at: Timestamp) -> Self {
        let phone_number_id = number.as_str().to_owned();
        Self { phone_number_id, seller: seller.clone(), claimed_at }
    }
}

/// A link to Meta's dialog. Its key is the hash of the `state` it carries, never the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    #[serde(with = "as_text")]
    pub seller: SellerId,
    #[serde(with = "as_text")]
    pub expires_at: Timestamp,
    #[serde(default, with = "as_text::option", skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
}

impl From<&Link> for LinkRecord {
    fn from(link: &Link) -> Self {
        Self { seller: link.seller.clone(), expires_at: link.expires_at, used_at: link.used_at }
    }
}

impl From<&LinkRecord> for Link {
    fn from(record: &LinkRecord) -> Self {
        Self {
            seller: record.seller.clone(),
            expires_at: record.expires_at,
            used_at: record.used_at,
        }
    }
}

#[cfg(test)]
mod tests;
