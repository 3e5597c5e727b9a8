//! What outside services send us by themselves, verified each its own way over the raw bytes.

pub mod pawapay;
pub mod wave;
