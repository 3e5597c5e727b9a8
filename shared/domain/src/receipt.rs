//! What is known of a message of ours: it only ever grows.
//!
//! Meta's statuses arrive late, twice and out of order, and beside them stands what the sender
//! itself believes. Everything that was ever heard of one message is joined, so that the same set
//! ends in the same receipt whatever its order. Statuses of one message to several people are not
//! ours: we write to no groups.

use crate::word::by_word;

/// Refusals to reach one person, in a row, after which the contact is shown as unreachable.
pub const UNREACHABLE_IN_A_ROW: u32 = 3;

/// How far a message is known to have got, in the order of what is the better knowledge.
///
/// `Failed` ends a message that was never seen to arrive. A proof that it did arrive counts more,
/// whichever of the two comes first: nobody reads what was not delivered, while Meta reports a
/// failure for one of the person's devices, and a sender gives up on a message that went out.
/// Therefore `Failed` stands above `Sent` (accepted, then refused) and below `Delivered`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Receipt {
    /// Decided, not yet sent.
    #[default]
    Pending,
    /// Its sender gave up without knowing whether it went out; a status still tells.
    Unclear,
    /// It left.
    Sent,
    /// It was refused for good.
    Failed,
    Delivered,
    /// Opened; may come without `Delivered`.
    Read,
    /// A voice note was listened to.
    Played,
}

by_word!(Receipt, "receipt" {
    Pending => "pending",
    Unclear => "unclear",
    Sent => "sent",
    Failed => "failed",
    Delivered => "delivered",
    Read => "read",
    Played => "played",
});

impl Receipt {
    /// Both pieces of knowledge in one.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        self.max(other)
    }
}

/// Why a message did not arrive, as far as its seller can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Undelivered {
    /// The 24 h window had closed.
    WindowClosed,
    /// The person stopped marketing from this business.
    OptedOut,
    /// Meta holds marketing back from this person for a while.
    Capped,
    /// No WhatsApp, an old app, or the person blocked the number.
    Unreachable,
    /// Only a phone number is accepted, and the person hides theirs.
    NeedsPhone,
    /// The account or the number may not send at present.
    Number,
    /// The template cannot be used.
    Template,
    /// The file was not accepted.
    Media,
    /// Too fast, or a failure of Meta's own.
    Passing,
    /// Anything else.
    Unknown,
}

by_word!(Undelivered, "reason of a failed message" {
    WindowClosed => "window_closed",
    OptedOut => "opted_out",
    Capped => "capped",
    Unreachable => "unreachable",
    NeedsPhone => "needs_phone",
    Number => "number",
    Template => "template",
    Media => "media",
    Passing => "passing",
    Unknown => "unknown",
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn receipt() -> impl Strategy<Value = Receipt> {
        prop::sample::select(Receipt::ALL.to_vec())
    }

    fn end(heard: &[Receipt]) -> Receipt {
        heard.iter().copied().fold(Receipt::Pending, Receipt::join)
    }

    proptest! {
        #[test]
        fn any_order_and_any_repetition_of_the_same_statuses_end_alike(
            heard in prop::collection::vec(receipt(), 1..8),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..24),
        ) {
            let mut again: Vec<Receipt> = order.iter().map(|index| *index.get(&heard)).collect();
            again.extend(heard.iter().rev());
            prop_assert_eq!(end(&again), end(&heard));
        }

        #[test]
        fn a_receipt_never_goes_back(kept in receipt(), arrived in receipt()) {
            prop_assert!(kept.join(arrived) >= kept);
        }

        #[test]
        fn two_who_heard_different_things_agree_once_they_have_talked(
            a in receipt(), b in receipt(), c in receipt(),
        ) {
            prop_assert_eq!(a.join(b).join(c), a.join(b.join(c)));
            prop_assert_eq!(a.join(b), b.join(a));
            prop_assert_eq!(a.join(a), a);
        }
    }

    #[test]
    fn a_failure_ends_what_was_never_seen_to_arrive_and_nothing_else() {
        use Receipt::{Delivered, Failed, Pending, Played, Read, Sent, Unclear};
        for earlier in [Pending, Unclear, Sent] {
            assert_eq!(earlier.join(Failed), Failed);
        }
        for arrived in [Delivered, Read, Played] {
            assert_eq!(arrived.join(Failed), arrived);
        }
    }

    #[test]
    fn a_status_that_overtakes_its_sender_keeps_its_word() {
        use Receipt::{Delivered, Failed, Sent, Unclear};
        // The answer to our call comes after the status.
        assert_eq!(end(&[Delivered, Sent]), Delivered);
        // The sender gave up on a message that had gone out after all.
        assert_eq!(end(&[Unclear, Sent]), Sent);
        assert_eq!(end(&[Unclear, Failed]), Failed);
        assert_eq!(end(&[Failed, Delivered]), Delivered);
    }

    #[test]
    fn every_word_reads_back() {
        for receipt in Receipt::ALL {
            assert_eq!(receipt.to_string().parse(), Ok(*receipt));
        }
        for why in Undelivered::ALL {
            assert_eq!(why.to_string().parse(), Ok(*why));
        }
        assert!("seen".parse::<Receipt>().is_err());
    }
}
