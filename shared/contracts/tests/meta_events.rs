//! Every file of `events/meta` is read to a snapshot: signed as Meta signs, verified, parsed.
//!
//! A file added there needs no change here; `cargo insta` (or `INSTA_UPDATE=always`) writes its
//! snapshot, and a reviewer reads it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs, path::PathBuf};

use contracts::{
    meta::webhook::{self, Notification},
    signature::{VerifiedBody, sign},
};
use secrecy::SecretString;

fn events() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/meta"));
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn read(raw: &[u8]) -> Vec<Notification> {
    let secret = SecretString::from("an app secret");
    let header = sign(&secret, raw);
    let body = VerifiedBody::verify(&[secret], Some(&header), raw).unwrap();
    webhook::parse(&body).unwrap()
}

#[test]
fn every_event_is_read_as_its_snapshot_says() {
    let events = events();
    assert!(events.len() >= 40, "only {} files", events.len());
    for (name, raw) in events {
        insta::assert_json_snapshot!(name, read(&raw));
    }
}

/// The same types travel in our queues: what is written there is read back unchanged.
#[test]
fn notifications_survive_our_own_queues() {
    for (name, raw) in events() {
        for notification in read(&raw) {
            let text = serde_json::to_string(&notification).unwrap();
            let back: Notification = serde_json::from_str(&text).unwrap();
            assert_eq!(back, notification, "{name}");
        }
    }
}

#[test]
fn no_event_shows_a_phone_or_words_in_debug() {
    for (name, raw) in events() {
        let shown = format!("{:?}", read(&raw));
        for personal in ["2250707418820", "2290197225511", "Awa", "Serge", "sac", "Confirmer"] {
            assert!(!shown.contains(personal), "{name}: {shown}");
        }
    }
}
