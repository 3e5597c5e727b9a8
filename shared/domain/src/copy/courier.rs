//! What a courier reads from our own number, and the words on the buttons.
//!
//! An offer names the area and never the exact address or the contact: those are for the courier
//! who accepted. Button titles stay within Meta's 20 characters, list rows within 24.

use jiff::civil::Date;

use super::shop::{in_template, the_shop, the_shop_first};
use crate::{
    conversation::DeliveryFailure,
    money::Money,
    order::{Address, Order, reference},
    text,
};

/// Titles of the buttons and lists (Meta, Cloud API, interactive messages: at most 20 characters,
/// 24 for a list row).
pub mod button {
    pub const ACCEPT: &str = "J'accepte";
    pub const REFUSE: &str = "Je refuse";
    pub const PICKED_UP: &str = "Récupéré";
    pub const DELIVERED: &str = "Livré";
    pub const FAILED: &str = "Échec";
    pub const OTHER_AMOUNT: &str = "Autre montant";
    pub const UNDO: &str = "Corriger";
    pub const REASONS: &str = "Choisir la raison";
}

/// Characters of the contents in an offer; Meta's limit for the whole body is 1,024.
const MAX_CONTENTS: usize = 300;
const MAX_PLACE: usize = 200;
const MAX_NAME: usize = 60;
/// Titles of buttons (Meta, Cloud API).
const MAX_TITLE: usize = 20;

/// What an offer says, piece by piece: the template outside the window takes the same pieces, after
/// the words « la boutique » for the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub shop: String,
    /// Contents, the amount to collect, and what the courier earns.
    pub parcel: String,
    pub area: String,
    pub moment: String,
}

impl Offer {
    /// The offer of an order of which so much is left to collect, as said on `today`.
    pub fn of(order: &Order, shop: &str, left: Money, today: Date) -> Self {
        let contents = short(&order.contents(), MAX_CONTENTS);
        let fee = order.totals.delivery_fee;
        let earns = if fee.amount() > 0 { format!(". Vous gagnez {fee}") } else { String::new() };
        Self {
            shop: in_template(&short(shop, MAX_NAME)),
            parcel: format!("{contents}, {}{earns}", to_collect(left)),
            area: area(&order.address),
            moment: order.moment.in_words(today),
        }
    }

    /// The offer with its time limit, for the buttons « J'accepte » and « Je refuse ».
    pub fn in_words(&self, offer_seconds: u32) -> String {
        format!(
            "Nouvelle course pour {}\nColis : {}\nLivraison : {}, {}\nVous avez {} pour répondre.",
            the_shop(&self.shop),
            self.parcel,
            self.area,
            self.moment,
            duration(offer_seconds)
        )
    }
}

/// What is left to collect at the door: `à encaisser 46 500 FCFA`, or that it is paid.
pub fn to_collect(left: Money) -> String {
    if left.amount() > 0 {
        format!("à encaisser {left}")
    } else {
        "PAYÉ, rien à encaisser".to_owned()
    }
}

/// Commune and quarter: enough to decide, too little to go without accepting.
pub fn area(address: &Address) -> String {
    let parts = [address.commune.as_str(), address.quarter.as_str(), address.city.as_str()];
    let mut known: Vec<&str> = Vec::new();
    for part in parts {
        if !part.is_empty() && !known.contains(&part) {
            known.push(part);
        }
    }
    if known.is_empty() { "à préciser".to_owned() } else { short(&known.join(", "), MAX_PLACE) }
}

fn duration(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (1, 0) => "1 minute".to_owned(),
        (minutes, 0) if minutes > 0 => format!("{minutes} minutes"),
        _ => format!("{seconds} secondes"),
    }
}

/// A text on one line, as template parameters must be (Meta: no line break, no run of spaces), at
/// most `max` characters long.
pub(super) fn short(text: &str, max: usize) -> String {
    text::tidy(&text.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// The courier accepted: everything needed on the road.
pub fn accepted(order: &Order, shop: &str, left: Money, today: Date) -> String {
    let thanks = format!("La course {} est à vous. Merci !", order.reference());
    [thanks, road_sheet(order, shop, left, today)].join("\n")
}

/// The seller gave them the delivery without asking.
pub fn assigned(order: &Order, shop: &str, left: Money, today: Date) -> String {
    let given = format!(
        "{} vous confie la course {}.",
        the_shop_first(&short(shop, MAX_NAME)),
        order.reference()
    );
    [given, road_sheet(order, shop, left, today)].join("\n")
}

/// The customer paid, all or part of it, or got money back: what counts at the door now.
pub fn paid(order: &Order, left: Money) -> String {
    if left.amount() > 0 {
        format!("Course {} : il reste {left} à encaisser.", order.reference())
    } else {
        format!("Course {} : PAYÉ par le client. N'encaissez rien.", order.reference())
    }
}

/// A step was taken back.
pub fn undone(order: &Order) -> String {
    format!("C'est corrigé pour la course {}. Reprenez où vous en étiez.", order.reference())
}

/// Too late to take a step back, or nothing to take back.
pub fn no_undo() -> String {
    "Cette étape ne peut plus être corrigée ici : appelez la boutique.".to_owned()
}

/// A photo of the handed-over parcel is kept.
pub fn photo_kept(order: &Order) -> String {
    format!("Photo enregistrée pour la course {}. Merci !", order.reference())
}

/// The order was amended while its courier was on the way to the shop.
pub fn amended(order: &Order, shop: &str, left: Money, today: Date) -> String {
    let changed =
        format!("La course {} a changé. Voici ce qui compte maintenant :", order.reference());
    [changed, road_sheet(order, shop, left, today)].join("\n")
}

fn road_sheet(order: &Order, shop: &str, left: Money, today: Date) -> String {
    let mut lines = vec![
        format!("Boutique : {}", short(shop, MAX_NAME)),
        format!("Colis : {}", short(&order.contents(), MAX_CONTENTS)),
        format!("Adresse : {}", short(&order.address.in_words(), MAX_PLACE)),
    ];
    if let Some(map) = map_of(&order.address) {
        lines.push(format!("Plan : {map}"));
    }
    lines.extend(people(order));
    lines.push(format!("Quand : {}", order.moment.in_words(today)));
    lines.push(if left.amount() > 0 {
        format!("À encaisser : {left}")
    } else {
        "PAYÉ : rien à encaisser".to_owned()
    });
    lines.join("\n")
}

/// Whom to hand the parcel to, and whom to ask when they are not there.
fn people(order: &Order) -> Vec<String> {
    let customer =
        format!("{}, {}", short(&order.contact_name, MAX_NAME), order.contact_phone.national());
    let Some(recipient) = &order.recipient else {
        return vec![format!("Client : {customer}")];
    };
    let mut lines = vec![format!("À remettre à : {}", recipient.in_words())];
    if recipient.phone != order.contact_phone {
        lines.push(format!("Commandé par : {customer}"));
    }
    lines.extend(order.payer.as_ref().map(|payer| format!("Paie : {payer}")));
    lines
}

/// Where a map shows the place, when it was sent as a position.
pub fn map_of(address: &Address) -> Option<String> {
    let pin = address.pin?;
    Some(format!("https://maps.google.com/?q={},{}", pin.latitude(), pin.longitude()))
}

/// « Je refuse » is noted.
pub fn refusal_noted() -> String {
    "C'est noté, merci d'avoir répondu. À une prochaine course !".to_owned()
}

/// A tap after the deadline.
pub fn too_late() -> String {
    "Merci, mais le délai de réponse est dépassé : la course est proposée à un autre livreur. À une prochaine fois !".to_owned()
}

/// A tap on an offer that was taken back.
pub fn gone() -> String {
    "Merci, mais cette course n'est plus disponible. À une prochaine fois !".to_owned()
}

/// A second « J'accepte ».
pub fn already_yours(order: &Order) -> String {
    format!("La course {} est déjà à vous.", order.reference())
}

/// A tap on somebody else's delivery.
pub fn not_yours() -> String {
    "Cette course est confiée à un autre livreur.".to_owned()
}

/// The parcel is with the courier.
pub fn on_the_road(order: &Order) -> String {
    format!(
        "Bonne route ! Une fois le colis {} remis au client, appuyez sur « {} » : son code à 4 chiffres vous sera demandé.",
        order.reference(),
        button::DELIVERED
    )
}

/// « Livré »: the code proves it.
pub fn ask_code(order: &Order) -> String {
    format!(
        "Course {} : quel est le code à 4 chiffres donné par le client ? Vous pouvez aussi envoyer une photo du colis remis.",
        order.reference()
    )
}

/// Their file is no photo that can be kept.
pub fn photo_unreadable() -> String {
    "Cette photo n'a pas pu être lue. Renvoyez-la, en JPEG ou PNG de 5 Mo au plus.".to_owned()
}

/// A wrong code, and how many tries are left.
pub fn wrong_code(left: u32) -> String {
    let tries =
        if left == 1 { "Il reste 1 essai".to_owned() } else { format!("Il reste {left} essais") };
    format!("Ce n'est pas le bon code. Redemandez-le au client. {tries}.")
}

/// Too many wrong codes.
pub fn code_locked(order: &Order, shop: &str) -> String {
    format!(
        "Trop de codes faux pour la course {}. {} est au courant : appelez avant de laisser le colis.",
        order.reference(),
        the_shop_first(&short(shop, MAX_NAME))
    )
}

/// The code is right: how much was collected?
pub fn ask_cash(order: &Order, left: Money) -> String {
    format!(
        "Code correct, merci ! Avez-vous encaissé {left} pour la course {} ?",
        order.reference()
    )
}

/// The title of the button that says the due amount was collected: `46 500 FCFA reçus`, the bare
/// amount when that would be too long.
pub fn cash_received(due: Money) -> String {
    let full = format!("{due} reçus");
    if full.chars().count() <= MAX_TITLE { full } else { due.to_string() }
}

/// « Autre montant ».
pub fn ask_amount(order: &Order, left: Money) -> String {
    format!(
        "Quel montant avez-vous encaissé pour la course {} ? Écrivez seulement le nombre, par exemple {}.",
        order.reference(),
        left.amount()
    )
}

/// An amount that could not be read, or a code that is not four digits.
pub fn not_understood() -> String {
    "Je n'ai pas compris. Écrivez seulement les chiffres, s'il vous plaît.".to_owned()
}

/// « Échec »: why?
pub fn ask_reason(order: &Order) -> String {
    format!("Course {} : pourquoi la livraison n'a-t-elle pas pu se faire ?", order.reference())
}

/// A reason in the list's words.
pub fn reason(reason: DeliveryFailure) -> &'static str {
    match reason {
        DeliveryFailure::CustomerAbsent => "Client absent",
        DeliveryFailure::CustomerRefused => "Refusé par le client",
        DeliveryFailure::WrongAddress => "Adresse introuvable",
        DeliveryFailure::CourierProblem => "Problème du livreur",
    }
}

/// Delivered: the closing thanks.
pub fn thanks(order: &Order, collected: Money) -> String {
    let cash = if collected.amount() > 0 {
        format!("{collected} encaissés")
    } else {
        "déjà payée".to_owned()
    };
    format!("Course {} terminée, {cash}. Merci et à bientôt !", order.reference())
}

/// The failure is recorded.
pub fn failure_noted(order: &Order, shop: &str) -> String {
    format!(
        "C'est noté pour la course {}. Merci de rapporter le colis à {}.",
        order.reference(),
        the_shop(&short(shop, MAX_NAME))
    )
}

/// Cancelled while the courier had it.
pub fn cancelled(order: &Order, shop: &str) -> String {
    format!(
        "La course {} est annulée. Si vous avez le colis, merci de le rapporter à {}.",
        order.reference(),
        the_shop(&short(shop, MAX_NAME))
    )
}

/// Moved while the courier had it.
pub fn rescheduled(order: &Order, shop: &str) -> String {
    format!(
        "La course {} est reportée à un autre moment. Si vous avez le colis, merci de le rapporter à {}.",
        order.reference(),
        the_shop(&short(shop, MAX_NAME))
    )
}

/// Amended to a place they do not serve while the courier had it.
pub fn reassigned(order: &Order, shop: &str) -> String {
    format!(
        "L'adresse de la course {} a changé de zone : elle est confiée à un autre livreur. Merci ! Si vous avez le colis, rapportez-le à {}.",
        order.reference(),
        the_shop(&short(shop, MAX_NAME))
    )
}

/// An offer was taken back, and the same courier gets another one.
pub fn offer_changed(order: &Order) -> String {
    format!(
        "La course {} a été modifiée : la proposition précédente n'est plus valable, voici la nouvelle.",
        order.reference()
    )
}

/// An offer was taken back for good.
pub fn offer_gone(order: &Order) -> String {
    format!(
        "La course {} a été modifiée : elle n'est plus disponible comme nous vous l'avions proposée. Merci, à une prochaine fois !",
        order.reference()
    )
}

/// A tap on what is over.
pub fn over(order: &crate::ids::OrderId) -> String {
    format!("La course {} est terminée, il n'y a plus rien à faire.", reference(order))
}

/// « dispo » and whatever else a courier writes while nothing is asked of them.
pub fn thanks_for_writing() -> String {
    "Merci ! Vous recevrez ici les prochaines courses.".to_owned()
}

/// They ride for any shop from now on.
pub fn joined_pool(communes: &[String]) -> String {
    let place = if communes.is_empty() { "partout".to_owned() } else { communes.join(", ") };
    format!(
        "C'est fait : vous recevrez aussi les courses d'autres boutiques ({place}). Pour arrêter, écrivez « POOL STOP »."
    )
}

/// They do not, any more.
pub fn left_pool() -> String {
    "C'est noté : vous ne recevrez plus les courses d'autres boutiques. Pour revenir, écrivez « POOL » et vos communes.".to_owned()
}

/// Their phone is of no country we deliver in.
pub fn pool_unavailable() -> String {
    "Désolé, les courses d'autres boutiques ne sont pas encore possibles avec votre numéro."
        .to_owned()
}

/// Words instead of a tap on an offer.
pub fn use_buttons() -> String {
    format!(
        "Pour répondre à une course, appuyez sur « {} » ou « {} » sous le message.",
        button::ACCEPT,
        button::REFUSE
    )
}

/// The one sentence for people who are no courier here.
pub fn unknown_sender() -> String {
    "Bonjour ! Ce numéro FluxAsync sert aux livreurs et aux boutiques inscrites. Pour une commande, écrivez directement à la boutique.".to_owned()
}

#[cfg(test)]
pub(super) mod tests;
