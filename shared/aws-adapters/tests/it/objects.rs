//! Files as S3 keeps them and hands them out.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use aws_adapters::{
    error::Disposition,
    objects::{ObjectKey, Objects},
    sdk::SdkConfig,
};

use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};

use crate::support::{config, conversation, fresh, seller};

async fn bucket(config: &SdkConfig) -> (aws_sdk_s3::Client, String) {
    let settings = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
    let client = aws_sdk_s3::Client::from_conf(settings);
    let name = format!("b-{}", fresh().simple());
    let here = CreateBucketConfiguration::builder()
        .location_constraint(BucketLocationConstraint::EuWest1)
        .build();
    client.create_bucket().bucket(&name).create_bucket_configuration(here).send().await.unwrap();
    (client, name)
}

#[tokio::test]
async fn a_file_is_kept_byte_for_byte_with_its_type() {
    let config = config().await;
    let (client, name) = bucket(&config).await;
    let objects = Objects::new(&config, &name);
    let awa = seller();
    let (thread, _) = conversation(&awa);
    let key = ObjectKey::media(&awa, &thread, "wamid.A");
    for bytes in [b"OggS first".to_vec(), vec![0_u8; 300_000]] {
        objects.put(&key, bytes.clone(), "audio/ogg").await.unwrap();
        let kept = client.get_object().bucket(&name).key(key.as_str()).send().await.unwrap();
        assert_eq!(kept.content_type(), Some("audio/ogg"));
        assert_eq!(kept.body.collect().await.unwrap().to_vec(), bytes);
    }
}

#[tokio::test]
async fn a_presigned_address_names_one_object_and_its_life() {
    let config = config().await;
    let (_, name) = bucket(&config).await;
    let objects = Objects::new(&config, &name);
    let awa = seller();
    let (thread, _) = conversation(&awa);
    let key = ObjectKey::media(&awa, &thread, "wamid.A");
    let address = objects.presigned_get(&key, 300).await.unwrap();
    assert!(address.contains(&format!("/{name}/{}?", key.as_str())), "{address}");
    assert!(address.contains("X-Amz-Expires=300&"), "{address}");
    let longest = objects.presigned_get(&key, u32::MAX).await.unwrap();
    assert!(longest.contains("X-Amz-Expires=604800&"), "{longest}");
    let shortest = objects.presigned_get(&key, 0).await.unwrap();
    assert!(shortest.contains("X-Amz-Expires=1&"), "{shortest}");
}

#[tokio::test]
async fn a_presigned_address_needs_nothing_else_to_be_opened() {
    let config = config().await;
    let (_, name) = bucket(&config).await;
    let objects = Objects::new(&config, &name);
    let awa = seller();
    let (thread, _) = conversation(&awa);
    let key = ObjectKey::media(&awa, &thread, "wamid.A");
    objects.put(&key, b"OggS first".to_vec(), "audio/ogg").await.unwrap();
    let answer = opened(&objects.presigned_get(&key, 300).await.unwrap());
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("content-type: audio/ogg"), "{answer}");
    assert!(answer.ends_with("OggS first"), "{answer}");
}

/// What a browser gets at an address, head and body.
fn opened(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_an_error_worth_an_alarm() {
    let config = config().await;
    let objects = Objects::new(&config, "b-absent");
    let awa = seller();
    let (thread, _) = conversation(&awa);
    let key = ObjectKey::media(&awa, &thread, "wamid.A");
    let error = objects.put(&key, b"x".to_vec(), "image/png").await.unwrap_err();
    assert!(matches!(error.disposition(), Disposition::Retry { .. }), "{error:?}");
    assert_eq!(error.code(), "aws_denied");
}

#[tokio::test]
async fn a_file_is_read_back_and_deleted() {
    let config = config().await;
    let (_, name) = bucket(&config).await;
    let objects = Objects::new(&config, &name);
    let key = ObjectKey::logo(&seller());
    assert_eq!(objects.get(&key, 10).await.unwrap(), None);
    objects.put(&key, b"0123456789".to_vec(), "image/png").await.unwrap();
    assert_eq!(objects.get(&key, 10).await.unwrap().as_deref(), Some(&b"0123456789"[..]));
    assert_eq!(objects.get(&key, 9).await.unwrap(), None, "larger than what is taken");
    for _ in 0..2 {
        objects.delete(&key).await.unwrap();
        assert_eq!(objects.get(&key, 10).await.unwrap(), None);
    }
}
