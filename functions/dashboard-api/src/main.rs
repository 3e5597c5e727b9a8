//! Start-up: configuration, clients, then requests until Lambda ends the process.

use aws_adapters::sdk;
use dashboard_api::{Config, Deps, app};
use lambda_support::{BoxError, env::Env, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    telemetry::init();
    let config = Config::read(Env::from_process())?;
    let aws = sdk::load(sdk::Pace::Worker).await;
    lambda_http::run(app(Deps::new(&aws, &config))).await
}
