use proptest::prelude::*;

use super::*;

fn at(entries: u64) -> Cursor {
    Cursor::new(entries)
}

fn kept(cursors: &[u64]) -> Vec<Entry<u64>> {
    cursors.iter().map(|n| Entry { cursor: at(*n), changes: vec![*n % 3] }).collect()
}

#[test]
fn a_cursor_is_digits_and_nothing_else() {
    assert_eq!("42".parse(), Ok(at(42)));
    for text in ["", "+7", "-1", " 7", "7.0", "x", "99999999999999999999999"] {
        assert_eq!(text.parse::<Cursor>(), Err(NoCursor), "{text}");
    }
    assert_eq!(at(42).to_string(), "42");
}

#[test]
fn a_change_is_told_once_where_it_came_first() {
    assert_eq!(coalesce([3, 1, 3, 2, 1]), [3, 1, 2]);
}

#[test]
fn who_has_no_cursor_or_the_newest_is_ready() {
    let ready = Resume::Ready { missed: vec![], cursor: at(7) };
    assert_eq!(resume(None, at(7), &kept(&[])), ready);
    assert_eq!(resume(Some(at(7)), at(7), &kept(&[])), ready);
    // The entry came after the cursor was read.
    assert_eq!(resume(None, at(7), &kept(&[8])), Resume::Ready { missed: vec![], cursor: at(8) });
}

#[test]
fn who_was_away_is_told_everything_since_or_to_read_again() {
    let Resume::Ready { missed, cursor } = resume(Some(at(4)), at(7), &kept(&[5, 6, 7])) else {
        panic!("nothing is missing");
    };
    assert_eq!(cursor, at(7));
    assert_eq!(missed, [Stretch { previous: at(4), cursor: at(7), changes: vec![2, 0, 1] }]);
    for (asked, rows, why) in [
        (4, vec![6, 7], "the first is gone"),
        (4, vec![5, 7], "one in the middle is gone"),
        (4, vec![5, 6], "the last is gone"),
        (4, vec![], "all are gone"),
        (9, vec![], "a cursor of no log of ours"),
    ] {
        let answer = resume(Some(at(asked)), at(7), &kept(&rows));
        assert_eq!(answer, Resume::Reset { cursor: at(7) }, "{why}");
    }
    let long: Vec<u64> = (5..=205).collect();
    assert_eq!(resume(Some(at(4)), at(205), &kept(&long)), Resume::Reset { cursor: at(205) });
}

proptest! {
    /// Whatever happens to a shop and whenever its page was cut: from its cursor on it hears of
    /// every change, in frames that join on to each other and fit.
    #[test]
    fn nothing_is_missed(
        batches in prop::collection::vec(prop::collection::vec(0_u32..400, 1..250), 1..12),
        away in 0_usize..12,
    ) {
        let mut log: Vec<Entry<u32>> = Vec::new();
        let mut page = at(0);
        let mut unseen = BTreeSet::new();
        for (nth, batch) in batches.iter().enumerate() {
            let from = log.last().map_or(at(0), |last| last.cursor);
            log.extend(entries(from, &coalesce(batch.iter().copied())));
            if nth < away {
                page = log.last().map_or(page, |last| last.cursor);
            } else {
                unseen.extend(batch.iter().copied());
            }
        }
        let current = log.last().map_or(at(0), |last| last.cursor);
        let since: Vec<Entry<u32>> = log.into_iter().filter(|entry| entry.cursor > page).collect();
        let Resume::Ready { missed, cursor } = resume(Some(page), current, &since) else {
            panic!("nothing is gone");
        };
        prop_assert_eq!(cursor, current);
        let mut stands = page;
        for stretch in &missed {
            prop_assert_eq!(stretch.previous, stands);
            prop_assert!(stretch.cursor > stands && stretch.changes.len() <= CHANGES_MAX);
            stands = stretch.cursor;
        }
        prop_assert_eq!(stands, current);
        let told: BTreeSet<u32> = missed.into_iter().flat_map(|stretch| stretch.changes).collect();
        prop_assert_eq!(told, unseen);
    }
}
