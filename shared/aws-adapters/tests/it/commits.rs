//! The commit protocol: once per event, all or nothing, nothing forgotten by a crash.

use aws_adapters::{
    commit::{Aggregate, Commit, CommitOutcome, EffectId},
    table::{ConflictKind, NewItem, Table, Write, keys},
};
use domain::ids::{ProductId, SellerId, VariantId};
use futures::future::join_all;
use serde_json::json;

use crate::support::{at, conversation, event, fresh, seller, table};

fn state(seller: &SellerId, of: &Aggregate, text: &str) -> NewItem {
    let Aggregate::Conversation(_, id) = of else { panic!("not a conversation") };
    NewItem::new(keys::conversation(seller, id), &text).unwrap()
}

fn commit(of: &Aggregate, by: &str, writes: Vec<Write>) -> Commit {
    let mut commit = Commit::new(of.clone(), event(by), at(600));
    commit.writes = writes;
    commit.effects = vec![json!({"say": "Bonjour", "n": 1.0}), json!({"notify": []})];
    commit
}

async fn text(table: &Table, seller: &SellerId, of: &Aggregate) -> (String, u64) {
    let key = state(seller, of, "").key().clone();
    let stored = table.get::<String>(&key).await.unwrap().unwrap();
    (stored.value, stored.version)
}

#[tokio::test]
async fn an_event_is_committed_once_and_a_crash_forgets_no_effect() {
    let table = table().await;
    let seller = seller();
    let (_, aggregate) = conversation(&seller);
    let first = commit(&aggregate, "wamid.1", vec![Write::insert(state(&seller, &aggregate, "a"))]);
    assert!(!table.was_processed(&aggregate, &first.event).await.unwrap());
    let CommitOutcome::Committed(pending) = table.commit(&first).await.unwrap() else {
        panic!("the first commit was refused")
    };
    assert_eq!(pending.len(), 2);

    // The process died here. The message comes back, and decides something else this time.
    let again =
        commit(&aggregate, "wamid.1", vec![Write::replace(state(&seller, &aggregate, "b"), 1)]);
    assert!(table.was_processed(&aggregate, &again.event).await.unwrap());
    let outcome = table.commit(&again).await.unwrap();
    assert!(matches!(outcome, CommitOutcome::AlreadyProcessed), "{outcome:?}");
    assert_eq!(text(&table, &seller, &aggregate).await, ("a".to_owned(), 1));

    let found = table.pending_effects(&aggregate, &first.event).await.unwrap();
    assert_eq!(found, pending);
    table.complete(&[found[0].id.clone()]).await.unwrap();
    let left = table.pending_effects(&aggregate, &first.event).await.unwrap();
    assert_eq!(left, pending[1..]);
    assert_eq!(table.stray_effects(&aggregate).await.unwrap(), pending[1..]);
    let all: Vec<EffectId> = pending.iter().map(|effect| effect.id.clone()).collect();
    table.complete(&all).await.unwrap();
    table.complete(&all).await.unwrap();
    assert!(table.stray_effects(&aggregate).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_event_raced_by_sixteen_is_committed_once() {
    let table = table().await;
    let seller = seller();
    let (_, aggregate) = conversation(&seller);
    let write = || vec![Write::insert(state(&seller, &aggregate, "a"))];
    let commits: Vec<Commit> = (0..16).map(|_| commit(&aggregate, "wamid.1", write())).collect();
    let outcomes = join_all(commits.iter().map(|commit| table.commit(commit))).await;
    let committed = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Ok(CommitOutcome::Committed(_))))
        .count();
    assert_eq!(committed, 1);
    for outcome in outcomes {
        match outcome {
            Ok(CommitOutcome::Committed(_) | CommitOutcome::AlreadyProcessed) => {}
            // DynamoDB may refuse a racer before it looks at its conditions.
            Err(error) => assert_eq!(error.code(), "store_contended", "{error:?}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(table.stray_effects(&aggregate).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_state_that_moved_on_refuses_the_whole_commit() {
    let table = table().await;
    let seller = seller();
    let (_, aggregate) = conversation(&seller);
    let replace = |text, version| Write::replace(state(&seller, &aggregate, text), version);
    let insert = Write::insert(state(&seller, &aggregate, "a"));
    let first = table.commit(&commit(&aggregate, "1", vec![insert.clone()])).await.unwrap();
    assert!(matches!(first, CommitOutcome::Committed(_)));
    let second = table.commit(&commit(&aggregate, "2", vec![replace("b", 1)])).await.unwrap();
    assert!(matches!(second, CommitOutcome::Committed(_)));

    let stale = commit(&aggregate, "3", vec![replace("c", 1)]);
    let outcome = table.commit(&stale).await.unwrap();
    assert!(matches!(outcome, CommitOutcome::VersionConflict { index: 0 }), "{outcome:?}");
    assert!(!table.was_processed(&aggregate, &stale.event).await.unwrap());
    assert!(table.pending_effects(&aggregate, &stale.event).await.unwrap().is_empty());
    assert_eq!(text(&table, &seller, &aggregate).await, ("b".to_owned(), 2));

    let twice = table.commit(&commit(&aggregate, "4", vec![insert])).await.unwrap();
    let kind = ConflictKind::AlreadyExists;
    assert!(matches!(twice, CommitOutcome::ConditionFailed { index: 0, kind: k } if k == kind));
}

#[tokio::test]
async fn stock_that_ran_out_refuses_the_order_and_says_which_line() {
    let table = table().await;
    let seller = seller();
    let (_, aggregate) = conversation(&seller);
    let product = ProductId::from_uuid(fresh());
    let stock = |label| keys::stock(&seller, &product, &VariantId::of_label(label));
    table.put(NewItem::stock(stock("a"), 5)).await.unwrap();
    table.put(NewItem::stock(stock("b"), 0)).await.unwrap();
    let writes = vec![
        Write::insert(state(&seller, &aggregate, "ordered")),
        Write::Decrement { key: stock("a"), by: 1 },
        Write::Decrement { key: stock("b"), by: 1 },
    ];
    let outcome = table.commit(&commit(&aggregate, "1", writes)).await.unwrap();
    let CommitOutcome::ConditionFailed { index, kind } = outcome else { panic!("{outcome:?}") };
    assert_eq!((index, kind), (2, ConflictKind::Insufficient));
    let left = table.item(&stock("a")).await.unwrap().unwrap().stock().unwrap();
    assert_eq!(left.available, 5);
}
