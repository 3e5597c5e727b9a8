//! A spreadsheet saved as CSV, as the same fields a JSON body would have.
//!
//! Read the way it comes out of Excel in French: semicolons, a byte order mark, accents of
//! Windows, prices written `15 000 FCFA`. A cell that cannot be read is left as text, so that the
//! field's own rule refuses it with its line.

use domain::text;
use lambda_support::http::{FieldError, Problem};
use serde::Serialize;
use serde_json::{Map, Value};

/// Lines taken at once: what can be stored well within one invocation.
pub(crate) const LINES_MAX: usize = 500;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Whole francs or units.
    Number,
    /// `oui`, `non`.
    Flag,
    /// Words between `,`, `;`, `/` or `|`.
    List,
}

/// A column that is understood, by its field's name or by what people call it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) field: &'static str,
    pub(crate) also: &'static [&'static str],
    pub(crate) kind: Kind,
    pub(crate) is_required: bool,
}

/// A line under the header. `line` counts from 1, the header included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) fields: Map<String, Value>,
}

/// A cell that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LineError {
    pub(crate) line: u64,
    pub(crate) field: String,
    pub(crate) message: String,
}

/// What became of an import.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// Lines that were stored.
    pub(crate) imported: usize,
    /// What is wrong with the others.
    pub(crate) errors: Vec<LineError>,
}

impl Report {
    /// Notes that a line is left out, and why.
    pub(crate) fn refuse(&mut self, line: u64, errors: Vec<FieldError>) {
        let errors = errors.into_iter();
        self.errors.extend(errors.map(|error| LineError {
            line,
            field: error.field,
            message: error.message,
        }));
    }
}

/// The lines of a sheet. A missing column, or a sheet that is too long, refuses all of it.
pub(crate) fn read(sheet: &str, columns: &[Column]) -> Result<Vec<Row>, Problem> {
    // A record's line is counted at `\n`, which after `\r` is read too late.
    let sheet = sheet.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&sheet))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(sheet.as_bytes());
    let header = reader.headers().map_err(|_not_csv| Problem::malformed())?;
    let places: Vec<Option<&Column>> =
        header.iter().map(|title| columns.iter().find(|column| column.is_called(title))).collect();
    let is_missing = |column: &&Column| {
        column.is_required && !places.iter().flatten().any(|there| there.field == column.field)
    };
    let missing = columns.iter().filter(is_missing).map(|column| FieldError {
        field: column.field.to_owned(),
        message: format!(
            "Il manque la colonne « {} ».",
            column.also.first().unwrap_or(&column.field)
        ),
    });
    let missing: Vec<FieldError> = missing.collect();
    if !missing.is_empty() {
        return Err(Problem::invalid(missing));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_not_csv| Problem::malformed())?;
        let line = record.position().map_or(0, |position| line_of(&sheet, position));
        let cells = places.iter().zip(record.iter());
        let fields: Map<String, Value> = cells
            .filter(|(_, cell)| !cell.is_empty())
            .filter_map(|(column, cell)| {
                Some(((*column)?.field.to_owned(), (*column)?.value(cell)))
            })
            .collect();
        if !fields.is_empty() {
            rows.push(Row { line, fields });
        }
        if rows.len() > LINES_MAX {
            return Err(Problem::too_large().with_field("csv", "500 lignes au plus par envoi."));
        }
    }
    Ok(rows)
}

/// The text of a file: UTF-8, or else the one-byte accents of Windows.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec())
        .unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect())
}

/// The line of a record. Its position is before the empty lines that the reader skipped.
fn line_of(sheet: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ahead = sheet.as_bytes().get(start..).unwrap_or_default();
    let skipped = ahead.iter().take_while(|byte| **byte == b'\n').count();
    position.line().saturating_add(u64::try_from(skipped).unwrap_or(0))
}

/// The most frequent separator of the header.
fn delimiter(sheet: &str) -> u8 {
    let header = sheet.lines().next().unwrap_or_default();
    let count = |separator: char| header.matches(separator).count();
    // `max_by_key` keeps the last of equals: a header of one column is read with commas.
    [('\t', b'\t'), (';', b';'), (',', b',')]
        .into_iter()
        .max_by_key(|(separator, _)| count(*separator))
        .map_or(b',', |(_, byte)| byte)
}

impl Column {
    fn is_called(&self, title: &str) -> bool {
        let title = text::folded(title);
        std::iter::once(&self.field).chain(self.also).any(|name| text::folded(name) == title)
    }

    fn value(&self, cell: &str) -> Value {
        let as_text = || Value::String(cell.to_owned());
        match self.kind {
            Kind::Text => as_text(),
            Kind::Number => number(cell).map_or_else(as_text, Value::from),
            Kind::Flag => match text::folded(cell).as_str() {
                "oui" | "o" | "yes" | "true" | "vrai" | "1" => Value::Bool(true),
                "non" | "n" | "no" | "false" | "faux" | "0" => Value::Bool(false),
                _ => as_text(),
            },
            Kind::List => {
                let words = cell.split(['|', ';', ',', '/']).map(str::trim);
                words.filter(|word| !word.is_empty()).map(Value::from).collect()
            }
        }
    }
}

/// Reads `15000`, `15 000`, `15.000`, `15 000 FCFA`. Francs have no decimals, so a point or a comma
/// separates thousands or the cell is no number.
fn number(cell: &str) -> Option<i64> {
    let mut written = cell.to_lowercase();
    written.retain(|c| !c.is_whitespace());
    let bare = ["fcfa", "cfa", "xof", "xaf", "f"]
        .iter()
        .find_map(|unit| written.strip_suffix(unit))
        .unwrap_or(&written);
    let mut groups = bare.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|group| group.len() != 3) {
        return None;
    }
    format!("{first}{}", rest.concat()).parse().ok()
}

#[cfg(test)]
mod tests;
