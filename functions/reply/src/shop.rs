//! The shop as a turn needs it: the seller, the catalogue with its stock, the zones.

use aws_adapters::table::{StoreError, Table, keys, keys::Entity};
use contracts::records::{
    CorruptRecord,
    catalogue::{ProductRecord, StockRecord, products_of},
    delivery::DeliveryRecord,
    order::OrderRecord,
    seller::SellerRecord,
    zone::ZoneRecord,
};
use domain::{
    catalogue::Catalogue,
    conversation::cart::Shop,
    dispatch::Delivery,
    ids::{OrderId, SellerId},
    order::Order,
    payment::Known,
    seller::Seller,
    stock::Units,
    zone::Zone,
};

/// Orders of a thread that the model is told of.
const ORDERS_TOLD: usize = 4;

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

    /// Counts units as available that are kept aside for whom the shop is read.
    pub(crate) fn give_back<'a>(&mut self, units: impl Iterator<Item = &'a Units>) {
        for units in units {
            let products = self.catalogue.products.iter_mut();
            let variants = products.filter(|p| p.id == units.product).flat_map(|p| &mut p.variants);
            for variant in variants.filter(|variant| variant.id == units.variant) {
                variant.available = variant.available.saturating_add(units.quantity);
            }
        }
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

/// An order of a thread, with what is known of its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) order: Order,
    pub(crate) known: Known,
}

/// The latest orders of a thread, oldest first, in one read.
pub(crate) async fn orders(
    table: &Table,
    seller: &SellerId,
    ids: &[OrderId],
) -> Result<Vec<Placed>, ShopError> {
    let latest = ids.iter().rev().take(ORDERS_TOLD).rev();
    let rows = |id| [keys::order(seller, id), keys::delivery(seller, id)];
    let wanted: Vec<keys::Key> = latest.flat_map(rows).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = table.load(&wanted).await?.into_iter();
    let mut placed = Vec::new();
    while let (Some(order), Some(delivery)) = (found.next(), found.next()) {
        let Some(order) = order else { continue };
        let delivery = delivery
            .map(|item| {
                Ok::<_, ShopError>(Delivery::try_from(&item.read::<DeliveryRecord>()?.value)?)
            })
            .transpose()?;
        placed.push(Placed {
            order: Order::try_from(&order.read::<OrderRecord>()?.value)?,
            known: Known::of(delivery.as_ref()),
        });
    }
    Ok(placed)
}

/// The seller's whole shop, in two reads.
pub(crate) async fn load(table: &Table, seller: Seller) -> Result<ShopData, ShopError> {
    let (catalogue_range, zones_range) = (keys::catalogue(&seller.id), keys::zones(&seller.id));
    let (catalogue, zones) = tokio::join!(table.all(&catalogue_range), table.all(&zones_range));
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
        seller,
        catalogue: Catalogue { products: products_of(&products, &stock)? },
        zones: read_zones,
    })
}
