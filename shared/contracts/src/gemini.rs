//! Google's `generateContent`: what we ask and what it answers.
//!
//! The model's own content is kept as the JSON it came as, because a tool loop must send it back
//! unchanged (thought signatures); everything read of it is lenient. (Google, Gemini API,
//! "Generating content", November 2026.)

mod error;
mod request;
mod response;

pub use error::ApiError;
pub use request::{Content, FunctionDeclaration, FunctionMode, Request};
pub use response::{
    BlockReason, Candidate, FinishReason, FunctionCall, ModelStatus, Response, Usage,
};
