//! `/products`: the catalogue, from which alone prices and stock are taken.
//!
//! A product and the stock of its variants change in one transaction. Stock that a change does not
//! speak of is not written: an order may be taking from it. Orders keep the names and prices of
//! their lines, so a deleted product is really gone.

mod form;
mod import;
mod photo;
mod view;

use aws_adapters::{
    objects::ObjectKey,
    table::{Condition, Item, NewItem, Write, keys},
};
use axum::extract::State;
use contracts::records::catalogue::{ProductRecord, StockRecord, products_of};
use domain::{
    catalogue::{Catalogue, Product},
    ids::{ProductId, SellerId},
};
use lambda_support::http::Problem;

use self::{form::Change, view::ProductView};
use crate::{
    Deps,
    answer::{self, Answer, Listing},
    body::Object,
    caller::{Caller, Drawn, Id, Paging},
    failure::Failure,
    picture,
    routes::{Route, Shared},
    shop,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/products", list),
        Route::post("/products", create),
        Route::post("/products/import", import::import),
        Route::get("/products/{id}", show),
        Route::patch("/products/{id}", change),
        Route::delete("/products/{id}", delete),
        Route::put("/products/{id}/photo", photo::put),
        Route::delete("/products/{id}/photo", photo::delete),
    ]
}

/// One query reads products and stock together, so a page is cut from the whole catalogue; the
/// cursor is the last product shown.
async fn list(State(deps): State<Shared>, Caller(seller): Caller, paging: Paging) -> Answer {
    let after = paging.cursor.as_deref().map(str::parse::<ProductId>).transpose();
    let after = after.map_err(|_foreign| {
        Problem::malformed().with_field("cursor", "Cette page n’existe pas.")
    })?;
    let catalogue = catalogue(&deps, &seller).await?;
    let is_after = |product: &&Product| after.as_ref().is_none_or(|last| product.id > *last);
    let mut rest = catalogue.products.iter().filter(is_after);
    let page: Vec<&Product> = rest.by_ref().take(usize::from(paging.limit)).collect();
    let cursor = page.last().filter(|_| rest.next().is_some()).map(|last| last.id.to_string());
    let mut items = Vec::with_capacity(page.len());
    for product in page {
        items.push(shown(&deps, &seller, product).await?);
    }
    answer::ok(&Listing { items, cursor })
}

async fn show(State(deps): State<Shared>, Caller(seller): Caller, Id(id): Id<ProductId>) -> Answer {
    let (product, _) = load(&deps, &seller, &id).await?;
    answer::ok(&shown(&deps, &seller, &product).await?)
}

async fn create(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Drawn(drawn): Drawn,
    Object(body): Object,
) -> Answer {
    let currency = shop::seller(&deps, &seller).await?.currency();
    let change = form::creation(&body, currency)?.create(ProductId::from_uuid(drawn), currency)?;
    match deps.table.transact(&writes(&seller, &change, Condition::Absent)?).await {
        Err(error) if error.conflict().is_some() => {
            // A repetition under the same key finds what the first one made.
            let (product, _) = load(&deps, &seller, &change.product.id).await?;
            answer::created(&shown(&deps, &seller, &product).await?)
        }
        Err(error) => Err(error.into()),
        Ok(()) => answer::created(&shown(&deps, &seller, &change.product).await?),
    }
}

async fn change(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ProductId>,
    Object(body): Object,
) -> Answer {
    let (product, version) = load(&deps, &seller, &id).await?;
    let change = form::change(&body, product.price.currency())?.apply(&product)?;
    deps.table.transact(&writes(&seller, &change, Condition::Version(version))?).await?;
    answer::ok(&shown(&deps, &seller, &change.product).await?)
}

async fn delete(
    State(deps): State<Shared>,
    Caller(seller): Caller,
    Id(id): Id<ProductId>,
) -> Answer {
    let (product, version) = load(&deps, &seller, &id).await?;
    let stock = product.variants.iter().map(|variant| Write::Delete {
        key: keys::stock(&seller, &id, &variant.id),
        condition: Condition::Always,
    });
    let mut writes: Vec<Write> = stock.collect();
    let condition = Condition::Version(version);
    writes.push(Write::Delete { key: keys::product(&seller, &id), condition });
    deps.table.transact(&writes).await?;
    photo::remove(&deps, &seller, &id, product.photo.as_ref()).await;
    Ok(answer::gone())
}

/// A product with the address of its photo.
async fn shown(deps: &Deps, seller: &SellerId, product: &Product) -> Result<ProductView, Failure> {
    let photo = match &product.photo {
        Some(photo) => {
            let key = ObjectKey::product_photo(seller, &product.id, &photo.name);
            Some(picture::view(deps, &key, &photo.into()).await?)
        }
        None => None,
    };
    Ok(ProductView::of(product, photo))
}

/// A product with its stock, and the version to write it back under.
async fn load(deps: &Deps, seller: &SellerId, id: &ProductId) -> Result<(Product, u64), Failure> {
    let found = deps.table.get::<ProductRecord>(&keys::product(seller, id)).await?;
    let found = found.ok_or_else(Problem::not_found)?;
    let stock = deps.table.all(&keys::stock_of_product(seller, id)).await?;
    let stock = stock.iter().map(stock_record).collect::<Result<Vec<_>, _>>()?;
    let mut products = products_of(&[found.value], &stock)?;
    let product = products.pop().ok_or_else(Problem::not_found)?;
    Ok((product, found.version))
}

/// Everything the seller sells, oldest first.
pub(crate) async fn catalogue(deps: &Deps, seller: &SellerId) -> Result<Catalogue, Failure> {
    let items = deps.table.all(&keys::catalogue(seller)).await?;
    let mut products = Vec::new();
    let mut stock = Vec::new();
    for item in &items {
        match item.entity() {
            keys::Entity::Product => products.push(item.read::<ProductRecord>()?.value),
            keys::Entity::Stock => stock.push(stock_record(item)?),
            keys::Entity::Courier | keys::Entity::Rota | keys::Entity::Other => {}
        }
    }
    Ok(Catalogue { products: products_of(&products, &stock)? })
}

fn stock_record(item: &Item) -> Result<StockRecord, Failure> {
    let row = item.stock()?;
    Ok(StockRecord {
        product: row.product.to_string(),
        variant: row.variant.to_string(),
        available: row.available,
    })
}

/// What a change writes: the product under its condition, and the stock it speaks of.
fn writes(seller: &SellerId, change: &Change, condition: Condition) -> Result<Vec<Write>, Failure> {
    let product = &change.product;
    let item = NewItem::new(keys::product(seller, &product.id), &ProductRecord::from(product))?;
    let mut writes = vec![Write::Put { item, condition }];
    let counted = product.variants.iter().filter(|variant| change.counted.contains(&variant.id));
    writes.extend(counted.map(|variant| {
        let key = keys::stock(seller, &product.id, &variant.id);
        Write::overwrite(NewItem::stock(key, variant.available))
    }));
    writes.extend(change.removed.iter().map(|gone| Write::Delete {
        key: keys::stock(seller, &product.id, gone),
        condition: Condition::Always,
    }));
    Ok(writes)
}
