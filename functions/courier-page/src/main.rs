//! The `courier-page` function: telemetry, configuration, dependencies, run.

use courier_page::{Config, Deps};
use lambda_http::{Error, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_support::telemetry::init();
    let config = Config::from_env(lambda_support::env::Env::from_process())?;
    let deps = Deps::connect(config).await?;
    run(service_fn(async |request| Ok::<_, Error>(courier_page::handle(&deps, &request).await)))
        .await
}
