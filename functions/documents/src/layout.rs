//! Where each word of a paper stands: measured, broken into lines, put on pages. Nothing is drawn.
//!
//! Pages are A5 upright in large type: on a telephone that shows a page as wide as its screen, the
//! body reads like the chat around it, and a printer has the paper.

mod lines;
mod setter;

use domain::{copy::paper as copy, money::MoneyError, paper::Paper};

use crate::face::{Faces, Twips, Weight};
use setter::{Setter, Style};

/// A5, upright.
pub(crate) const PAGE: (Twips, Twips) = (pt(420), pt(595));
const MARGIN: Twips = pt(26);
/// The foot of every page is kept for what stands there.
const FOOT: Twips = pt(52);
const RIGHT: Twips = PAGE.0 - MARGIN;
const WIDTH: Twips = RIGHT - MARGIN;
/// What the amounts may take of a line.
const AMOUNTS: Twips = pt(128);
const GAP: Twips = pt(10);
const LOGO_BOX: (Twips, Twips) = (pt(84), pt(64));

const BODY: Style = Style { size: pt(15), weight: Weight::Regular, tone: Tone::Ink };
const STRONG: Style = Style { weight: Weight::Bold, ..BODY };
const FAINT: Style = Style { size: pt(13), weight: Weight::Regular, tone: Tone::Faint };
const NAME: Style = Style { size: pt(18), weight: Weight::Bold, tone: Tone::Ink };
const TITLE: Style = Style { size: pt(25), weight: Weight::Bold, tone: Tone::Ink };
const SUM: Style = Style { size: pt(21), weight: Weight::Bold, tone: Tone::Ink };
const NOTE: Style = Style { size: pt(12), weight: Weight::Regular, tone: Tone::Faint };
const SMALL: Style = Style { size: pt(11), weight: Weight::Regular, tone: Tone::Faint };

const fn pt(points: Twips) -> Twips {
    points * 20
}

/// How dark a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Tone {
    Ink,
    /// What may be skipped; still dark enough for a screen in the sun.
    Faint,
}

/// What a text is, for those who hear the paper instead of seeing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Title,
    /// Lines of one paragraph have one number.
    Paragraph(u16),
    /// A head of the table of articles.
    Head {
        column: u8,
    },
    Cell {
        row: u16,
        column: u8,
    },
    /// Repeated on further pages, or a page's number: not read out.
    Ornament,
}

/// A piece of text on one line; `y` is its baseline, from the top of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) x: Twips,
    pub(crate) y: Twips,
    pub(crate) style: Style,
    pub(crate) role: Role,
    pub(crate) text: String,
}

/// A rectangle on a page, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: Twips,
    pub(crate) y: Twips,
    pub(crate) width: Twips,
    pub(crate) height: Twips,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    Text(Run),
    /// A line between parts.
    Rule(Area),
    Logo(Area),
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) marks: Vec<Mark>,
}

/// Sets a paper. `logo` is the shop's picture in pixels, when it has one.
///
/// # Errors
/// The paper's amounts do not add up.
pub(crate) fn set(
    paper: &Paper,
    faces: &Faces,
    logo: Option<(u32, u32)>,
) -> Result<Vec<Sheet>, MoneyError> {
    let balance = copy::balance(paper.balance()?);
    let mut at =
        Setter::new(faces, &format!("{} · {}", paper.shop.name, copy::running_head(paper)));
    letterhead(&mut at, paper, logo);
    at.skip(GAP);
    at.heading(copy::title(paper), TITLE);
    at.paragraph(&copy::number(paper), BODY);
    if let Some(replaced) = paper.replaces {
        at.skip(GAP / 2);
        at.paragraph(&copy::correction(replaced), STRONG);
    }
    at.skip(GAP);
    parties(&mut at, paper);
    at.skip(GAP);
    articles(&mut at, paper);

    at.keep_together(4);
    at.skip(GAP / 2);
    at.pair(copy::SUBTOTAL, &copy::amount(paper.subtotal), BODY);
    if !paper.handed_over.fetched || paper.delivery_fee.amount() != 0 {
        at.pair(copy::DELIVERY_FEE, &copy::amount(paper.delivery_fee), BODY);
    }
    at.skip(GAP / 2);
    at.pair(copy::TOTAL, &copy::amount(paper.total), SUM);
    at.skip(GAP / 2);
    at.rule();

    at.keep_together(paper.paid.len().saturating_add(3));
    at.skip(GAP / 2);
    at.paragraph(copy::PAYMENT, STRONG);
    for paid in &paper.paid {
        at.pair(copy::means(&paid.how, &paper.handed_over), &copy::amount(paid.amount), BODY);
        if let Some(reference) = copy::payment_reference(&paid.how) {
            at.paragraph(&reference, NOTE);
        }
    }
    if let Some((what, amount)) = balance {
        at.pair(what, &copy::amount(amount), STRONG);
    }
    at.skip(GAP / 2);
    at.paragraph(&copy::handed_over(paper), BODY);
    Ok(at.finish(&copy::standing(paper)))
}

/// The shop: its picture at the left, when there is one, and who and where it is.
fn letterhead(at: &mut Setter<'_>, paper: &Paper, logo: Option<(u32, u32)>) {
    let indent = match logo.and_then(fitted) {
        Some((width, height)) => at.logo(width, height).saturating_add(GAP),
        None => 0,
    };
    let top = at.y();
    at.indented(indent, |at| {
        at.paragraph(&paper.shop.name, NAME);
        if !paper.shop.place.is_empty() {
            at.paragraph(&paper.shop.place, FAINT);
        }
        at.paragraph(&format!("Tél. {}", paper.shop.phone.national()), FAINT);
    });
    if indent > 0 {
        at.down_to(top.saturating_add(LOGO_BOX.1));
    }
    at.skip(GAP / 2);
    at.rule();
}

fn parties(at: &mut Setter<'_>, paper: &Paper) {
    let client = at.legible(&paper.client);
    let client = if client.is_empty() { copy::NO_NAME.to_owned() } else { client };
    at.labelled(copy::CLIENT, &client);
    let place = at.legible(&paper.place);
    let contact = paper.contact.national();
    let is_counter = paper.handed_over.fetched || place.is_empty();
    let where_to = if is_counter { contact } else { format!("{place} · {contact}") };
    at.labelled(copy::place(&paper.handed_over), &where_to);
}

fn articles(at: &mut Setter<'_>, paper: &Paper) {
    at.table_head();
    for (row, item) in (0_u16..).zip(&paper.items) {
        let name = at.legible(&item.name);
        let name = if name.is_empty() { copy::NO_NAME } else { &name };
        let quantity = copy::quantity(item.quantity, item.unit_price);
        at.article(row, name, &quantity, &copy::amount(item.total));
    }
    at.table_ends();
}

/// The size of a picture that fills the logo's box without being stretched.
fn fitted((width, height): (u32, u32)) -> Option<(Twips, Twips)> {
    let (width, height) = (i64::from(width), i64::from(height));
    if width == 0 || height == 0 {
        return None;
    }
    let (most_width, most_height) = (i64::from(LOGO_BOX.0), i64::from(LOGO_BOX.1));
    let fitted = if width * most_height > height * most_width {
        (most_width, most_width * height / width)
    } else {
        (most_height * width / height, most_height)
    };
    Some((Twips::try_from(fitted.0.max(20)).ok()?, Twips::try_from(fitted.1.max(20)).ok()?))
}

#[cfg(test)]
mod tests;
