//! One receipt for an order, under one number, whatever comes twice or changes.

use std::collections::BTreeSet;

use serde_json::json;

use crate::stage::Stage;

/// A PNG of a red pixel and a white one.
const TWO_PIXELS: &str = "89504e470d0a1a0a0000000d49484452000000020000000108020000007b40e8dd0000000f49444154789c63f8cfc0f0ffff7f000bfb03fddd176f470000000049454e44ae426082";

#[tokio::test]
async fn a_delivered_order_gets_its_receipt_which_is_handed_over() {
    let stage = Stage::new().await;
    let of = stage.delivered(46_500).await;
    assert_eq!(stage.due(std::slice::from_ref(&of)).await, 0);
    let receipt = stage.receipt(&of).await.unwrap();
    assert_eq!((receipt.nth, receipt.edition, receipt.total.amount), (1, 1, 46_500));
    let file = stage.file(&of, 1).await.unwrap();
    assert!(file.starts_with(b"%PDF-"));
    let [(id, ready)] = <[_; 1]>::try_from(stage.handed_over()).unwrap();
    assert_eq!(id, format!("document.{}.1", of.order));
    assert_eq!((&ready.of, &ready.object), (&of, &receipt.object));
    assert_eq!(ready.number, receipt.number().to_string());
    assert_eq!(ready.file_name, format!("Reçu {}.pdf", ready.number));
    let said = format!("{}, 46 500 FCFA", ready.number);
    assert!(file.windows(said.len()).any(|part| part == said.as_bytes()));
}

#[tokio::test]
async fn a_message_that_comes_again_makes_nothing_new() {
    let stage = Stage::new().await;
    let of = stage.delivered(46_500).await;
    let twice = [of.clone(), of.clone()];
    assert_eq!(stage.due(&twice).await, 0);
    let (first, file) = (stage.receipt(&of).await.unwrap(), stage.file(&of, 1).await.unwrap());
    assert_eq!(stage.due(&twice).await, 0);
    assert_eq!(stage.receipt(&of).await.as_ref(), Some(&first));
    assert_eq!(stage.file(&of, 1).await, Some(file));
    assert_eq!(stage.file(&of, 2).await, None);
    let ids: BTreeSet<String> = stage.handed_over().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 1, "one id, which `reply` takes once");
}

#[tokio::test]
async fn other_amounts_are_another_edition_of_the_same_number() {
    let stage = Stage::new().await;
    let of = stage.delivered(46_000).await;
    stage.due(std::slice::from_ref(&of)).await;
    let first = stage.receipt(&of).await.unwrap();
    stage.reopened(&of).await;
    assert_eq!(stage.due(std::slice::from_ref(&of)).await, 0);
    assert_eq!(stage.receipt(&of).await.as_ref(), Some(&first), "nothing to print meanwhile");
    stage.closed(&of, 46_500).await;
    stage.due(std::slice::from_ref(&of)).await;
    let second = stage.receipt(&of).await.unwrap();
    assert_eq!((second.number(), second.edition), (first.number(), 2));
    assert_eq!((second.replaces, second.issued_at), (Some(first.edited_at), first.issued_at));
    assert!(stage.file(&of, 1).await.is_some() && stage.file(&of, 2).await.is_some());
    let objects: Vec<String> =
        stage.handed_over().into_iter().map(|(_, ready)| ready.object).collect();
    assert_eq!(objects, [first.object, second.object]);
}

#[tokio::test]
async fn receipts_made_at_once_are_numbered_without_a_hole() {
    let stage = Stage::new().await;
    let mut orders = Vec::new();
    for _ in 0..12 {
        orders.push(stage.delivered(46_500).await);
    }
    // Whoever found the register busy comes back with the queue.
    let mut rounds = 0;
    while stage.due(&orders).await > 0 {
        rounds += 1;
        assert!(rounds < 10, "the register stays busy");
    }
    let mut numbers = BTreeSet::new();
    for of in &orders {
        numbers.insert(stage.receipt(of).await.unwrap().nth);
    }
    assert_eq!(numbers, (1..=12).collect());
}

#[tokio::test]
async fn money_that_went_back_corrects_the_receipt() {
    let stage = Stage::new().await;
    let of = stage.delivered(0).await;
    let moved = json!({"reference": "cos-1", "transaction": "TCN4", "at": "2026-11-24T10:00:00Z"});
    stage.payment(&of, &json!({"kind": "paid", "paid": moved})).await;
    stage.due(std::slice::from_ref(&of)).await;
    let paid = stage.receipt(&of).await.unwrap();
    let back = json!({"amount": 5_000, "currency": "XOF"});
    stage.payment(&of, &json!({"kind": "refunded", "paid": moved, "amount": back})).await;
    stage.due(std::slice::from_ref(&of)).await;
    let corrected = stage.receipt(&of).await.unwrap();
    assert_eq!((paid.edition, corrected.edition), (1, 2));
}

#[tokio::test]
async fn the_shops_picture_is_printed_and_a_broken_one_is_left_out() {
    let byte = |digits: &[u8]| u8::from_str_radix(str::from_utf8(digits).unwrap(), 16).unwrap();
    let png: Vec<u8> = TWO_PIXELS.as_bytes().chunks(2).map(byte).collect();
    let has_picture = |file: &[u8]| file.windows(14).any(|part| part == b"/Subtype/Image");
    for (bytes, printed) in [(&png[..], true), (&png[..50], false), (&b"GIF89a"[..], false)] {
        let stage = Stage::new().await;
        stage.logo(bytes).await;
        let of = stage.delivered(46_500).await;
        assert_eq!(stage.due(std::slice::from_ref(&of)).await, 0);
        let file = stage.file(&of, 1).await.unwrap();
        assert_eq!(has_picture(&file), printed, "{} bytes", bytes.len());
    }
}
