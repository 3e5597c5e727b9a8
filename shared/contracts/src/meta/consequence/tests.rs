use super::*;

/// Every code of Meta's table, in its order: `message, number, template, lesson, operator`.
const CODES: &[(&[i64], &str)] = &[
    (&[190, 0, 102], "Never TokenRevoked - - -"),
    (&[10, 200, 250, 299, 3, 131_005], "Never - - - operator"),
    (&[4, 80_007, 130_429], "Again - - - -"),
    (&[131_056], "AgainPaced - - - -"),
    (&[131_048], "Never SpamLimited - - -"),
    (&[131_049], "Never - - MarketingCapped -"),
    (&[131_050], "Never - - OptedOut -"),
    (&[131_064], "InAnotherForm - LimitExceeded - -"),
    (&[131_047], "InAnotherForm - - WindowClosed -"),
    (&[131_026], "Never - - Unreachable -"),
    (&[130_403, 130_497, 131_021, 131_030], "Never - - Unreachable -"),
    (&[130_472], "Never - - - -"),
    (&[131_008, 131_009, 100, 33, 135_000], "Never - - - operator"),
    (&[131_051, 131_052, 131_053], "InAnotherForm - - - -"),
    (&[131_042, 134_011], "Never Payment - - -"),
    (&[131_031, 368], "Never Locked - - -"),
    (&[131_037, 131_045, 133_010, 133_000, 133_006, 133_015], "Never Registration - - -"),
    (&[133_005, 133_008, 133_009, 133_016], "Never - - - -"),
    (
        &[132_000, 132_012, 132_018, 132_005, 132_007, 132_068, 132_069],
        "InAnotherForm - Misfit - -",
    ),
    (&[132_001], "InAnotherForm - Missing - -"),
    (&[132_015], "InAnotherForm - Paused - -"),
    (&[132_016], "InAnotherForm - Disabled - -"),
    (&[131_062], "InAnotherForm - - NeedsPhone -"),
    (&[131_016, 131_000, 1, 2, 131_057, 133_004], "AwaitStatus - - - -"),
    (&[2_593_107, 2_593_108, 2_593_109, 1_752_041], "Never - - - -"),
    (&[147_001, 147_002, 147_003, 147_004, 147_005], "Never - - - operator"),
    (&[999_999], "Never - - - operator"),
];

fn shown<T: std::fmt::Debug>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:?}"))
}

#[test]
fn every_code_of_metas_table_has_its_consequence() {
    for (codes, expected) in CODES {
        for code in *codes {
            let asked = Consequence::of(*code, None);
            let line = format!(
                "{:?} {} {} {} {}",
                asked.message,
                shown(asked.number),
                shown(asked.template),
                shown(asked.lesson),
                if asked.is_ours { "operator" } else { "-" }
            );
            assert_eq!(line, *expected, "{code}");
        }
    }
}

#[test]
fn pauses_grow_as_meta_asks() {
    let seconds = |code, attempt| Consequence::of(code, None).pause(attempt).map(|p| p.as_secs());
    let pair: Vec<_> = (1..=6).map(|attempt| seconds(131_056, attempt)).collect();
    assert_eq!(pair, [4, 16, 64, 256, 256, 256].map(Some));
    let rate: Vec<_> = (1..=5).map(|attempt| seconds(130_429, attempt)).collect();
    assert_eq!(rate, [2, 4, 8, 16, 16].map(Some));
    assert_eq!((seconds(131_000, 1), seconds(131_000, 9)), (Some(25), Some(25)));
    assert_eq!((seconds(131_047, 1), seconds(190, 1)), (None, None));
}

#[test]
fn only_a_template_outside_its_rules_is_shown_as_unusable() {
    for code in [132_000, 132_001, 132_015, 132_016, 131_064] {
        let status = Consequence::of(code, None).template.unwrap();
        assert!(!status.is_usable(), "{code}");
    }
}
