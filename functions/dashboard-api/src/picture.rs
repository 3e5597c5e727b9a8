//! Pictures that a seller sends: looked at before they are kept. What a file's name or type claims
//! does not matter, only what it starts with and how large it says it is.
//!
//! PNG: the eight bytes of its signature, then `IHDR` with width and height, big-endian (PNG
//! specification, 5.2 and 11.2.2). JPEG: segments of a marker and a length; width and height are in
//! the start of the frame, `FFC0` to `FFCF` without `C4`, `C8` and `CC` (ITU-T T.81, B.2.2).

use aws_adapters::objects::ObjectKey;
use axum::http::StatusCode;
use contracts::{as_text, records::picture::PictureRecord};
use jiff::Timestamp;
use lambda_support::{clock, http::Problem};
use serde::Serialize;

use crate::{Deps, answer, failure::Failure};

/// Pixels wide or high: what is printed two centimetres high needs no more, and a small file may
/// unpack to a very large picture.
const PIXELS_MIN: u32 = 16;
const PIXELS_MAX: u32 = 2_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8";

/// What a picture is refused for, and under which field.
pub(crate) struct Rules {
    pub(crate) field: &'static str,
    pub(crate) bytes_max: usize,
    /// Said of a file that has more bytes.
    pub(crate) too_large: &'static str,
    /// Said of one that is no picture.
    pub(crate) useless: &'static str,
}

/// A picture as the dashboard shows it.
#[derive(Debug, Serialize)]
pub(crate) struct PictureView {
    /// Where it can be seen for a few minutes.
    url: String,
    width: u32,
    height: u32,
    #[serde(serialize_with = "as_text::serialize")]
    set_at: Timestamp,
}

/// A kept picture with an address, made without asking the bucket.
pub(crate) async fn view(
    deps: &Deps,
    key: &ObjectKey,
    record: &PictureRecord,
) -> Result<PictureView, Failure> {
    let url = deps.documents.presigned_get(key, answer::ADDRESS_SECONDS).await?;
    let PictureRecord { width, height, set_at, .. } = *record;
    Ok(PictureView { url, width, height, set_at })
}

/// What is remembered of a picture that may be kept.
pub(crate) fn accepted(bytes: &[u8], rules: &Rules) -> Result<PictureRecord, Problem> {
    if bytes.len() > rules.bytes_max {
        return Err(Problem::too_large().with_field(rules.field, rules.too_large));
    }
    let picture = Picture::read(bytes).map_err(|why| {
        let said = match why {
            NoPicture::Kind => "Une image PNG ou JPEG est attendue.",
            NoPicture::Damaged => "Cette image est abîmée : elle ne peut pas être lue.",
            NoPicture::Size => "De 16 à 2 000 pixels de large et de haut sont attendus.",
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Problem::new(status, "invalid", "Image à corriger", rules.useless)
            .with_field(rules.field, said)
    })?;
    Ok(PictureRecord {
        name: String::new(),
        mime_type: picture.kind.mime_type().to_owned(),
        width: picture.width,
        height: picture.height,
        set_at: clock::now(),
    })
}

/// The two kinds taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
}

/// A picture that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Picture {
    kind: Kind,
    /// Pixels.
    width: u32,
    height: u32,
}

/// Why bytes are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoPicture {
    /// Neither of the two kinds.
    Kind,
    /// It ends before it says how large it is.
    Damaged,
    /// Too small or too large.
    Size,
}

impl Kind {
    const fn mime_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

impl Picture {
    fn read(bytes: &[u8]) -> Result<Self, NoPicture> {
        let (kind, size) = if let Some(rest) = bytes.strip_prefix(PNG) {
            (Kind::Png, png_size(rest))
        } else if let Some(rest) = bytes.strip_prefix(JPEG) {
            (Kind::Jpeg, jpeg_size(rest))
        } else {
            return Err(NoPicture::Kind);
        };
        let (width, height) = size.ok_or(NoPicture::Damaged)?;
        let fits = |pixels| (PIXELS_MIN..=PIXELS_MAX).contains(&pixels);
        if fits(width) && fits(height) {
            Ok(Self { kind, width, height })
        } else {
            Err(NoPicture::Size)
        }
    }
}

/// The size a PNG says, behind its signature.
fn png_size(rest: &[u8]) -> Option<(u32, u32)> {
    let header = rest.get(4..)?.strip_prefix(b"IHDR")?;
    let (width, after) = header.split_first_chunk::<4>()?;
    let (height, _) = after.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

/// The size a JPEG says, behind its first marker.
fn jpeg_size(mut rest: &[u8]) -> Option<(u32, u32)> {
    loop {
        let ([first, marker], after) = rest.split_first_chunk::<2>()?;
        if *first != 0xff {
            return None;
        }
        if *marker == 0xff {
            // Any number of these may fill the space before a marker.
            rest = rest.get(1..)?;
            continue;
        }
        let (length, segment) = after.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let ([_, height_high, height_low, width_high, width_low], _) =
                segment.split_first_chunk::<5>()?;
            let height = u16::from_be_bytes([*height_high, *height_low]);
            let width = u16::from_be_bytes([*width_high, *width_low]);
            return Some((width.into(), height.into()));
        }
        rest = segment.get(length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_told_why_under_its_field() {
        let rules =
            Rules { field: "photo", bytes_max: 1_000, too_large: "trop", useless: "inutile" };
        let told = |bytes: &[u8]| {
            accepted(bytes, &rules).map_err(|it| (it.status, it.errors[0].field.clone()))
        };
        let refused = |status| Err((status, "photo".to_owned()));
        assert_eq!(told(b"<svg/>"), refused(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(told(b""), refused(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(told(&[0; 1_001]), refused(StatusCode::PAYLOAD_TOO_LARGE));
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = [PNG, &13_u32.to_be_bytes()[..], b"IHDR"].concat();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    /// A JPEG with a segment of an application's, a table, a filled space, and its frame.
    fn jpeg(marker: u8, width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\x00\x06JFIF\xff\xc4\x00\x03\x00\xff\xff".to_vec();
        bytes.extend([0xff, marker, 0, 11, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_says_its_kind_and_its_size() {
        let read = |bytes: &[u8]| Picture::read(bytes).map(|it| (it.kind, it.width, it.height));
        assert_eq!(read(&png(300, 200)), Ok((Kind::Png, 300, 200)));
        for marker in [0xc0, 0xc2] {
            assert_eq!(read(&jpeg(marker, 640, 480)), Ok((Kind::Jpeg, 640, 480)));
        }
    }

    #[test]
    fn what_is_no_picture_small_huge_or_cut_off_is_refused() {
        for other in [&b"GIF89a"[..], b"%PDF-1.7", b"<svg/>", b"", b"\x89PNG"] {
            assert_eq!(Picture::read(other), Err(NoPicture::Kind));
        }
        for bytes in [png(15, 100), png(100, 2_001), png(u32::MAX, u32::MAX), jpeg(0xc0, 8, 8)] {
            assert_eq!(Picture::read(&bytes), Err(NoPicture::Size));
        }
        for whole in [png(300, 200), jpeg(0xc0, 640, 480)] {
            for end in 8..whole.len() {
                assert_eq!(Picture::read(&whole[..end]), Err(NoPicture::Damaged), "{end}");
            }
        }
        assert_eq!(Picture::read(b"\xff\xd8\xff\xe0\x00\x00"), Err(NoPicture::Damaged));
        assert_eq!(Picture::read(b"\xff\xd8nothing of the kind"), Err(NoPicture::Damaged));
    }
}
