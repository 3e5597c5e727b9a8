//! One emulator for all tests of a run, a table of its own for each test.
//!
//! `AWS_ENDPOINT_URL` names an emulator that runs already. Without it the first test starts
//! MiniStack and the others find it; it ends by itself once no test process shows a sign of life.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use aws_adapters::{
    commit::{Aggregate, EventId},
    sdk::{Pace, SdkConfig, loader},
    table::Table,
};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use domain::ids::{ConversationId, SellerId};
use jiff::Timestamp;
use uuid::Uuid;

/// The emulator ends this long after the last sign of life.
const SILENCE_SECONDS: u32 = 15;

static ENDPOINT: OnceLock<String> = OnceLock::new();

/// Clients' configuration, pointed at the emulator.
pub(crate) async fn config() -> SdkConfig {
    let endpoint = ENDPOINT.get_or_init(endpoint);
    loader(Pace::Worker)
        .endpoint_url(endpoint)
        .region(aws_config::Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
        .load()
        .await
}

/// A table of the shape `template.yaml` declares, for this test alone.
pub(crate) async fn table() -> Table {
    let config = config().await;
    let name = format!("t-{}", fresh().simple());
    let client = aws_sdk_dynamodb::Client::new(&config);
    let attribute = |name: &str| {
        AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::S)
            .build()
            .unwrap()
    };
    let schema = |hash: &str, range: &str| {
        [(hash, KeyType::Hash), (range, KeyType::Range)]
            .map(|(name, kind)| {
                KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap()
            })
            .to_vec()
    };
    let index = GlobalSecondaryIndex::builder()
        .index_name("gsi1")
        .set_key_schema(Some(schema("gsi1pk", "gsi1sk")))
        .projection(Projection::builder().projection_type(ProjectionType::All).build())
        .build()
        .unwrap();
    client
        .create_table()
        .table_name(&name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(["pk", "sk", "gsi1pk", "gsi1sk"].map(attribute).to_vec()))
        .set_key_schema(Some(schema("pk", "sk")))
        .global_secondary_indexes(index)
        .send()
        .await
        .unwrap();
    Table::new(&config, &name)
}

pub(crate) fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of test tables, not ids of the product")]
    Uuid::new_v4()
}

pub(crate) fn seller() -> SellerId {
    SellerId::from_uuid(fresh())
}

pub(crate) fn conversation(seller: &SellerId) -> (ConversationId, Aggregate) {
    let id = ConversationId::from_uuid(fresh());
    (id.clone(), Aggregate::conversation(seller, &id))
}

pub(crate) fn event(text: &str) -> EventId {
    EventId::new(text)
}

/// A moment of the tests' own day, `seconds` after ten o'clock.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

fn endpoint() -> String {
    if let Some(url) = std::env::vars().find(|(name, _)| name == "AWS_ENDPOINT_URL") {
        return url.1;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(folder.join("emulator.lock")).unwrap();
    lock.lock().unwrap();
    let alive = folder.join("emulator.alive");
    show_life(&alive);
    let address = folder.join("emulator.port");
    let running = fs::read_to_string(&address).ok().and_then(|port| port.parse().ok());
    let port = running.filter(|port| answers(*port)).unwrap_or_else(|| {
        let port = start(&folder, &alive);
        fs::write(&address, port.to_string()).unwrap();
        port
    });
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(2));
            show_life(&alive);
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn show_life(alive: &Path) {
    fs::write(alive, "").unwrap();
}

/// Starts MiniStack under a shell that ends it when no test shows life any more.
fn start(folder: &Path, alive: &Path) -> u16 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let own = root.join(".venv/bin/ministack");
    let program = if own.exists() { own } else { PathBuf::from("ministack") };
    let found = Command::new(&program).arg("--help").output().is_ok();
    assert!(found, "no AWS emulator: run `make tools`, or set AWS_ENDPOINT_URL");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = format!(
        r#"GATEWAY_PORT={port} IOT_MTLS_ENABLED=0 "$0" & pid=$!
        while [ -n "$(find "$1" -newermt '-{SILENCE_SECONDS} seconds')" ]; do sleep 2; done
        kill $pid"#
    );
    let log = File::create(folder.join("emulator.log")).unwrap();
    // Nobody waits for the shell: it outlives this test process and ends by itself.
    let shell = Command::new("sh")
        .args(["-c", &script])
        .arg(&program)
        .arg(alive)
        .current_dir(folder)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    std::mem::forget(shell);
    for _ in 0..300 {
        if answers(port) {
            return port;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the AWS emulator did not start: see {}", folder.join("emulator.log").display());
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let limit = Some(Duration::from_secs(5));
    if stream.set_read_timeout(limit).is_err() {
        return false;
    }
    let request = "GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = [0_u8; 12];
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}
