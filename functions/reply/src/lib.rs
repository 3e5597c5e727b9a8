//! Answers prospects.
mod arrival;
mod prompt;
mod tools;
