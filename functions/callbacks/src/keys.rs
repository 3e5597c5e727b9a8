//! A seller's own keys of a service, opened to see whether a caller knows them.

use aws_adapters::{
    table::keys,
    vault::{AccessToken, Sealed, TokenPurpose},
};
use domain::ids::SellerId;
use lambda_support::{chain::Chain, clock, http::Problem};

use crate::Deps;

/// The keys as they were sealed; `None` when the seller has none.
pub(crate) async fn open(
    deps: &Deps,
    seller: &SellerId,
    purpose: TokenPurpose,
) -> Result<Option<AccessToken>, Problem> {
    let sealed = deps.table.get::<Sealed>(&keys::sealed_token(seller, purpose)).await;
    let Some(sealed) = sealed.map_err(|error| trouble(error.code(), &error))? else {
        return Ok(None);
    };
    let opened = deps.vault.open(seller, purpose, &sealed.value, clock::now()).await;
    opened.map(Some).map_err(|error| trouble(error.code(), &error))
}

/// 503: something of ours failed, and the caller should try again.
pub(crate) fn trouble(code: &'static str, error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error.code = code, error = %Chain(error), "callback not taken");
    Problem::unavailable()
}
