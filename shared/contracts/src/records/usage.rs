//! Temporary.
use domain::usage::ModelUsage;
use serde::{Deserialize, Serialize};

/// See [`ModelUsage`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageRecord {
    pub turns: u32,
    pub calls: u32,
    pub prompt: u64,
    pub cached: u64,
    pub output: u64,
}
impl From<ModelUsage> for UsageRecord {
    fn from(u: ModelUsage) -> Self {
        Self {
            turns: u.turns,
            calls: u.calls,
            prompt: u.prompt,
            cached: u.cached,
            output: u.output,
        }
    }
}
impl From<&UsageRecord> for ModelUsage {
    fn from(u: &UsageRecord) -> Self {
        Self {
            turns: u.turns,
            calls: u.calls,
            prompt: u.prompt,
            cached: u.cached,
            output: u.output,
        }
    }
}
