//! What each piece of text is: a heading, paragraphs, a table of articles.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::layout::Role;

/// Pieces of text in the order they are read.
#[derive(Default)]
pub(super) struct Tags {
    groups: Vec<(Role, Vec<Identifier>)>,
}

impl Tags {
    /// Pieces of one role that follow each other are one thing, even over the end of a page.
    pub(super) fn add(&mut self, role: Role, piece: Identifier) {
        match self.groups.iter_mut().rev().find(|(known, _)| *known == role) {
            Some((_, pieces)) => pieces.push(piece),
            None => self.groups.push((role, vec![piece])),
        }
    }

    /// The tree, with `title` as what the heading is called.
    pub(super) fn tree(self, title: &str, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        let mut table = TagGroup::new(Tag::Table);
        let mut row: Option<(Option<u16>, TagGroup)> = None;
        for (role, pieces) in self.groups {
            let kind: TagKind = match role {
                Role::Title => Tag::Hn(NonZeroU16::MIN, Some(title.to_owned())).into(),
                Role::Head { .. } => Tag::TH(TableHeaderScope::Column).into(),
                Role::Cell { .. } => Tag::TD.into(),
                Role::Paragraph(_) | Role::Ornament => Tag::P.into(),
            };
            let mut group = TagGroup::new(kind);
            for piece in pieces {
                group.push(piece);
            }
            let of = match role {
                Role::Head { .. } => None,
                Role::Cell { row, .. } => Some(row),
                Role::Title | Role::Paragraph(_) | Role::Ornament => {
                    if let Some((_, last)) = row.take() {
                        table.push(last);
                        tree.push(std::mem::replace(&mut table, TagGroup::new(Tag::Table)));
                    }
                    tree.push(group);
                    continue;
                }
            };
            match &mut row {
                Some((open, cells)) if *open == of => cells.push(group),
                other => {
                    if let Some((_, finished)) = other.take() {
                        table.push(finished);
                    }
                    *other = Some((of, TagGroup::with_children(Tag::TR, vec![group.into()])));
                }
            }
        }
        tree
    }
}
