//! Tokens, sealed by KMS for one seller and one purpose.
//!
//! Only this file turns a [`Sealed`] into an [`AccessToken`]. The encryption context binds the
//! ciphertext to its seller and purpose, so a row copied to another seller does not open. An
//! opened token lives in memory for minutes, and is in no error, log or serialisation.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use aws_config::SdkConfig;
use aws_sdk_kms::{Client, operation::decrypt::DecryptError, primitives::Blob};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::ids::SellerId;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::error::{CallError, CallFailure, Disposition};

/// How long an opened token stays in memory.
const KEPT: SignedDuration = SignedDuration::from_mins(5);
/// How many opened tokens stay in memory.
const MAX_KEPT: usize = 256;

/// What a token is for; part of what its seal is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// The business token by which we send for a seller.
    WhatsApp,
    /// The two-step PIN with which a seller's number was registered.
    RegistrationPin,
    /// A seller's keys of Wave, for payments and their webhooks.
    Wave,
    /// A seller's key of pawaPay.
    Pawapay,
    /// A seller's key of Yango Delivery.
    Yango,
    /// A seller's keys of Glovo.
    Glovo,
}

/// A token, readable.
#[derive(Clone)]
pub struct AccessToken(SecretString);

/// A token as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// What KMS made of it, base64.
    pub ciphertext: String,
    /// The key it was sealed with, as KMS names it.
    pub key_id: String,
}

/// Keys that a seller typed, as they are stored: sealed, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedAt {
    #[serde(flatten)]
    pub sealed: Sealed,
    #[serde(with = "contracts::as_text")]
    pub at: Timestamp,
}

/// A token that could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The ciphertext is damaged, or was sealed for another seller or purpose.
    #[error("seal does not open for this seller and purpose")]
    NotForThis,
    #[error(transparent)]
    Call(#[from] CallError),
}

impl VaultError {
    /// Whether trying again can succeed.
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::NotForThis => Disposition::GiveUp,
            Self::Call(error) => error.disposition(),
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotForThis => "vault_wrong_seal",
            Self::Call(error) => error.code(),
        }
    }
}

type Opened = HashMap<(SellerId, TokenPurpose, String), (AccessToken, Timestamp)>;

/// Seals and opens tokens under one KMS key.
#[derive(Clone)]
pub struct TokenVault {
    client: Client,
    key_id: String,
    opened: Arc<Mutex<Opened>>,
}

impl TokenPurpose {
    /// The word for it in keys and in the encryption context.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WhatsApp => "whatsapp",
            Self::RegistrationPin => "registration-pin",
            Self::Wave => "wave",
            Self::Pawapay => "pawapay",
            Self::Yango => "yango",
            Self::Glovo => "glovo",
        }
    }
}

impl AccessToken {
    /// Takes a token as its issuer wrote it.
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// The token, for the header it goes into.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The token as the HTTP clients take it.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

impl fmt::Debug for TokenVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVault").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

impl TokenVault {
    /// The vault of this KMS key (id, ARN or alias).
    pub fn new(config: &SdkConfig, key_id: &str) -> Self {
        Self { client: Client::new(config), key_id: key_id.to_owned(), opened: Arc::default() }
    }

    /// Seals a token for a seller and a purpose.
    pub async fn seal(
        &self,
        seller: &SellerId,
        purpose: TokenPurpose,
        token: &AccessToken,
    ) -> Result<Sealed, VaultError> {
        let output = self
            .client
            .encrypt()
            .key_id(&self.key_id)
            .plaintext(Blob::new(token.expose().as_bytes()))
            .set_encryption_context(Some(context(seller, purpose)))
            .send()
            .await
            .map_err(|error| CallError::of("Encrypt", error))?;
        let ciphertext = output
            .ciphertext_blob
            .ok_or_else(|| CallError::new("Encrypt", CallFailure::Unavailable, "no ciphertext"))?;
        Ok(Sealed {
            ciphertext: STANDARD.encode(ciphertext),
            key_id: output.key_id.unwrap_or_else(|| self.key_id.clone()),
        })
    }

    /// Opens a token sealed for this seller and this purpose.
    pub async fn open(
        &self,
        seller: &SellerId,
        purpose: TokenPurpose,
        sealed: &Sealed,
        now: Timestamp,
    ) -> Result<AccessToken, VaultError> {
        let entry = (seller.clone(), purpose, sealed.ciphertext.clone());
        if let Some(token) = self.kept(&entry, now) {
            return Ok(token);
        }
        let ciphertext = STANDARD.decode(&sealed.ciphertext).ok().ok_or(VaultError::NotForThis)?;
        let decrypted = self
            .client
            .decrypt()
            .key_id(&sealed.key_id)
            .ciphertext_blob(Blob::new(ciphertext))
            .set_encryption_context(Some(context(seller, purpose)))
            .send()
            .await;
        let plaintext = match decrypted {
            Ok(output) => output.plaintext.ok_or(VaultError::NotForThis)?,
            Err(error) if is_wrong_seal(error.as_service_error()) => {
                return Err(VaultError::NotForThis);
            }
            Err(error) => return Err(CallError::of("Decrypt", error).into()),
        };
        let text = String::from_utf8(plaintext.into_inner()).ok().ok_or(VaultError::NotForThis)?;
        let token = AccessToken::new(text);
        self.keep(entry, token.clone(), now);
        Ok(token)
    }

    fn kept(
        &self,
        entry: &(SellerId, TokenPurpose, String),
        now: Timestamp,
    ) -> Option<AccessToken> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, until) = opened.get(entry)?;
        (now < *until).then(|| token.clone())
    }

    fn keep(&self, entry: (SellerId, TokenPurpose, String), token: AccessToken, now: Timestamp) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.retain(|_, (_, until)| now < *until);
        if opened.len() >= MAX_KEPT {
            opened.clear();
        }
        let until = now.checked_add(KEPT).unwrap_or(now);
        opened.insert(entry, (token, until));
    }
}

fn is_wrong_seal(error: Option<&DecryptError>) -> bool {
    error.is_some_and(|error| {
        error.is_invalid_ciphertext_exception() || error.is_incorrect_key_exception()
    })
}

fn context(seller: &SellerId, purpose: TokenPurpose) -> HashMap<String, String> {
    HashMap::from([
        ("seller".to_owned(), seller.as_str().to_owned()),
        ("purpose".to_owned(), purpose.as_str().to_owned()),
    ])
}
