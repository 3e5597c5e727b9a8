//! Files in a bucket: what prospects sent, for as long as the template's `MediaDays` says; the
//! papers of sales, for good.
//!
//! A key starts with its seller and is made here only, so that no caller can reach another
//! seller's files by a text of its own.

use std::{fmt, time::Duration};

use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client, config,
    config::{RequestChecksumCalculation, ResponseChecksumValidation},
    operation::get_object::GetObjectError,
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use domain::ids::{ConversationId, OrderId, ProductId, SellerId};

use crate::{
    digest::sha256_hex,
    error::{CallError, CallFailure},
};

/// The longest life of a presigned address (Amazon S3, "Sharing objects with presigned URLs").
const LONGEST_LIFE: Duration = Duration::from_hours(7 * 24);

/// Where an object lies in the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectKey(String);

impl ObjectKey {
    /// The file of a message: `S/<seller>/media/<conversation>/<message>`. The message's part is a
    /// digest, because a wamid spells the person's number in base64 and keys are logged by AWS.
    pub fn media(seller: &SellerId, conversation: &ConversationId, message: &str) -> Self {
        Self(format!("{}media/{conversation}/{}", prefix(seller), sha256_hex(message)))
    }

    /// One edition of an order's receipt: `S/<seller>/receipts/<order>/<edition>.pdf`.
    pub fn receipt(seller: &SellerId, order: &OrderId, edition: u32) -> Self {
        Self(format!("{}receipts/{order}/{edition}.pdf", prefix(seller)))
    }

    /// A courier's photo of a parcel: `S/<seller>/photos/<order>/<message>`, the message as a digest.
    pub fn photo(seller: &SellerId, order: &OrderId, message: &str) -> Self {
        Self(format!("{}photos/{order}/{}", prefix(seller), sha256_hex(message)))
    }

    /// The shop's picture: `S/<seller>/logo`.
    pub fn logo(seller: &SellerId) -> Self {
        Self(format!("{}logo", prefix(seller)))
    }

    /// A photo of a product: `S/<seller>/products/<product>/<name>`; the name is drawn by us.
    pub fn product_photo(seller: &SellerId, product: &ProductId, name: &str) -> Self {
        Self(format!("{}products/{product}/{name}", prefix(seller)))
    }

    /// A key that was stored, read for `seller`: `None` when it is not one of theirs.
    pub fn stored(seller: &SellerId, text: &str) -> Option<Self> {
        let own = text.strip_prefix(&prefix(seller))?;
        let plain = own.split('/').all(|part| !matches!(part, "" | "." | ".."));
        plain.then(|| Self(text.to_owned()))
    }

    /// Whether it is a receipt's, which lies in the bucket of papers.
    pub fn is_receipt(&self) -> bool {
        self.0.split('/').nth(2) == Some("receipts")
    }

    /// The key as S3 has it, and as a record keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn prefix(seller: &SellerId) -> String {
    format!("S/{seller}/")
}

/// One bucket.
#[derive(Clone)]
pub struct Objects {
    client: Client,
    bucket: String,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl Objects {
    /// The bucket of this name.
    pub fn new(config: &SdkConfig, bucket: &str) -> Self {
        // Paths, because an endpoint that is not AWS has no host for each bucket. TLS and the
        // signature protect the body already: a second checksum would only turn it into chunks.
        let config = config::Builder::from(config)
            .force_path_style(true)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self { client: Client::from_conf(config), bucket: bucket.to_owned() }
    }

    /// Keeps `bytes`. The same key again replaces them, so a repeated message has one file.
    pub async fn put(&self, key: &ObjectKey, bytes: Vec<u8>, mime: &str) -> Result<(), CallError> {
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(key.as_str())
            .content_type(mime)
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(|error| CallError::of("PutObject", error))?;
        Ok(())
    }

    /// The bytes of an object of at most `most` bytes; `None` when it is larger or not there.
    pub async fn get(&self, key: &ObjectKey, most: usize) -> Result<Option<Vec<u8>>, CallError> {
        let call = self.client.get_object().bucket(&self.bucket).key(key.as_str()).send().await;
        let found = match call {
            Ok(found) => found,
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => {
                return Ok(None);
            }
            Err(error) => return Err(CallError::of("GetObject", error)),
        };
        let length = found.content_length().and_then(|length| usize::try_from(length).ok());
        if length.is_none_or(|length| length > most) {
            return Ok(None);
        }
        let bytes = found.body.collect().await;
        let cut_off = |error| CallError::new("GetObject", CallFailure::Unavailable, error);
        Ok(Some(bytes.map_err(cut_off)?.to_vec()))
    }

    /// Deletes an object; one that is not there is deleted already.
    pub async fn delete(&self, key: &ObjectKey) -> Result<(), CallError> {
        let call = self.client.delete_object().bucket(&self.bucket).key(key.as_str()).send();
        call.await.map_err(|error| CallError::of("DeleteObject", error))?;
        Ok(())
    }

    /// An address that serves the object to anybody who has it, for `seconds` (seven days at
    /// most, and no longer than the role's own credentials). It is made without asking S3: an
    /// object that is not there is found missing by whoever opens it.
    pub async fn presigned_get(&self, key: &ObjectKey, seconds: u32) -> Result<String, CallError> {
        let life = Duration::from_secs(u64::from(seconds.max(1))).min(LONGEST_LIFE);
        let life = PresigningConfig::expires_in(life)
            .map_err(|error| CallError::new("PresignGetObject", CallFailure::Rejected, error))?;
        let request = self.client.get_object().bucket(&self.bucket).key(key.as_str());
        let signed = request
            .presigned(life)
            .await
            .map_err(|error| CallError::of("PresignGetObject", error))?;
        Ok(signed.uri().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn seller(number: u128) -> SellerId {
        SellerId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_key_starts_with_its_seller_and_hides_the_person() {
        let conversation = ConversationId::from_uuid(Uuid::from_u128(3));
        let wamid = "wamid.HBgNMjI1MDcwNzEyMzQ1NhUCABI/+==";
        let key = ObjectKey::media(&seller(1), &conversation, wamid);
        let start = format!("S/{}/media/{conversation}/", seller(1));
        let rest = key.as_str().strip_prefix(&start).unwrap();
        assert!(rest.len() == 64 && rest.bytes().all(|b| b.is_ascii_hexdigit()), "{rest}");
        assert_eq!(key, ObjectKey::media(&seller(1), &conversation, wamid));
        assert_ne!(key, ObjectKey::media(&seller(1), &conversation, "wamid.other"));
    }

    #[test]
    fn every_edition_of_a_receipt_is_a_file_of_its_seller() {
        let order = OrderId::from_uuid(Uuid::from_u128(5));
        let key = ObjectKey::receipt(&seller(1), &order, 2);
        assert_eq!(key.as_str(), format!("S/{}/receipts/{order}/2.pdf", seller(1)));
        assert_eq!(ObjectKey::stored(&seller(1), key.as_str()), Some(key.clone()));
        assert_eq!(ObjectKey::stored(&seller(2), key.as_str()), None);
        let conversation = ConversationId::from_uuid(Uuid::from_u128(3));
        let file = ObjectKey::media(&seller(1), &conversation, "receipts/");
        assert!(key.is_receipt() && !file.is_receipt());
        assert_eq!(ObjectKey::logo(&seller(1)).as_str(), format!("S/{}/logo", seller(1)));
    }

    #[test]
    fn a_stored_key_is_read_by_its_seller_only() {
        let conversation = ConversationId::from_uuid(Uuid::from_u128(3));
        let key = ObjectKey::media(&seller(1), &conversation, "wamid.A");
        assert_eq!(ObjectKey::stored(&seller(1), key.as_str()), Some(key.clone()));
        assert_eq!(ObjectKey::stored(&seller(2), key.as_str()), None);
        let own = format!("S/{}/", seller(2));
        let others = key.as_str();
        for text in [
            "",
            "media",
            &own,
            &format!("{own}../{others}"),
            &format!("{own}/media"),
            &format!("/{own}media"),
            &format!("{own}media/./x"),
        ] {
            assert_eq!(ObjectKey::stored(&seller(2), text), None, "{text}");
        }
    }
}
