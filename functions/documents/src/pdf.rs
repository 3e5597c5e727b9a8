//! Pages become a PDF: drawn by krilla, with the fonts cut to what is used, and tagged, so that a
//! telephone can read it aloud.

mod tags;

use domain::{copy::paper as copy, paper::Paper};
use jiff::Timestamp;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    destination::XyzDestination,
    error::KrillaError,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    image::Image,
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag},
    text::TextDirection,
};

use self::tags::Tags;
use crate::{
    face::{Faces, Twips},
    layout::{Area, Mark, PAGE, Role, Run, Sheet, Tone},
    logo::Logo,
};

const LANGUAGE: &str = "fr";
/// A page's own units: twentieths of a point.
const TWIP: f32 = 0.05;

/// A paper that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undrawable {
    #[error("a length is none")]
    Length,
    /// krilla's own words: its errors hold fonts and pictures.
    #[error("the file cannot be written: {0}")]
    File(String),
}

impl From<KrillaError> for Undrawable {
    fn from(error: KrillaError) -> Self {
        Self::File(error.to_string())
    }
}

/// Writes the file. The same paper gives the same bytes: `made_at` is the only time in it.
pub(crate) fn write(
    paper: &Paper,
    sheets: &[Sheet],
    faces: &Faces,
    logo: Option<&Logo>,
    made_at: Timestamp,
    settings: SerializeSettings,
) -> Result<Vec<u8>, Undrawable> {
    let picture = logo.map(Logo::image).transpose().map_err(Undrawable::File)?;
    let mut document = Document::new_with(settings);
    let mut tags = Tags::default();
    for sheet in sheets {
        let (width, height) = (length(PAGE.0 / 20)?, length(PAGE.1 / 20)?);
        let size = PageSettings::from_wh(width, height).ok_or(Undrawable::Length)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(TWIP, TWIP));
        for mark in &sheet.marks {
            draw(&mut surface, mark, faces, picture.as_ref(), &mut tags)?;
        }
        surface.pop();
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags.tree(copy::title(paper), LANGUAGE));
    document.set_outline(outline(copy::title(paper)));
    document.set_metadata(metadata(paper, made_at));
    Ok(document.finish()?)
}

/// One entry: the paper itself.
fn outline(title: &str) -> Outline {
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(title.to_owned(), top));
    outline
}

fn metadata(paper: &Paper, made_at: Timestamp) -> Metadata {
    let at = jiff::tz::TimeZone::UTC.to_datetime(made_at);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(format!("{} n° {}", copy::title(paper), paper.number))
        .description(copy::summary(paper))
        .authors(vec![paper.shop.name.clone()])
        .language(LANGUAGE.to_owned())
        .creator("FluxAsync".to_owned())
        .document_id(format!("{}/{}", paper.shop.phone.e164(), paper.number))
        .creation_date(date)
}

fn draw(
    surface: &mut Surface<'_>,
    mark: &Mark,
    faces: &Faces,
    picture: Option<&Image>,
    tags: &mut Tags,
) -> Result<(), Undrawable> {
    match mark {
        Mark::Text(run) => text(surface, run, faces, tags),
        Mark::Rule(area) => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
            surface.set_fill(Some(fill(Tone::Faint)));
            let mut path = PathBuilder::new();
            path.push_rect(rect(*area)?);
            surface.draw_path(&path.finish().ok_or(Undrawable::Length)?);
            surface.end_tagged();
            Ok(())
        }
        // The shop's name stands beside it: the picture says nothing more.
        Mark::Logo(area) => {
            let Some(picture) = picture else { return Ok(()) };
            let size = Size::from_wh(length(area.width)?, length(area.height)?);
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
            surface.push_transform(&Transform::from_translate(length(area.x)?, length(area.y)?));
            surface.draw_image(picture.clone(), size.ok_or(Undrawable::Length)?);
            surface.pop();
            surface.end_tagged();
            Ok(())
        }
    }
}

fn text(
    surface: &mut Surface<'_>,
    run: &Run,
    faces: &Faces,
    tags: &mut Tags,
) -> Result<(), Undrawable> {
    let is_read = run.role != Role::Ornament;
    let tag = if is_read {
        ContentTag::Span(SpanTag::empty())
    } else {
        ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other))
    };
    let id = surface.start_tagged(tag);
    if is_read {
        tags.add(run.role, id);
    }
    surface.set_fill(Some(fill(run.style.tone)));
    surface.draw_text(
        Point::from_xy(length(run.x)?, length(run.y)?),
        faces.of(run.style.weight).font(),
        length(run.style.size)?,
        &run.text,
        false,
        TextDirection::LeftToRight,
    );
    surface.end_tagged();
    Ok(())
}

fn fill(tone: Tone) -> Fill {
    let color = match tone {
        Tone::Ink => rgb::Color::new(17, 24, 39),
        Tone::Faint => rgb::Color::new(75, 85, 99),
    };
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn rect(area: Area) -> Result<Rect, Undrawable> {
    let (x, y) = (length(area.x)?, length(area.y)?);
    Rect::from_xywh(x, y, length(area.width)?, length(area.height)?).ok_or(Undrawable::Length)
}

/// A length as krilla takes it. A page is far smaller than what this type holds exactly.
fn length(twips: Twips) -> Result<f32, Undrawable> {
    i16::try_from(twips).map(f32::from).map_err(|_too_long| Undrawable::Length)
}

/// How files are written: compressed and tagged.
pub(crate) fn settings() -> SerializeSettings {
    SerializeSettings::default()
}

#[cfg(test)]
mod tests;
