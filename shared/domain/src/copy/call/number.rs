//! Whole numbers in French words, as a voice says them.

const UNITS: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const TENS: [&str; 10] = [
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
];
const SCALES: [(u64, &str); 2] = [(1_000_000_000, "milliard"), (1_000_000, "million")];

/// `46500` → « quarante-six mille cinq cents ». Beyond a thousand milliards, digits.
pub fn in_words(number: impl Into<i64>) -> String {
    let number: i64 = number.into();
    let size = number.unsigned_abs();
    if size >= 1_000_000_000_000 {
        return number.to_string();
    }
    let words = positive(size);
    if number < 0 { format!("moins {words}") } else { words }
}

fn positive(number: u64) -> String {
    if number == 0 {
        return unit(0).to_owned();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = number;
    for (scale, name) in SCALES {
        match rest / scale {
            0 => {}
            1 => parts.push(format!("un {name}")),
            count => parts.push(format!("{} {name}s", below_thousand(count, true))),
        }
        rest %= scale;
    }
    match rest / 1_000 {
        0 => {}
        1 => parts.push("mille".to_owned()),
        // « deux cent mille », « quatre-vingt mille »: no plural before « mille ».
        count => parts.push(format!("{} mille", below_thousand(count, false))),
    }
    if !rest.is_multiple_of(1_000) {
        parts.push(below_thousand(rest % 1_000, true));
    }
    parts.join(" ")
}

/// 1 to 999; `plural` when nothing follows that takes the final s away.
fn below_thousand(number: u64, plural: bool) -> String {
    let (hundreds, rest) = (number / 100, number % 100);
    let hundred = match hundreds {
        0 => String::new(),
        1 => "cent".to_owned(),
        count if rest == 0 && plural => format!("{} cents", unit(count)),
        count => format!("{} cent", unit(count)),
    };
    match (hundreds, rest) {
        (_, 0) => hundred,
        (0, _) => below_hundred(rest, plural),
        _ => format!("{hundred} {}", below_hundred(rest, plural)),
    }
}

fn below_hundred(number: u64, plural: bool) -> String {
    let (tens, units) = (number / 10, number % 10);
    let name = usize::try_from(tens).ok().and_then(|tens| TENS.get(tens)).copied().unwrap_or("");
    match (tens, units) {
        (0 | 1, _) => unit(number).to_owned(),
        (8, 0) if plural => "quatre-vingts".to_owned(),
        (2..=6 | 8, 0) => name.to_owned(),
        (2..=6, 1) => format!("{name} et un"),
        (7, 1) => format!("{name} et onze"),
        (7 | 9, _) => format!("{name}-{}", unit(units + 10)),
        _ => format!("{name}-{}", unit(units)),
    }
}

fn unit(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|number| UNITS.get(number)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (number, expected) in [
            (0, "zéro"),
            (1, "un"),
            (16, "seize"),
            (21, "vingt et un"),
            (70, "soixante-dix"),
            (71, "soixante et onze"),
            (75, "soixante-quinze"),
            (80, "quatre-vingts"),
            (81, "quatre-vingt-un"),
            (91, "quatre-vingt-onze"),
            (99, "quatre-vingt-dix-neuf"),
            (100, "cent"),
            (200, "deux cents"),
            (201, "deux cent un"),
            (280, "deux cent quatre-vingts"),
            (1_000, "mille"),
            (1_500, "mille cinq cents"),
            (2_000, "deux mille"),
            (46_500, "quarante-six mille cinq cents"),
            (80_000, "quatre-vingt mille"),
            (200_000, "deux cent mille"),
            (1_000_000, "un million"),
            (2_300_001, "deux millions trois cent mille un"),
            (80_000_000, "quatre-vingts millions"),
            (1_000_000_000, "un milliard"),
            (-5, "moins cinq"),
        ] {
            assert_eq!(in_words(number), expected, "{number}");
        }
        assert_eq!(in_words(i64::MIN), i64::MIN.to_string());
    }
}
