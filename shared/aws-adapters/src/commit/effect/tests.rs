use uuid::Uuid;

use super::*;

fn seller() -> SellerId {
    SellerId::from_uuid(Uuid::from_u128(1))
}

#[test]
fn an_effect_reads_back_from_its_text_whatever_its_event() {
    let conversation = ConversationId::from_uuid(Uuid::from_u128(2));
    let order = OrderId::from_uuid(Uuid::from_u128(3));
    for aggregate in [
        Aggregate::Seller(seller()),
        Aggregate::conversation(&seller(), &conversation),
        Aggregate::order(&seller(), &order),
    ] {
        for event in ["wamid.HBgLMjI1MDc=", "offer:2:timeout", "é espaces #", &"x".repeat(4_000)] {
            let id = EffectId::new(aggregate.clone(), EventId::new(event), 7);
            let text = id.to_string();
            assert!(text.len() <= 512 && text.is_ascii(), "{text}");
            assert_eq!(text.parse(), Ok(id.clone()));
            assert!(id.short_name().len() <= 64);
        }
    }
}

#[test]
fn a_foreign_text_is_not_an_effect() {
    for text in ["", "campaign-42", "slr_x:000:e", "a:b:c", &format!("{}:000:", seller())] {
        assert_eq!(text.parse::<EffectId>(), Err(InvalidEffectId), "{text}");
    }
}

#[test]
fn an_events_id_is_stable() {
    let once = EventId::new("un événement # étrange");
    assert_eq!(EventId::new(once.as_str()), once);
    assert_ne!(EventId::new("a#b"), EventId::new("a#c"));
}
