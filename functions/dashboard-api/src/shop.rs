//! What routes need of the seller's profile: country, currency, clock.

use aws_adapters::table::keys;
use contracts::records::{CorruptRecord, seller::SellerRecord};
use domain::{country::Country, ids::SellerId, seller::Seller};
use lambda_support::http::Problem;

use crate::{Deps, failure::Failure};

/// The profile as it is kept.
pub(crate) async fn record(deps: &Deps, seller: &SellerId) -> Result<SellerRecord, Failure> {
    let found = deps.table.get::<SellerRecord>(&keys::seller(seller)).await?;
    Ok(found.ok_or_else(Problem::not_found)?.value)
}

/// The seller and their shop.
pub(crate) async fn seller(deps: &Deps, seller: &SellerId) -> Result<Seller, Failure> {
    Ok(Seller::try_from(&record(deps, seller).await?)?)
}

/// Where the shop is.
pub(crate) fn country(record: &SellerRecord) -> Result<Country, CorruptRecord> {
    Country::of_code(&record.country).ok_or(CorruptRecord::new("seller", "country"))
}
