//! What is taken for each kind of file, and how such files begin.

/// The kinds of file a person can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    Audio,
    Image,
    Video,
    Document,
    Sticker,
}

const MEGABYTE: usize = 1024 * 1024;

const IMAGES: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];

/// What people send as a document and a seller can open. No markup and no archive: nothing that a
/// browser would run.
const DOCUMENTS: [&str; 12] = [
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
    "text/csv",
    "image/jpeg",
    "image/png",
    "image/webp",
];

impl FileKind {
    /// Meta's largest file of the kind, in bytes (Meta, Cloud API, "Media"). Documents may have
    /// 100 MB there; a function of 128 MB of memory takes what it can hold.
    pub(super) const fn largest(self) -> usize {
        match self {
            Self::Audio | Self::Video | Self::Document => 16 * MEGABYTE,
            Self::Image => 5 * MEGABYTE,
            Self::Sticker => MEGABYTE / 2,
        }
    }

    /// Whether files of this type are taken.
    pub(super) fn takes(self, mime: &str) -> bool {
        match self {
            Self::Audio => [
                "audio/ogg",
                "audio/opus",
                "audio/mpeg",
                "audio/mp3",
                "audio/mp4",
                "audio/aac",
                "audio/amr",
            ]
            .contains(&mime),
            Self::Image => IMAGES.contains(&mime),
            Self::Video => ["video/mp4", "video/3gpp"].contains(&mime),
            Self::Document => DOCUMENTS.contains(&mime),
            Self::Sticker => mime == "image/webp",
        }
    }
}

/// Whether the bytes begin as files of that type do. `false` for a type that is not known.
pub(super) fn begins_as(mime: &str, bytes: &[u8]) -> bool {
    let at =
        |start: usize, magic: &[u8]| bytes.get(start..).is_some_and(|rest| rest.starts_with(magic));
    match mime {
        "audio/ogg" | "audio/opus" => at(0, b"OggS"),
        "audio/mpeg" | "audio/mp3" => at(0, b"ID3") || is_mpeg_frame(bytes),
        "audio/aac" => is_mpeg_frame(bytes) || at(4, b"ftyp"),
        "audio/mp4" | "video/mp4" | "video/3gpp" => at(4, b"ftyp"),
        "audio/amr" => at(0, b"#!AMR"),
        "image/jpeg" => at(0, &[0xFF, 0xD8, 0xFF]),
        "image/png" => at(0, b"\x89PNG\r\n\x1A\n"),
        "image/webp" => at(0, b"RIFF") && at(8, b"WEBP"),
        "application/pdf" => at(0, b"%PDF-"),
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            at(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        }
        "text/plain" | "text/csv" => !bytes.is_empty() && !bytes.contains(&0),
        office if office.starts_with("application/vnd.openxmlformats-officedocument.") => {
            at(0, b"PK\x03\x04")
        }
        _ => false,
    }
}

/// Eleven bits of synchronisation, of MPEG audio and of AAC in ADTS alike.
fn is_mpeg_frame(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0 && *second != 0xFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &[u8] = b"<!DOCTYPE html><html>";

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let webp = b"RIFF\x10\0\0\0WEBPVP8 ";
        let mp4 = b"\0\0\0\x18ftypmp42";
        for (mime, bytes) in [
            ("audio/ogg", b"OggS\0".as_slice()),
            ("audio/mpeg", b"ID3\x04"),
            ("audio/mpeg", b"\xFF\xFB\x90"),
            ("audio/aac", b"\xFF\xF1\x50"),
            ("audio/mp4", mp4),
            ("video/3gpp", mp4),
            ("audio/amr", b"#!AMR\n"),
            ("image/jpeg", b"\xFF\xD8\xFF\xE0"),
            ("image/png", b"\x89PNG\r\n\x1A\n\0"),
            ("image/webp", webp),
            ("application/pdf", b"%PDF-1.7"),
            ("application/msword", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
            ("text/csv", b"a;b"),
        ] {
            assert!(begins_as(mime, bytes), "{mime}");
            if !mime.starts_with("text/") {
                assert!(!begins_as(mime, HTML), "{mime}");
            }
            assert!(!begins_as(mime, b""), "{mime}");
        }
        assert!(!begins_as("text/html", HTML));
        assert!(!begins_as("text/plain", b"a\0b"));
    }

    #[test]
    fn every_type_that_is_taken_has_its_first_bytes() {
        // A type without a signature would be taken and then always refused.
        let samples: [&[u8]; 11] = [
            b"OggS",
            b"ID3",
            b"\xFF\xF1",
            b"\0\0\0\0ftyp",
            b"#!AMR",
            b"\xFF\xD8\xFF",
            b"\x89PNG\r\n\x1A\n",
            b"RIFF\0\0\0\0WEBP",
            b"%PDF-",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"PK\x03\x04",
        ];
        let audio = ["audio/ogg", "audio/opus", "audio/mp3", "audio/aac", "audio/amr"];
        let all = DOCUMENTS.iter().chain(&IMAGES).chain(&audio);
        for mime in all {
            assert!(samples.iter().any(|sample| begins_as(mime, sample)), "{mime}");
        }
    }

    #[test]
    fn a_kind_takes_its_own_types_only() {
        for (kind, takes, refuses) in [
            (FileKind::Audio, "audio/ogg", "video/mp4"),
            (FileKind::Image, "image/png", "image/svg+xml"),
            (FileKind::Video, "video/mp4", "image/gif"),
            (FileKind::Document, "application/pdf", "text/html"),
            (FileKind::Document, "text/csv", "application/zip"),
            (FileKind::Sticker, "image/webp", "image/png"),
        ] {
            assert!(kind.takes(takes) && !kind.takes(refuses), "{kind:?}");
            assert!(!kind.takes(""), "{kind:?}");
        }
    }
}
