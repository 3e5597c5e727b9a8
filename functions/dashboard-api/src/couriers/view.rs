//! A courier as the dashboard sees them.

use contracts::{
    as_text,
    messages::Channel,
    records::{
        CorruptRecord,
        courier::{CourierRecord, RotaRecord, TierValue},
        ledger::BalanceRecord,
        values::MoneyValue,
    },
};
use domain::{courier::Courier, hours, zone::Zone};
use jiff::Timestamp;
use serde::Serialize;

/// What `dispatch` keeps of a courier.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) rota: Option<RotaRecord>,
    pub(super) balance: Option<BalanceRecord>,
}

/// No zones means all of them, no hours any hour.
#[derive(Debug, Serialize)]
pub(super) struct CourierView<'a> {
    id: &'a str,
    name: &'a str,
    phone: &'a str,
    zones: &'a [String],
    /// Of the zones that still are.
    zone_names: Vec<&'a str>,
    available: bool,
    tier: TierValue,
    /// In the order in which they are tried.
    channels: Vec<Channel>,
    hours: Option<(String, String)>,
    /// Offers in a row that they let pass without a word.
    silences: u32,
    #[serde(serialize_with = "as_text::option::serialize")]
    last_offered_at: Option<Timestamp>,
    /// Cash to hand over; null before the first they were given.
    owed: Option<&'a MoneyValue>,
}

impl<'a> CourierView<'a> {
    pub(super) fn of(
        record: &'a CourierRecord,
        zones: &'a [Zone],
        beside: &'a Beside,
    ) -> Result<Self, CorruptRecord> {
        let courier = Courier::try_from(record)?;
        let served = zones.iter().filter(|zone| courier.zones.contains(&zone.id));
        Ok(Self {
            id: &record.id,
            name: &record.name,
            phone: &record.phone,
            zones: &record.zones,
            zone_names: served.map(|zone| zone.name.as_str()).collect(),
            available: record.available,
            tier: record.tier,
            channels: courier.channels.iter().map(|channel| Channel::from(*channel)).collect(),
            hours: courier
                .hours
                .map(|span| (hours::clock(span.from()), hours::clock(span.until()))),
            silences: beside.rota.as_ref().map_or(0, |rota| rota.silences),
            last_offered_at: beside.rota.as_ref().map(|rota| rota.last_offered_at),
            owed: beside.balance.as_ref().map(|balance| &balance.owed),
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        courier::{Channel as Way, Tier},
        hours::Span,
        ids::{CourierId, ZoneId},
        ledger::Balance,
        money::{Currency, Money},
        phone::Phone,
    };
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_courier_is_shown_with_what_is_known_of_them() {
        let id = CourierId::from_uuid(Uuid::from_u128(1));
        let phone = Phone::of_e164("+2250505111111").unwrap();
        let cocody = ZoneId::from_uuid(Uuid::from_u128(2));
        let own = Courier::own(id, "Koffi".into(), phone);
        let courier = Courier {
            zones: vec![cocody.clone(), ZoneId::from_uuid(Uuid::from_u128(3))],
            tier: Tier::Partner,
            channels: vec![Way::Call, Way::Sms],
            hours: Span::new(420, 1_140).ok(),
            ..own.clone()
        };
        let fee = Money::zero(Currency::Xof);
        let zones = [Zone { id: cocody, name: "Cocody".into(), communes: Vec::new(), fee }];
        let record = CourierRecord::from(&courier);
        let beside = Beside {
            rota: Some(RotaRecord {
                courier: record.id.clone(),
                last_offered_at: "2026-11-27T10:00:00Z".parse().unwrap(),
                silences: 2,
            }),
            balance: Some(BalanceRecord::of(&record.id, &Balance::zero(Currency::Xof))),
        };
        insta::assert_json_snapshot!(CourierView::of(&record, &zones, &beside).unwrap());
        let record = CourierRecord::from(&own);
        let nothing = Beside::default();
        let shown = CourierView::of(&record, &zones, &nothing).unwrap();
        assert_eq!(shown.channels, [Channel::Whatsapp, Channel::Call, Channel::Sms]);
        assert!(shown.owed.is_none() && shown.hours.is_none() && shown.silences == 0);
    }
}
