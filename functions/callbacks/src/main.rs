//! The `callbacks` function: telemetry, configuration, dependencies, run.

use callbacks::{Config, Deps};
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_support::telemetry::init();
    let config = Config::from_env(lambda_support::env::Env::from_process())?;
    let deps = Deps::connect(config).await?;
    run(service_fn(async |request| Ok::<_, Error>(callbacks::handle(&deps, &request).await))).await
}
