//! The language a message is written in.

/// The languages code speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    French,
    English,
}
