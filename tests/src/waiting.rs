//! Awaiting what the stack will show.

use std::time::Duration;

use anyhow::{Result, bail};

/// How often a condition is looked at.
const PACE: Duration = Duration::from_millis(250);
/// How long before it counts as never: the emulator serves one FIFO batch at a time.
const PATIENCE: Duration = Duration::from_mins(1);

/// Looks until `look` finds something; fails naming `what`.
///
/// # Errors
/// The looking fails, or nothing was found in a minute.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let mut pace = tokio::time::interval(PACE);
    let search = async {
        loop {
            pace.tick().await;
            if let Some(found) = look().await? {
                return Ok(found);
            }
        }
    };
    match tokio::time::timeout(PATIENCE, search).await {
        Ok(found) => found,
        Err(_) => bail!("waited in vain for {what}"),
    }
}
