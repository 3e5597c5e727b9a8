//! The functions as the model sees them: names, when to call them, shapes of their arguments.

use contracts::gemini::FunctionDeclaration;
use domain::conversation::cart::MAX_QUANTITY;
use serde_json::{Value, json};

use super::MAX_CHOICES;

/// The functions offered to the model, in a fixed order: they are part of the cached prefix.
pub(crate) fn declarations() -> Vec<FunctionDeclaration> {
    let groups = [of_cart(), of_delivery(), of_talk(), of_orders(), of_limits()];
    groups.into_iter().flatten().collect()
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn by_reference() -> Value {
    object(
        &json!({"order": {"type": "string", "description": "The order's reference from the CONTEXT, such as 'C4F2A1'."}}),
        &["order"],
    )
}

/// The catalogue, the cart and its prices.
fn of_cart() -> Vec<FunctionDeclaration> {
    vec![
        FunctionDeclaration {
            name: "search_catalogue",
            description: "Search the shop's catalogue. The only source of products, prices, variants and stock.",
            parameters_json_schema: object(
                &json!({"query": {"type": "string", "description": "A few words: product, size, colour. Empty lists the shop window."}}),
                &["query"],
            ),
        },
        FunctionDeclaration {
            name: "update_cart",
            description: "Set the quantity of one product in the cart. 0 takes it out.",
            parameters_json_schema: object(
                &json!({
                    "product_id": {"type": "string", "description": "The product_id from search_catalogue."},
                    "variant": {"type": "string", "description": "The variant from search_catalogue, such as '42 noir'. Leave out when the product has only one."},
                    "quantity": {"type": "integer", "minimum": 0, "maximum": MAX_QUANTITY},
                }),
                &["product_id", "quantity"],
            ),
        },
        FunctionDeclaration {
            name: "negotiate_price",
            description: "Ask what the shop answers to a prospect who haggles. Give the price they proposed, if they did. Say the sentence of the answer, with its price.",
            parameters_json_schema: object(
                &json!({
                    "product_id": {"type": "string"},
                    "variant": {"type": "string"},
                    "proposed_price": {"type": "integer", "description": "What the prospect proposed, in francs, as they wrote it. Leave out when they named none."},
                    "units": {"type": "integer", "minimum": 1, "description": "For how many together. 1 when it is for each."},
                }),
                &["product_id"],
            ),
        },
    ]
}

/// Where, to whom and when.
fn of_delivery() -> Vec<FunctionDeclaration> {
    vec![
        FunctionDeclaration {
            name: "set_delivery_address",
            description: "Set where to deliver, as the prospect said it.",
            parameters_json_schema: object(
                &json!({
                    "commune": {"type": "string", "description": "Commune or district, such as 'Cocody'."},
                    "quarter": {"type": "string", "description": "Quarter inside the commune."},
                    "landmark": {"type": "string", "description": "Landmark for the courier, such as 'derrière la pharmacie'."},
                    "city": {"type": "string"},
                }),
                &["commune"],
            ),
        },
        FunctionDeclaration {
            name: "set_contact_phone",
            description: "Set the phone number the courier calls, when it is not the WhatsApp number, and who receives or pays when it is somebody else than the prospect.",
            parameters_json_schema: object(
                &json!({
                    "phone": {"type": "string", "description": "The prospect's own number, as they wrote it."},
                    "recipient_name": {"type": "string", "description": "Who receives the parcel, such as 'Mariam', when the order is for somebody else."},
                    "recipient_phone": {"type": "string", "description": "The recipient's number, as the prospect wrote it."},
                    "payer_name": {"type": "string", "description": "Who pays on delivery, when it is neither of them."},
                }),
                &[],
            ),
        },
        FunctionDeclaration {
            name: "set_delivery_moment",
            description: "Set when to deliver. Without it the shop promises tomorrow before noon.",
            parameters_json_schema: object(
                &json!({
                    "day": {"type": "string", "description": "'today', 'tomorrow' or a date YYYY-MM-DD."},
                    "period": {"type": "string", "enum": ["morning", "afternoon"]},
                }),
                &["day", "period"],
            ),
        },
    ]
}

/// What is shown and asked.
fn of_talk() -> Vec<FunctionDeclaration> {
    vec![
        FunctionDeclaration {
            name: "show_recap",
            description: "Show the prospect the exact order with its total and the buttons to confirm or change it. Call it as soon as nothing is missing.",
            parameters_json_schema: object(&json!({}), &[]),
        },
        FunctionDeclaration {
            name: "ask_with_buttons",
            description: "Ask one question with 2 to 10 short answers to touch. Use it for sizes, colours and quantities, and always when the prospect writes in another language than French or English.",
            parameters_json_schema: object(
                &json!({
                    "question": {"type": "string", "description": "At most 900 characters."},
                    "choices": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": MAX_CHOICES},
                }),
                &["question", "choices"],
            ),
        },
    ]
}

/// Beginning anew, and orders that exist.
fn of_orders() -> Vec<FunctionDeclaration> {
    vec![
        FunctionDeclaration {
            name: "clear_cart",
            description: "Empty the cart and begin anew; leaves confirmed orders as they are.",
            parameters_json_schema: object(&json!({}), &[]),
        },
        FunctionDeclaration {
            name: "change_order",
            description: "Begin to change a confirmed order: the cart becomes what the order holds. Then use the other tools and show_recap.",
            parameters_json_schema: by_reference(),
        },
        FunctionDeclaration {
            name: "cancel_order",
            description: "Ask the prospect to confirm that an order is cancelled.",
            parameters_json_schema: by_reference(),
        },
        FunctionDeclaration {
            name: "tell_payment",
            description: "The prospect says they paid, sends a proof of payment, or asks whether their payment arrived or what is left to pay: the system tells them what the payment operator has confirmed. Nothing is to be added.",
            parameters_json_schema: object(
                &json!({"order": {"type": "string", "description": "The order's reference from the CONTEXT. Leave out for the latest."}}),
                &[],
            ),
        },
        FunctionDeclaration {
            name: "order_again",
            description: "Put what an earlier order held into the cart again, at today's prices.",
            parameters_json_schema: by_reference(),
        },
    ]
}

/// What is not the model's to answer.
fn of_limits() -> Vec<FunctionDeclaration> {
    vec![
        FunctionDeclaration {
            name: "out_of_scope",
            description: "The prospect asks for something that has nothing to do with the shop, its articles, orders or deliveries. The shop says kindly what it is there for.",
            parameters_json_schema: object(&json!({}), &[]),
        },
        FunctionDeclaration {
            name: "hand_over_to_human",
            description: "Call the shop's owner: the prospect asks for a person, complains, or wants something the tools cannot do.",
            parameters_json_schema: object(&json!({"reason": {"type": "string"}}), &["reason"]),
        },
    ]
}
