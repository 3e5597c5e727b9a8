//! Enums that are stored and answered by a stable word.

/// A text is none of the words of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a word for a {kind}")]
pub struct UnknownWord {
    pub kind: &'static str,
}

/// Gives an enum of plain variants its words: written by `Display`, read back by `FromStr`.
macro_rules! by_word {
    ($name:ident, $kind:literal { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every one, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word it is stored and answered by.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut all = Self::ALL.iter().copied();
                let unknown = $crate::word::UnknownWord { kind: $kind };
                all.find(|one| one.word() == text).ok_or(unknown)
            }
        }
    };
}

pub(crate) use by_word;
