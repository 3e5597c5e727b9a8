//! The countries served: those of the two CFA francs where French is spoken.
//!
//! None of them changes its clock in summer, so a fixed offset is the zone.

use jiff::tz::{Offset, TimeZone};
use rlibphonenumber::enums::Region;

use crate::money::Currency;

/// A country a seller may be in. ISO 3166-1 alpha-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Country {
    Benin,
    BurkinaFaso,
    Cameroon,
    CentralAfricanRepublic,
    Chad,
    Congo,
    Gabon,
    IvoryCoast,
    Mali,
    Niger,
    Senegal,
    Togo,
}

impl Country {
    /// Every country, in the order of their codes.
    pub const ALL: [Self; 12] = [
        Self::BurkinaFaso,
        Self::Benin,
        Self::CentralAfricanRepublic,
        Self::Congo,
        Self::IvoryCoast,
        Self::Cameroon,
        Self::Gabon,
        Self::Mali,
        Self::Niger,
        Self::Senegal,
        Self::Chad,
        Self::Togo,
    ];

    /// The calling code, without `+`.
    pub const fn calling_code(self) -> &'static str {
        match self {
            Self::Benin => "229",
            Self::BurkinaFaso => "226",
            Self::Cameroon => "237",
            Self::CentralAfricanRepublic => "236",
            Self::Chad => "235",
            Self::Congo => "242",
            Self::Gabon => "241",
            Self::IvoryCoast => "225",
            Self::Mali => "223",
            Self::Niger => "227",
            Self::Senegal => "221",
            Self::Togo => "228",
        }
    }

    /// The ISO 3166-1 alpha-2 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Benin => "BJ",
            Self::BurkinaFaso => "BF",
            Self::Cameroon => "CM",
            Self::CentralAfricanRepublic => "CF",
            Self::Chad => "TD",
            Self::Congo => "CG",
            Self::Gabon => "GA",
            Self::IvoryCoast => "CI",
            Self::Mali => "ML",
            Self::Niger => "NE",
            Self::Senegal => "SN",
            Self::Togo => "TG",
        }
    }

    /// Reads a code, in either case.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.code().eq_ignore_ascii_case(code.trim()))
    }

    /// What prices are in there.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Benin
            | Self::BurkinaFaso
            | Self::IvoryCoast
            | Self::Mali
            | Self::Niger
            | Self::Senegal
            | Self::Togo => Currency::Xof,
            Self::Cameroon
            | Self::CentralAfricanRepublic
            | Self::Chad
            | Self::Congo
            | Self::Gabon => Currency::Xaf,
        }
    }

    /// The clock on the wall (IANA tz database: UTC in the west, UTC+1 from Benin on eastwards).
    pub const fn time_zone(self) -> TimeZone {
        let hours = match self {
            Self::BurkinaFaso | Self::IvoryCoast | Self::Mali | Self::Senegal | Self::Togo => 0,
            Self::Benin
            | Self::Cameroon
            | Self::CentralAfricanRepublic
            | Self::Chad
            | Self::Congo
            | Self::Gabon
            | Self::Niger => 1,
        };
        TimeZone::fixed(Offset::constant(hours))
    }

    pub(crate) const fn region(self) -> Region {
        match self {
            Self::Benin => Region::BJ,
            Self::BurkinaFaso => Region::BF,
            Self::Cameroon => Region::CM,
            Self::CentralAfricanRepublic => Region::CF,
            Self::Chad => Region::TD,
            Self::Congo => Region::CG,
            Self::Gabon => Region::GA,
            Self::IvoryCoast => Region::CI,
            Self::Mali => Region::ML,
            Self::Niger => Region::NE,
            Self::Senegal => Region::SN,
            Self::Togo => Region::TG,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for country in Country::ALL {
            assert_eq!(Country::of_code(&country.code().to_lowercase()), Some(country));
        }
        assert_eq!(Country::of_code("FR"), None);
    }
}
