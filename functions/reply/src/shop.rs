//! The shop as a turn needs it: the seller, the catalogue with its stock, the zones.

use aws_adapters::table::{StoreError, Table, keys, keys::Entity};
use contracts::records::{
    CorruptRecord,
    catalogue::{ProductRecord, StockRecord, products_of},
    seller::SellerRecord,
    zone::ZoneRecord,
};
use domain::{
    catalogue::Catalogue, conversation::cart::Shop, ids::SellerId, seller::Seller, zone::Zone,
};

/// What was read of a shop.
#[derive(Debug)]
pub(crate) struct ShopData {
    pub(crate) seller: Seller,
    catalogue: Catalogue,
    zones: Vec<Zone>,
}

impl ShopData {
    pub(crate) fn shop(&self) -> Shop<'_> {
        Shop { seller: &self.seller, catalogue: &self.catalogue, zones: &self.zones }
    }
}

/// Why a shop cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShopError {
    #[error("the seller does not exist")]
    NoSeller,
    #[error("the table could not be read")]
    Store(#[from] StoreError),
    #[error("the shop is damaged")]
    Corrupt(#[from] CorruptRecord),
}

/// The seller alone.
pub(crate) async fn seller(table: &Table, id: &SellerId) -> Result<Seller, ShopError> {
    let stored = table.get::<SellerRecord>(&keys::seller(id)).await?.ok_or(ShopError::NoSeller)?;
    Ok(Seller::try_from(&stored.value)?)
}

/// The whole shop, in three reads.
pub(crate) async fn load(table: &Table, id: &SellerId) -> Result<ShopData, ShopError> {
    let (catalogue_range, zones_range) = (keys::catalogue(id), keys::zones(id));
    let (seller, catalogue, zones) =
        tokio::join!(seller(table, id), table.all(&catalogue_range), table.all(&zones_range));
    let (mut products, mut stock) = (Vec::new(), Vec::new());
    for item in catalogue? {
        match item.entity() {
            Entity::Product => products.push(item.read::<ProductRecord>()?.value),
            Entity::Stock => {
                let row = item.stock()?;
                stock.push(StockRecord {
                    product: row.product.to_string(),
                    variant: row.variant.to_string(),
                    available: row.available,
                });
            }
            Entity::Courier | Entity::Rota | Entity::Other => {}
        }
    }
    let mut read_zones = Vec::new();
    for item in zones? {
        read_zones.push(Zone::try_from(&item.read::<ZoneRecord>()?.value)?);
    }
    Ok(ShopData {
        seller: seller?,
        catalogue: Catalogue { products: products_of(&products, &stock)? },
        zones: read_zones,
    })
}
