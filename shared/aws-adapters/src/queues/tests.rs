use super::*;

#[test]
fn ids_that_sqs_refuses_are_hashed_and_others_kept() {
    let long = "w".repeat(129);
    let message = Message::fifo(String::new(), "slr_1/cnv_1", &long);
    assert_eq!(message.group(), Some("slr_1/cnv_1"));
    let hashed = message.deduplication_id().unwrap();
    assert_eq!(hashed.len(), 64);
    let other = Message::fifo(String::new(), "g", &format!("{long}x"));
    assert_ne!(other.deduplication_id(), Some(hashed));
    let exact = "w".repeat(128);
    assert_eq!(Message::fifo(String::new(), "g", &exact).deduplication_id(), Some(&*exact));
    assert_eq!(Message::fifo(String::new(), "un espace", "d").group().map(str::len), Some(64));
}

#[test]
fn a_delay_is_rounded_up_and_capped() {
    let delay = |millis| Message::standard(String::new()).delayed(Duration::from_millis(millis));
    assert_eq!(delay(0).delay_seconds(), Some(0));
    assert_eq!(delay(1_001).delay_seconds(), Some(2));
    assert_eq!(delay(3_600_000).delay_seconds(), Some(900));
}

#[test]
fn batches_hold_ten_messages_and_a_quarter_mebibyte() {
    let small: Vec<Message> = (0..23).map(|_| Message::standard("x".to_owned())).collect();
    let sizes: Vec<usize> = chunks(&small).iter().map(Vec::len).collect();
    assert_eq!(sizes, [10, 10, 3]);
    let big: Vec<Message> = (0..3).map(|_| Message::standard("x".repeat(200_000))).collect();
    assert_eq!(chunks(&big), [[0], [1], [2]]);
    assert!(chunks(&[]).is_empty());
}

#[test]
fn a_batch_holds_each_group_once_so_that_a_retry_cannot_overtake() {
    let message = |group| Message::fifo(String::new(), group, "d");
    let messages = ["a", "b", "a", "c", "a"].map(message);
    assert_eq!(chunks(&messages), [vec![0, 1], vec![2, 3], vec![4]]);
}

#[test]
fn a_body_is_never_shown() {
    let message = Message::standard("mon adresse".to_owned());
    assert!(!format!("{message:?}").contains("adresse"));
}
