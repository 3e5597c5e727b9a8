//! Temporary.
pub fn is_acknowledgement(text: &str) -> bool {
    matches!(crate::text::folded(text).as_str(), "ok" | "merci" | "")
}
