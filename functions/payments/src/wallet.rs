//! The seller's account at a provider: keys opened for minutes, and what a page must say.

use aws_adapters::{
    table::{Stored, keys},
    vault::{Sealed, TokenPurpose, VaultError},
};
use contracts::records::{
    payment::{PawapayKeys, WaveKeys},
    seller::SellerRecord,
};
use domain::{
    country::Country,
    ids::SellerId,
    order::reference,
    payment::Payment,
    seller::{PaymentProvider, Seller},
};
use http_clients::payments::{Asked, Wallet};
use jiff::Timestamp;
use lambda_support::clock;
use secrecy::SecretString;

use crate::{Deps, failure::Failure};

/// A seller as far as payments need it.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) seller: Seller,
    /// Digits of the number that answers, once there is one.
    number: String,
}

impl Shop {
    pub(crate) async fn load(deps: &Deps, seller: &SellerId) -> Result<Self, Failure> {
        let stored: Option<Stored<SellerRecord>> = deps.table.get(&keys::seller(seller)).await?;
        let record = stored.ok_or(Failure::Impossible("seller_unknown"))?.value;
        let number = record.whatsapp.as_ref().map(|it| it.display_number.as_str());
        let number = number.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        Ok(Self { seller: Seller::try_from(&record)?, number })
    }

    /// What the provider is asked for.
    pub(crate) fn asking(&self, payment: &Payment, now: Timestamp) -> Asked {
        // Back to the chat: the only address a prospect has of the shop, and always https.
        let back = format!("https://wa.me/{}", self.number);
        let left = payment.ends_at.duration_since(now).as_mins();
        Asked {
            payment: payment.id.clone(),
            amount: payment.amount,
            country: self.country(),
            label: format!("Commande {}", reference(&payment.order)),
            success_url: back.clone(),
            error_url: back,
            minutes: u32::try_from(left.max(1)).unwrap_or(u32::MAX),
            ends_at: payment.ends_at,
        }
    }

    const fn country(&self) -> Country {
        self.seller.country
    }
}

/// The account; `None` when the seller has no keys there, or none that read.
pub(crate) async fn open(
    deps: &Deps,
    seller: &SellerId,
    provider: PaymentProvider,
) -> Result<Option<Wallet>, Failure> {
    let purpose = purpose(provider);
    let key = keys::sealed_token(seller, purpose);
    let Some(sealed) = deps.table.get::<Sealed>(&key).await? else { return Ok(None) };
    let opened = match deps.vault.open(seller, purpose, &sealed.value, clock::now()).await {
        Ok(opened) => opened,
        Err(VaultError::NotForThis) => {
            tracing::error!(error.code = "vault_wrong_seal", seller.id = %seller, "unusable keys");
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    let secret = |text: String| SecretString::from(text);
    let wallet = match provider {
        PaymentProvider::Wave => WaveKeys::of_text(opened.expose())
            .map(|keys| Wallet::Wave(deps.wave.clone(), secret(keys.api_key))),
        PaymentProvider::Pawapay => PawapayKeys::of_text(opened.expose())
            .map(|keys| Wallet::Pawapay(deps.pawapay.clone(), secret(keys.token))),
    };
    match wallet {
        Ok(wallet) => Ok(Some(wallet)),
        Err(error) => {
            tracing::error!(error.code = "keys_unreadable", %error, seller.id = %seller, "unusable keys");
            Ok(None)
        }
    }
}

/// Who takes the shop's money: as the seller chose, or else whoever's keys are there.
pub(crate) async fn provider_of(
    deps: &Deps,
    seller: &Seller,
) -> Result<Option<PaymentProvider>, Failure> {
    if let Some(chosen) = seller.settings.payment.provider {
        return Ok(Some(chosen));
    }
    let both = [PaymentProvider::Wave, PaymentProvider::Pawapay];
    let wanted = both.map(|provider| keys::sealed_token(&seller.id, purpose(provider)));
    let found = deps.table.load(&wanted).await?;
    Ok(both.into_iter().zip(found).find_map(|(provider, item)| item.map(|_| provider)))
}

const fn purpose(provider: PaymentProvider) -> TokenPurpose {
    match provider {
        PaymentProvider::Wave => TokenPurpose::Wave,
        PaymentProvider::Pawapay => TokenPurpose::Pawapay,
    }
}
