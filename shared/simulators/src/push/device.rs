//! One subscription: the browser's keys, what waits for it, what it read.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey, ecdh, elliptic_curve::sec1::ToSec1Point as _};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::{
    random,
    time::{SECOND, UnixMs},
};

const SALT: usize = 16;
/// Where the sender's half of the key begins (RFC 8188 §2.1).
const KEY_ID: usize = SALT + 5;
const TAG: usize = 16;

pub(super) struct Device {
    pub(super) id: String,
    /// `applicationServerKey`: nobody else may send (RFC 8292 §4).
    pub(super) sender: String,
    key: SecretKey,
    auth: [u8; SALT],
    is_online: bool,
    waiting: Vec<Message>,
    received: Vec<Message>,
    /// What the next sends are answered.
    pub(super) faults: Vec<Fault>,
}

/// A message as it came.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) topic: Option<String>,
    pub(super) urgency: String,
    pub(super) ttl: i64,
    pub(super) at: UnixMs,
    pub(super) body: Vec<u8>,
}

/// A bad day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) status: u16,
    pub(super) retry_after: Option<u32>,
}

impl Device {
    /// A browser that subscribes; `None` when chance was no key.
    pub(super) fn subscribing(sender: String) -> Option<Self> {
        let [auth, _] = halves(random::bytes());
        Some(Self {
            id: random::hex(),
            sender,
            key: SecretKey::from_slice(&random::bytes()).ok()?,
            auth,
            is_online: true,
            waiting: Vec::new(),
            received: Vec::new(),
            faults: Vec::new(),
        })
    }

    /// `PushSubscription.toJSON()`.
    pub(super) fn subscription(&self, base_url: &str) -> Value {
        let point = self.key.public_key().to_sec1_point(false);
        json!({
            "id": self.id,
            "endpoint": format!("{base_url}/send/{}", self.id),
            "expirationTime": null,
            "keys": {
                "p256dh": URL_SAFE_NO_PAD.encode(point.as_bytes()),
                "auth": URL_SAFE_NO_PAD.encode(self.auth),
            },
        })
    }

    /// Takes a message: at once, or into what waits, where its topic replaces (RFC 8030 §5.4).
    pub(super) fn take(&mut self, message: Message) {
        if self.is_online {
            self.received.push(message);
            return;
        }
        // Without being there it cannot be told (RFC 8030 §5.2).
        if message.ttl == 0 {
            return;
        }
        let same = |other: &Message| other.topic.is_some() && other.topic == message.topic;
        self.waiting.retain(|other| !same(other));
        self.waiting.push(message);
    }

    pub(super) fn go(&mut self, is_online: bool, now: UnixMs) {
        self.is_online = is_online;
        if is_online {
            let fresh = |message: &Message| message.at + message.ttl * SECOND > now;
            self.received.extend(self.waiting.drain(..).filter(fresh));
        }
    }

    /// What the browser's service worker was handed, oldest first; `body` is null when it does not
    /// decrypt, which a browser drops without a word.
    pub(super) fn heard(&self) -> Vec<Value> {
        let shown = self.received.iter().map(|message| {
            json!({
                "topic": message.topic, "urgency": message.urgency, "ttl": message.ttl,
                "body": self.decrypt(&message.body),
            })
        });
        shown.collect()
    }

    /// RFC 8291 §3.4 and RFC 8188 §2, from the other side.
    fn decrypt(&self, body: &[u8]) -> Option<String> {
        let salt = body.get(..SALT)?;
        let length = usize::from(*body.get(KEY_ID - 1)?);
        let sender = body.get(KEY_ID..KEY_ID + length)?;
        let mut record = body.get(KEY_ID + length..)?.to_vec();
        let public = PublicKey::from_sec1_bytes(sender).ok()?;
        let shared = ecdh::diffie_hellman(self.key.to_nonzero_scalar(), public.as_affine());
        let own = self.key.public_key().to_sec1_point(false);
        let info = [b"WebPush: info\0".as_slice(), own.as_bytes(), sender].concat();
        let input: [u8; 32] = derive(&self.auth, shared.raw_secret_bytes(), &info)?;
        let key: [u8; 16] = derive(salt, &input, b"Content-Encoding: aes128gcm\0")?;
        let nonce: [u8; 12] = derive(salt, &input, b"Content-Encoding: nonce\0")?;
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let clear = key.open_in_place(nonce, Aad::empty(), &mut record).ok()?;
        // The delimiter of the last record, after which there is only padding.
        let end = clear.iter().rposition(|byte| *byte != 0)?;
        let (text, delimiter) = clear.get(..=end)?.split_at(end);
        (delimiter == [2]).then(|| String::from_utf8(text.to_vec()).ok())?
    }
}

/// Whether a body has the header of RFC 8188 with one record, as RFC 8291 §4 wants it.
pub(super) fn is_sealed(body: &[u8]) -> bool {
    let record = body.get(SALT..SALT + 4).and_then(|size| size.try_into().ok());
    let record = record.map_or(0, u32::from_be_bytes);
    let length = body.get(KEY_ID - 1).copied().map_or(0, usize::from);
    let header = KEY_ID + length;
    length == 65
        && body.len() > header + TAG
        && u32::try_from(body.len() - header).is_ok_and(|it| it <= record)
}

fn derive<const N: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> Option<[u8; N]> {
    let mut derived = [0; N];
    Hkdf::<Sha256>::new(Some(salt), input).expand(info, &mut derived).ok()?;
    Some(derived)
}

fn halves(bytes: [u8; 32]) -> [[u8; SALT]; 2] {
    let mut halves = [[0; SALT]; 2];
    for (half, from) in halves.iter_mut().zip(bytes.chunks(SALT)) {
        half.copy_from_slice(from);
    }
    halves
}
