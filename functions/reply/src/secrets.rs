//! What a prospect is never told of us: the policy, the tools' names, the canary in the policy.

use domain::conversation::claims::Facts;

use crate::tools;

const POLICY: &str = include_str!("prompt/policy.txt");
/// A word that stands in the policy and nowhere else, so that repeating it is proof of a leak.
const CANARY: &str = "canari-7f3c9e1a";
/// How the thread's state is called when the model reads it.
const INSIDE: [&str; 6] =
    ["CONTEXT {", "CONTEXT{", "product_id", "delivery_fee", "recap_open", "contact_name"];

/// Keeps them out of what is said.
pub(crate) fn keep(facts: &mut Facts) {
    facts.keep_secret(POLICY);
    facts.keep_term_secret(CANARY);
    for term in INSIDE {
        facts.keep_term_secret(term);
    }
    for tool in tools::declarations() {
        facts.keep_term_secret(tool.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canary_is_in_the_policy() {
        assert!(POLICY.contains(CANARY));
    }
}
