//! What a courier hears on the telephone. Read by a voice: amounts are words, telephone numbers
//! pairs, and no sentence needs to be seen.
//!
//! A call is for who has no data left, so that it says all there is to know once the delivery is
//! theirs: address, contact, amount.

mod number;

use jiff::civil::Date;

use super::{
    courier::{area, short},
    shop::{at_the_shop, the_shop},
};
use crate::{
    conversation::DeliveryFailure,
    dispatch::FAILURE_REASONS,
    moment::{Moment, Period, weekday_in_words},
    money::Money,
    order::Order,
    phone::Phone,
    seller::Seller,
    standing::Standing,
};

pub use self::number::in_words as number_in_words;

/// Characters of a name or a place: a voice needs a second for fifteen.
const MAX_NAME: usize = 60;
const MAX_PLACE: usize = 160;
/// Wrong codes before the delivery is locked.
const MAX_WRONG_CODES: u32 = 3;

/// Who is on the telephone, about which order.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    pub order: &'a Order,
    pub seller: &'a Seller,
    pub courier_name: &'a str,
    /// What is left to collect at the door; nothing when it was paid before.
    pub to_collect: Money,
    /// The day it is at the shop.
    pub today: Date,
}

impl Call<'_> {
    /// The offer, with the keys that answer it.
    pub fn offer(&self) -> String {
        format!("{} {}", self.terms(), offer_keys())
    }

    /// The offer in the words of a call that cannot be answered before it is over.
    fn terms(&self) -> String {
        format!(
            "Bonjour {}. Course pour {} : {}livraison à {}, {}. {} Vous gagnez {}.",
            spoken(self.courier_name, MAX_NAME),
            the_shop(&spoken(&self.seller.shop_name, MAX_NAME)),
            self.pickup(),
            spoken(&area(&self.order.address), MAX_PLACE),
            moment_in_words(self.order.moment, self.today),
            self.collecting(),
            money_in_words(self.order.totals.delivery_fee),
        )
    }

    fn pickup(&self) -> String {
        match spoken(&self.seller.settings.delivery.pickup_place, MAX_PLACE) {
            nowhere if nowhere.is_empty() => String::new(),
            place => format!("retrait à {place}, "),
        }
    }

    fn collecting(&self) -> String {
        if self.to_collect.amount() > 0 {
            format!("À encaisser : {}.", money_in_words(self.to_collect))
        } else {
            "Déjà payée, rien à encaisser.".to_owned()
        }
    }

    /// Theirs: everything needed on the road.
    pub fn yours(&self) -> String {
        format!(
            "La course est à vous, merci. {} Rappelez ce numéro pour dire que le colis est récupéré, puis livré. Bonne route !",
            self.road_sheet()
        )
    }

    fn road_sheet(&self) -> String {
        format!(
            "Adresse : {}. Client : {}, téléphone {}. {}",
            spoken(&self.order.address.in_words(), MAX_PLACE),
            spoken(self.order.receiver_name(), MAX_NAME),
            phone_in_words(self.order.receiver_phone()),
            self.collecting(),
        )
    }

    /// Where they stand, and the keys that move it on. For [`Standing::Open`] see [`Self::offer`].
    pub fn standing(&self, standing: Standing) -> String {
        let shop = spoken(&self.seller.shop_name, MAX_NAME);
        match standing {
            Standing::Open { .. } => self.offer(),
            Standing::Refused => refused().to_owned(),
            Standing::TooLate | Standing::Gone => taken().to_owned(),
            Standing::Assigned => format!(
                "Course pour {}. {} Tapez 1 si le colis est récupéré, 2 s'il est livré, 3 en cas d'échec, 9 pour annuler votre dernière action, 0 pour réécouter.",
                the_shop(&shop),
                self.road_sheet()
            ),
            Standing::PickedUp => format!(
                "Course pour {}, colis récupéré. {} Tapez 2 si le colis est livré, 3 en cas d'échec, 9 pour annuler votre dernière action, 0 pour réécouter.",
                the_shop(&shop),
                self.road_sheet()
            ),
            Standing::AwaitingCode { wrong: 0 } => {
                "Tapez le code à quatre chiffres donné par le client. Pour annuler, tapez 9 puis dièse.".to_owned()
            }
            Standing::AwaitingCode { wrong } => format!(
                "Ce n'est pas le bon code. Redemandez-le au client. {} Tapez les quatre chiffres. Pour annuler, tapez 9 puis dièse.",
                tries(MAX_WRONG_CODES.saturating_sub(wrong))
            ),
            Standing::CodeLocked => format!(
                "Trop de codes faux. La boutique est prévenue : gardez le colis et appelez {}.",
                the_shop(&shop)
            ),
            Standing::AwaitingCash => format!(
                "Code correct, merci. Avez-vous encaissé {} ? Pour oui, tapez 1 puis dièse. Sinon, tapez le montant en francs, puis dièse.",
                money_in_words(self.to_collect)
            ),
            Standing::Delivered { collected } => format!(
                "Course terminée, {} encaissés. Merci et à bientôt !",
                money_in_words(collected)
            ),
            Standing::Failed => format!(
                "C'est noté, la livraison n'a pas pu se faire. Merci de rapporter le colis {}.",
                at_the_shop(&shop)
            ),
            Standing::Cancelled => format!(
                "La course est annulée. Si vous avez le colis, merci de le rapporter {}.",
                at_the_shop(&shop)
            ),
        }
    }
}

/// The keys of an offer.
pub fn offer_keys() -> &'static str {
    "Tapez 1 pour accepter, 2 pour refuser, 0 pour réécouter."
}

/// Why it failed: the keys are the places in the list.
pub fn ask_reason() -> String {
    let keys = FAILURE_REASONS.iter().zip(1..).map(|(why, key)| match why {
        DeliveryFailure::CustomerAbsent => format!("{key} si le client est absent"),
        DeliveryFailure::CustomerRefused => format!("{key} s'il refuse le colis"),
        DeliveryFailure::WrongAddress => format!("{key} si l'adresse est introuvable"),
        DeliveryFailure::CourierProblem => format!("{key} si l'empêchement vient de vous"),
    });
    let keys: Vec<String> = keys.collect();
    format!("Pourquoi la livraison n'a-t-elle pas pu se faire ? Tapez {}.", keys.join(", "))
}

/// A key was pressed, and its effect is being looked for.
pub fn one_moment() -> &'static str {
    "Un instant."
}

/// « 2 » is noted.
pub fn refused() -> &'static str {
    "C'est noté, merci d'avoir répondu. À une prochaine course !"
}

/// The offer went to somebody else, or its time is over.
pub fn taken() -> &'static str {
    "Course déjà attribuée, merci. À une prochaine fois !"
}

/// Nobody pressed anything.
pub fn no_key() -> &'static str {
    "Nous n'avons pas reçu de réponse. Au revoir."
}

/// The key is on its way, and its effect does not show yet.
pub fn pending() -> &'static str {
    "Votre réponse est bien reçue. La suite vous arrive par message. Au revoir."
}

/// A key that means nothing here.
pub fn not_a_key() -> &'static str {
    "Ce choix n'existe pas."
}

/// Something of ours failed in the middle of a call.
pub fn trouble() -> &'static str {
    "Un problème technique nous empêche de continuer. Rappelez dans un instant, merci."
}

/// A courier calls and nothing is theirs to do.
pub fn no_job() -> &'static str {
    "Bonjour. Vous n'avez pas de course en cours. Merci et à bientôt !"
}

/// Somebody calls who is no courier here.
pub fn unknown_caller() -> &'static str {
    "Bonjour. Ce numéro sert aux livreurs des boutiques inscrites. Pour une commande, écrivez à la boutique sur WhatsApp. Au revoir."
}

fn tries(left: u32) -> &'static str {
    if left == 1 { "Il reste un essai." } else { "Il reste deux essais." }
}

/// `1 500 FCFA` as it is said: « mille cinq cents francs ».
pub fn money_in_words(money: Money) -> String {
    let amount = number::in_words(money.amount());
    match money.amount() {
        -1..=1 => format!("{amount} franc"),
        // « deux millions de francs ».
        whole if whole % 1_000_000 == 0 => format!("{amount} de francs"),
        _ => format!("{amount} francs"),
    }
}

fn moment_in_words(moment: Moment, today: Date) -> String {
    let day = moment.day_in_words(today);
    // « mardi 24/11 » would be read as a fraction.
    let day = if day.contains('/') {
        format!("{} {}", weekday_in_words(moment.day.weekday()), number::in_words(moment.day.day()))
    } else {
        day
    };
    let before = match moment.period {
        Period::Morning => "midi",
        Period::Afternoon => "dix-huit heures",
    };
    format!("{day} avant {before}")
}

/// Digits in pairs with a pause after each: a voice reads ten digits in a row as a number.
fn phone_in_words(phone: &Phone) -> String {
    phone.national().replace(' ', ", ")
}

/// A name or a place without what a voice would spell out.
fn spoken(text: &str, max: usize) -> String {
    let kept: String =
        text.chars().filter(|c| c.is_alphanumeric() || " '’-.,".contains(*c)).collect();
    short(&kept, max)
}

#[cfg(test)]
mod tests;
