//! The `live` function: telemetry, configuration, dependencies, run.

use lambda_runtime::{Error, run, service_fn};
use live::{Config, Deps};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_support::telemetry::init();
    let config = Config::from_env(lambda_support::env::Env::from_process())?;
    let deps = Deps::connect(&config).await;
    run(service_fn(async |event| live::handle(&deps, event).await)).await
}
