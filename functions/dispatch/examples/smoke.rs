use std::io::BufRead;
use dispatch::{Config, Deps};
use lambda_runtime::{Context, LambdaEvent};
#[tokio::main(flavor = "current_thread")]
async fn main() {
    lambda_support::telemetry::init();
    let config = Config::from_env(lambda_support::env::Env::from_process()).unwrap();
    let deps = Deps::connect(config).await.unwrap();
    for line in std::io::stdin().lock().lines() {
        let payload = serde_json::from_str(&line.unwrap()).unwrap();
        let mut context = Context::default();
        context.deadline = u64::try_from(lambda_support::clock::now().as_millisecond() + 30_000).unwrap();
        let response = dispatch::handle(&deps, LambdaEvent { payload, context }).await;
        println!("RESPONSE {}", serde_json::to_string(&response).unwrap());
    }
}
