//! The shop's picture, as the dashboard let it in.

use krilla::image::Image;

/// A PNG or JPEG of the seller's.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Logo {
    bytes: Vec<u8>,
    is_png: bool,
}

/// The largest picture the dashboard takes.
pub(crate) const MOST_BYTES: usize = 300 * 1024;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";

impl Logo {
    /// A picture of one of the two kinds; `None` for anything else.
    pub(crate) fn of(bytes: Vec<u8>) -> Option<Self> {
        let is_png = bytes.starts_with(PNG);
        (is_png || bytes.starts_with(JPEG)).then_some(Self { bytes, is_png })
    }

    /// Pixels wide and high; `None` when it cannot be read.
    pub(crate) fn size(&self) -> Option<(u32, u32)> {
        self.image().ok().map(|image| image.size())
    }

    /// # Errors
    /// krilla's own words on what is wrong with it.
    pub(crate) fn image(&self) -> Result<Image, String> {
        let data = self.bytes.clone().into();
        if self.is_png { Image::from_png(data, true) } else { Image::from_jpeg(data, true) }
    }
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logo").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two pixels beside each other, red and white.
    #[rustfmt::skip]
    pub(crate) const PNG_BYTES: [u8; 72] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
        0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x7b, 0x40, 0xe8,
        0xdd, 0x00, 0x00, 0x00, 0x0f, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0,
        0xff, 0xff, 0x7f, 0x00, 0x0b, 0xfb, 0x03, 0xfd, 0xdd, 0x17, 0x6f, 0x47, 0x00, 0x00, 0x00, 0x00,
        0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];

    pub(crate) fn picture() -> Logo {
        Logo::of(PNG_BYTES.to_vec()).unwrap()
    }

    #[test]
    fn only_pictures_of_two_kinds_are_taken() {
        assert_eq!(picture().size(), Some((2, 1)));
        for other in [&b"GIF89a"[..], b"<svg>", b"%PDF", b""] {
            assert_eq!(Logo::of(other.to_vec()), None);
        }
        // The right start, and nothing behind it.
        assert_eq!(Logo::of(PNG.to_vec()).unwrap().size(), None);
        assert_eq!(Logo::of(JPEG.to_vec()).unwrap().size(), None);
    }
}
