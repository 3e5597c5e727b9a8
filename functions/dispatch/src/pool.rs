//! The platform's shared pool: couriers who said that they deliver for any shop.
//!
//! Both sides opt in, the courier by a word to our own number and the shop by a setting. Shops
//! never see the pool, only the courier who accepted.

use std::collections::BTreeMap;

use aws_adapters::table::{
    NewItem, Table, Write,
    keys::{self, Entity},
};
use contracts::records::{
    courier::RotaRecord,
    pool::{MembershipRecord, PoolCourierRecord},
    zone::ZoneRecord,
};
use domain::{
    copy::courier as copy,
    country::Country,
    courier::{Courier, Tier},
    ids::{CourierId, SellerId, WaId},
    phone::Phone,
    text,
    zone::Zone,
};
use lambda_support::random;

use crate::failure::Failure;

/// What a courier says of the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// They deliver in these communes; everywhere, without any.
    Join {
        communes: Vec<String>,
    },
    Leave,
}

/// Communes one courier may name.
const COMMUNES_MAX: usize = 20;

impl Command {
    /// `POOL Cocody, Yopougon`, `POOL`, `POOL STOP`, `STOP`; `None` for other words.
    pub(crate) fn read(said: &str) -> Option<Self> {
        let folded = text::folded(said);
        let mut words = folded.split_whitespace();
        match (words.next()?, words.next(), words.next()) {
            ("stop" | "arret", None, None) | ("pool", Some("stop" | "arret"), None) => {
                Some(Self::Leave)
            }
            ("pool", ..) => {
                let named =
                    said.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
                let communes = named.split([',', ';', '\n']).map(str::trim);
                let communes = communes.filter(|name| !name.is_empty()).take(COMMUNES_MAX);
                Some(Self::Join { communes: communes.map(|name| text::tidy(name, 40)).collect() })
            }
            _ => None,
        }
    }
}

/// Does what a courier said, and gives the sentence they are answered with.
pub(crate) async fn obey(
    table: &Table,
    sender: &WaId,
    name: &str,
    command: Command,
) -> Result<String, Failure> {
    let member: Option<MembershipRecord> =
        table.get(&keys::pool_membership(sender)).await?.map(|stored| stored.value);
    let id = match &member {
        Some(member) => member.courier.parse().map_err(|_bad_id| Failure::corrupt("membership"))?,
        None => CourierId::from_uuid(random::uuid_v7()),
    };
    let Ok(phone) = Phone::of_e164(&format!("+{}", sender.as_str())) else {
        return Ok(copy::pool_unavailable());
    };
    let Some(country) = phone.country() else { return Ok(copy::pool_unavailable()) };
    let (available, communes) = match command {
        Command::Join { communes } => (true, communes),
        Command::Leave => (false, Vec::new()),
    };
    if member.is_none() && !available {
        return Ok(copy::left_pool());
    }
    let record = PoolCourierRecord {
        id: id.to_string(),
        name: text::tidy(name, 60),
        phone: phone.e164().to_owned(),
        communes: communes.clone(),
        available,
    };
    let membership =
        MembershipRecord { courier: id.to_string(), country: country.code().to_owned() };
    let writes = [
        Write::overwrite(NewItem::new(keys::pool_courier(country, &id), &record)?),
        Write::overwrite(NewItem::new(keys::pool_membership(sender), &membership)?),
    ];
    table.transact(&writes).await?;
    Ok(if available { copy::joined_pool(&communes) } else { copy::left_pool() })
}

/// The couriers of the pool who may deliver for this shop, with the shop's zones they serve.
pub(crate) async fn couriers_for(
    table: &Table,
    seller: &SellerId,
    country: Country,
) -> Result<Vec<Courier>, Failure> {
    let (pool, zones) = (keys::pool(country), keys::zones(seller));
    let (pool, zones) = tokio::try_join!(table.all(&pool), table.all(&zones))?;
    let mut known_zones = Vec::new();
    for item in &zones {
        known_zones.push(Zone::try_from(&item.read::<ZoneRecord>()?.value)?);
    }
    let (mut members, mut rota) = (Vec::new(), BTreeMap::new());
    for item in &pool {
        match item.entity() {
            Entity::Courier => members.push(item.read::<PoolCourierRecord>()?.value),
            Entity::Rota => {
                let turn = item.read::<RotaRecord>()?.value;
                rota.insert(turn.courier.clone(), turn);
            }
            Entity::Product | Entity::Stock | Entity::Other => {}
        }
    }
    let mut couriers = Vec::new();
    for member in members {
        let turn = rota.get(&member.id);
        couriers.extend(courier_of(&member, turn, &known_zones)?);
    }
    Ok(couriers)
}

/// A member as a courier of a shop with these zones; nobody when they go nowhere it delivers.
fn courier_of(
    member: &PoolCourierRecord,
    turn: Option<&RotaRecord>,
    zones: &[Zone],
) -> Result<Option<Courier>, Failure> {
    let serves = |zone: &&Zone| {
        let mut names = std::iter::once(&zone.name).chain(&zone.communes);
        names.any(|name| member.communes.iter().any(|commune| text::mentions(name, commune)))
    };
    let within: Vec<_> = zones.iter().filter(serves).map(|zone| zone.id.clone()).collect();
    if within.is_empty() && !member.communes.is_empty() {
        return Ok(None);
    }
    let corrupt = Failure::corrupt("pool_courier");
    let (Ok(id), Ok(phone)) = (member.id.parse(), Phone::of_e164(&member.phone)) else {
        return Err(corrupt);
    };
    Ok(Some(Courier {
        zones: within,
        available: member.available,
        tier: Tier::Pool,
        last_offered_at: turn.map(|turn| turn.last_offered_at),
        silences: turn.map_or(0, |turn| turn.silences),
        ..Courier::own(id, member.name.clone(), phone)
    }))
}

#[cfg(test)]
mod tests;
