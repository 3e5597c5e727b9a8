//! The page itself: one column for one hand, no script, light enough for a bad network.

use aws_adapters::ride::Ride;
use domain::{
    conversation::DeliveryFailure,
    copy::{
        courier::{self as words, button},
        courier_page::{self as copy, Notice},
    },
    moment,
    order::Order,
    standing::Standing,
};
use jiff::Timestamp;
use lambda_http::{Body, Response, http::StatusCode};
use lambda_support::http::page;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::act::REASONS;

const STYLE: &str = include_str!("page/style.css");
/// Seconds before a page that waits looks again.
const REFRESH: &str = "2";

/// A page that says one thing.
pub(crate) fn notice(status: StatusCode, notice: &Notice) -> Response<Body> {
    let body = html! { h1 { (notice.title) } p { (notice.text) } };
    page::form(status, document(&notice.title, None, &body).into_string())
}

/// What was tapped is on its way; the page looks again at `next`.
pub(crate) fn waiting(next: &str) -> Response<Body> {
    let notice = copy::on_its_way();
    let body = html! {
        h1 { (notice.title) }
        p { (notice.text) }
        p { a href=(next) { (copy::look_again()) } }
    };
    page::form(StatusCode::OK, document(&notice.title, Some(next), &body).into_string())
}

/// Where the courier stands, `told` said above it.
pub(crate) fn of(ride: &Ride, told: Option<&str>, now: Timestamp) -> Response<Body> {
    let standing = ride.standing(now);
    let title = copy::title(standing, &ride.seller.shop_name);
    let body = html! {
        h1 { (title) }
        @if let Some(told) = told { p.told role="alert" { (told) } }
        (content(ride, standing, now))
    };
    page::form(StatusCode::OK, document(&title, None, &body).into_string())
}

fn document(title: &str, refresh: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                @if let Some(next) = refresh {
                    meta http-equiv="refresh" content=(format!("{REFRESH};url={next}"));
                }
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    }
}

fn content(ride: &Ride, standing: Standing, now: Timestamp) -> Markup {
    let (order, shop) = (&ride.order, ride.seller.shop_name.as_str());
    match standing {
        Standing::Open { until } => html! {
            (offer(ride, now))
            p { (copy::answer_before(&ride.seller.time_zone().to_datetime(until).time())) }
            (tap(ride, "accept", button::ACCEPT, ""))
            (tap(ride, "refuse", button::REFUSE, "no"))
        },
        Standing::Refused => html! { p { (words::refusal_noted()) } },
        Standing::TooLate => html! { p { (words::too_late()) } },
        Standing::Gone => html! { p { (words::gone()) } },
        Standing::Assigned => html! {
            (road_sheet(ride, now))
            (tap(ride, "picked_up", button::PICKED_UP, ""))
            (tap(ride, "handed_over", button::DELIVERED, ""))
            (failure(ride))
        },
        Standing::PickedUp => html! {
            (road_sheet(ride, now))
            (tap(ride, "handed_over", button::DELIVERED, ""))
            (failure(ride))
            (undo(ride))
        },
        Standing::AwaitingCode { wrong } => html! {
            @if wrong > 0 {
                p.told role="alert" { (words::wrong_code(copy::tries_left(wrong))) }
            }
            p { (words::ask_code(order)) }
            (typed(ride, "code", "digits", copy::code_label(), copy::send_code()))
            (road_sheet(ride, now))
            (failure(ride))
            (undo(ride))
        },
        Standing::CodeLocked => html! {
            p { (words::code_locked(order, shop)) }
            (call(copy::call_shop(), ride.seller.phone.e164()))
        },
        Standing::AwaitingCash => html! {
            p { (copy::ask_cash(ride.to_collect(), order)) }
            (tap(ride, "cash_due", &words::cash_received(ride.to_collect()), ""))
            details {
                summary { (button::OTHER_AMOUNT) }
                (typed(ride, "cash", "amount", copy::amount_label(), copy::send_amount()))
            }
            (undo(ride))
        },
        Standing::Delivered { collected } => html! {
            p { (words::thanks(order, collected)) }
            (undo(ride))
        },
        Standing::Failed => html! {
            p { (words::failure_noted(order, shop)) }
            (undo(ride))
        },
        Standing::Cancelled => html! { p { (words::cancelled(order, shop)) } },
    }
}

/// Enough to decide, too little to go without accepting.
fn offer(ride: &Ride, now: Timestamp) -> Markup {
    let order = &ride.order;
    html! {
        dl {
            (pickup(ride))
            (row(copy::AREA, &words::area(&order.address)))
            (row(copy::WHEN, &order.moment.in_words(today(ride, now))))
            (row(copy::PARCEL, &order.contents()))
            (row(copy::EARNED, &order.totals.delivery_fee.to_string()))
            (collecting(ride))
        }
    }
}

fn road_sheet(ride: &Ride, now: Timestamp) -> Markup {
    let order = &ride.order;
    html! {
        dl {
            (pickup(ride))
            (row(copy::ADDRESS, &order.address.in_words()))
            (map(order))
            (row(copy::CONTACT, order.receiver_name()))
            div {
                dt { (copy::PHONE) }
                dd { a href=(format!("tel:{}", order.receiver_phone().e164())) { (order.receiver_phone().national()) } }
            }
            (row(copy::WHEN, &order.moment.in_words(today(ride, now))))
            (row(copy::PARCEL, &order.contents()))
            (collecting(ride))
        }
    }
}

fn row(name: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { div { dt { (name) } dd { (value) } } } }
}

fn pickup(ride: &Ride) -> Markup {
    row(copy::PICKUP, &ride.seller.settings.delivery.pickup_place)
}

fn map(order: &Order) -> Markup {
    html! {
        @if let Some(address) = words::map_of(&order.address) {
            div { dt { (copy::MAP) } dd { a href=(address) rel="noreferrer" { (copy::open_map()) } } }
        }
    }
}

fn collecting(ride: &Ride) -> Markup {
    let amount = ride.to_collect();
    html! {
        div {
            dt { (copy::COLLECT) }
            @if amount.amount() > 0 { dd { (amount) } } @else { dd.paid { (copy::PAID) } }
        }
    }
}

fn call(label: &str, number: &str) -> Markup {
    html! { p { a href=(format!("tel:{number}")) { (label) } } }
}

/// A button of its own form: `step` makes a second tap of it the same message.
fn tap(ride: &Ride, act: &str, label: &str, class: &str) -> Markup {
    html! {
        form method="post" action="?" {
            input type="hidden" name="step" value=(ride.version);
            button class=(class) name="act" value=(act) { (label) }
        }
    }
}

fn typed(ride: &Ride, act: &str, field: &str, label: &str, send: &str) -> Markup {
    html! {
        form method="post" action="?" autocomplete="off" {
            input type="hidden" name="step" value=(ride.version);
            label { (label) input name=(field) inputmode="numeric" maxlength="16" required; }
            button name="act" value=(act) { (send) }
        }
    }
}

fn failure(ride: &Ride) -> Markup {
    html! {
        details {
            summary { (button::FAILED) }
            @for (name, reason) in REASONS {
                form method="post" action="?" {
                    input type="hidden" name="step" value=(ride.version);
                    input type="hidden" name="reason" value=(name);
                    button.quiet name="act" value="failed" {
                        (words::reason(DeliveryFailure::from(reason)))
                    }
                }
            }
        }
    }
}

fn undo(ride: &Ride) -> Markup {
    tap(ride, "undo", copy::undo(), "quiet")
}

fn today(ride: &Ride, now: Timestamp) -> jiff::civil::Date {
    moment::today(now, &ride.seller.time_zone())
}
