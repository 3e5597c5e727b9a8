//! What a courier reads in a text message: short, since every segment is paid for, and with the
//! link behind which the rest is.
//!
//! Callers put the words through `sms::gsm7`; a plain space stands in amounts.

use crate::{
    copy::courier::{area, short, to_collect},
    dispatch::CourierNote,
    money::Money,
    order::Order,
};

const MAX_SHOP: usize = 24;
const MAX_AREA: usize = 40;

/// An offer; the link follows it.
pub fn offer(order: &Order, shop: &str, left: Money) -> String {
    let fee = order.totals.delivery_fee;
    let earns = if fee.amount() > 0 { format!(", gain {fee}") } else { String::new() };
    format!(
        "Course {} : {}, {}{earns}. Accepter ou refuser :",
        short(shop, MAX_SHOP),
        short(&area(&order.address), MAX_AREA),
        to_collect(left)
    )
}

/// A note to a courier who is reached by text message; `None` for what the page or the call that
/// they used has told them.
pub fn note(note: CourierNote, order: &Order, shop: &str, left: Money) -> Option<String> {
    let number = order.reference();
    let shop = short(shop, MAX_SHOP);
    Some(match note {
        CourierNote::Accepted | CourierNote::Assigned => {
            format!(
                "Course {number} à vous. Retrait : {shop}. Livrer : {}. Client {}, {}. {}. Suivi :",
                short(&order.address.in_words(), MAX_AREA),
                short(order.receiver_name(), MAX_SHOP),
                order.receiver_phone().national(),
                to_collect(left)
            )
        }
        CourierNote::Amended => {
            format!(
                "Course {number} modifiée : {}, {}. Détails :",
                short(&order.address.in_words(), MAX_AREA),
                to_collect(left)
            )
        }
        CourierNote::Paid => format!("Course {number} : {}.", to_collect(left)),
        CourierNote::Cancelled => {
            format!("Course {number} annulée. Si vous avez le colis, rapportez-le à {shop}.")
        }
        CourierNote::Rescheduled => {
            format!("Course {number} reportée. Si vous avez le colis, rapportez-le à {shop}.")
        }
        CourierNote::Reassigned => {
            format!("Course {number} confiée à un autre livreur. Merci !")
        }
        CourierNote::CodeLocked => {
            format!("Course {number} : 3 mauvais codes. Appelez {shop} avant de laisser le colis.")
        }
        CourierNote::AskCode => {
            format!("Course {number} : vous pouvez de nouveau donner le code du client. Ici :")
        }
        CourierNote::Undone => format!("Course {number} corrigée, reprenez ici :"),
        CourierNote::Thanks => format!("Course {number} terminée. Merci et à bientôt !"),
        CourierNote::OfferChanged => {
            format!("Course {number} modifiée : une nouvelle proposition suit.")
        }
        CourierNote::OfferGone => format!("Course {number} : elle n'est plus disponible. Merci !"),
        CourierNote::RefusalNoted
        | CourierNote::TooLate
        | CourierNote::Gone
        | CourierNote::AlreadyYours
        | CourierNote::NotYours
        | CourierNote::OnTheRoad
        | CourierNote::WrongCode { .. }
        | CourierNote::PhotoKept
        | CourierNote::AskCash
        | CourierNote::AskAmount
        | CourierNote::AskReason
        | CourierNote::FailureNoted
        | CourierNote::NoUndo
        | CourierNote::Over => return None,
    })
}

/// Whether the page behind the link has more than the words say.
pub const fn has_link(note: CourierNote) -> bool {
    match note {
        CourierNote::Accepted
        | CourierNote::Assigned
        | CourierNote::Amended
        | CourierNote::AskCode
        | CourierNote::Undone => true,
        CourierNote::Paid
        | CourierNote::Cancelled
        | CourierNote::Rescheduled
        | CourierNote::Reassigned
        | CourierNote::CodeLocked
        | CourierNote::Thanks
        | CourierNote::OfferChanged
        | CourierNote::OfferGone
        | CourierNote::RefusalNoted
        | CourierNote::TooLate
        | CourierNote::Gone
        | CourierNote::AlreadyYours
        | CourierNote::NotYours
        | CourierNote::OnTheRoad
        | CourierNote::WrongCode { .. }
        | CourierNote::PhotoKept
        | CourierNote::AskCash
        | CourierNote::AskAmount
        | CourierNote::AskReason
        | CourierNote::FailureNoted
        | CourierNote::NoUndo
        | CourierNote::Over => false,
    }
}
