//! Queues and timers.

use std::{collections::HashMap, time::Duration};

use aws_adapters::{
    queues::{DeadLetters, Message, OwnQueue, Queue},
    schedules::{OneShot, Schedules},
    sdk::SdkConfig,
};
use aws_sdk_sqs::types::{Message as Received, MessageSystemAttributeName, QueueAttributeName};

use crate::support::{at, config, fresh};

async fn queue(config: &SdkConfig, is_fifo: bool) -> String {
    let end = if is_fifo { ".fifo" } else { "" };
    let name = format!("q-{}{end}", fresh().simple());
    let mut request = aws_sdk_sqs::Client::new(config).create_queue().queue_name(name);
    if is_fifo {
        request = request.attributes(QueueAttributeName::FifoQueue, "true");
    }
    request.send().await.unwrap().queue_url.unwrap()
}

async fn receive(config: &SdkConfig, url: &str) -> Vec<Received> {
    let client = aws_sdk_sqs::Client::new(config);
    let mut received = Vec::new();
    loop {
        let output = client
            .receive_message()
            .queue_url(url)
            .max_number_of_messages(10)
            .message_attribute_names("All")
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .send()
            .await
            .unwrap();
        let messages = output.messages.unwrap_or_default();
        if messages.is_empty() {
            return received;
        }
        for message in &messages {
            let handle = message.receipt_handle.clone().unwrap();
            client.delete_message().queue_url(url).receipt_handle(handle).send().await.unwrap();
        }
        received.extend(messages);
    }
}

fn bodies(messages: &[Received]) -> Vec<&str> {
    messages.iter().map(|message| message.body().unwrap()).collect()
}

#[tokio::test]
async fn a_fifo_queue_keeps_order_and_takes_a_long_deduplication_id_once() {
    let config = config().await;
    let url = queue(&config, true).await;
    let inbound = Queue::new(&config, &url);
    assert!(inbound.is_fifo());
    let long = format!("wamid.{}", "x".repeat(300));
    for body in ["1", "replayed"] {
        inbound.send(&Message::fifo(body.to_owned(), "g", &long)).await.unwrap();
    }
    inbound.send(&Message::fifo("2".to_owned(), "g", &format!("{long}y"))).await.unwrap();
    let more: Vec<Message> =
        (3..16).map(|n| Message::fifo(n.to_string(), "g", &format!("d{n}"))).collect();
    inbound.send_batch(&more).await.unwrap();
    let expected: Vec<String> = (1..16).map(|n| n.to_string()).collect();
    assert_eq!(bodies(&receive(&config, &url).await), expected);
}

#[tokio::test]
async fn a_batch_of_any_size_arrives_whole() {
    let config = config().await;
    let url = queue(&config, false).await;
    let statuses = Queue::new(&config, &url);
    let messages: Vec<Message> = (0..25).map(|n| Message::standard(n.to_string())).collect();
    statuses.send_batch(&messages).await.unwrap();
    statuses.send_batch(&[]).await.unwrap();
    let delayed = Message::standard("later".to_owned()).delayed(Duration::from_mins(10));
    statuses.send(&delayed).await.unwrap();
    let received = receive(&config, &url).await;
    let mut numbers: Vec<u32> = bodies(&received).iter().map(|b| b.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_parked_record_keeps_its_body_and_tells_why() {
    let config = config().await;
    for is_fifo in [false, true] {
        let url = queue(&config, is_fifo).await;
        let dead = DeadLetters::new(&config, &url);
        let group = is_fifo.then_some("slr_1/cnv_1");
        dead.park("{broken", "bad_schema", group, "m-1").await.unwrap();
        let received = receive(&config, &url).await;
        assert_eq!(bodies(&received), ["{broken"]);
        let code = received[0].message_attributes().unwrap()["error.code"].string_value();
        assert_eq!(code, Some("bad_schema"));
    }
}

async fn received_once(config: &SdkConfig, url: &str) -> Option<Received> {
    let client = aws_sdk_sqs::Client::new(config);
    let output = client.receive_message().queue_url(url).visibility_timeout(600).send().await;
    output.unwrap().messages.unwrap_or_default().pop()
}

#[tokio::test]
async fn a_postponed_record_comes_back_before_its_queue_would_give_it_back() {
    let config = config().await;
    for is_fifo in [false, true] {
        let url = queue(&config, is_fifo).await;
        let message = |body: &str| {
            if is_fifo {
                Message::fifo(body.to_owned(), "g", body)
            } else {
                Message::standard(body.to_owned())
            }
        };
        Queue::new(&config, &url).send(&message("first")).await.unwrap();
        let held = received_once(&config, &url).await.unwrap();
        assert!(received_once(&config, &url).await.is_none());
        let own = OwnQueue::new(&config, &url);
        let handle = held.receipt_handle().unwrap();
        // A part of a second is a whole one to SQS, so this one is still hidden.
        own.postpone(handle, Duration::from_millis(100_500)).await.unwrap();
        assert!(received_once(&config, &url).await.is_none());
        own.postpone(handle, Duration::ZERO).await.unwrap();
        let again = received_once(&config, &url).await.unwrap();
        assert_eq!(again.body(), Some("first"));
        assert!(own.postpone("no handle of this queue", Duration::ZERO).await.is_err());
    }
}

#[tokio::test]
async fn a_queue_that_is_gone_is_an_error_and_not_silence() {
    let config = config().await;
    let url = format!("{}-gone", queue(&config, false).await);
    let gone = Queue::new(&config, &url);
    assert!(gone.send(&Message::standard("x".to_owned())).await.is_err());
    let refused = gone.send_batch(&[Message::standard("x".to_owned())]).await.unwrap_err();
    assert_eq!(refused.code(), "queue_partial");
    let long = Message::standard("x".repeat(1024 * 1024 + 1));
    assert_eq!(gone.send(&long).await.unwrap_err().code(), "queue_too_long");
}

#[tokio::test]
async fn a_timer_set_twice_is_one_and_can_be_deleted_twice() {
    let config = config().await;
    let scheduler = aws_sdk_scheduler::Client::new(&config);
    let group = format!("g-{}", fresh().simple());
    scheduler.create_schedule_group().name(&group).send().await.unwrap();
    let arn = |name: &str| format!("arn:aws:sqs:eu-west-1:000000000000:{name}");
    let role = "arn:aws:iam::000000000000:role/scheduler";
    let timers = Schedules::new(&config, &group, role, &arn("dead"));
    let timer = OneShot {
        name: "offer/ord_1/2".to_owned(),
        // Beyond any sweep of the emulator.
        at: at(10_000_000_000),
        queue_arn: arn("dispatch.fifo"),
        group: Some("ord_1".to_owned()),
        body: "{}".to_owned(),
    };
    timers.create(&timer).await.unwrap();
    timers.create(&timer).await.unwrap();
    let listed = scheduler.list_schedules().group_name(&group).send().await.unwrap();
    let [summary] = listed.schedules() else { panic!("{:?}", listed.schedules()) };
    let name = summary.name().unwrap();
    let stored = scheduler.get_schedule().group_name(&group).name(name).send().await.unwrap();
    let seen: HashMap<&str, String> = HashMap::from([
        ("after", format!("{:?}", stored.action_after_completion().unwrap())),
        ("window", format!("{:?}", stored.flexible_time_window().unwrap().mode())),
        ("group", format!("{:?}", stored.target().unwrap().sqs_parameters())),
    ]);
    assert_eq!(seen["after"], "Delete");
    assert_eq!(seen["window"], "Off");
    assert!(seen["group"].contains("ord_1"), "{seen:?}");
    timers.delete(&timer.name).await.unwrap();
    timers.delete(&timer.name).await.unwrap();
}
