//! The hand that sets: a place on a page, and what goes on to the next one.

use domain::copy::paper as copy;

use super::{
    AMOUNTS, Area, BODY, FAINT, FOOT, GAP, MARGIN, Mark, PAGE, RIGHT, Role, Run, SMALL, STRONG,
    Sheet, Tone, WIDTH, lines, pt,
};
use crate::face::{Faces, Twips, Weight};

const RULE: Twips = pt(1);
const BOTTOM: Twips = PAGE.1 - FOOT;
const LABEL: Twips = pt(72);

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) size: Twips,
    pub(crate) weight: Weight,
    pub(crate) tone: Tone,
}

impl Style {
    /// From one line to the next.
    const fn leading(self) -> Twips {
        self.size * 13 / 10
    }
}

/// Sets one paper from its head to its foot.
pub(super) struct Setter<'a> {
    faces: &'a Faces,
    done: Vec<Sheet>,
    sheet: Sheet,
    y: Twips,
    /// Where this page began, under its head.
    top: Twips,
    indent: Twips,
    paragraph: u16,
    /// At the head of further pages.
    running: String,
    /// Whether a new page begins with the table's head.
    in_table: bool,
}

impl<'a> Setter<'a> {
    pub(super) fn new(faces: &'a Faces, running: &str) -> Self {
        Self {
            faces,
            done: Vec::new(),
            sheet: Sheet::default(),
            y: MARGIN,
            top: MARGIN,
            indent: 0,
            paragraph: 0,
            running: faces.legible(running),
            in_table: false,
        }
    }

    pub(super) fn legible(&self, text: &str) -> String {
        self.faces.legible(text)
    }

    pub(super) const fn y(&self) -> Twips {
        self.y
    }

    pub(super) fn skip(&mut self, height: Twips) {
        self.y = self.y.saturating_add(height);
    }

    pub(super) fn down_to(&mut self, y: Twips) {
        self.y = self.y.max(y);
    }

    /// What follows starts on this page only if that many lines of it fit.
    pub(super) fn keep_together(&mut self, lines: usize) {
        let lines = Twips::try_from(lines).unwrap_or(Twips::MAX);
        self.room(BODY.leading().saturating_mul(lines).saturating_add(GAP));
    }

    /// Sets `inside` further to the right.
    pub(super) fn indented(&mut self, by: Twips, inside: impl FnOnce(&mut Self)) {
        self.indent = by;
        inside(self);
        self.indent = 0;
    }

    /// The picture of the shop, at the place reached; tells its width.
    pub(super) fn logo(&mut self, width: Twips, height: Twips) -> Twips {
        self.sheet.marks.push(Mark::Logo(Area { x: MARGIN, y: self.y, width, height }));
        width
    }

    pub(super) fn rule(&mut self) {
        self.sheet.marks.push(Mark::Rule(Area {
            x: MARGIN,
            y: self.y,
            width: WIDTH,
            height: RULE,
        }));
        self.skip(RULE.saturating_add(GAP / 2));
    }

    pub(super) fn heading(&mut self, text: &str, style: Style) {
        self.flow(text, style, Role::Title);
    }

    pub(super) fn paragraph(&mut self, text: &str, style: Style) {
        let role = self.next_paragraph();
        self.flow(text, style, role);
    }

    /// A faint label at the left of a text.
    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        let role = self.next_paragraph();
        self.room(BODY.leading());
        self.put(MARGIN, label, Style { size: BODY.size, ..FAINT }, role);
        self.indented(LABEL, |at| at.flow(text, BODY, role));
    }

    /// A text at the left and an amount at the right, on its last line.
    pub(super) fn pair(&mut self, text: &str, amount: &str, style: Style) {
        let role = self.next_paragraph();
        let taken = self.width(amount, style).max(pt(40)).saturating_add(GAP);
        let mut lines = self.break_up(text, style, WIDTH.saturating_sub(taken));
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.line(&line, style, role);
        }
        self.room(style.leading());
        self.put(MARGIN, &last, style, role);
        self.put_right(amount, style, role);
        self.skip(style.leading());
    }

    /// Begins the table of articles.
    pub(super) fn table_head(&mut self) {
        self.room(BODY.leading().saturating_mul(4));
        self.head(Role::Head { column: 0 }, Role::Head { column: 1 });
        self.in_table = true;
    }

    fn head(&mut self, left: Role, right: Role) {
        let style = Style { weight: Weight::Bold, ..FAINT };
        self.put(MARGIN, copy::ARTICLE, style, left);
        self.put_right(copy::AMOUNT, style, right);
        self.skip(style.leading());
        self.rule();
    }

    /// One article: its name over as many lines as it needs, then how many at what price, and at
    /// the right what that makes. It stays on one page.
    pub(super) fn article(&mut self, row: u16, name: &str, quantity: &str, total: &str) {
        let (left, right) = (Role::Cell { row, column: 0 }, Role::Cell { row, column: 1 });
        let names = self.break_up(name, STRONG, WIDTH);
        let count = Twips::try_from(names.len()).unwrap_or(Twips::MAX);
        self.room(STRONG.leading().saturating_mul(count).saturating_add(BODY.leading()));
        for line in &names {
            self.line(line, STRONG, left);
        }
        self.pair_in(quantity, left, total, right);
        self.skip(GAP / 2);
    }

    fn pair_in(&mut self, left: &str, left_role: Role, right: &str, right_role: Role) {
        let mut lines = self.break_up(left, BODY, WIDTH.saturating_sub(AMOUNTS));
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.line(&line, BODY, left_role);
        }
        self.room(BODY.leading());
        self.put(MARGIN, &last, Style { tone: Tone::Faint, ..BODY }, left_role);
        self.put_right(right, BODY, right_role);
        self.skip(BODY.leading());
    }

    pub(super) fn table_ends(&mut self) {
        self.in_table = false;
        self.rule();
    }

    /// The pages, with their feet: `standing` on the last one, numbers when there are several.
    pub(super) fn finish(mut self, standing: &str) -> Vec<Sheet> {
        let role = self.next_paragraph();
        // Beside it stands the page's number, when there are several.
        let most = if self.done.is_empty() { WIDTH } else { WIDTH.saturating_sub(pt(90)) };
        let lines = self.break_up(&self.legible(standing), SMALL, most);
        self.y = BOTTOM.saturating_add(GAP);
        for line in &lines {
            self.put(MARGIN, line, SMALL, role);
            self.skip(SMALL.leading());
        }
        self.done.push(std::mem::take(&mut self.sheet));
        let count = self.done.len();
        if count > 1 {
            for index in 0..count {
                let text = copy::page(index.saturating_add(1), count);
                let x = RIGHT.saturating_sub(self.width(&text, SMALL));
                let y = BOTTOM.saturating_add(GAP).saturating_add(SMALL.size);
                let role = Role::Ornament;
                if let Some(sheet) = self.done.get_mut(index) {
                    sheet.marks.push(Mark::Text(Run { x, y, style: SMALL, role, text }));
                }
            }
        }
        self.done
    }

    fn next_paragraph(&mut self) -> Role {
        self.paragraph = self.paragraph.saturating_add(1);
        Role::Paragraph(self.paragraph)
    }

    fn flow(&mut self, text: &str, style: Style, role: Role) {
        let most = WIDTH.saturating_sub(self.indent);
        for line in self.break_up(&self.legible(text), style, most) {
            self.line(&line, style, role);
        }
    }

    fn line(&mut self, text: &str, style: Style, role: Role) {
        self.room(style.leading());
        self.put(MARGIN.saturating_add(self.indent), text, style, role);
        self.skip(style.leading());
    }

    /// Goes on to the next page when `height` does not fit on this one. What fits on no page is
    /// set all the same.
    fn room(&mut self, height: Twips) {
        if self.y.saturating_add(height) <= BOTTOM || self.y <= self.top {
            return;
        }
        self.done.push(std::mem::take(&mut self.sheet));
        (self.y, self.top) = (MARGIN, PAGE.1);
        let head = std::mem::take(&mut self.running);
        for line in self.break_up(&head, SMALL, WIDTH) {
            self.put(MARGIN, &line, SMALL, Role::Ornament);
            self.skip(SMALL.leading());
        }
        self.running = head;
        self.skip(GAP);
        if self.in_table {
            self.head(Role::Ornament, Role::Ornament);
        }
        self.top = self.y;
    }

    fn put_right(&mut self, text: &str, style: Style, role: Role) {
        let x = RIGHT.saturating_sub(self.width(text, style));
        self.put(x, text, style, role);
    }

    /// A piece of text on the line reached.
    fn put(&mut self, x: Twips, text: &str, style: Style, role: Role) {
        if text.is_empty() {
            return;
        }
        let y = self.y.saturating_add(style.size);
        self.sheet.marks.push(Mark::Text(Run { x, y, style, role, text: text.to_owned() }));
    }

    fn break_up(&self, text: &str, style: Style, most: Twips) -> Vec<String> {
        lines::broken(text, most, |line| self.width(line, style))
    }

    fn width(&self, text: &str, style: Style) -> Twips {
        self.faces.width(text, style.weight, style.size)
    }
}
