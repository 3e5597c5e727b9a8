use aws_adapters::table::keys::row::stream_filter;

use super::*;

const AWA: &str = "slr_00000000000000000000000004";
const FATOU: &str = "slr_00000000000000000000000008";
const THREAD: &str = "cnv_0000000000000000000000000c";
const ORDER: &str = "ord_0000000000000000000000000g";

fn record(pk: &str, sk: &str, data: &Value) -> Value {
    json!({
        "eventID": format!("{pk}/{sk}"), "eventName": "MODIFY",
        "dynamodb": {
            "Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": "1",
            "NewImage": {"pk": {"S": pk}, "sk": {"S": sk}, "data": data},
        }
    })
}

fn of(seller: &str, place: &str, sk: &str) -> Value {
    record(&format!("S#{seller}#{place}"), sk, &json!({"M": {"id": {"S": "wamid.1"}}}))
}

#[test]
fn a_batch_is_shared_out_by_the_sellers_in_the_keys() {
    let thread = format!("conversation#{THREAD}");
    let records = [
        of(AWA, &thread, "message#2026-11-28T10:00:00.000Z#msg_00000000000000000000000009"),
        of(FATOU, &format!("order#{ORDER}"), "order"),
        of(AWA, &thread, "conversation"),
        // Nobody is shown these.
        of(AWA, &thread, "event#wamid.1"),
        of(AWA, "live", "cursor"),
        of(AWA, "live", "entry#00000000000000000001"),
        of(AWA, "usage", "day#2026-11-28"),
        record("K#abc=", "seller", &json!({"M": {}})),
    ];
    let (shares, unusable) = sorted(&records);
    assert!(unusable.is_empty(), "{unusable:?}");
    let told = |seller: &str| {
        let share = &shares[&seller.parse().unwrap()];
        let places: Vec<usize> = share.records.iter().map(|seen| seen.index).collect();
        (serde_json::to_value(&share.changes).unwrap(), places)
    };
    assert_eq!(
        told(AWA),
        (
            json!([
                {"kind": "message", "id": "wamid.1", "conversation": THREAD},
                {"kind": "conversation", "id": THREAD},
            ]),
            vec![0, 2]
        )
    );
    assert_eq!(told(FATOU), (json!([{"kind": "order", "id": ORDER}]), vec![1]));
    assert_eq!(shares.len(), 2);
}

#[test]
fn what_cannot_be_read_is_put_aside_alone() {
    let records = [
        record("S#nobody#order#x", "order", &json!({"M": {}})),
        json!("not a record"),
        // A message whose row holds none.
        record(
            &format!("S#{AWA}#conversation#{THREAD}"),
            "message#2026-11-28T10:00:00.000Z#x",
            &json!({"S": "broken"}),
        ),
        of(AWA, &format!("order#{ORDER}"), "delivery"),
    ];
    let (shares, unusable) = sorted(&records);
    assert_eq!(unusable, [(0, "unreadable"), (1, "unreadable"), (2, "unreadable")]);
    assert_eq!(shares[&AWA.parse().unwrap()].records[0].index, 3);
}

#[test]
fn the_template_filters_the_stream_as_the_keys_say() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/../../template.yaml");
    let template = std::fs::read_to_string(template).unwrap();
    let template: serde_yaml_ng::Value = serde_yaml_ng::from_str(&template).unwrap();
    let filters = &template["Resources"]["LiveStream"]["Properties"]["FilterCriteria"]["Filters"];
    assert_eq!(filters.as_sequence().unwrap().len(), 1);
    let pattern: Value = serde_json::from_str(filters[0]["Pattern"].as_str().unwrap()).unwrap();
    let expected: Value = serde_json::from_str(&stream_filter()).unwrap();
    assert_eq!(pattern, expected);
}
