//! What a review would otherwise have to look for: crate edges, banned crates, declared variables,
//! queues that lose nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_yaml_ng::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

fn functions() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("functions"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[test]
fn crates_depend_in_one_direction() -> Result<()> {
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()?;
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("domain", &[][..]),
        ("contracts", &["domain"][..]),
        ("aws-adapters", &["contracts", "domain"]),
        ("http-clients", &["contracts", "domain"]),
        ("lambda-support", &["contracts", "domain"]),
        ("simulators", &[]),
    ]);
    let function = ["aws-adapters", "contracts", "domain", "http-clients", "lambda-support"];
    let ours: BTreeSet<String> = metadata.packages.iter().map(|p| p.name.to_string()).collect();
    for package in &metadata.packages {
        if package.name.as_str() == "system-tests" {
            continue;
        }
        let may = allowed.get(package.name.as_str()).copied().unwrap_or(&function);
        for dependency in &package.dependencies {
            let normal = dependency.kind == cargo_metadata::DependencyKind::Normal;
            assert!(
                !normal
                    || !ours.contains(&dependency.name)
                    || may.contains(&dependency.name.as_str()),
                "{} may not depend on {}",
                package.name,
                dependency.name
            );
        }
        let is_domain = package.name.as_str() == "domain";
        let impure = ["serde", "tokio", "reqwest", "tracing"];
        assert!(
            !is_domain || !package.dependencies.iter().any(|d| impure.contains(&d.name.as_str())),
            "domain must stay pure"
        );
        let sdk = |name: &str| name.starts_with("aws-sdk-") || name == "aws-config";
        let is_normal =
            |d: &&cargo_metadata::Dependency| d.kind == cargo_metadata::DependencyKind::Normal;
        for dependency in package.dependencies.iter().filter(is_normal).filter(|d| sdk(&d.name)) {
            assert_eq!(
                package.name.as_str(),
                "aws-adapters",
                "only aws-adapters may import {}",
                dependency.name
            );
            assert!(
                !dependency.uses_default_features,
                "{} has its default features",
                dependency.name
            );
        }
    }
    Ok(())
}

#[test]
fn the_lock_file_has_one_tls_provider() -> Result<()> {
    let lock = read("Cargo.lock")?;
    let names: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    for banned in ["aws-lc-rs", "aws-lc-sys", "openssl-sys", "native-tls", "hyper-rustls-0.24"] {
        assert!(!names.contains(&format!("\"{banned}\"").as_str()), "{banned} is in Cargo.lock");
    }
    for single in ["rustls", "ring", "hyper"] {
        let count = names.iter().filter(|name| **name == format!("\"{single}\"")).count();
        assert_eq!(count, 1, "{single} is there {count} times");
    }
    Ok(())
}

fn template() -> Result<Value> {
    Ok(serde_yaml_ng::from_str(&read("template.yaml")?)?)
}

fn resources(template: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let map = template["Resources"].as_mapping().into_iter().flatten();
    map.filter_map(|(name, resource)| Some((name.as_str()?, resource)))
}

/// `dashboard-api` → `DashboardApiFunction`.
fn logical_id(function: &str) -> String {
    let words = function.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    format!("{}Function", words.collect::<String>())
}

#[test]
fn every_variable_that_is_read_is_declared_and_the_other_way_round() -> Result<()> {
    let template = template()?;
    let globals = &template["Globals"]["Function"]["Environment"]["Variables"];
    for function in functions()? {
        let config = read(&format!("functions/{function}/src/config.rs"))?;
        let read: BTreeSet<&str> = config
            .split('"')
            .filter(|text| {
                text.len() > 3 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            })
            .collect();
        let declared = &template["Resources"][logical_id(&function).as_str()]["Properties"]["Environment"]
            ["Variables"];
        let of = |value: &Value| -> BTreeSet<String> {
            let keys = value.as_mapping().into_iter().flatten().filter_map(|(key, _)| key.as_str());
            keys.map(str::to_owned).collect()
        };
        let declared: BTreeSet<String> = of(declared).into_iter().chain(of(globals)).collect();
        let declared: BTreeSet<&str> =
            declared.iter().map(String::as_str).filter(|name| !name.starts_with("AWS_")).collect();
        assert_eq!(
            read, declared,
            "{function}: what config.rs reads and what template.yaml declares"
        );
    }
    Ok(())
}

#[test]
fn every_queue_keeps_what_fails_and_is_watched() -> Result<()> {
    let template = template()?;
    let alarms = read("template.yaml")?;
    let mut with_dead_letters = 0;
    for (name, resource) in resources(&template) {
        if resource["Type"] != "AWS::SQS::Queue" {
            continue;
        }
        let is_terminal = name.ends_with("Dlq") || name == "QuarantineQueue";
        let redrive = &resource["Properties"]["RedrivePolicy"];
        assert!(is_terminal || redrive.is_mapping(), "{name} has no dead-letter queue");
        assert!(
            !is_terminal || alarms.contains(&format!("!GetAtt {name}.QueueName")),
            "{name} has no alarm"
        );
        with_dead_letters += usize::from(!is_terminal);
    }
    assert!(with_dead_letters >= 6, "queues were not read");
    Ok(())
}

#[test]
fn every_alarm_has_its_line_in_the_runbook() -> Result<()> {
    let (template, runbook) = (template()?, read("docs/runbook.md")?);
    let alarms: BTreeSet<&str> = resources(&template)
        .filter(|(_, resource)| resource["Type"] == "AWS::CloudWatch::Alarm")
        .map(|(name, _)| name)
        .collect();
    assert!(alarms.len() >= 30, "alarms were not read");
    let quoted = runbook.split('`').skip(1).step_by(2);
    let explained: BTreeSet<&str> = quoted.filter(|word| word.ends_with("Alarm")).collect();
    assert_eq!(alarms, explained, "alarms of template.yaml and those of docs/runbook.md");
    Ok(())
}

/// Codes of log lines that nobody but an operator can act on.
const OPERATORS: [&str; 7] = [
    "platform_number_stopped",
    "refused_for_us",
    "account_of_nobody",
    "ledger_discrepancy",
    "service_unclear",
    "service_not_cancelled",
    "push_key_refused",
];

#[test]
fn every_code_that_asks_for_an_operator_raises_an_alarm() -> Result<()> {
    let template = template()?;
    let mut watched = 0;
    for function in functions()? {
        let mut files = Vec::new();
        sources(&root().join("functions").join(&function).join("src"), &mut files)?;
        let texts = files.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
        let logs = logical_id(&function).replace("Function", "Logs");
        for code in OPERATORS.into_iter().filter(|code| texts.contains(&format!("\"{code}\""))) {
            let is_watched = resources(&template).any(|(_, resource)| {
                let properties = &resource["Properties"];
                let group = serde_yaml_ng::to_string(&properties["LogGroupName"]);
                resource["Type"] == "AWS::Logs::MetricFilter"
                    && group.is_ok_and(|group| group.contains(&logs))
                    && properties["FilterPattern"].as_str().is_some_and(|it| it.contains(code))
            });
            assert!(is_watched, "nobody hears of {code} in {function}");
            watched += 1;
        }
    }
    assert!(watched >= 6, "only {watched} codes were found");
    Ok(())
}

#[test]
fn every_consumer_of_a_queue_reports_what_failed() -> Result<()> {
    let template = template()?;
    let mut consumers = 0;
    for (name, resource) in resources(&template) {
        for (event, source) in resource["Properties"]["Events"].as_mapping().into_iter().flatten() {
            if source["Type"] != "SQS" {
                continue;
            }
            consumers += 1;
            let reported = &source["Properties"]["FunctionResponseTypes"];
            let expected = serde_yaml_ng::to_value(["ReportBatchItemFailures"])?;
            assert_eq!(reported, &expected, "{name}, {event:?}");
        }
        if resource["Type"] == "AWS::Lambda::EventSourceMapping" {
            consumers += 1;
            let expected = serde_yaml_ng::to_value(["ReportBatchItemFailures"])?;
            assert_eq!(resource["Properties"]["FunctionResponseTypes"], expected, "{name}");
        }
    }
    assert!(consumers >= 6, "only {consumers} consumers were found");
    Ok(())
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn no_result_is_swallowed_and_no_main_is_long() -> Result<()> {
    let mut files = Vec::new();
    for folder in ["functions", "shared"] {
        sources(&root().join(folder), &mut files)?;
    }
    assert!(files.len() > 50, "sources were not read");
    for file in files {
        let text = fs::read_to_string(&file)?;
        for line in text.lines() {
            let swallowed = line.trim_start().starts_with("let _") && line.contains(".await");
            assert!(!swallowed, "{}: {line}", file.display());
        }
        // A list of a test's modules is no program.
        let is_main = file.ends_with("src/main.rs");
        assert!(!is_main || text.lines().count() <= 30, "{} is long", file.display());
    }
    Ok(())
}

#[test]
fn every_number_has_one_voice() -> Result<()> {
    let mut files = Vec::new();
    sources(&root().join("functions"), &mut files)?;
    let mut voices = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        if text.contains("graph.send(") {
            let name = file.strip_prefix(root())?;
            voices.insert(name.to_string_lossy().into_owned());
        }
    }
    let known = ["functions/dispatch/src/run.rs", "functions/reply/src/send.rs"];
    assert_eq!(voices, known.map(str::to_owned).into());
    Ok(())
}

#[test]
fn every_function_says_its_trigger_what_it_writes_and_what_it_calls() -> Result<()> {
    for function in functions()? {
        let text = read(&format!("functions/{function}/src/lib.rs"))?;
        let door: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        for word in ["Trigger", "Writes", "Calls"] {
            assert!(door.contains(word), "functions/{function}/src/lib.rs does not say « {word} »");
        }
    }
    Ok(())
}

/// The AWS services a function's `Deps` reaches, by the types of its fields.
fn services_of_deps(function: &str) -> Result<BTreeSet<&'static str>> {
    let door = read(&format!("functions/{function}/src/lib.rs"))?;
    let text = if door.contains("pub struct Deps") {
        door
    } else {
        read(&format!("functions/{function}/src/deps.rs"))?
    };
    let fields = text.split("pub struct Deps {").nth(1).context("no Deps")?;
    let fields = fields.split("\n}").next().unwrap_or_default();
    let known = [
        (": Table,", "dynamodb"),
        (": Queue,", "sqs"),
        (": DeadLetters,", "sqs"),
        (": TokenVault,", "kms"),
        (": Schedules,", "scheduler"),
        (": Objects,", "s3"),
        (": Sockets,", "execute-api"),
        (": UserPool,", "cognito-idp"),
        ("SecretString", "secretsmanager"),
        // Holds the key that push services know us by.
        (": PushSender,", "secretsmanager"),
        // Holds the Gemini key.
        (": Model,", "secretsmanager"),
    ];
    Ok(known
        .iter()
        .filter(|(kind, _)| fields.contains(kind))
        .map(|(_, service)| *service)
        .collect())
}

#[test]
fn what_a_function_may_touch_is_what_its_role_allows() -> Result<()> {
    let template = template()?;
    // Consuming its own queue, logging and passing the Scheduler its role are the platform's.
    let platform = ["logs", "iam"];
    let consuming = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    for function in functions()? {
        let role = logical_id(&function).replace("Function", "Role");
        let policies = &template["Resources"][role.as_str()]["Properties"]["Policies"];
        let statements = policies.as_sequence().into_iter().flatten();
        let statements =
            statements.filter_map(|policy| policy["PolicyDocument"]["Statement"].as_sequence());
        let mut allowed = BTreeSet::new();
        for statement in statements.flatten() {
            let actions = &statement["Action"];
            let one = actions.as_str().into_iter();
            let many = actions.as_sequence().into_iter().flatten().filter_map(Value::as_str);
            for action in one.chain(many).filter(|action| !consuming.contains(action)) {
                assert!(!action.contains('*'), "{function} is allowed {action}");
                allowed.insert(action.split(':').next().unwrap_or_default());
            }
        }
        allowed.retain(|service| !platform.contains(service));
        let touched = services_of_deps(&function)?;
        assert_eq!(touched, allowed, "{function}: what Deps touches and what its role allows");
    }
    Ok(())
}
