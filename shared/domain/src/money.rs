//! Amounts: whole minor units and a currency, never a float.
//!
//! XOF and XAF have no minor unit, are worth the same and do not mix: an operation over two
//! currencies is an error.

use std::fmt;

use thiserror::Error;

/// A currency of the countries served. ISO 4217, exponent 0 for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// West African CFA franc.
    Xof,
    /// Central African CFA franc.
    Xaf,
}

impl Currency {
    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Xof => "XOF",
            Self::Xaf => "XAF",
        }
    }

    /// Reads an ISO 4217 code.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "XOF" => Some(Self::Xof),
            "XAF" => Some(Self::Xaf),
            _ => None,
        }
    }
}

/// Why an amount could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    #[error("two currencies in one amount")]
    MixedCurrencies,
    #[error("an amount is too large")]
    Overflow,
}

/// An amount in minor units (whole francs).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    amount: i64,
    currency: Currency,
}

impl Money {
    /// `amount` minor units of `currency`.
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Minor units (whole francs).
    pub const fn amount(self) -> i64 {
        self.amount
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of one currency.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies);
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(amount, self.currency))
    }

    /// `quantity` times the amount.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        let amount = self.amount.checked_mul(i64::from(quantity)).ok_or(MoneyError::Overflow)?;
        Ok(Self::new(amount, self.currency))
    }
}

/// `15 000 FCFA`, with plain spaces: SMS and templates take them as they are.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.amount < 0 {
            f.write_str("-")?;
        }
        let digits = self.amount.unsigned_abs().to_string();
        let lead = digits.len() % 3;
        for (index, digit) in digits.chars().enumerate() {
            if index != 0 && index % 3 == lead {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(" FCFA")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn francs(amount: i64) -> Money {
        Money::new(amount, Currency::Xof)
    }

    #[test]
    fn amounts_are_shown_as_people_write_them() {
        let shown: Vec<String> = [0, 5, 500, 1_500, 15_000, 150_000, 1_234_567, -2_000]
            .map(|a| francs(a).to_string())
            .to_vec();
        assert_eq!(
            shown,
            [
                "0 FCFA",
                "5 FCFA",
                "500 FCFA",
                "1 500 FCFA",
                "15 000 FCFA",
                "150 000 FCFA",
                "1 234 567 FCFA",
                "-2 000 FCFA"
            ]
        );
    }

    #[test]
    fn currencies_do_not_mix_and_nothing_overflows() {
        assert_eq!(francs(1).plus(Money::new(1, Currency::Xaf)), Err(MoneyError::MixedCurrencies));
        assert_eq!(francs(i64::MAX).plus(francs(1)), Err(MoneyError::Overflow));
        assert_eq!(francs(i64::MAX).times(2), Err(MoneyError::Overflow));
        assert_eq!(francs(7_500).times(2), Ok(francs(15_000)));
    }
}
