//! The message templates that every shop proposes to Meta when it is connected, for what must be
//! said after WhatsApp's window has closed.
//!
//! A template is approved with its words: changing them is another template with another name.

use crate::{copy::template as copy, language::Language, word::by_word};

/// One of the shop's templates, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShopTemplate {
    /// The seller comes back to a prospect whose window is closed; in French.
    Resume,
    /// The same in English.
    ResumeEnglish,
}

by_word!(ShopTemplate, "template of the shop" {
    Resume => "reprise_contact",
    ResumeEnglish => "resume_contact",
});

/// A template with its blank filled, as it is sent and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub template: ShopTemplate,
    /// What stands for `{{1}}`.
    pub blank: String,
    /// What the prospect reads.
    pub text: String,
}

impl ShopTemplate {
    /// What a seller may send to somebody who writes in this language.
    pub const fn resume_in(language: Language) -> Self {
        match language {
            Language::French => Self::Resume,
            Language::English => Self::ResumeEnglish,
        }
    }

    /// Meta's code of the language it is approved in.
    pub const fn language(self) -> &'static str {
        match self {
            Self::Resume => "fr",
            Self::ResumeEnglish => "en",
        }
    }

    /// The category it is proposed in; Meta may bill it in another. It follows what the person asked
    /// for and sells nothing (Meta, "Template categorization", utility).
    pub const fn category(self) -> &'static str {
        "UTILITY"
    }

    /// The text with its blank `{{1}}`, the shop's name.
    pub const fn body(self) -> &'static str {
        match self {
            Self::Resume => copy::RESUME,
            Self::ResumeEnglish => copy::RESUME_ENGLISH,
        }
    }

    /// The quick reply under it: one tap opens the window again. At most 25 characters.
    pub const fn button(self) -> &'static str {
        match self {
            Self::Resume => copy::RESUME_BUTTON,
            Self::ResumeEnglish => copy::RESUME_BUTTON_ENGLISH,
        }
    }

    /// The template as this shop sends it.
    pub fn filled(self, shop_name: &str) -> Filled {
        // One line, as Meta asks of parameters (error 132018).
        let blank = shop_name.split_whitespace().collect::<Vec<_>>().join(" ");
        // Meta refuses an empty parameter.
        let blank = if blank.is_empty() { copy::NO_NAME.to_owned() } else { blank };
        Filled { template: self, text: self.body().replace("{{1}}", &blank), blank }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optout;

    #[test]
    fn templates_are_what_meta_takes() {
        for template in ShopTemplate::ALL.iter().copied() {
            let body = template.body();
            assert_eq!(body.matches("{{1}}").count(), 1);
            assert!(!body.starts_with("{{") && !body.ends_with("}}") && !body.contains("{{2}}"));
            assert!(body.chars().count() <= 1_024 && template.button().chars().count() <= 25);
            let name = template.word();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
        }
    }

    #[test]
    fn no_button_is_a_keyword() {
        // « Reprendre » asks for news and offers again: who taps it would be answered that.
        for template in ShopTemplate::ALL.iter().copied() {
            assert_eq!(optout::wish_in(template.button()), None, "{template}");
        }
        assert!(optout::wish_in("Reprendre").is_some());
    }

    #[test]
    fn a_shop_is_named_on_one_line_even_without_a_name() {
        let filled = ShopTemplate::Resume.filled(" Chez\n Awa ");
        assert!(filled.text.starts_with("Bonjour, ici Chez Awa."), "{}", filled.text);
        let nameless = ShopTemplate::resume_in(Language::English).filled("");
        assert!(!nameless.blank.is_empty() && !nameless.text.contains("{{"));
    }
}
