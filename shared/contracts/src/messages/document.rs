//! Papers: what is to be typeset, and what lies ready to be sent.

use domain::ids::ConversationId;
use serde::{Deserialize, Serialize};

use super::OrderRef;
use crate::as_text;

/// On `documents`: papers to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum DocumentMessage {
    /// The receipt of a delivered order. Id: `receipt.<order>`.
    #[serde(rename = "receipt_due.v1")]
    ReceiptDue(OrderRef),
}

/// A document of the seller's bucket that the prospect is to get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReady {
    pub of: OrderRef,
    #[serde(with = "as_text")]
    pub conversation: ConversationId,
    /// Where it lies, as `aws_adapters::objects` writes it.
    pub object: String,
    /// As the prospect sees it: `Reçu 2026-0042.pdf`.
    pub file_name: String,
    /// The receipt's number, for the sentence that goes with it.
    pub number: String,
}
