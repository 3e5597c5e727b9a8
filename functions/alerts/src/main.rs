//! The `alerts` function: telemetry, configuration, dependencies, run.

use alerts::{Config, Deps};
use lambda_runtime::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_support::telemetry::init();
    let config = Config::from_env(lambda_support::env::Env::from_process())?;
    let deps = Deps::connect(&config).await?;
    run(service_fn(async |event| Ok::<_, Error>(alerts::handle(&deps, event).await))).await
}
