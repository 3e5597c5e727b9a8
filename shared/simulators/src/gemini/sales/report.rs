//! The sentence that ends a turn: what was noted, what went wrong, what is asked next.
//!
//! Invariant: every amount here is copied from a step of this turn.

use serde_json::Value;

use super::ask;
use super::catalogue::{self, Choice};
use super::dialogue::{self, Outcome};
use super::language::Lang;
use super::reading::Reading;
use super::smalltalk;
use super::tools::{Cart, CartLine};
use super::turn::{Step, Turn, list, text};

const LOST_FRENCH: &str = "je n'ai pas bien compris";
const LOST_ENGLISH: &str = "I did not quite understand";

/// The answer of a turn whose calls are all made.
pub(super) fn compose(turn: &Turn, reading: &Reading, outcomes: &[Outcome]) -> String {
    let lang = reading.lang;
    let mut said: Vec<String> = smalltalk::greeting(turn, reading).into_iter().collect();
    if is_lost(turn, reading, outcomes) {
        said.push(lost(lang));
        return said.join(" ");
    }
    said.extend(notes(turn, lang));
    let before_questions = said.len();
    said.extend(turn.steps.iter().filter(|step| step.failed()).map(|step| failure(lang, step)));
    if dialogue::requantified(turn, reading).is_none() {
        said.extend(outcomes.iter().filter_map(|outcome| presentation(turn, reading, outcome)));
    }
    said.extend(catalogue_list(turn, reading));
    if !reading.candidates.is_empty() {
        said.push(which_one(lang, &reading.candidates));
    }
    said.extend(ask::moment(lang, &reading.moment));
    let asked = said.len() > before_questions || turn.has_picture || turn.has_unheard_note;
    said.extend(smalltalk::answers(turn, reading));
    let shown = turn.steps_of("show_recap").any(|step| !step.failed());
    if shown {
        said.push(lang.pick(
            "Je vous laisse vérifier le récapitulatif et confirmer.",
            "Please check the summary and confirm.",
        ));
    } else if !asked {
        said.extend(next_question(turn, reading, said.len()));
    }
    said.retain(|sentence| !sentence.is_empty());
    said.join(" ")
}

/// Whether nothing at all was understood.
pub(super) fn is_lost(turn: &Turn, reading: &Reading, outcomes: &[Outcome]) -> bool {
    let silent = turn.messages.iter().all(|message| message.trim().is_empty());
    let understood = silent
        || turn.has_picture
        || turn.has_unheard_note
        || turn.has_payment_proof
        || reading.has_slots()
        || reading.intents.is_conversation()
        || reading.intents.is_shopping()
        || reading.intents.asks_catalogue
        || !reading.candidates.is_empty()
        || turn.steps.iter().any(|step| step.response.get("ok").is_some());
    !understood && outcomes.iter().all(|outcome| outcome.choice == Choice::Nothing)
}

/// Whether the shop's last answer already said that it did not understand.
pub(super) fn was_lost(turn: &Turn) -> bool {
    turn.last_answer()
        .is_some_and(|answer| answer.contains(LOST_FRENCH) || answer.contains(LOST_ENGLISH))
}

pub(super) fn handed_over(reading: &Reading) -> String {
    let sorry = if reading.intents.complains {
        reading.lang.pick("Je suis désolé pour ce désagrément. ", "I am sorry about this. ")
    } else {
        String::new()
    };
    let promise = reading.lang.pick(
        "Je vous mets en relation avec une personne de l'équipe, qui vous répond ici.",
        "I am handing you over to someone from the team, who will answer you here.",
    );
    sorry + &promise
}

fn lost(lang: Lang) -> String {
    lang.pick(
        &format!("Excusez-moi, {LOST_FRENCH}. Quel article cherchez-vous ?"),
        &format!("Sorry, {LOST_ENGLISH}. Which item are you looking for?"),
    )
}

/// What the successful steps changed.
fn notes(turn: &Turn, lang: Lang) -> Vec<String> {
    let done: Vec<&Step> = turn.steps.iter().filter(|step| !step.failed()).collect();
    let mut notes: Vec<String> = Vec::new();
    let opening = turn.opening_cart();
    let updates: Vec<&&Step> = done.iter().filter(|step| step.name == "update_cart").collect();
    for step in &updates {
        let product_id = text(&step.args, "product_id");
        let is_removal = step.args.get("quantity").and_then(Value::as_u64) == Some(0);
        let replaced = updates
            .iter()
            .any(|other| text(&other.args, "product_id") == product_id && other.args != step.args);
        let line = Cart::read(&step.response).lines.into_iter().find(|line| {
            line.product_id == product_id && line.variant == named_variant(&step.args)
        });
        match (is_removal, line) {
            (true, _) if replaced => {}
            (true, _) => {
                let removed = opening.lines.iter().find(|line| line.product_id == product_id);
                let name = removed.map(|line| line.name.as_str()).unwrap_or_default();
                notes.push(lang.pick(
                    &format!("C'est fait, j'ai retiré {name}."),
                    &format!("Done, I removed {name}."),
                ));
            }
            // Nothing changed: the line was only set again to hear the amounts.
            (false, Some(line)) if opening.lines.contains(&line) => {}
            (false, Some(line)) => notes.push(lang.pick(
                &format!("C'est noté : {}.", described(&line)),
                &format!("Noted: {}.", described(&line)),
            )),
            (false, None) => {}
        }
    }
    notes.extend(done.iter().filter_map(|step| slot_note(lang, step)));
    notes
}

fn named_variant(args: &Value) -> Option<String> {
    args.get("variant").and_then(Value::as_str).map(str::to_owned)
}

fn described(line: &CartLine) -> String {
    let variant = line.variant.as_ref().map(|variant| format!(" ({variant})")).unwrap_or_default();
    let total = line.total.as_ref().map(|total| format!(", {total}")).unwrap_or_default();
    format!("{} × *{}*{variant}{total}", line.quantity, line.name)
}

fn slot_note(lang: Lang, step: &Step) -> Option<String> {
    match step.name.as_str() {
        "set_delivery_address" => {
            let commune = text(&step.args, "commune");
            let fee = Cart::read(&step.response).delivery_fee;
            let (french, english) =
                fee.map(|fee| (format!(" : {fee}"), format!(": {fee}"))).unwrap_or_default();
            Some(lang.pick(
                &format!("Livraison à {commune}{french}."),
                &format!("Delivery to {commune}{english}."),
            ))
        }
        "set_contact_phone" => {
            Some(lang.pick("J'ai bien votre numéro.", "I have your phone number."))
        }
        "set_delivery_moment" => {
            let (french, english) = ask::day_names(&text(&step.args, "day"));
            let is_morning = text(&step.args, "period") == "morning";
            let (moment, time) = if is_morning {
                ("le matin", "in the morning")
            } else {
                ("l'après-midi", "in the afternoon")
            };
            Some(lang.pick(
                &format!("C'est noté pour {french}, {moment}."),
                &format!("Noted for {english}, {time}."),
            ))
        }
        _ => None,
    }
}

/// A refusal of a tool: its reason and the choices it leaves.
fn failure(lang: Lang, step: &Step) -> String {
    let choices: Vec<String> =
        list(&step.response, "choices").iter().filter_map(choice_label).collect();
    // The shop's reasons are in French; in English only the choices are repeated.
    let reason = match lang {
        Lang::French => text(&step.response, "message"),
        Lang::English => "Sorry, that did not work.".to_owned(),
    };
    let reason = if reason.is_empty() {
        "Désolé, cela n'est pas possible.".to_owned()
    } else {
        format!("{}.", reason.trim_end_matches('.'))
    };
    let among = if choices.is_empty() {
        String::new()
    } else {
        lang.pick(
            &format!(" Vous avez le choix entre {}.", ask::listed(&choices, " et ")),
            &format!(" You can choose between {}.", ask::listed(&choices, " and ")),
        )
    };
    let question = match step.name.as_str() {
        "update_cart" if choices.is_empty() => {
            lang.pick(" Combien en souhaitez-vous ?", " How many would you like?")
        }
        "set_delivery_address" => {
            lang.pick(" Quelle commune vous convient ?", " Which commune suits you?")
        }
        "set_contact_phone" => lang.pick(
            " Pouvez-vous me redonner le numéro ?",
            " Could you give me the phone number again?",
        ),
        "set_delivery_moment" => lang.pick(
            " Quel jour vous arrange, le matin ou l'après-midi ?",
            " Which day suits you, in the morning or in the afternoon?",
        ),
        "update_cart" => lang.pick(" Que préférez-vous ?", " Which one would you like?"),
        _ => String::new(),
    };
    format!("{reason}{among}{question}")
}

/// A choice is a string, or an object that names itself one way or another.
fn choice_label(choice: &Value) -> Option<String> {
    let named = ["label", "name", "variant", "commune", "title"]
        .iter()
        .find_map(|field| choice.get(*field).and_then(Value::as_str));
    choice.as_str().or(named).map(str::to_owned)
}

fn presentation(turn: &Turn, reading: &Reading, outcome: &Outcome) -> Option<String> {
    if outcome.is_order {
        return None;
    }
    if outcome.choice != Choice::Nothing {
        return Some(ask::present(reading, &outcome.choice));
    }
    // The words of a greeting or an answer are no product somebody looks for.
    let searched = turn.steps_of("search_catalogue").next().is_some();
    let looked_for = reading.intents.is_shopping()
        || !(reading.intents.is_conversation() || reading.has_slots());
    (searched && looked_for).then(|| {
        let query = &outcome.wish.query;
        reading.lang.pick(
            &format!("Désolé, je ne trouve pas « {query} » dans nos articles. Cherchez-vous autre chose ?"),
            &format!("Sorry, I cannot find \"{query}\" in our shop. Are you looking for anything else?"),
        )
    })
}

fn catalogue_list(turn: &Turn, reading: &Reading) -> Option<String> {
    if !reading.intents.asks_catalogue {
        return None;
    }
    let step = turn.steps_of("search_catalogue").last()?;
    let products = catalogue::products(&step.response);
    if products.is_empty() {
        return Some(reading.lang.pick(
            "Dites-moi ce que vous cherchez et je regarde tout de suite.",
            "Tell me what you are looking for and I will check right away.",
        ));
    }
    Some(ask::present(reading, &Choice::PickProduct(products)))
}

fn which_one(lang: Lang, candidates: &[String]) -> String {
    let names: Vec<String> = candidates.iter().map(|name| format!("*{name}*")).collect();
    lang.pick(
        &format!("Lequel vous intéresse : {} ?", ask::listed(&names, " ou ")),
        &format!("Which one would you like: {}?", ask::listed(&names, " or ")),
    )
}

/// What to ask when the turn left no question open.
fn next_question(turn: &Turn, reading: &Reading, already_said: usize) -> Option<String> {
    let cart = turn.cart();
    let intents = reading.intents;
    if intents.modifies {
        return Some(smalltalk::closing(turn, reading));
    }
    let total = intents.asks_total.then(|| spoken_total(turn, reading.lang)).flatten();
    if !cart.lines.is_empty() && !cart.missing.is_empty() {
        let question = ask::missing(turn, reading.lang, &cart);
        return Some(total.map_or(question.clone(), |total| format!("{total} {question}")));
    }
    if intents.asks_delivery && reading.place.commune.is_none() && cart.lines.is_empty() {
        return Some(
            reading.lang.pick("Dans quelle commune êtes-vous ?", "Which commune are you in?"),
        );
    }
    // A thank-you needs no question back.
    let enough =
        already_said > 0 && !turn.flag("recap_open") && (intents.thanks || turn.flag("order_open"));
    (!enough).then(|| smalltalk::closing(turn, reading))
}

/// The amounts of this turn's latest cart, when a step returned one.
fn spoken_total(turn: &Turn, lang: Lang) -> Option<String> {
    let step = turn.steps.iter().rev().find(|step| step.response.get("cart").is_some())?;
    let cart = Cart::read(&step.response);
    let amount = cart.total.or(cart.subtotal)?;
    Some(lang.pick(&format!("Cela fait {amount}."), &format!("That makes {amount}.")))
}
