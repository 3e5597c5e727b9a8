//! What Meta thinks of a message template.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Alert;
use crate::word::by_word;

/// Templates remembered for a seller; an account holds 250 (Meta, "Message templates"), and more
/// would not fit an item.
const MAX_TEMPLATES: usize = 250;

/// Where a template stands (Meta, webhooks, `message_template_status_update`; the last two are
/// what our own sends met).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateStatus {
    Approved,
    Pending,
    Rejected,
    Paused,
    Disabled,
    /// Will be paused or disabled if its quality stays low; still sends.
    Flagged,
    InAppeal,
    LimitExceeded,
    Locked,
    Archived,
    Deleted,
    /// A send did not find it (132001).
    Missing,
    /// A send did not fit it (132000, 132005, 132007, 132012, 132018, 132068, 132069).
    Misfit,
}

by_word!(TemplateStatus, "status of a template" {
    Approved => "approved",
    Pending => "pending",
    Rejected => "rejected",
    Paused => "paused",
    Disabled => "disabled",
    Flagged => "flagged",
    InAppeal => "in_appeal",
    LimitExceeded => "limit_exceeded",
    Locked => "locked",
    Archived => "archived",
    Deleted => "deleted",
    Missing => "missing",
    Misfit => "misfit",
});

impl TemplateStatus {
    /// Whether it may be sent.
    pub const fn is_usable(self) -> bool {
        match self {
            Self::Approved | Self::Flagged => true,
            Self::Pending
            | Self::Rejected
            | Self::Paused
            | Self::Disabled
            | Self::InAppeal
            | Self::LimitExceeded
            | Self::Locked
            | Self::Archived
            | Self::Deleted
            | Self::Missing
            | Self::Misfit => false,
        }
    }
}

/// A template as it was last described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateHealth {
    pub status: TemplateStatus,
    /// Meta's word, such as `UTILITY`: what it is billed as.
    pub category: Option<String>,
    /// Meta's word for why, such as `INVALID_FORMAT`.
    pub reason: Option<String>,
    /// `GREEN`, `YELLOW`, `RED`.
    pub quality: Option<String>,
    /// Since when it stands where it stands.
    pub since: Timestamp,
}

/// What happened to a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateChange {
    Status {
        status: TemplateStatus,
        reason: Option<String>,
        category: Option<String>,
    },
    Quality(String),
    /// Billed as this from now on.
    Category(String),
    /// Will be billed as this within a day.
    SoonCategory(String),
}

/// Applies a change; what the seller must be told of it.
pub(super) fn change(
    templates: &mut BTreeMap<String, TemplateHealth>,
    name: &str,
    change: &TemplateChange,
    at: Timestamp,
) -> Option<Alert> {
    if !templates.contains_key(name) && templates.len() >= MAX_TEMPLATES {
        return None;
    }
    // A template we hear of for the first time is in use, or nobody would say anything of it.
    let template = templates.entry(name.to_owned()).or_insert_with(|| TemplateHealth {
        status: TemplateStatus::Approved,
        category: None,
        reason: None,
        quality: None,
        since: at,
    });
    let name = name.to_owned();
    match change {
        TemplateChange::Status { status, reason, category } => {
            if at < template.since {
                // What a check found first is told all the same; whoever tells does so once a day.
                return alert(*status, name).filter(|_| template.status == *status);
            }
            if (template.status, &template.reason) != (*status, reason) {
                template.since = at;
            }
            (template.status, template.reason) = (*status, reason.clone());
            template.category = category.clone().or(template.category.take());
            alert(*status, name)
        }
        TemplateChange::Quality(quality) => {
            template.quality = Some(quality.clone());
            None
        }
        TemplateChange::Category(category) => {
            template.category = Some(category.clone());
            Some(Alert::TemplateRecategorised { name, category: category.clone() })
        }
        TemplateChange::SoonCategory(category) => {
            Some(Alert::TemplateRecategorised { name, category: category.clone() })
        }
    }
}

fn alert(status: TemplateStatus, name: String) -> Option<Alert> {
    match status {
        TemplateStatus::Rejected => Some(Alert::TemplateRejected { name }),
        TemplateStatus::Paused | TemplateStatus::LimitExceeded => {
            Some(Alert::TemplatePaused { name })
        }
        TemplateStatus::Disabled | TemplateStatus::Locked | TemplateStatus::Missing => {
            Some(Alert::TemplateDisabled { name })
        }
        TemplateStatus::Approved
        | TemplateStatus::Pending
        | TemplateStatus::Flagged
        | TemplateStatus::InAppeal
        | TemplateStatus::Archived
        | TemplateStatus::Deleted
        | TemplateStatus::Misfit => None,
    }
}
