//! The `simulators` binary: reads its environment, listens, and leaves on SIGINT or SIGTERM.

use std::{io::Write as _, process::ExitCode};

use simulators::{config::Config, front_door};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let Err(error) = run().await else { return ExitCode::SUCCESS };
    // One sentence for the person at the terminal, whatever RUST_BACKTRACE says.
    writeln!(std::io::stderr(), "simulators: {error:#}").map_or(ExitCode::from(2), |()| 1.into())
}

async fn run() -> anyhow::Result<()> {
    let config = Config::from_variables(&std::env::vars().collect())?;
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
    };
    Ok(front_door::run(config, stop).await?)
}
