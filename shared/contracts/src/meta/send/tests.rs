use insta::assert_json_snapshot;
use jiff::Timestamp;

use super::*;

fn open() -> OpenWindow {
    let now = Timestamp::UNIX_EPOCH;
    domain::window::at(Some(now), now).unwrap()
}

fn phone() -> Recipient {
    Recipient::Phone(WaId::new("2250707123456"))
}

fn button(id: &str, title: &str) -> Button {
    Button { id: id.to_owned(), title: title.to_owned() }
}

fn row(id: &str) -> ListRow {
    ListRow { id: id.to_owned(), title: format!("Taille {id}"), description: None }
}

fn section(title: &str, rows: Vec<ListRow>) -> ListSection {
    ListSection { title: title.to_owned(), rows }
}

#[test]
fn texts_carry_their_address_tag_and_context() {
    let text = FreeForm::text("Bonjour Awa 👋").unwrap();
    let sent = Outgoing::free_form(phone(), text, open())
        .in_reply_to(Wamid::new("wamid.Q"))
        .tagged("evt_1-0")
        .unwrap();
    assert_json_snapshot!(sent.to_json(), @r#"
    {
      "biz_opaque_callback_data": "evt_1-0",
      "context": {
        "message_id": "wamid.Q"
      },
      "messaging_product": "whatsapp",
      "recipient_type": "individual",
      "text": {
        "body": "Bonjour Awa 👋",
        "preview_url": false
      },
      "to": "2250707123456",
      "type": "text"
    }
    "#);
}

#[test]
fn a_person_without_phone_is_addressed_by_the_scoped_id() {
    let person = |wa_id: Option<&str>| {
        Identity::new(wa_id.map(WaId::new), Some(Bsuid::new("CI.42"))).unwrap()
    };
    let address = |person: &Identity| {
        let text = FreeForm::text("ok").unwrap();
        let json = Outgoing::free_form(Recipient::of(person).unwrap(), text, open()).to_json();
        (json["to"].clone(), json["recipient"].clone())
    };
    assert_eq!(address(&person(None)), (Value::Null, json!("CI.42")));
    assert_eq!(address(&person(Some("225"))), (json!("225"), Value::Null));
}

#[test]
fn buttons_are_interactive_replies() {
    let recap = FreeForm::buttons(
        "Total : 46 500 FCFA",
        vec![button("confirm:rcp_1", "Confirmer"), button("change:rcp_1", "Modifier")],
    );
    let json = Outgoing::free_form(phone(), recap.unwrap(), open()).to_json();
    assert_json_snapshot!(json["interactive"], @r#"
    {
      "action": {
        "buttons": [
          {
            "reply": {
              "id": "confirm:rcp_1",
              "title": "Confirmer"
            },
            "type": "reply"
          },
          {
            "reply": {
              "id": "change:rcp_1",
              "title": "Modifier"
            },
            "type": "reply"
          }
        ]
      },
      "body": {
        "text": "Total : 46 500 FCFA"
      },
      "type": "button"
    }
    "#);
}

#[test]
fn the_other_kinds_have_metas_shapes() {
    let described = ListRow { description: Some("Cuir".to_owned()), ..row("42") };
    let kinds = [
        FreeForm::list("Quelle taille ?", "Choisir", vec![section("", vec![described])]),
        FreeForm::location_request("Où livrer ?"),
        FreeForm::link("Votre reçu", "Ouvrir", "https://recu.example/1"),
        FreeForm::image("https://img.example/1.jpg", Some("Sac rouge".to_owned())),
        FreeForm::document("https://s3.example/1", "Reçu 1.pdf", Some("Merci !".to_owned())),
        FreeForm::document("https://s3.example/1", "Reçu 1.pdf", None),
    ]
    .map(|kind| kind.unwrap().to_json());
    assert_json_snapshot!(kinds, @r#"
    [
      [
        "interactive",
        {
          "action": {
            "button": "Choisir",
            "sections": [
              {
                "rows": [
                  {
                    "description": "Cuir",
                    "id": "42",
                    "title": "Taille 42"
                  }
                ]
              }
            ]
          },
          "body": {
            "text": "Quelle taille ?"
          },
          "type": "list"
        }
      ],
      [
        "interactive",
        {
          "action": {
            "name": "send_location"
          },
          "body": {
            "text": "Où livrer ?"
          },
          "type": "location_request_message"
        }
      ],
      [
        "interactive",
        {
          "action": {
            "name": "cta_url",
            "parameters": {
              "display_text": "Ouvrir",
              "url": "https://recu.example/1"
            }
          },
          "body": {
            "text": "Votre reçu"
          },
          "type": "cta_url"
        }
      ],
      [
        "image",
        {
          "caption": "Sac rouge",
          "link": "https://img.example/1.jpg"
        }
      ],
      [
        "document",
        {
          "caption": "Merci !",
          "filename": "Reçu 1.pdf",
          "link": "https://s3.example/1"
        }
      ],
      [
        "document",
        {
          "filename": "Reçu 1.pdf",
          "link": "https://s3.example/1"
        }
      ]
    ]
    "#);
}

#[test]
fn a_template_fills_its_blanks_in_one_line() {
    let offer = Template::new("courier_offer", "fr")
        .and_then(|t| t.with("Cocody,\n Angré\t8e tranche"))
        .and_then(|t| t.with("1 500 FCFA"))
        .and_then(|t| t.with_quick_reply("accept:ord_1:2"))
        .and_then(|t| t.with_url_suffix("ord_1"))
        .unwrap();
    assert_json_snapshot!(Outgoing::template(phone(), offer).to_json()["template"], @r#"
    {
      "components": [
        {
          "parameters": [
            {
              "text": "Cocody, Angré 8e tranche",
              "type": "text"
            },
            {
              "text": "1 500 FCFA",
              "type": "text"
            }
          ],
          "type": "body"
        },
        {
          "index": "0",
          "parameters": [
            {
              "payload": "accept:ord_1:2",
              "type": "payload"
            }
          ],
          "sub_type": "quick_reply",
          "type": "button"
        },
        {
          "index": "1",
          "parameters": [
            {
              "text": "ord_1",
              "type": "text"
            }
          ],
          "sub_type": "url",
          "type": "button"
        }
      ],
      "language": {
        "code": "fr"
      },
      "name": "courier_offer"
    }
    "#);
    let plain = Template::new("hello", "fr").unwrap().to_json();
    assert_eq!(plain, json!({"name": "hello", "language": {"code": "fr"}}));
}

#[test]
fn limits_hold_at_the_last_character() {
    let too_long =
        |field, limit| Some(InvalidOutgoing::TooLong { field, limit, length: limit + 1 });
    let long = |length: usize| "é".repeat(length);
    assert_eq!(FreeForm::text(long(4096)).err(), None);
    assert_eq!(FreeForm::text(long(4097)).err(), too_long("text", 4096));
    assert_eq!(FreeForm::text(" \n").err(), Some(InvalidOutgoing::Empty { field: "text" }));

    let of_button = |id: usize, title: usize| {
        FreeForm::buttons("b", vec![button(&long(id), &long(title))]).err()
    };
    assert_eq!(of_button(256, 20), None);
    assert_eq!(of_button(257, 20), too_long("button id", 256));
    assert_eq!(of_button(256, 21), too_long("button title", 20));
    let ok = || vec![button("a", "A")];
    assert_eq!(FreeForm::buttons(long(1024), ok()).err(), None);
    assert_eq!(FreeForm::buttons(long(1025), ok()).err(), too_long("body", 1024));

    let tag = |length| {
        Outgoing::free_form(phone(), FreeForm::text("x").unwrap(), open())
            .tagged(&long(length))
            .err()
    };
    assert_eq!(tag(512), None);
    assert_eq!(tag(513), too_long("tag", 512));
}

#[test]
fn there_are_one_to_three_buttons_and_all_differ() {
    let buttons = |count: u8| {
        let list = (0..count).map(|n| button(&n.to_string(), &format!("B{n}"))).collect();
        FreeForm::buttons("b", list).err()
    };
    assert_eq!(buttons(0), Some(InvalidOutgoing::Empty { field: "buttons" }));
    assert_eq!(buttons(3), None);
    assert_eq!(buttons(4), Some(InvalidOutgoing::TooMany { field: "buttons", limit: 3, count: 4 }));
    let pair = |a: Button, b: Button| FreeForm::buttons("b", vec![a, b]).err();
    assert_eq!(
        pair(button("x", "A"), button("x", "B")),
        Some(InvalidOutgoing::Duplicate { field: "button ids" })
    );
    assert_eq!(
        pair(button("x", "A"), button("y", "A")),
        Some(InvalidOutgoing::Duplicate { field: "button titles" })
    );
}

#[test]
fn lists_hold_ten_rows_over_all_sections() {
    let rows = |from: u8, to: u8| (from..to).map(|n| row(&n.to_string())).collect::<Vec<_>>();
    let list = |sections| FreeForm::list("b", "Choisir", sections).err();
    assert_eq!(list(vec![section("A", rows(0, 5)), section("B", rows(5, 10))]), None);
    assert_eq!(
        list(vec![section("A", rows(0, 5)), section("B", rows(5, 11))]),
        Some(InvalidOutgoing::TooMany { field: "list rows", limit: 10, count: 11 })
    );
    assert_eq!(
        list(vec![section("A", rows(0, 2)), section("", rows(2, 4))]),
        Some(InvalidOutgoing::Empty { field: "section title" })
    );
    assert_eq!(
        list(vec![section("A", rows(0, 2)), section("B", vec![])]),
        Some(InvalidOutgoing::Empty { field: "rows of a section" })
    );
    assert_eq!(
        list(vec![section("", vec![row("1"), row("1")])]),
        Some(InvalidOutgoing::Duplicate { field: "row ids" })
    );
}

#[test]
fn what_is_no_template_name_or_address_is_refused() {
    for name in ["Bonjour", "a-b", "é", ""] {
        assert!(Template::new(name, "fr").is_err(), "{name}");
    }
    for url in ["javascript:alert(1)", "https://", "ftp://x", "https://a b"] {
        assert!(FreeForm::image(url, None).is_err(), "{url}");
        assert!(FreeForm::document(url, "Reçu.pdf", None).is_err(), "{url}");
    }
    for name in ["", " ", &"a".repeat(241)] {
        assert!(FreeForm::document("https://a", name, None).is_err(), "{name}");
    }
    let long = Some("a".repeat(1_025));
    assert!(FreeForm::document("https://a", "a.pdf", long).is_err());
    assert!(Template::new("a", "fr").unwrap().with("\n").is_err());
}

#[test]
fn a_waiting_message_reads_back_as_it_was_stored() {
    let message = FreeForm::list("b", "Choisir", vec![section("A", vec![row("1")])]).unwrap();
    let stored = serde_json::to_value(&message).unwrap();
    assert_eq!(stored["kind"], "list");
    assert_eq!(serde_json::from_value::<FreeForm>(stored).unwrap(), message);
    let template = Template::new("t", "fr").and_then(|t| t.with_quick_reply("p")).unwrap();
    let stored = serde_json::to_value(&template).unwrap();
    assert_eq!(serde_json::from_value::<Template>(stored).unwrap(), template);
    assert_eq!(serde_json::to_value(phone()).unwrap(), json!({"phone": "2250707123456"}));
}

#[test]
fn debug_shows_neither_person_nor_words() {
    let text = FreeForm::text("mon secret").unwrap();
    let sent = Outgoing::free_form(phone(), text, open()).tagged("evt").unwrap();
    assert_eq!(format!("{sent:?}"), r#"Outgoing { kind: "text", tag: Some("evt"), .. }"#);
    let template = Template::new("t", "fr").unwrap().with("mon secret").unwrap();
    assert!(!format!("{template:?}").contains("secret"));
}

#[test]
fn reading_receipts_name_the_message() {
    let message = Wamid::new("wamid.A");
    assert_eq!(mark_read(&message)["status"], "read");
    assert_eq!(
        mark_read_and_typing(&message),
        json!({
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.A",
            "typing_indicator": {"type": "text"},
        })
    );
}
