//! Temporary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Stop,
    Resume,
}
pub fn wish(text: &str) -> Option<Wish> {
    match crate::text::folded(text).as_str() {
        "stop" => Some(Wish::Stop),
        "reprendre" => Some(Wish::Resume),
        _ => None,
    }
}
