//! The HTTP edge: bounded bodies, who is asking, and answers.
//!
//! An answer never holds the text of an internal error: that goes to the log, and the caller gets
//! a [`Problem`] written for people.

pub mod claims;
mod headers;
pub mod page;
mod problem;

use lambda_http::Body;

pub use self::{
    headers::{secure, secure_form, secure_page},
    problem::{FieldError, Problem},
};

/// The raw bytes of a body (base64 already undone by the runtime), unless it exceeds `limit` bytes.
pub fn bounded(body: &Body, limit: usize) -> Result<&[u8], Problem> {
    let bytes: &[u8] = body.as_ref();
    if bytes.len() > limit {
        return Err(Problem::too_large());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
