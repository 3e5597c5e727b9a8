//! Sealed tokens and fetched secrets.

use aws_adapters::{
    sdk::SdkConfig,
    secrets::{SecretError, Secrets},
    vault::{AccessToken, Sealed, TokenPurpose, TokenVault, VaultError},
};
use secrecy::ExposeSecret;

use crate::support::{at, config, fresh, seller};

async fn key(config: &SdkConfig) -> (aws_sdk_kms::Client, String) {
    let kms = aws_sdk_kms::Client::new(config);
    let created = kms.create_key().send().await.unwrap();
    (kms, created.key_metadata.unwrap().key_id)
}

#[tokio::test]
async fn a_seal_opens_for_its_seller_and_purpose_only() {
    let config = config().await;
    let (_, key) = key(&config).await;
    let vault = TokenVault::new(&config, &key);
    let (awa, koffi) = (seller(), seller());
    let token = AccessToken::new("EAAG-canary".to_owned());
    let sealed = vault.seal(&awa, TokenPurpose::WhatsApp, &token).await.unwrap();
    let stored = serde_json::to_string(&sealed).unwrap();
    assert!(!stored.contains("canary"));
    let sealed: Sealed = serde_json::from_str(&stored).unwrap();

    let opened = vault.open(&awa, TokenPurpose::WhatsApp, &sealed, at(0)).await.unwrap();
    assert_eq!(opened.expose(), "EAAG-canary");
    assert!(!format!("{opened:?}{vault:?}").contains("canary"));
    let damaged = Sealed { ciphertext: "AAAA".to_owned(), ..sealed.clone() };
    for (seller, purpose, seal) in [
        (&koffi, TokenPurpose::WhatsApp, &sealed),
        (&awa, TokenPurpose::RegistrationPin, &sealed),
        (&awa, TokenPurpose::WhatsApp, &damaged),
    ] {
        let refused = vault.open(seller, purpose, seal, at(0)).await.unwrap_err();
        assert!(matches!(refused, VaultError::NotForThis), "{refused:?}");
    }
}

#[tokio::test]
async fn an_opened_token_stays_for_minutes_and_not_longer() {
    let config = config().await;
    let (kms, key) = key(&config).await;
    let vault = TokenVault::new(&config, &key);
    let seller = seller();
    let token = AccessToken::new("t".to_owned());
    let sealed = vault.seal(&seller, TokenPurpose::WhatsApp, &token).await.unwrap();
    let open = async |now| vault.open(&seller, TokenPurpose::WhatsApp, &sealed, at(now)).await;
    open(0).await.unwrap();
    kms.disable_key().key_id(&key).send().await.unwrap();
    assert_eq!(open(299).await.unwrap().expose(), "t");
    assert!(open(300).await.is_err());
}

#[tokio::test]
async fn a_secret_gives_its_fields() {
    let config = config().await;
    let manager = aws_sdk_secretsmanager::Client::new(&config);
    let create = async |text: &str| {
        let name = format!("s-{}", fresh().simple());
        let made = manager.create_secret().name(name).secret_string(text).send().await.unwrap();
        made.arn.unwrap()
    };
    let secrets = Secrets::new(&config);
    let arn = create(r#"{"app_secret":"a","verify_token":"v"}"#).await;
    let mut fields = secrets.fetch(&arn).await.unwrap();
    assert_eq!(fields.take("verify_token").unwrap().expose_secret(), "v");
    let refused = secrets.fetch(&create("plain canary").await).await.unwrap_err();
    assert!(matches!(refused, SecretError::Malformed { .. }));
    assert!(!format!("{refused:?}").contains("canary"));
    let absent = format!("{arn}-absent");
    assert!(matches!(secrets.fetch(&absent).await.unwrap_err(), SecretError::Call(_)));
}
