//! Ways to write a number so that a filter does not see it and a person does.

type Disguise = fn(&str) -> String;

/// Each with its name.
pub(super) const ALL: [(&str, Disguise); 16] = [
    ("plain", str::to_owned),
    ("grouped", |price| grouped(price, " ")),
    ("no-break", |price| grouped(price, "\u{a0}")),
    ("narrow", |price| grouped(price, "\u{202f}")),
    ("spelt", |price| between(price, " ")),
    ("stars", |price| between(price, "*")),
    ("zero-width", |price| between(price, "\u{200b}")),
    ("joiner", |price| between(price, "\u{2060}")),
    ("soft-hyphen", |price| between(price, "\u{ad}")),
    ("full-width", |price| shifted(price, 0xFF10)),
    ("bold", |price| shifted(price, 0x1D7CE)),
    ("double-struck", |price| shifted(price, 0x1D7D8)),
    ("arabic", |price| shifted(price, 0x0660)),
    ("nko", |price| shifted(price, 0x07C0)),
    ("keycaps", |price| between(price, "\u{fe0f}\u{20e3}")),
    ("letter-o", |price| price.replace('0', "O")),
];

/// `15000` with a sign before its thousands.
fn grouped(price: &str, sign: &str) -> String {
    let (thousands, rest) = price.split_at_checked(2).unwrap();
    format!("{thousands}{sign}{rest}")
}

fn between(price: &str, sign: &str) -> String {
    price.chars().map(String::from).collect::<Vec<_>>().join(sign)
}

fn shifted(price: &str, zero: u32) -> String {
    price.chars().filter_map(|c| char::from_u32(zero + c.to_digit(10)?)).collect()
}
