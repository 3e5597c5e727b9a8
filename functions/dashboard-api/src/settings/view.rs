//! The settings as the dashboard sees them.

use contracts::records::{
    seller::{HoursValue, MannerValue, PaymentValue, ProviderName, ServiceName, ServiceValue},
    values::MoneyValue,
};
use domain::{
    money::{Currency, Money},
    order::Pin,
    seller::{DeliveryRules, PaymentRules, ShopSettings},
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Settings<'a> {
    settings: SettingsView<'a>,
}

#[derive(Serialize)]
struct SettingsView<'a> {
    manner: MannerValue,
    /// `{"mon":[["08:00","19:00"]],…}`; a day without spans is closed.
    hours: HoursValue,
    hours_in_words: String,
    holidays: Vec<String>,
    takeover_minutes: u32,
    turns_per_contact_per_day: u32,
    turns_per_day: u32,
    tokens_per_day: u64,
    about: &'a str,
    delivery: DeliveryView<'a>,
    payment: PaymentView,
}

#[derive(Serialize)]
struct DeliveryView<'a> {
    shares_pool: bool,
    cash_ceiling: MoneyValue,
    max_rounds: u32,
    pickup_place: &'a str,
    pickup_pin: Option<PinView>,
    services: Vec<ServiceView>,
}

/// Decimal degrees, as text to stay exact.
#[derive(Serialize)]
struct PinView {
    lat: String,
    lng: String,
}

#[derive(Serialize)]
struct ServiceView {
    service: ServiceName,
    max_price: MoneyValue,
}

#[derive(Serialize)]
struct PaymentView {
    provider: Option<ProviderName>,
    deposit: Option<DepositView>,
}

#[derive(Serialize)]
struct DepositView {
    percent: u8,
    from_total: MoneyValue,
    minutes: u32,
}

impl<'a> Settings<'a> {
    pub(super) fn of(settings: &'a ShopSettings, currency: Currency) -> Self {
        Self {
            settings: SettingsView {
                manner: settings.manner.into(),
                hours: HoursValue::from(&settings.hours),
                hours_in_words: settings.hours.in_words(),
                holidays: settings.hours.holidays().iter().map(ToString::to_string).collect(),
                takeover_minutes: settings.takeover_minutes,
                turns_per_contact_per_day: settings.turns_per_contact_per_day,
                turns_per_day: settings.turns_per_day,
                tokens_per_day: settings.tokens_per_day,
                about: &settings.about,
                delivery: DeliveryView::of(&settings.delivery, currency),
                payment: PaymentView::of(settings.payment, currency),
            },
        }
    }
}

impl<'a> DeliveryView<'a> {
    fn of(rules: &'a DeliveryRules, currency: Currency) -> Self {
        let pin = |pin: Pin| PinView { lat: pin.latitude(), lng: pin.longitude() };
        let services = rules.services.iter().map(|rule| ServiceView {
            service: ServiceValue::from(rule).service,
            max_price: Money::new(rule.max_price, currency).into(),
        });
        Self {
            shares_pool: rules.shares_pool,
            cash_ceiling: Money::new(rules.cash_ceiling, currency).into(),
            max_rounds: rules.max_rounds,
            pickup_place: &rules.pickup_place,
            pickup_pin: rules.pickup_pin.map(pin),
            services: services.collect(),
        }
    }
}

impl PaymentView {
    fn of(rules: PaymentRules, currency: Currency) -> Self {
        Self {
            provider: PaymentValue::from(&rules).provider,
            deposit: rules.deposit.map(|rule| DepositView {
                percent: rule.percent,
                from_total: Money::new(rule.from_total, currency).into(),
                minutes: rule.minutes,
            }),
        }
    }
}
