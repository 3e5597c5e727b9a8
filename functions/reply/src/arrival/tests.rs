//! What every kind of message of `events/meta` is to a thread.

use std::{fmt::Write as _, fs, path::PathBuf};

use contracts::{
    meta::webhook::{self, Notification},
    signature::{VerifiedBody, sign},
};
use secrecy::SecretString;

use super::*;

fn notifications(raw: &[u8]) -> Vec<Notification> {
    let secret = SecretString::from("an app secret");
    let header = sign(&secret, raw);
    webhook::parse(&VerifiedBody::verify(&[secret], Some(&header), raw).unwrap()).unwrap()
}

#[test]
fn every_kind_becomes_what_its_snapshot_says() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/meta"));
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut page, mut count) = (String::new(), 0);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        for notification in notifications(&fs::read(&file).unwrap()) {
            let Notification::Message(message) = notification else { continue };
            let arrival = arrival_of(&message, Country::IvoryCoast, false).unwrap();
            let line = record_of(&message, arrival.sent_at);
            let ad = arrival.ad.map(|ad| format!(" ad {} click {:?}", ad.id, ad.click_id));
            let group = message.group_id.as_ref().map_or("", |_| " (a group's: left alone)");
            writeln!(
                page,
                "{name}: {:?}{}{group}\n    reads « {} »",
                arrival.content,
                ad.unwrap_or_default(),
                line.text
            )
            .unwrap();
            count += 1;
        }
    }
    assert!(count >= 30, "only {count} messages were found");
    insta::assert_snapshot!(page);
}

#[test]
fn an_answer_we_offered_is_what_its_title_says() {
    let reply = |id: &str| Received::ButtonReply { id: id.into(), title: "42".into() };
    let content = |id: &str| content_of(&reply(id), Country::IvoryCoast, false);
    assert_eq!(content("pick:1"), Content::Text("42".into()));
    assert_eq!(content("anything"), Content::Text("42".into()));
}
