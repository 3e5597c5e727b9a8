//! What a thread remembers of its rhythm, of reaching its person, and of the day's turns.

use domain::{
    conversation::{Budget, Pace, Reach},
    language::{Heard, LocalLanguage},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{as_text, records::CorruptRecord};

/// See [`Pace`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaceRecord {
    #[serde(with = "as_text::option")]
    pub said_at: Option<Timestamp>,
    pub asked: bool,
    pub quick: u32,
    pub repeated: u32,
    pub last_words: String,
    pub answered: bool,
    pub showed: Option<String>,
}

impl From<&Pace> for PaceRecord {
    fn from(pace: &Pace) -> Self {
        Self {
            said_at: pace.said_at,
            asked: pace.asked,
            quick: pace.quick,
            repeated: pace.repeated,
            last_words: pace.last_words.clone(),
            answered: pace.answered,
            showed: pace.showed.as_ref().map(ToString::to_string),
        }
    }
}

impl TryFrom<&PaceRecord> for Pace {
    type Error = CorruptRecord;

    fn try_from(record: &PaceRecord) -> Result<Self, CorruptRecord> {
        let showed = record.showed.as_ref().map(|id| id.parse()).transpose();
        Ok(Self {
            said_at: record.said_at,
            asked: record.asked,
            quick: record.quick,
            repeated: record.repeated,
            last_words: record.last_words.clone(),
            answered: record.answered,
            showed: showed.map_err(|_bad_id| CorruptRecord::new("conversation", "pace"))?,
        })
    }
}

/// See [`Reach`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReachRecord {
    #[serde(with = "as_text::option")]
    pub opted_out_at: Option<Timestamp>,
    #[serde(with = "as_text::option")]
    pub capped_until: Option<Timestamp>,
    pub failures: u32,
    pub needs_phone: bool,
}

impl From<&Reach> for ReachRecord {
    fn from(reach: &Reach) -> Self {
        Self {
            opted_out_at: reach.opted_out_at,
            capped_until: reach.capped_until,
            failures: reach.failures,
            needs_phone: reach.needs_phone,
        }
    }
}

impl From<&ReachRecord> for Reach {
    fn from(record: &ReachRecord) -> Self {
        Self {
            opted_out_at: record.opted_out_at,
            capped_until: record.capped_until,
            failures: record.failures,
            needs_phone: record.needs_phone,
        }
    }
}

/// See [`Budget`]. `day` is `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetRecord {
    pub day: Option<String>,
    pub turns: u64,
    pub tokens: u64,
}

impl From<&Budget> for BudgetRecord {
    fn from(budget: &Budget) -> Self {
        Self {
            day: budget.day.map(|day| day.to_string()),
            turns: budget.turns,
            tokens: budget.tokens,
        }
    }
}

impl TryFrom<&BudgetRecord> for Budget {
    type Error = CorruptRecord;

    fn try_from(record: &BudgetRecord) -> Result<Self, CorruptRecord> {
        let day = record.day.as_ref().map(|day| day.parse::<Date>()).transpose();
        let day = day.map_err(|_no_date| CorruptRecord::new("conversation", "budget"))?;
        Ok(Self { day, turns: record.turns, tokens: record.tokens })
    }
}

/// See [`Heard`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeardRecord {
    French,
    English,
    Wolof,
    Bambara,
    Nouchi,
    Unclear,
}

impl From<Heard> for HeardRecord {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::French => Self::French,
            Heard::English => Self::English,
            Heard::Local(LocalLanguage::Wolof) => Self::Wolof,
            Heard::Local(LocalLanguage::Bambara) => Self::Bambara,
            Heard::Local(LocalLanguage::Nouchi) => Self::Nouchi,
            Heard::Unclear => Self::Unclear,
        }
    }
}

impl From<HeardRecord> for Heard {
    fn from(record: HeardRecord) -> Self {
        match record {
            HeardRecord::French => Self::French,
            HeardRecord::English => Self::English,
            HeardRecord::Wolof => Self::Local(LocalLanguage::Wolof),
            HeardRecord::Bambara => Self::Local(LocalLanguage::Bambara),
            HeardRecord::Nouchi => Self::Local(LocalLanguage::Nouchi),
            HeardRecord::Unclear => Self::Unclear,
        }
    }
}
