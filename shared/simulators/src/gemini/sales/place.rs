//! Where to deliver: communes, quarters and landmarks as people write them.

mod gazetteer;

use std::ops::Range;

use self::gazetteer::{CITIES, COMMUNES, QUARTERS};
use super::lexicon;
use super::moment;
use super::text::Text;

/// A place, as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) commune: Option<String>,
    pub(super) quarter: Option<String>,
    pub(super) landmark: Option<String>,
    pub(super) city: Option<String>,
    /// The words of the message that say it.
    pub(super) words: Vec<usize>,
}

/// Words which open a landmark wherever they stand.
const RELATIONS: [&str; 13] = [
    "derriere", "devant", "en face", "face a", "face au", "a cote", "pres de", "pres du",
    "non loin", "behind", "in front", "next to", "near",
];
/// Words which open a landmark when the rest of the message is about a place.
const LANDMARKS: [&str; 20] = [
    "pharmacie",
    "carrefour",
    "ecole",
    "lycee",
    "station",
    "mosquee",
    "eglise",
    "rond point",
    "immeuble",
    "cite",
    "residence",
    "villa",
    "hotel",
    "terminus",
    "gare",
    "chateau",
    "clinique",
    "hopital",
    "au marche",
    "apres le",
];
const MAX_QUARTER_WORDS: usize = 4;

/// Reads the place of a message. `is_asked` says that the shop has just asked for it.
pub(super) fn find(text: &Text, free: impl Fn(usize) -> bool, is_asked: bool) -> Place {
    let mut place = Place::default();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let known_quarter = longest(text, QUARTERS.iter().map(|(phrase, _, _)| *phrase), &free);
    let commune = longest(text, COMMUNES.iter().map(|(phrase, _)| *phrase), |index| {
        free(index) && !known_quarter.as_ref().is_some_and(|words| words.contains(&index))
    });
    if let Some(words) = &commune {
        place.commune = display(COMMUNES, &text_of(text, words));
        taken.push(words.clone());
    }
    let landmark = landmark(text, &free, is_asked || commune.is_some() || known_quarter.is_some());
    let outside = |index: usize| {
        free(index) && !landmark.as_ref().is_some_and(|words| words.contains(&index))
    };
    if let Some(words) = known_quarter.filter(|words| words.clone().all(outside)) {
        let entry = QUARTERS.iter().find(|(phrase, _, _)| *phrase == text_of(text, &words));
        if place.commune.is_none() {
            place.commune = entry.map(|(_, _, commune)| (*commune).to_owned());
        }
        let words = words.start..extend(text, words.end, &outside);
        place.quarter = Some(capitalised(&text.slice(&words)));
        taken.push(words);
    } else if let Some(words) = &commune {
        let quarter = words.end..extend(text, words.end, &outside);
        if !quarter.is_empty() {
            place.quarter = Some(capitalised(&text.slice(&quarter)));
            taken.push(quarter);
        }
    }
    if let Some(words) = landmark {
        place.landmark = Some(text.slice(&words).trim().to_owned());
        taken.push(words);
    }
    let city = longest(text, CITIES.iter().map(|(phrase, _)| *phrase), &free);
    if let Some(words) = city {
        place.city = display(CITIES, &text_of(text, &words));
        taken.push(words);
    }
    place.words = taken.into_iter().flatten().collect();
    place
}

/// The commune of a single answer that names no known place: « je suis à Kpalimé ».
pub(super) fn guess(text: &Text) -> Option<String> {
    let words: Vec<usize> = (0..text.words.len())
        .filter(|index| text.word(*index).is_some_and(|word| !is_boundary(&word.folded)))
        .collect();
    let (first, last) = (*words.first()?, *words.last()?);
    (last - first < MAX_QUARTER_WORDS).then(|| capitalised(&text.slice(&(first..last + 1))))
}

fn longest<'a>(
    text: &Text,
    phrases: impl Iterator<Item = &'a str>,
    free: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let found = phrases.filter_map(|phrase| text.find(phrase));
    found.filter(|words| words.clone().all(&free)).max_by_key(|words| (words.len(), words.start))
}

/// The end of the name that goes on from `start`: unknown words up to the next boundary.
fn extend(text: &Text, start: usize, free: &impl Fn(usize) -> bool) -> usize {
    let goes_on = |index: &usize| {
        text.word(*index).is_some_and(|word| {
            !word.opens && !word.elided && free(*index) && !is_boundary(&word.folded)
        })
    };
    start + (start..).take_while(goes_on).take(MAX_QUARTER_WORDS).count()
}

fn is_boundary(folded: &str) -> bool {
    let in_moment = moment::PHRASES.iter().any(|phrase| phrase.split(' ').any(|w| w == folded));
    let opens_landmark =
        RELATIONS.iter().chain(&LANDMARKS).any(|phrase| phrase.split(' ').next() == Some(folded));
    lexicon::is_filler(folded) || in_moment || opens_landmark || moment::is_hour(folded)
}

fn landmark(text: &Text, free: &impl Fn(usize) -> bool, about_place: bool) -> Option<Range<usize>> {
    let phrases = RELATIONS.iter().chain(LANDMARKS.iter().filter(|_| about_place));
    let start = phrases
        .filter_map(|phrase| text.find(phrase))
        .map(|words| words.start)
        .filter(|start| free(*start))
        .min()?;
    let inside = |index: &usize| {
        text.word(*index).is_some_and(|word| {
            let separate = word.opens && *index > start;
            free(*index) && !separate && !starts_another_subject(text, *index)
        })
    };
    let end = start + (start..text.words.len()).take_while(inside).count();
    (end > start).then_some(start..end)
}

/// « derrière la pharmacie demain matin », « près du marché et mon numéro »: the landmark is over.
fn starts_another_subject(text: &Text, index: usize) -> bool {
    let here = text.word(index).map(|word| word.folded.as_str()).unwrap_or_default();
    let next = text.word(index + 1).map(|word| word.folded.as_str()).unwrap_or_default();
    matches!(
        here,
        "demain" | "aujourd" | "ce" | "cet" | "mon" | "my" | "numero" | "tomorrow" | "today"
    ) || (here == "et" && !matches!(next, "la" | "le" | "l" | "les"))
        || (here == "apres" && matches!(next, "demain" | "midi"))
        || moment::is_hour(here)
        || (here == "pour" && matches!(next, "demain" | "aujourd"))
}

fn text_of(text: &Text, words: &Range<usize>) -> String {
    let folded = words.clone().filter_map(|index| text.word(index));
    folded.map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn display(names: &[(&str, &str)], phrase: &str) -> Option<String> {
    names.iter().find(|(known, _)| *known == phrase).map(|(_, display)| (*display).to_owned())
}

fn capitalised(name: &str) -> String {
    let mut characters = name.trim().chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}
