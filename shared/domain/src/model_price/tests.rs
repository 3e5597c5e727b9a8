use proptest::prelude::*;

use super::*;

/// A turn of a usual conversation.
const TURN: Tokens = Tokens { prompt: 5_000, cached: 4_100, output: 250, audio: 0 };

fn of(model: &str, tokens: Tokens, on: Date) -> Option<i64> {
    cost(model, tokens, on).map(MicroUsd::amount)
}

#[test]
fn a_usual_turn_costs_this_much() {
    let now = date(2026, 11, 23);
    assert_eq!(of("gemini-3.8-flash", TURN, now), Some(1_920));
    assert_eq!(of("gemini-3.8-flash", TURN, date(2027, 1, 1)), Some(3_840));
    // 702.5 millionths.
    assert_eq!(of("gemini-3.1-flash-lite", TURN, now), Some(703));
    assert_eq!(cost("gemini-3.8-flash", TURN, now).unwrap().to_string(), "$0.001920");
    assert_eq!(MicroUsd::new(-12_345_678).to_string(), "-$12.345678");
}

#[test]
fn introductory_prices_end_on_their_day() {
    let million = Tokens { prompt: 1_000_000, ..Tokens::default() };
    let input = |model, on| of(model, million, on);
    for model in ["gemini-3.6-flash", "gemini-3.7-flash", "gemini-3.8-flash"] {
        assert_eq!(input(model, date(2026, 12, 31)), Some(750_000));
        assert_eq!(input(model, date(2027, 1, 1)), Some(1_500_000));
    }
    assert_eq!(input("gemini-4-argon", date(2026, 11, 30)), Some(2_000_000));
    assert_eq!(input("gemini-4-argon", date(2026, 12, 1)), Some(4_000_000));
    assert_eq!(input("gemini-3.8-flash", date(2026, 10, 13)), None);
}

#[test]
fn a_version_costs_what_its_model_does_and_another_model_is_not_known() {
    let million = Tokens { prompt: 100_000, ..Tokens::default() };
    let input = |model| of(model, million, date(2026, 11, 23));
    assert_eq!(input("models/gemini-3.8-flash-001"), Some(75_000));
    assert_eq!(input("gemini-2.5-flash-preview-09-2026"), Some(30_000));
    assert_eq!(input("gemini-2.5-flash-lite-001"), Some(10_000));
    assert_eq!(input("gemini-3.5-flash-lite"), Some(30_000));
    assert_eq!(input("gemini-3.5-flash"), Some(150_000));
    for unknown in ["gemini-3.8-flash-lite", "gemini-3.8-flashy", "gemini-3.8", "gpt-6", ""] {
        assert_eq!(input(unknown), None, "{unknown}");
    }
}

#[test]
fn sound_and_long_prompts_have_prices_of_their_own() {
    let on = date(2026, 11, 23);
    // A minute of a voice note is 1,920 tokens.
    let voice = Tokens { prompt: 3_920, cached: 1_000, output: 0, audio: 1_920 };
    assert_eq!(of("gemini-2.5-flash", voice, on), Some(300 + 30 + 1_920));
    // More sound than was read afresh cannot be.
    let odd = Tokens { prompt: 1_000, cached: 2_000, output: 0, audio: 5_000 };
    assert_eq!(of("gemini-2.5-flash", odd, on), Some(30));
    let long = |prompt| Tokens { prompt, cached: 0, output: 1_000_000, audio: 0 };
    assert_eq!(of("gemini-2.5-pro", long(200_000), on), Some(250_000 + 10_000_000));
    assert_eq!(of("gemini-2.5-pro", long(200_001), on), Some(500_003 + 15_000_000));
}

proptest! {
    #[test]
    fn no_count_is_too_large_and_more_never_costs_less(
        prompt in any::<u64>(),
        cached in any::<u64>(),
        output in any::<u64>(),
        more in any::<u64>(),
    ) {
        let on = date(2026, 11, 23);
        let tokens = Tokens { prompt, cached, output, audio: 0 };
        let longer = Tokens { output: output.saturating_add(more), ..tokens };
        for model in ["gemini-3.8-flash", "gemini-2.5-pro"] {
            prop_assert!(of(model, tokens, on) >= Some(0));
            prop_assert!(of(model, longer, on) >= of(model, tokens, on));
        }
    }
}
