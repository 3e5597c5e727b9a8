//! The two fonts papers are set in: how wide a text is, and what can be written with them.
//!
//! Lengths are whole twentieths of a point, so that the same paper is the same on every machine.

use krilla::text::Font;
use rustybuzz::UnicodeBuffer;
use unicode_normalization::UnicodeNormalization;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// A length: twentieths of a point (1/1440 inch).
pub(crate) type Twips = i32;

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One font: its measures, and itself for the file.
pub(crate) struct Face {
    shaper: rustybuzz::Face<'static>,
    font: Font,
}

/// Both weights.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        Some(Self { shaper, font: Font::new(bytes.into(), 0)? })
    }

    pub(crate) fn font(&self) -> Font {
        self.font.clone()
    }
}

impl Faces {
    /// Reads the embedded fonts; `None` would be a broken build.
    pub(crate) fn read() -> Option<Self> {
        Some(Self { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? })
    }

    pub(crate) fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// How wide `text` is at `size`, shaped as krilla shapes it.
    pub(crate) fn width(&self, text: &str, weight: Weight, size: Twips) -> Twips {
        let face = self.of(weight);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&face.shaper, &[], buffer);
        let units: i64 = shaped.glyph_positions().iter().map(|at| i64::from(at.x_advance)).sum();
        let scale = i64::from(face.shaper.units_per_em()).max(1);
        let width = units.saturating_mul(i64::from(size)) / scale;
        Twips::try_from(width).unwrap_or(Twips::MAX)
    }

    /// The text as it can be written: composed, on one line, without what neither font has
    /// (pictures, other scripts) and without anything invisible.
    pub(crate) fn legible(&self, text: &str) -> String {
        let has = |c: &char| {
            self.regular.shaper.glyph_index(*c).is_some()
                && self.bold.shaper.glyph_index(*c).is_some()
        };
        let spaced = text.nfc().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        let known: String = spaced.filter(has).collect();
        // Only plain spaces are folded: the others hold amounts together.
        known.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let faces = Faces::read().unwrap();
        // Digits of this font are all 572 thousandths wide.
        assert_eq!(faces.width("0000", Weight::Regular, 200), 4 * 572 * 200 / 1000);
        assert_eq!(faces.width("", Weight::Bold, 200), 0);
        let (thin, thick) = (Weight::Regular, Weight::Bold);
        assert!(faces.width("Reçu", thin, 200) < faces.width("Reçu", thick, 200));
    }

    #[test]
    fn what_the_fonts_lack_is_left_out() {
        let faces = Faces::read().unwrap();
        let cases = [
            ("Robe  wax\n«\u{a0}été\u{a0}»", "Robe wax «\u{a0}été\u{a0}»"),
            ("e\u{301}te\u{301} 👗✨ bleu", "été bleu"),
            ("Ɔkɔ Ɖeka Ɓalɗe ŋ", "Ɔkɔ Ɖeka Ɓalɗe ŋ"),
            ("محمد", ""),
            ("1\u{202f}500\u{202f}FCFA", "1\u{202f}500\u{202f}FCFA"),
            ("\u{202e}abc\u{200b}\u{0}", "abc"),
        ];
        for (text, legible) in cases {
            assert_eq!(faces.legible(text), legible, "{text}");
        }
    }
}
