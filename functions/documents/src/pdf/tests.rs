use std::fs;

use domain::paper::Paper;
use krilla::configure::{Accessibility, ConfigurationBuilder};

use super::*;
use crate::{layout, logo::tests::picture, sample};

fn made_at() -> Timestamp {
    "2026-11-27T14:05:00Z".parse().unwrap()
}

fn written(paper: &Paper, logo: Option<&Logo>, settings: SerializeSettings) -> Vec<u8> {
    let faces = Faces::read().unwrap();
    let sheets = layout::set(paper, &faces, logo.and_then(Logo::size)).unwrap();
    write(paper, &sheets, &faces, logo, made_at(), settings).unwrap()
}

#[test]
fn every_paper_is_drawn_and_lies_in_target_to_be_looked_at() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/papers");
    fs::create_dir_all(folder).unwrap();
    for (name, paper, has_logo) in sample::all() {
        let logo = has_logo.then(picture);
        let file = written(&paper, logo.as_ref(), settings());
        assert!(file.starts_with(b"%PDF-1.7"), "{name}");
        // The fonts are cut to what is used: a telephone's data plan is small.
        assert!(file.len() < 60_000, "{name} has {} bytes", file.len());
        fs::write(format!("{folder}/{name}.pdf"), file).unwrap();
    }
}

#[test]
fn the_same_paper_is_the_same_file() {
    for (name, paper, has_logo) in sample::all() {
        let logo = has_logo.then(picture);
        let [first, second] = [(); 2].map(|()| written(&paper, logo.as_ref(), settings()));
        assert!(first == second, "{name}");
    }
}

#[test]
fn papers_can_be_heard() {
    for (name, paper, has_logo) in sample::all() {
        let logo = has_logo.then(picture);
        let ua = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
        let settings = SerializeSettings { configuration: ua.finish().unwrap(), ..settings() };
        let file = written(&paper, logo.as_ref(), settings);
        assert!(file.len() > 1_000, "{name}");
    }
}

#[test]
fn the_files_properties_say_what_it_is() {
    let (_, paper, _) = sample::all().remove(0);
    let file = written(&paper, None, settings());
    for said in ["Reçu de commande n° 2026-0042, 46 500 FCFA", "Awa Mode &amp; Beauté", "fr"] {
        let found = file.windows(said.len()).any(|part| part == said.as_bytes());
        assert!(found, "{said}");
    }
}

#[test]
fn a_picture_that_cannot_be_unpacked_is_an_error_and_not_a_broken_file() {
    let (_, paper, _) = sample::all().remove(1);
    let faces = Faces::read().unwrap();
    let mut bytes = crate::logo::tests::PNG_BYTES.to_vec();
    let middle = bytes.len() - 20;
    bytes[middle..middle + 8].fill(0);
    let logo = Logo::of(bytes).unwrap();
    let sheets = layout::set(&paper, &faces, Some((2, 1))).unwrap();
    assert!(write(&paper, &sheets, &faces, Some(&logo), made_at(), settings()).is_err());
}
