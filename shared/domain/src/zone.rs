//! Where a seller delivers and for how much.

use crate::{ids::ZoneId, money::Money, text};

/// A delivery zone: a name, the communes it covers, one fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    pub id: ZoneId,
    pub name: String,
    /// Communes or quarters that belong to it, beside its own name.
    pub communes: Vec<String>,
    pub fee: Money,
}

/// The zone an address lies in: the one whose name or communes it mentions, the longest mention
/// winning (`Cocody Angré` before `Cocody`).
pub fn zone_of<'a>(zones: &'a [Zone], address: &str) -> Option<&'a Zone> {
    zones
        .iter()
        .flat_map(|zone| {
            let names = std::iter::once(&zone.name).chain(&zone.communes);
            names.map(move |name| (name, zone))
        })
        .filter(|(name, _)| text::mentions(address, name))
        .max_by_key(|(name, _)| name.len())
        .map(|(_, zone)| zone)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::money::Currency;

    #[test]
    fn the_longest_mention_wins() {
        let zone = |n, name: &str, communes: &[&str]| Zone {
            id: ZoneId::from_uuid(Uuid::from_u128(n)),
            name: name.into(),
            communes: communes.iter().map(|c| (*c).into()).collect(),
            fee: Money::new(1_500, Currency::Xof),
        };
        let zones = [zone(1, "Cocody", &["Riviera"]), zone(2, "Cocody Angré", &[])];
        let found = |address| zone_of(&zones, address).map(|z| z.name.as_str());
        assert_eq!(found("cocody angre, 8e tranche"), Some("Cocody Angré"));
        assert_eq!(found("Cocody, derrière la pharmacie"), Some("Cocody"));
        assert_eq!(found("riviera 3"), Some("Cocody"));
        assert_eq!(found("Bouaké"), None);
    }
}
