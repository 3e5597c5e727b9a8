//! A tiny shop that plays the tool side: catalogue, zones, cart, recap.
//!
//! It fails the test when the model says an amount no tool of the turn returned, or loops.

use std::fmt::Write as _;

use axum::Router;
use serde_json::{Value, json};

use super::{generate, tools};

/// The most requests one turn may take, the sentence included.
const MAX_REQUESTS: usize = 4;

#[derive(Clone)]
struct Line {
    product_id: String,
    variant: Option<String>,
    quantity: u64,
}

pub(super) struct Shop {
    router: Router,
    history: Vec<Value>,
    lines: Vec<Line>,
    commune: Option<String>,
    phone: Option<String>,
    pub(super) moment: Option<Value>,
    pub(super) address: Option<Value>,
    pub(super) recap_open: bool,
    pub(super) order_open: bool,
    pub(super) referral: Value,
    /// The calls of the last turn, as `name(args)`, one request a line.
    pub(super) calls: String,
    pub(super) handed_over: Option<String>,
}

/// Product id, name, unit price, variants with their stock, description.
type Article = (&'static str, &'static str, u64, &'static [(&'static str, bool)], &'static str);

const ARTICLES: [Article; 7] = [
    (
        "prd_airmax",
        "Air Max 90",
        45_000,
        &[("41 noir", true), ("42 noir", true), ("42 blanc", true), ("43 blanc", false)],
        "Semelle confortable",
    ),
    ("prd_robe", "Robe wax", 18_000, &[("S", true), ("M", true), ("XL", true)], "Coton"),
    ("prd_casq", "Casquette", 5_000, &[], "Taille unique"),
    ("prd_sac", "Sac à main cuir", 25_000, &[("noir", true), ("marron", true)], "Cuir véritable"),
    (
        "prd_chh",
        "Chemise homme",
        12_000,
        &[("M blanc", true), ("L blanc", true), ("M bleu", true)],
        "",
    ),
    ("prd_mont", "Montre", 30_000, &[], ""),
    ("prd_chf", "Chemise femme", 11_000, &[("S", true), ("M", true)], ""),
];
const ZONES: [(&str, u64); 4] =
    [("Cocody", 1_500), ("Yopougon", 2_000), ("Marcory", 1_500), ("Plateau", 1_000)];

impl Shop {
    pub(super) fn new() -> Self {
        Self {
            router: crate::gemini::router(),
            history: Vec::new(),
            lines: Vec::new(),
            commune: None,
            phone: None,
            moment: None,
            address: None,
            recap_open: false,
            order_open: false,
            referral: Value::Null,
            calls: String::new(),
            handed_over: None,
        }
    }

    pub(super) fn with_phone(mut self) -> Self {
        self.phone = Some("+2250700000000".to_owned());
        self
    }

    /// The cart as `2 × Air Max 90 (42 noir)`, lines joined by commas.
    pub(super) fn cart(&self) -> String {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|line| {
                let name = article(&line.product_id).unwrap().1;
                let variant = line.variant.as_ref().map(|v| format!(" ({v})")).unwrap_or_default();
                format!("{} × {name}{variant}", line.quantity)
            })
            .collect();
        lines.join(", ")
    }

    /// The prospect confirmed: what code does when the button is tapped.
    pub(super) fn confirm(&mut self) {
        assert!(self.recap_open, "no recap to confirm");
        self.recap_open = false;
        self.order_open = true;
        self.lines.clear();
    }

    /// Adds a message the shop's code sent by itself.
    pub(super) fn remember_answer(&mut self, text: &str) {
        self.history.push(json!({"role": "model", "parts": [{"text": text}]}));
    }

    pub(super) async fn hear(&mut self, messages: &[&str]) -> String {
        let mut parts = vec![json!({"text": format!("CONTEXT {}", self.context())})];
        parts.extend(messages.iter().map(|message| json!({"text": message})));
        self.hear_parts(parts, &messages.join("\n")).await
    }

    pub(super) async fn hear_parts(&mut self, parts: Vec<Value>, kept: &str) -> String {
        let mut contents = self.history.clone();
        contents.push(json!({"role": "user", "parts": parts}));
        let mut returned = String::new();
        self.calls.clear();
        for _ in 0..MAX_REQUESTS {
            let (status, response) = generate(&self.router, &request(&contents)).await;
            assert_eq!(status, 200, "{response}");
            let content = response["candidates"][0]["content"].clone();
            let parts = content["parts"].as_array().unwrap().clone();
            contents.push(content);
            let calls: Vec<&Value> =
                parts.iter().filter_map(|part| part.get("functionCall")).collect();
            if calls.is_empty() {
                let text = parts[0]["text"].as_str().unwrap().to_owned();
                Self::check_amounts(&text, &returned);
                self.history.push(json!({"role": "user", "parts": [{"text": kept}]}));
                self.history.push(json!({"role": "model", "parts": [{"text": text}]}));
                return text;
            }
            let answers = calls.into_iter().map(|call| self.answer(call));
            let answers: Vec<Value> = answers.collect();
            self.calls.push('\n');
            write!(returned, "{}", json!(answers)).unwrap();
            contents.push(json!({"role": "user", "parts": answers}));
        }
        panic!("no sentence after {MAX_REQUESTS} requests:{}", self.calls);
    }

    pub(super) fn context(&self) -> Value {
        let mut context = self.state();
        let more = json!({
            "recap_open": self.recap_open, "order_open": self.order_open, "today": "2026-11-23",
            "referral": self.referral, "contact_name": "Awa",
        });
        context.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        context
    }

    fn check_amounts(text: &str, returned: &str) {
        let amounts = text.split("FCFA").collect::<Vec<_>>();
        for before in amounts.iter().take(amounts.len() - 1) {
            let kept = |c: &char| c.is_ascii_digit() || *c == ' ';
            let amount: String = before.chars().rev().take_while(kept).collect();
            let amount: String = amount.chars().rev().collect();
            let amount = format!("{} FCFA", amount.trim());
            assert!(returned.contains(&amount), "{amount} was not returned in this turn: {text}");
        }
        let leaks = ["CONTEXT", "prd_", "{"].iter().any(|mark| text.contains(mark));
        assert!(!leaks, "not fit for a person: {text}");
    }

    fn answer(&mut self, call: &Value) -> Value {
        let name = call["name"].as_str().unwrap();
        let args = &call["args"];
        write!(self.calls, "{name}{args} ").unwrap();
        let response = match name {
            "search_catalogue" => search(args["query"].as_str().unwrap()),
            "update_cart" => self.update_cart(args),
            "set_delivery_address" => self.set_address(args),
            "set_contact_phone" => {
                let phone = args["phone"].as_str().unwrap();
                self.phone = Some(phone.to_owned());
                self.ok()
            }
            "set_delivery_moment" => {
                self.moment = Some(args.clone());
                self.ok()
            }
            "show_recap" => {
                assert!(self.missing().is_empty(), "recap with something missing");
                self.recap_open = true;
                json!({"ok": true, "shown": true})
            }
            "hand_over_to_human" => {
                self.handed_over = args["reason"].as_str().map(str::to_owned);
                json!({"ok": true})
            }
            other => panic!("unknown tool {other}"),
        };
        json!({"functionResponse": {"id": call["id"], "name": name, "response": response}})
    }

    fn update_cart(&mut self, args: &Value) -> Value {
        let id = args["product_id"].as_str().unwrap();
        let variant = args["variant"].as_str().map(str::to_owned);
        let quantity = args["quantity"].as_u64().unwrap();
        let Some((_, _, _, variants, _)) = article(id) else {
            return json!({"ok": false, "error": "unknown_product", "message": "Article inconnu"});
        };
        let known = variants.iter().any(|(known, _)| Some(*known) == variant.as_deref());
        if !variants.is_empty() && !known {
            let choices: Vec<&str> = variants.iter().map(|(known, _)| *known).collect();
            return json!({"ok": false, "error": "variant_required",
                "message": "Il faut choisir une variante", "choices": choices});
        }
        if quantity > 10 {
            return json!({"ok": false, "error": "not_enough_stock",
                "message": "Il en reste 10", "choices": []});
        }
        self.recap_open = false;
        self.lines.retain(|line| line.product_id != id || line.variant != variant);
        if quantity > 0 {
            self.lines.push(Line { product_id: id.to_owned(), variant, quantity });
        }
        self.ok()
    }

    fn set_address(&mut self, args: &Value) -> Value {
        let commune = args["commune"].as_str().unwrap();
        if !ZONES.iter().any(|(zone, _)| *zone == commune) {
            let choices: Vec<&str> = ZONES.iter().map(|(zone, _)| *zone).collect();
            return json!({"ok": false, "error": "zone_not_served",
                "message": format!("Nous ne livrons pas à {commune}"), "choices": choices});
        }
        self.commune = Some(commune.to_owned());
        self.address = Some(args.clone());
        self.ok()
    }

    fn missing(&self) -> Vec<&str> {
        let mut missing = Vec::new();
        if self.lines.is_empty() {
            missing.push("product");
        }
        if self.commune.is_none() {
            missing.push("address");
        }
        if self.phone.is_none() {
            missing.push("phone");
        }
        missing
    }

    fn state(&self) -> Value {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                let (id, name, price, _, _) = article(&line.product_id).unwrap();
                json!({"product_id": id, "name": name, "variant": line.variant.clone().unwrap_or_default(),
                    "quantity": line.quantity, "line_total": money(price * line.quantity)})
            })
            .collect();
        let subtotal: u64 = self
            .lines
            .iter()
            .map(|line| article(&line.product_id).unwrap().2 * line.quantity)
            .sum();
        let fee = ZONES.iter().find(|(zone, _)| Some(*zone) == self.commune.as_deref());
        let fee = fee.map(|(_, fee)| *fee);
        json!({
            "cart": {"lines": lines, "subtotal": money(subtotal), "delivery_fee": fee.map(money),
                "total": fee.map(|fee| money(subtotal + fee))},
            "missing": self.missing(),
        })
    }

    fn ok(&self) -> Value {
        let mut state = self.state();
        state.as_object_mut().unwrap().insert("ok".to_owned(), json!(true));
        state
    }
}

fn article(id: &str) -> Option<Article> {
    ARTICLES.into_iter().find(|article| article.0 == id)
}

fn search(query: &str) -> Value {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(singular).collect();
    let matches = |name: &str| {
        let name: Vec<String> = name.to_lowercase().split_whitespace().map(singular).collect();
        words.is_empty() || words.iter().all(|word| name.contains(word))
    };
    let products: Vec<Value> = ARTICLES
        .iter()
        .filter(|(_, name, _, _, _)| matches(name))
        .map(|(id, name, price, variants, description)| {
            let variants: Vec<Value> = variants
                .iter()
                .map(|(variant, in_stock)| {
                    let mut shown = json!({"variant": variant, "in_stock": in_stock});
                    if *variant == "XL" {
                        shown["price"] = json!("20 000 FCFA");
                    }
                    shown
                })
                .collect();
            json!({"product_id": id, "name": name, "price": money(*price), "variants": variants,
                "description": description, "in_stock": *id != "prd_mont"})
        })
        .collect();
    json!({"products": products})
}

fn singular(word: &str) -> String {
    word.trim_end_matches('s').to_owned()
}

fn money(amount: u64) -> String {
    let (thousands, rest) = (amount / 1_000, amount % 1_000);
    if thousands == 0 { format!("{rest} FCFA") } else { format!("{thousands} {rest:03} FCFA") }
}

fn request(contents: &[Value]) -> Value {
    json!({
        "systemInstruction": {"parts": [{"text": "Vous vendez pour la boutique."}]},
        "contents": contents,
        "tools": tools(),
        "toolConfig": {"functionCallingConfig": {"mode": "VALIDATED"}},
        "generationConfig": {"maxOutputTokens": 2048, "thinkingConfig": {"thinkingLevel": "LOW"}},
        "store": false,
    })
}
