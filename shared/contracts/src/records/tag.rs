//! What a message of ours carries to Meta and back (`biz_opaque_callback_data`): which effect sent
//! it, and where it is kept.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

/// Written `<effect>~<message>~<milliseconds>`; well under Meta's 512 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendTag {
    /// The effect's id.
    pub effect: String,
    /// The id of the kept message.
    pub message: String,
    /// When it was written, part of its key.
    pub at: Timestamp,
}

/// A tag that is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a tag of ours")]
pub struct InvalidTag;

impl fmt::Display for SendTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}", self.effect, self.message, self.at.as_millisecond())
    }
}

impl FromStr for SendTag {
    type Err = InvalidTag;

    fn from_str(text: &str) -> Result<Self, InvalidTag> {
        let mut parts = text.rsplitn(3, '~');
        let mut part = || parts.next().filter(|part| !part.is_empty()).ok_or(InvalidTag);
        let (millis, message, effect) = (part()?, part()?, part()?);
        let millis = millis.parse().or(Err(InvalidTag))?;
        Ok(Self {
            effect: effect.to_owned(),
            message: message.to_owned(),
            at: Timestamp::from_millisecond(millis).or(Err(InvalidTag))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_reads_back() {
        let tag = SendTag {
            effect: "slr_1/cnv_2:001:wamid.A~B".into(),
            message: "msg_3".into(),
            at: "2026-11-23T10:00:00.123Z".parse().unwrap(),
        };
        assert_eq!(tag.to_string().parse(), Ok(tag));
        for other in ["", "a", "a~b", "a~b~c", "~~1"] {
            assert_eq!(other.parse::<SendTag>(), Err(InvalidTag), "{other}");
        }
    }
}
