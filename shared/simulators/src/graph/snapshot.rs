//! The state file: a JSON image of the state, replaced atomically, so that a stopped stack comes
//! back with its conversations, tokens and templates.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Graph, state::State};

/// Changes within this time are saved together.
const DEBOUNCE: Duration = Duration::from_millis(500);

/// The state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The file system refused.
    #[error("the file {} cannot be accessed", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        #[source]
        source: io::Error,
    },
    /// The content is not a snapshot.
    #[error("its content is not a snapshot")]
    Content(#[from] serde_json::Error),
}

pub(super) fn read(path: Option<&Path>) -> Result<State, SnapshotError> {
    let Some(path) = path else { return Ok(State::default()) };
    match std::fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::default()),
        Err(source) => Err(SnapshotError::File { path: path.to_owned(), source }),
    }
}

impl Graph {
    /// Writes the state file; does nothing when none is configured.
    ///
    /// # Errors
    /// [`SnapshotError`] when the file cannot be replaced; the old one is then still whole.
    pub fn save(&self) -> Result<(), SnapshotError> {
        let Some(path) = &self.settings().state_file else { return Ok(()) };
        let image = self.read(serde_json::to_vec)?;
        replace(path, &image).map_err(|source| SnapshotError::File { path: path.clone(), source })
    }

    /// Saves after every burst of changes; never returns.
    pub async fn keep_saved(&self) {
        loop {
            self.0.dirty.notified().await;
            tokio::time::sleep(DEBOUNCE).await;
            if let Err(error) = self.save() {
                tracing::error!(error = %chain(&error), "the simulator's state is not saved");
            }
        }
    }
}

/// An error and its causes on one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}

fn replace(path: &Path, image: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension("draft");
    std::fs::write(&draft, image)?;
    std::fs::rename(draft, path)
}
