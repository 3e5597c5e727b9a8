//! Files as the product announces them: what was made of one in brackets, then what the person
//! wrote beside it.

/// What a file in words means to the salesperson.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileInWords {
    /// Words of the person, spoken or written.
    Words(String),
    /// A recording of which only the notice came.
    Unheard,
    /// A picture nothing is known of, and its caption.
    Picture(String),
    /// A capture of a payment, and its caption.
    PaymentProof(String),
}

/// Reads an announcement; `None` for anything else.
pub(super) fn read(text: &str) -> Option<FileInWords> {
    let (notice, beside) = text.strip_prefix('[')?.split_once(']')?;
    let beside = beside.trim();
    if notice.starts_with("note vocale") || notice.starts_with("fichier audio") {
        let heard = matches!(notice, "note vocale" | "fichier audio") && !beside.is_empty();
        return Some(if heard {
            FileInWords::Words(beside.to_owned())
        } else {
            FileInWords::Unheard
        });
    }
    let picture = notice.strip_prefix("image")?;
    Some(if picture.contains("capture d'un paiement") {
        FileInWords::PaymentProof(beside.to_owned())
    } else if let Some(name) = quoted(picture) {
        FileInWords::Words(format!("{name} {beside}").trim_end().to_owned())
    } else {
        FileInWords::Picture(beside.to_owned())
    })
}

/// The words between « ».
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('«')?;
    Some(rest.split_once('»')?.0.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_told_from_words() {
        let words = |text: &str| Some(FileInWords::Words(text.to_owned()));
        let picture = |text: &str| Some(FileInWords::Picture(text.to_owned()));
        for (text, expected) in [
            ("[note vocale] deux sacs", words("deux sacs")),
            ("[note vocale]", Some(FileInWords::Unheard)),
            ("[note vocale que je n'ai pas pu écouter]", Some(FileInWords::Unheard)),
            ("[image : ressemble à « Air Max »] En 42 ?", words("Air Max En 42 ?")),
            ("[image]", picture("")),
            ("[image : Une porte bleue] C'est ici", picture("C'est ici")),
            (
                "[image : capture d'un paiement, ne prouve rien] Payé",
                Some(FileInWords::PaymentProof("Payé".to_owned())),
            ),
            ("[position] Marché", None),
            ("Bonjour", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
