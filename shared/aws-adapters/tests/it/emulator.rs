//! One AWS emulator for all tests of a run, whatever their crate; spoken to in plain JSON for what
//! the product never does: making tables, keys and user pools.
//!
//! `AWS_ENDPOINT_URL` names one that runs already. Without it the first test starts MiniStack and
//! the others find it; it ends by itself once no test process has been there for a while.

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

use serde_json::Value;

/// The emulator ends this long after the last test process.
const SILENCE_SECONDS: u32 = 15;

static ADDRESS: OnceLock<String> = OnceLock::new();

/// `host:port` of the emulator.
pub(crate) fn address() -> &'static str {
    ADDRESS.get_or_init(|| {
        let given = std::env::vars().find(|(name, _)| name == "AWS_ENDPOINT_URL");
        match given {
            Some((_, url)) => url.trim_start_matches("http://").trim_end_matches('/').to_owned(),
            None => format!("127.0.0.1:{}", shared_port()),
        }
    })
}

/// Calls a service of the JSON protocol, such as `DynamoDB_20120810.CreateTable`.
pub(crate) fn call(service: &str, target: &str, body: &Value) -> Value {
    let body = body.to_string();
    let address = address();
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=test/20261123/eu-west-1/{service}/aws4_request, \
         SignedHeaders=host, Signature=0\r\n\
         Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: {target}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{target}: {answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    // Between the braces, whether it came in chunks or not.
    let (open, close) = (body.find('{').unwrap(), body.rfind('}').unwrap());
    serde_json::from_slice(&body.as_bytes()[open..=close]).unwrap()
}

fn shared_port() -> u16 {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let lock = File::create(folder.join("emulator.lock")).unwrap();
    lock.lock().unwrap();
    // Shared with other tests, and the system lets go of it when this process ends, however it ends.
    let alive = folder.join("emulator.alive");
    let life = File::create(&alive).unwrap();
    life.lock_shared().unwrap();
    std::mem::forget(life);
    let noted = folder.join("emulator.port");
    let running = fs::read_to_string(&noted).ok().and_then(|port| port.parse().ok());
    running.filter(|port| answers(*port)).unwrap_or_else(|| {
        let port = start(&folder, &alive);
        fs::write(&noted, port.to_string()).unwrap();
        port
    })
}

/// Starts MiniStack under a shell that ends it when no test holds its lock any more.
fn start(folder: &Path, alive: &Path) -> u16 {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.venv/bin/ministack");
    let program = if own.exists() { own } else { PathBuf::from("ministack") };
    let found = Command::new(&program).arg("--help").output().is_ok();
    assert!(found, "no AWS emulator: run `make tools`, or set AWS_ENDPOINT_URL");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = format!(
        r#"GATEWAY_PORT={port} IOT_MTLS_ENABLED=0 "$0" & pid=$!
        idle=0
        while [ $idle -lt {SILENCE_SECONDS} ]; do
            sleep 1
            if flock -n "$1" true; then idle=$((idle + 1)); else idle=0; fi
        done
        kill $pid"#
    );
    let log = File::create(folder.join("emulator.log")).unwrap();
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
    // Nobody waits for the shell: it outlives this test process and ends by itself.
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
    if stream.set_read_timeout(Some(Duration::from_secs(5))).is_err() {
        return false;
    }
    let request = "GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = [0_u8; 12];
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}
