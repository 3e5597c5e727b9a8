use domain::activity::Of;
use uuid::Uuid;

use super::*;
use crate::commit::{Aggregate, EffectId, EventId};

fn uuid(value: u128) -> Uuid {
    Uuid::from_u128(value)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Every access pattern: its name, and the text of its key with ids as `<name>`.
#[expect(clippy::too_many_lines, reason = "one line per pattern")]
fn patterns() -> Vec<(&'static str, String)> {
    let sel = SellerId::from_uuid(uuid(1));
    let cnv = ConversationId::from_uuid(uuid(2));
    let ord = OrderId::from_uuid(uuid(3));
    let prd = ProductId::from_uuid(uuid(4));
    let zon = ZoneId::from_uuid(uuid(5));
    let cou = CourierId::from_uuid(uuid(6));
    let msg = MessageId::from_uuid(uuid(7));
    let pay = PaymentId::from_uuid(uuid(8));
    let variant = VariantId::of_label("42 noir");
    let moment = at("2026-11-23T10:00:00Z");
    let wa_id = WaId::new("22507");
    let event = EventId::new("EVENT");
    let aggregate = Aggregate::conversation(&sel, &cnv);
    let fx = EffectId::new(aggregate.clone(), event.clone(), 0);
    let key = |key: Key| format!("`{}` · `{}`", key.pk, key.sk);
    let of_range = |range: Range| match (range.is_list, range.prefix.as_str()) {
        (true, _) => format!("`{}` (gsi1)", range.pk),
        (false, "") => format!("`{}`", range.pk),
        (false, prefix) => format!("`{}` · `{prefix}…`", range.pk),
    };
    let of_place = |place: ListPlace| format!("`{}` · `{}` (gsi1)", place.pk, place.sk);
    let rows = vec![
        ("seller", key(seller(&sel))),
        ("onboarding", key(onboarding(&sel))),
        ("sealed_token", key(sealed_token(&sel, TokenPurpose::WhatsApp))),
        ("health", key(health(&sel))),
        ("stored_response", key(stored_response(&sel, "KEY"))),
        ("usage_of_day", key(usage_of_day(&sel, jiff::civil::date(2026, 11, 23)))),
        ("product", key(product(&sel, &prd))),
        ("stock", key(stock(&sel, &prd, &variant))),
        ("catalogue", of_range(catalogue(&sel))),
        ("products", of_range(products(&sel))),
        ("stock_of_product", of_range(stock_of_product(&sel, &prd))),
        ("zone", key(zone(&sel, &zon))),
        ("zones", of_range(zones(&sel))),
        ("courier", key(courier(&sel, &cou))),
        ("courier_rota", key(courier_rota(&sel, &cou))),
        ("couriers", of_range(couriers(&sel))),
        ("couriers_and_rota", of_range(couriers_and_rota(&sel))),
        ("conversation", key(conversation(&sel, &cnv))),
        ("message", key(message(&sel, &cnv, moment, &msg))),
        ("messages", of_range(messages(&sel, &cnv))),
        ("person", key(person(&sel, wa_id.as_str()))),
        ("conversations", of_range(conversations(&sel))),
        ("in_conversations", of_place(in_conversations(&sel, moment, &cnv))),
        ("order", key(order(&sel, &ord))),
        ("delivery", key(delivery(&sel, &ord))),
        ("receipt", key(receipt(&sel, &ord))),
        ("receipt_counter", key(receipt_counter(&sel))),
        ("orders", of_range(orders(&sel))),
        ("in_orders", of_place(in_orders(&sel, moment, &ord))),
        ("deliveries", of_range(deliveries(&sel))),
        ("in_deliveries", of_place(in_deliveries(&sel, moment, &ord))),
        ("call", key(call(&sel, &ord, 1))),
        ("preparation", key(preparation(&sel, &ord))),
        ("cash_balance", key(cash_balance(&sel, &cou))),
        ("cash_balances", of_range(cash_balances(&sel))),
        ("cash_entry", key(cash_entry(&sel, &cou, 1))),
        ("cash_recall", key(cash_recall(&sel, &cou, 1))),
        ("cash_entries", of_range(cash_entries(&sel, &cou))),
        ("all_cash_entries", of_range(all_cash_entries(&sel))),
        ("figures_of_day", key(figures_of_day(&sel, jiff::civil::date(2026, 11, 23)))),
        ("figures_of_month", key(figures_of_month(&sel, jiff::civil::date(2026, 11, 23)))),
        ("figures_of_days", of_range(figures_of_days(&sel))),
        ("figures_of_months", of_range(figures_of_months(&sel))),
        ("payment", key(payment(&sel, &pay))),
        ("payments", of_range(payments(&sel))),
        ("in_payments", of_place(in_payments(&sel, moment, &pay))),
        ("payment_of_order", key(payment_of_order(&sel, &ord, &pay))),
        ("payments_of_order", of_range(payments_of_order(&sel, &ord))),
        ("provider_reference", key(provider_reference("PROVIDER", "REFERENCE"))),
        ("activity", key(activity(&sel, jiff::civil::date(2026, 11, 23), &Of::Shop))),
        ("activity_of_month", of_range(activity_of_month(&sel, jiff::civil::date(2026, 11, 23)))),
        (
            "activity_of_ad",
            key(activity(&sel, jiff::civil::date(2026, 11, 23), &Of::Ad(Some("ADVERT".into())))),
        ),
        ("ads_of_month", of_range(ads_of_month(&sel, jiff::civil::date(2026, 11, 23)))),
        (
            "activity_of_product",
            key(activity(&sel, jiff::civil::date(2026, 11, 23), &Of::Product(prd.clone()))),
        ),
        ("sold_of_month", of_range(sold_of_month(&sel, jiff::civil::date(2026, 11, 23)))),
        (
            "activity_of_courier",
            key(activity(&sel, jiff::civil::date(2026, 11, 23), &Of::Courier(cou.clone()))),
        ),
        ("rides_of_month", of_range(rides_of_month(&sel, jiff::civil::date(2026, 11, 23)))),
        ("ad", key(ad(&sel, "ADVERT"))),
        ("ads", of_range(ads(&sel))),
        ("ad_cost", key(ad_cost(&sel, jiff::civil::date(2026, 11, 23), "ADVERT"))),
        ("ad_costs", of_range(ad_costs(&sel, jiff::civil::date(2026, 11, 23)))),
        ("counted", key(counted(&sel, &event))),
        ("live_cursor", key(live_cursor(&sel))),
        ("live_entry", key(live_entry(&sel, domain::live::Cursor::new(42)))),
        ("live_entries", of_range(live_entries(&sel))),
        ("live_connection", key(live_connection(&sel, "SOCKET"))),
        ("live_connections", of_range(live_connections(&sel))),
        ("live_socket", key(live_socket("SOCKET"))),
        ("live_ticket", key(live_ticket("TICKET"))),
        ("device", key(device(&sel, "DEVICE"))),
        ("devices", of_range(devices(&sel))),
        ("told", key(told(&sel, "DEVICE", &event))),
        ("device_holder", key(device_holder("DEVICE"))),
        ("marker", key(marker(&aggregate, &event))),
        ("effect", key(effect(&fx))),
        ("effects_of_event", of_range(effects_of_event(&aggregate, &event))),
        ("effects_of_aggregate", of_range(effects_of_aggregate(&aggregate))),
        ("number", key(number(&PhoneNumberId::new("NUMBER")))),
        ("oauth_state", key(oauth_state("STATE"))),
        ("courier_desk", key(courier_desk(&wa_id))),
        ("courier_job", key(courier_job(&wa_id, &ord))),
        ("courier_desk_and_jobs", of_range(courier_desk_and_jobs(&wa_id))),
        ("merchant_desk", key(merchant_desk(&wa_id))),
        ("sent_message", key(sent_message(&Wamid::new("WAMID")))),
        ("courier_link", key(courier_link("LINK"))),
        ("pool_courier", key(pool_courier(Country::IvoryCoast, &cou))),
        ("pool_rota", key(pool_rota(Country::IvoryCoast, &cou))),
        ("pool", of_range(pool(Country::IvoryCoast))),
        ("pool_membership", key(pool_membership(&wa_id))),
        ("service_reference", key(service_reference(DeliveryService::Glovo, "REF"))),
        ("account_event", key(account_event(&WabaId::new("WABA"), moment, "ID"))),
        ("account_seller", key(account_seller(&WabaId::new("WABA"), &sel))),
        ("sellers_of_account", of_range(sellers_of_account(&WabaId::new("WABA")))),
    ];
    let names = [
        (sel.to_string(), "<seller>"),
        (cnv.to_string(), "<conversation>"),
        (ord.to_string(), "<order>"),
        (prd.to_string(), "<product>"),
        (zon.to_string(), "<zone>"),
        (cou.to_string(), "<courier>"),
        (msg.to_string(), "<message>"),
        (pay.to_string(), "<payment>"),
        (variant.to_string(), "<variant>"),
        ("2026-11-23T10:00:00.000Z".to_owned(), "<time>"),
        ("2026-11-23".to_owned(), "<day>"),
        ("2026-11".to_owned(), "<month>"),
        ("#LINK`".to_owned(), "#<link>`"),
        ("`P#CI`".to_owned(), "`P#<country>`"),
        (sha256_hex("KEY"), "<hash of the key>"),
        (sha256_hex("STATE"), "<hash of the state>"),
        (sha256_hex("REF"), "<hash of the reference>"),
        ("V#glovo".to_owned(), "V#<service>"),
        ("22507".to_owned(), "<wa_id>"),
        ("EVENT".to_owned(), "<event>"),
        ("PROVIDER".to_owned(), "<provider>"),
        (sha256_hex("REFERENCE"), "<hash of the reference>"),
        ("NUMBER".to_owned(), "<phone number id>"),
        ("WAMID".to_owned(), "<wamid>"),
        ("WABA".to_owned(), "<account>"),
        ("SOCKET".to_owned(), "<connection>"),
        ("DEVICE".to_owned(), "<device>"),
        ("ADVERT".to_owned(), "<ad>"),
        (sha256_hex("TICKET"), "<hash of the ticket>"),
        (format!("{:020}", 42), "<step>"),
        ("#ID`".to_owned(), "#<id>`"),
    ];
    rows.into_iter()
        .map(|(name, text)| {
            (name, names.iter().fold(text, |text, (from, to)| text.replace(from, to)))
        })
        .collect()
}

#[test]
fn the_data_model_document_lists_every_access_pattern_as_it_is() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/data-model.md");
    let document = std::fs::read_to_string(document).unwrap();
    let missing: Vec<String> = patterns()
        .into_iter()
        .map(|(name, keys)| format!("| `{name}` | {keys} |"))
        .filter(|row| !document.lines().any(|line| line.starts_with(row.as_str())))
        .collect();
    assert!(missing.is_empty(), "docs/data-model.md lacks:\n{}", missing.join("\n"));
    // And nothing that is not there.
    let rows = document.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, patterns().len());
}

#[test]
fn every_partition_starts_with_its_seller_or_is_an_index() {
    for (name, keys) in patterns() {
        let owned = keys.starts_with("`S#<seller>#");
        let index = [
            "`N#", "`O#", "`C#", "`M#", "`W#", "`A#", "`L#", "`P#", "`V#", "`Y#", "`K#", "`T#",
            "`E#",
        ]
        .iter()
        .any(|family| keys.starts_with(family));
        assert!(owned || index, "{name}: {keys}");
    }
}

#[test]
fn a_person_is_not_shown_in_a_key() {
    let wa_id = WaId::new("2250707123456");
    let sel = SellerId::from_uuid(uuid(1));
    for key in [
        courier_desk(&wa_id),
        merchant_desk(&wa_id),
        pool_membership(&wa_id),
        person(&sel, wa_id.as_str()),
    ] {
        let read = Key::read(&key.pk, &key.sk);
        for shown in [format!("{key}"), format!("{key:?}"), format!("{read}")] {
            assert!(!shown.contains("0707"), "{shown}");
        }
    }
    assert!(!format!("{:?}", courier_desk_and_jobs(&wa_id)).contains("0707"));
}

#[test]
fn moments_sort_as_text() {
    let moments = ["2026-11-23T10:00:00Z", "2026-11-23T10:00:00.5Z", "2026-11-23T10:00:01Z"];
    let texts = moments.map(|text| moment(at(text)));
    assert!(texts.is_sorted());
    assert!(texts.iter().all(|text| text.len() == 24), "{texts:?}");
}

#[test]
fn stock_tells_its_product_and_variant() {
    let (sel, prd) = (SellerId::from_uuid(uuid(1)), ProductId::from_uuid(uuid(4)));
    let variant = VariantId::of_label("42 noir");
    let key = stock(&sel, &prd, &variant);
    assert_eq!(key.stock_of(), Some((prd.clone(), variant)));
    assert_eq!(key.entity(), Entity::Stock);
    assert_eq!(product(&sel, &prd).stock_of(), None);
}
