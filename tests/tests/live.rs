//! The live feed over a real socket: what a dashboard hears, after a cut as well, and of whom.

#![expect(clippy::indexing_slicing, reason = "a flow that meets another shape has failed")]

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use futures::future::{join, join_all};
use serde_json::{Value, json};
use system_tests::{
    aws,
    page::{Page, handshake, ids},
    phone::Phone,
    seller::{Seller, fresh_digits},
    stack::Stack,
    waiting,
};

/// What the API shows of a shop's threads: their identifiers, and those of their messages.
async fn shown(seller: &Seller) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let threads = seller.get("/conversations?limit=100").await?;
    let threads = threads["items"].as_array().context("no list")?.clone();
    let (mut conversations, mut messages) = (BTreeSet::new(), BTreeSet::new());
    for thread in threads {
        let id = thread["id"].as_str().context("no id")?.to_owned();
        let kept = seller.get(&format!("/conversations/{id}/messages?limit=100")).await?;
        for message in kept["items"].as_array().context("no list")? {
            messages.insert(message["id"].as_str().context("no id")?.to_owned());
        }
        conversations.insert(id);
    }
    Ok((conversations, messages))
}

/// Waits until so many messages of prospects are kept, and names them.
async fn kept(seller: &Seller, count: usize) -> Result<BTreeSet<String>> {
    waiting::until(&format!("{count} messages"), async || {
        let (_, messages) = shown(seller).await?;
        let of_prospects = messages.into_iter().filter(|id| id.starts_with("wamid."));
        let of_prospects: BTreeSet<String> = of_prospects.collect();
        Ok((of_prospects.len() >= count).then_some(of_prospects))
    })
    .await
}

#[tokio::test]
async fn a_ticket_opens_one_socket() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::signed_up(&stack).await?;
    let answer = seller.created("/live/tickets", &json!({})).await?;
    let (url, ticket) = (answer["url"].as_str().unwrap(), answer["ticket"].as_str().unwrap());
    assert_eq!(url, stack.get("websocket"));
    let refused = |status: u16| assert!([401, 403].contains(&status), "{status}");
    for wrong in ["", "x", &"0".repeat(64), &seller.token] {
        refused(handshake(url, wrong).await?.err().context("it opened")?);
    }
    let opened = handshake(url, ticket).await?;
    assert!(opened.is_ok(), "a fresh ticket was refused");
    refused(handshake(url, ticket).await?.err().context("it opened twice")?);
    // The ticket is kept as a hash alone.
    assert!(!aws::whole_table(&stack).await?.contains(ticket));
    Ok(())
}

#[tokio::test]
async fn a_prospects_message_shows_on_the_open_page() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let mut page = Page::ready(&seller).await?;
    page.say(&json!({"type": "ping"})).await?;
    while page.next().await?["type"] != "pong" {}
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    prospect.say("Bonjour").await?;
    page.hears("a message and its thread", |heard| {
        !ids(heard, "message").is_empty() && !ids(heard, "conversation").is_empty()
    })
    .await?;
    let (conversations, messages) = shown(&seller).await?;
    assert!(page.ids("message").is_subset(&messages), "{:?} {messages:?}", page.heard);
    assert!(page.ids("conversation").is_subset(&conversations));
    // Names and nothing else.
    assert!(!page.heard.iter().any(|item| item.to_string().contains("Bonjour")));
    let product = json!({"name": "Sac", "price": {"amount": 9_000, "currency": "XOF"},
        "variants": [{"label": "noir", "stock": 2}]});
    let id = seller.created("/products", &product).await?["id"].clone();
    page.hears("the product", |heard| ids(heard, "product").contains(id.as_str().unwrap())).await
}

#[tokio::test]
async fn a_page_that_was_cut_off_hears_everything_it_missed() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let prospect = Phone::facing(&stack, &seller.phone_number_id);
    let mut page = Page::ready(&seller).await?;
    prospect.say("un").await?;
    page.hears("the first message", |heard| !ids(heard, "message").is_empty()).await?;
    let cursor = page.cursor();
    // Cut, not closed.
    drop(page);
    for word in ["deux", "trois", "quatre", "cinq", "six"] {
        prospect.say(word).await?;
    }
    let expected = kept(&seller, 6).await?;
    let mut page = Page::open(&seller, cursor).await?;
    page.hears("all that was missed", |heard| {
        // The first was heard before the cut.
        ids(heard, "message").intersection(&expected).count() >= 5
    })
    .await
}

#[tokio::test]
async fn two_shops_under_load_hear_nothing_of_each_other() -> Result<()> {
    const PHONES: usize = 3;
    const MESSAGES: usize = 3;
    let stack = Stack::running()?;
    let shop = async || {
        let seller = Seller::connected(&stack).await?;
        let page = Page::ready(&seller).await?;
        anyhow::Ok((seller, page))
    };
    let (awa, fatou) = join(shop(), shop()).await;
    let mut shops = [awa?, fatou?];
    let load = shops.iter().flat_map(|(seller, _)| {
        (0..PHONES).map(async |_| {
            let phone = Phone::facing(&stack, &seller.phone_number_id);
            for nth in 0..MESSAGES {
                phone.say(&format!("message {nth}")).await?;
            }
            anyhow::Ok(())
        })
    });
    join_all(load).await.into_iter().collect::<Result<Vec<()>>>()?;
    for (seller, page) in &mut shops {
        let expected = kept(seller, PHONES * MESSAGES).await?;
        page.hears("every message", |heard| expected.is_subset(&ids(heard, "message"))).await?;
    }
    let mut theirs: Vec<BTreeSet<String>> = Vec::new();
    for (seller, page) in &shops {
        let (conversations, messages) = shown(seller).await?;
        assert_eq!(page.ids("conversation"), conversations);
        let strange: Vec<&Value> = page
            .heard
            .iter()
            .filter(|item| {
                item["kind"] == "message" && !messages.contains(item["id"].as_str().unwrap())
            })
            .collect();
        assert!(strange.is_empty(), "messages of nobody's: {strange:?}");
        let named = page.heard.iter().filter_map(|item| item["id"].as_str().map(str::to_owned));
        theirs.push(named.filter(|id| !id.starts_with("20")).collect());
    }
    assert!(theirs[0].is_disjoint(&theirs[1]), "{theirs:?}");
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_parked_and_the_feed_goes_on() -> Result<()> {
    let stack = Stack::running()?;
    let seller = Seller::connected(&stack).await?;
    let mut page = Page::ready(&seller).await?;
    let poison = format!("S#nobody-{}#order#x", fresh_digits(12));
    aws::put_item(&stack, &json!({"pk": {"S": poison}, "sk": {"S": "order"}})).await?;
    Phone::facing(&stack, &seller.phone_number_id).say("Bonjour").await?;
    page.hears("a message", |heard| !ids(heard, "message").is_empty()).await?;
    waiting::until("the parked record", async || {
        let parked = aws::waiting_in(&stack, stack.queue("live-dlq")).await?;
        Ok(parked.contains(&poison).then_some(()))
    })
    .await
}
