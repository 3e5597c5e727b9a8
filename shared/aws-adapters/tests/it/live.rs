//! Tickets, sockets and the log of changes, whoever comes at the same time.

use std::collections::BTreeSet;

use aws_adapters::{
    live::TICKET_LIFE,
    table::{Table, keys},
};
use contracts::live::{Change, Frame};
use domain::{
    ids::{OrderId, SellerId},
    live::{CHANGES_MAX, Cursor, MISSED_MAX, Resume},
};
use futures::future::join_all;
use jiff::SignedDuration;

use crate::support::{at, fresh, seller, table};

fn order() -> Change {
    Change::Order { id: OrderId::from_uuid(fresh()) }
}

fn told(frames: &[Frame]) -> BTreeSet<Change> {
    let items = frames.iter().filter_map(|frame| match frame {
        Frame::Changes { items, .. } => Some(items.clone()),
        Frame::Ready { .. } | Frame::Reset { .. } | Frame::Pong => None,
    });
    items.flatten().collect()
}

async fn resumed(table: &Table, seller: &SellerId, asked: u64) -> Resume<Change> {
    table.resume(seller, Some(Cursor::new(asked))).await.unwrap()
}

#[tokio::test]
async fn a_ticket_opens_one_socket_within_its_minute() {
    let table = table().await;
    let (awa, now) = (seller(), at(0));
    assert_eq!(table.issue_ticket(&awa, "t1", now).await.unwrap(), at(60));
    assert_eq!(table.open_socket("another", "c0", now).await.unwrap(), None);
    let race = join_all(
        (0..6).map(async |n| table.open_socket("t1", &format!("c{n}"), now).await.unwrap()),
    );
    let opened: Vec<_> = race.await.into_iter().flatten().collect();
    assert!(opened.len() <= 1, "a ticket was used {} times", opened.len());
    // Whoever was refused by a race may have been the last: the ticket is used up, or is not.
    let again = table.open_socket("t1", "c7", now).await.unwrap();
    assert_eq!(opened.len() + usize::from(again.is_some()), 1);
    assert_eq!(table.open_socket("t1", "c8", now).await.unwrap(), None);

    // Its row is still there when its time is over.
    table.issue_ticket(&awa, "t2", now).await.unwrap();
    let late = now + TICKET_LIFE;
    assert_eq!(table.open_socket("t2", "c9", late).await.unwrap(), None);
    let early = late - SignedDuration::from_secs(1);
    assert_eq!(table.open_socket("t2", "c9", early).await.unwrap(), Some(awa.clone()));
    assert_eq!(table.socket_holder("c9").await.unwrap(), Some(awa));
}

#[tokio::test]
async fn a_page_is_told_from_its_hello_to_its_end() {
    let table = table().await;
    let (awa, fatou) = (seller(), seller());
    for (who, ticket, connection) in [(&awa, "a", "ca"), (&fatou, "b", "cb")] {
        table.issue_ticket(who, ticket, at(0)).await.unwrap();
        table.open_socket(ticket, connection, at(1)).await.unwrap().unwrap();
        assert!(table.listeners(who, at(1)).await.unwrap().is_empty());
        table.listen(who, connection, at(2)).await.unwrap();
    }
    assert_eq!(table.listeners(&awa, at(3)).await.unwrap(), ["ca"]);
    assert_eq!(table.listeners(&fatou, at(3)).await.unwrap(), ["cb"]);
    // API Gateway ended it long ago; nobody said so.
    assert!(table.listeners(&awa, at(3 * 3600)).await.unwrap().is_empty());
    table.close_socket(&awa, "ca").await.unwrap();
    assert!(table.listeners(&awa, at(3)).await.unwrap().is_empty());
    assert_eq!(table.socket_holder("ca").await.unwrap(), None);
    assert_eq!(table.socket_holder("cb").await.unwrap(), Some(fatou));
}

#[tokio::test]
async fn writers_at_once_make_one_log_without_a_hole() {
    let table = table().await;
    let awa = seller();
    let changes: Vec<Change> = (0..8).map(|_| order()).collect();
    let writes = changes.iter().map(async |change| {
        let twice = [change.clone(), change.clone()];
        table.log_changes(&awa, &twice, &[], at(0)).await.unwrap()
    });
    let pushed = join_all(writes).await.concat();
    assert_eq!(pushed.len(), 8);
    assert_eq!(told(&pushed), changes.iter().cloned().collect());
    let Resume::Ready { missed, cursor } = resumed(&table, &awa, 0).await else {
        panic!("everything is there")
    };
    assert_eq!(cursor, Cursor::new(8));
    assert_eq!(missed.len(), 1, "one frame holds them");
    assert_eq!((missed[0].previous, missed[0].cursor), (Cursor::new(0), cursor));
    assert_eq!(missed[0].changes.len(), 8);
    let Resume::Ready { missed, .. } = resumed(&table, &awa, 6).await else { panic!("there") };
    assert_eq!(missed[0].changes.len(), 2);
    let current = Resume::Ready { missed: vec![], cursor };
    assert_eq!(resumed(&table, &awa, 8).await, current);
    assert_eq!(table.resume(&awa, None).await.unwrap(), current);
    // Another seller's log is another log.
    let empty = Resume::Ready { missed: vec![], cursor: Cursor::new(0) };
    assert_eq!(table.resume(&seller(), None).await.unwrap(), empty);
}

#[tokio::test]
async fn a_storm_is_several_steps_and_what_is_gone_is_a_reset() {
    let table = table().await;
    let awa = seller();
    let storm: Vec<Change> = (0..=CHANGES_MAX).map(|_| order()).collect();
    let frames = table.log_changes(&awa, &storm, &[], at(0)).await.unwrap();
    assert_eq!(frames.len(), 2);
    assert!(table.log_changes(&awa, &[], &[], at(0)).await.unwrap().is_empty());
    let Resume::Ready { missed, .. } = resumed(&table, &awa, 0).await else { panic!("there") };
    assert_eq!(missed.iter().map(|stretch| stretch.changes.len()).sum::<usize>(), storm.len());

    table.delete(&keys::live_entry(&awa, Cursor::new(1))).await.unwrap();
    let reset = Resume::Reset { cursor: Cursor::new(2) };
    assert_eq!(resumed(&table, &awa, 0).await, reset);
    // The row of its own cursor is gone, and those after it are not.
    assert!(matches!(resumed(&table, &awa, 1).await, Resume::Ready { .. }));
    assert_eq!(resumed(&table, &awa, 99).await, reset);
}

#[tokio::test]
async fn who_missed_too_much_reads_again() {
    let table = table().await;
    let awa = seller();
    for _ in 0..3 {
        let storm: Vec<Change> = (0..=MISSED_MAX * CHANGES_MAX / 3).map(|_| order()).collect();
        let frames = table.log_changes(&awa, &storm, &[], at(0)).await.unwrap();
        assert_eq!(frames.len(), (MISSED_MAX + 1) / 3);
    }
    assert!(matches!(resumed(&table, &awa, 0).await, Resume::Reset { .. }));
    let Resume::Ready { missed, .. } = resumed(&table, &awa, 1).await else { panic!("there") };
    assert_eq!(missed.last().unwrap().cursor, Cursor::new(201));
}
