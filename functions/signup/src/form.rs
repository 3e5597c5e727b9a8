//! `POST /signup`: the form becomes a Cognito user, and the user's `sub` a seller.
//!
//! The user comes first. A process that dies in between is repaired by sending the form again: the
//! user is there, the seller is not, and is made.

use aws_adapters::{
    identity::IdentityError,
    table::{ConflictKind, NewItem, StoreError, keys},
};
use contracts::records::seller::SellerRecord;
use domain::{
    copy::onboarding as copy,
    ids::SellerId,
    onboarding::{
        Onboarding,
        form::{self, Fault, Field, FieldFault, Form, Registration},
    },
    seller::{Seller, ShopSettings},
};
use jiff::Timestamp;
use lambda_http::{Body, Request, Response, http::StatusCode};
use lambda_support::http::{self, FieldError, Problem, page};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::{Deps, MAX_BODY, failed, seller_of};

/// The fields as they were sent. A field that is no text is as good as absent.
struct Typed {
    first_name: String,
    last_name: String,
    country: String,
    phone: String,
    email: String,
    password: SecretString,
    shop_name: String,
}

impl Typed {
    fn of(raw: &[u8]) -> Result<Self, Problem> {
        // The parser's error would quote the form: it is dropped on purpose.
        let value: Value = serde_json::from_slice(raw).map_err(|_quotes| Problem::malformed())?;
        if !value.is_object() {
            return Err(Problem::malformed());
        }
        let text = |field: Field| match value.get(field.name()) {
            Some(Value::String(text)) => text.clone(),
            // A form that sends digits as a number means them.
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
                String::new()
            }
        };
        Ok(Self {
            first_name: text(Field::FirstName),
            last_name: text(Field::LastName),
            country: text(Field::Country),
            phone: text(Field::Phone),
            email: text(Field::Email),
            password: SecretString::from(text(Field::Password)),
            shop_name: text(Field::ShopName),
        })
    }

    fn read(&self) -> Result<Registration, Problem> {
        let form = Form {
            first_name: &self.first_name,
            last_name: &self.last_name,
            country: &self.country,
            phone: &self.phone,
            email: &self.email,
            password: self.password.expose_secret(),
            shop_name: &self.shop_name,
        };
        form::read(form).map_err(|faults| invalid(&faults))
    }
}

pub(crate) async fn sign_up(
    deps: &Deps,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Problem> {
    let typed = Typed::of(http::bounded(request.body(), MAX_BODY)?)?;
    let registration = typed.read()?;
    let id = user(deps, &registration, &typed.password).await?;
    let seller = seller(id, registration);
    let record = SellerRecord::new(&seller, &Onboarding::new(seller.id.clone()), now);
    let item = NewItem::new(keys::seller(&seller.id), &record);
    let stored = match item {
        Ok(item) => deps.table.put_new(item).await,
        Err(error) => Err(error),
    };
    match stored {
        Ok(()) => {
            tracing::info!(seller.id = %seller.id, seller.country = seller.country.code(), "seller registered");
            Ok(page::json(StatusCode::CREATED, &created(deps, &seller)))
        }
        Err(StoreError::Conflict { kind: ConflictKind::AlreadyExists, .. }) => {
            Err(account_exists())
        }
        Err(error) => Err(failed(error.code(), &error)),
    }
}

/// The seller's user, confirmed where the deployment asks for no code; one made by an earlier
/// attempt is taken up again.
async fn user(
    deps: &Deps,
    registration: &Registration,
    password: &SecretString,
) -> Result<SellerId, Problem> {
    let email = registration.email.as_str();
    let attributes = [
        ("given_name", registration.first_name.as_str()),
        ("family_name", registration.last_name.as_str()),
    ];
    let subject = match deps.identity.sign_up(email, password, &attributes).await {
        Ok(subject) => subject,
        Err(IdentityError::UsernameExists) => {
            let found = deps.identity.find_subject(email).await.map_err(|e| refused(&e))?;
            found.ok_or_else(account_exists)?
        }
        Err(error) => return Err(refused(&error)),
    };
    let id = seller_of(&subject).ok_or_else(|| {
        tracing::error!(error.code = "identity_subject", "a user's sub is no UUID");
        Problem::internal()
    })?;
    // Before the seller is made: what is left undone by a crash must be reached by a second form.
    if deps.auto_confirm_signups {
        deps.identity.confirm(email).await.map_err(|error| refused(&error))?;
    }
    Ok(id)
}

fn seller(id: SellerId, registration: Registration) -> Seller {
    let Registration { first_name, last_name, country, phone, email, shop_name } = registration;
    let settings = ShopSettings::default();
    Seller { id, first_name, last_name, shop_name, country, phone, email, settings }
}

fn created(deps: &Deps, seller: &Seller) -> Value {
    let next = if deps.auto_confirm_signups {
        "sign in, then GET /onboarding/link"
    } else {
        "confirm the e-mail address, sign in, then GET /onboarding/link"
    };
    json!({
        "seller": {
            "id": seller.id.as_str(),
            "first_name": seller.first_name,
            "last_name": seller.last_name,
            "shop_name": seller.shop_name,
            "country": seller.country.code(),
            "phone": seller.phone.e164(),
            "email": seller.email,
            "status": "registered",
        },
        "next": next,
    })
}

fn refused(error: &IdentityError) -> Problem {
    let fault = |field, fault| invalid(&[FieldFault { field, fault }]);
    match error {
        IdentityError::UsernameExists => account_exists(),
        IdentityError::InvalidPassword => fault(Field::Password, Fault::TooSimple),
        IdentityError::InvalidParameter => fault(Field::Email, Fault::Unusable),
        IdentityError::Call(_) => failed(error.code(), error),
    }
}

fn invalid(faults: &[FieldFault]) -> Problem {
    let error = |fault: &FieldFault| FieldError {
        field: fault.field.name().to_owned(),
        message: copy::field(*fault),
    };
    Problem::invalid(faults.iter().map(error).collect())
}

fn account_exists() -> Problem {
    let sentence = copy::account_exists();
    let title = "Compte existant";
    Problem::new(StatusCode::CONFLICT, "account_exists", title, sentence)
        .with_field(Field::Email.name(), sentence)
}
