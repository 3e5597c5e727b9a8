//! `Signature-Input` (RFC 9421 §4.1): `sig-pp=("@method" "@path" …);alg="…";keyid="…";created=1`.

/// One signature's input.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Input<'a> {
    pub(super) label: &'a str,
    /// What it covers, in its order.
    pub(super) components: Vec<&'a str>,
    /// All after the label, as it was written: it is signed too.
    pub(super) verbatim: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Input<'a> {
    /// Reads the header. Of several signatures the first counts; components with parameters of
    /// their own are not read.
    pub(super) fn of(header: &'a str) -> Option<Self> {
        let (label, rest) = header.trim().split_once('=')?;
        let verbatim = first_member(rest);
        let inside = verbatim.strip_prefix('(')?;
        let (list, parameters) = inside.split_once(')')?;
        let component = |text: &'a str| {
            let name = text.strip_prefix('"')?.strip_suffix('"')?;
            (!name.is_empty() && !name.contains(['"', ';'])).then_some(name)
        };
        let components: Vec<&str> =
            list.split_whitespace().map(component).collect::<Option<_>>()?;
        let mut seen = components.clone();
        seen.sort_unstable();
        seen.dedup();
        // RFC 9421 §2: a component is there once.
        if seen.len() != components.len() {
            return None;
        }
        let parameter = |text: &'a str| {
            let (name, value) = text.trim().split_once('=')?;
            Some((name, value.trim_matches('"')))
        };
        let parameters = parameters
            .split(';')
            .filter(|text| !text.trim().is_empty())
            .map(parameter)
            .collect::<Option<_>>()?;
        Some(Self { label: label.trim(), components, verbatim, parameters })
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// Up to the first comma outside of quotes and parentheses.
fn first_member(text: &str) -> &str {
    let (mut is_quoted, mut depth) = (false, 0_u32);
    for (index, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth = depth.saturating_add(1),
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            ',' if !is_quoted && depth == 0 => {
                return text.get(..index).unwrap_or(text).trim_end();
            }
            _ => {}
        }
    }
    text.trim_end()
}
