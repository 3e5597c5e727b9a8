//! TwiML as far as a call with keys needs it. What Twilio would refuse is refused: a document that
//! is no XML, a verb that does not exist. Source: Twilio, "TwiML for programmable voice".

use roxmltree::{Document, Node};

/// One thing to do in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Say(String),
    Play(String),
    Gather(Gather),
    Pause(u32),
    Redirect(String),
    Hangup,
}

/// Reads something and takes keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gather {
    pub(super) action: String,
    pub(super) digits: Option<usize>,
    pub(super) finish_on: Option<char>,
    pub(super) timeout: u32,
    pub(super) even_empty: bool,
    /// What is read meanwhile.
    pub(super) words: Vec<String>,
}

/// Why a document is none.
#[derive(Debug, thiserror::Error)]
pub(super) enum TwimlError {
    #[error("not XML: {0}")]
    Xml(#[from] roxmltree::Error),
    #[error("the root is not <Response>")]
    Root,
    #[error("<{0}> is no verb")]
    Verb(String),
    #[error("<Say> speaks no French: {0:?}")]
    Language(Option<String>),
}

pub(super) fn parse(text: &str) -> Result<Vec<Verb>, TwimlError> {
    let document = Document::parse(text)?;
    let root = document.root_element();
    if root.tag_name().name() != "Response" {
        return Err(TwimlError::Root);
    }
    root.children().filter(Node::is_element).map(verb).collect()
}

fn verb(node: Node<'_, '_>) -> Result<Verb, TwimlError> {
    Ok(match node.tag_name().name() {
        "Say" => Verb::Say(say(node)?),
        "Play" => Verb::Play(text(node)),
        "Gather" => Verb::Gather(gather(node)?),
        "Pause" => Verb::Pause(number(node, "length").unwrap_or(1)),
        "Redirect" => Verb::Redirect(text(node)),
        "Hangup" => Verb::Hangup,
        other => return Err(TwimlError::Verb(other.to_owned())),
    })
}

fn say(node: Node<'_, '_>) -> Result<String, TwimlError> {
    let language = node.attribute("language");
    // A voice of another language reads French as nobody understands it.
    if language != Some("fr-FR") {
        return Err(TwimlError::Language(language.map(str::to_owned)));
    }
    Ok(text(node))
}

fn gather(node: Node<'_, '_>) -> Result<Gather, TwimlError> {
    let mut words = Vec::new();
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "Say" => words.push(say(child)?),
            "Play" => words.push(text(child)),
            "Pause" => {}
            other => return Err(TwimlError::Verb(format!("Gather/{other}"))),
        }
    }
    Ok(Gather {
        action: node.attribute("action").unwrap_or_default().to_owned(),
        digits: number(node, "numDigits").and_then(|count| usize::try_from(count).ok()),
        // Twilio's default is the hash key; an empty value means none.
        finish_on: node.attribute("finishOnKey").map_or(Some('#'), |keys| keys.chars().next()),
        timeout: number(node, "timeout").unwrap_or(5),
        even_empty: node.attribute("actionOnEmptyResult") == Some("true"),
        words,
    })
}

fn text(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(node: Node<'_, '_>, name: &str) -> Option<u32> {
    node.attribute(name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_verb_by_verb() {
        let verbs = parse(
            r#"<?xml version="1.0" encoding="UTF-8"?><Response>
            <Gather numDigits="1" timeout="8" action="https://a/b?x=1&amp;y=2" actionOnEmptyResult="true">
              <Say language="fr-FR">Tapez 1
                ou 2.</Say>
            </Gather><Pause/><Redirect>https://a/c</Redirect><Hangup/></Response>"#,
        )
        .unwrap();
        let gather = Gather {
            action: "https://a/b?x=1&y=2".into(),
            digits: Some(1),
            finish_on: Some('#'),
            timeout: 8,
            even_empty: true,
            words: vec!["Tapez 1 ou 2.".into()],
        };
        let redirect = Verb::Redirect("https://a/c".into());
        assert_eq!(verbs, [Verb::Gather(gather), Verb::Pause(1), redirect, Verb::Hangup]);
    }

    #[test]
    fn what_twilio_refuses_is_refused() {
        for bad in [
            "",
            "<Response><Say></Response>",
            "<Reponse/>",
            "<Response><Dire/></Response>",
            "<Response><Say>Hello</Say></Response>",
            "<Response><Gather><Redirect/></Gather></Response>",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
