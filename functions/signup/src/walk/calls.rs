//! The calls of a walk, each turned into the event it is for the machine.

use std::time::Duration;

use aws_adapters::{
    table::{ConflictKind, NewItem, StoreError, Stored, Write, keys},
    vault::{AccessToken, Sealed, TokenPurpose},
};
use contracts::{
    meta::{error_class::ErrorClass, graph::PhoneNumber},
    records::seller::NumberRecord,
};
use domain::{
    ids::{PhoneNumberId, WabaId},
    onboarding::{Call, Effect, Event, ListedNumber, PERMISSIONS, Refusal, TokenReport},
};
use http_clients::meta::CallError;
use lambda_support::{chain::Chain, clock, random};

use super::{Outcome, Walk, WalkError};
use crate::refusals::{is_worth_a_retry, refusal_of};

/// Digits of a two-step PIN (Meta, Cloud API, registration).
const PIN_DIGITS: u32 = 6;
/// The pause before the one retry, when Meta names none.
const PAUSE: Duration = Duration::from_millis(300);
/// A longer pause is for the seller: the page says to come back.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// What a call to Graph and the write after it may take.
const CALL_TIME: Duration = Duration::from_secs(8);

impl Walk<'_> {
    pub(super) async fn perform(&self, effect: &Effect) -> Result<Outcome, WalkError> {
        let event = match effect {
            Effect::InspectToken => self.inspect().await,
            Effect::FindAccounts => self.find_accounts().await,
            Effect::ListNumbers { account } => self.list_numbers(account).await,
            Effect::ClaimNumber { number } => return self.claim(number).await,
            Effect::Subscribe { account } => {
                let token = self.token.secret();
                let done = async || self.deps.graph.subscribe(token, account).await;
                self.call(Call::Subscribe, done).await.map(|()| Event::Subscribed)
            }
            Effect::RegisterNumber { number } => {
                let pin = self.pin().await?;
                let (token, pin) = (self.token.secret(), pin.secret());
                let done = async || self.deps.graph.register(token, number, pin).await;
                self.call(Call::Register, done).await.map(|()| Event::NumberRegistered)
            }
            // Both are done by the commit that decided them.
            Effect::Connect(_) | Effect::Release { .. } => Ok(Event::Resumed),
        };
        Ok(event.unwrap_or_else(Event::Refused).into())
    }

    async fn inspect(&self) -> Result<Event, Refusal> {
        let deps = self.deps;
        let token = self.token.secret();
        let asked = async || deps.graph.debug_token(&deps.app_id, &deps.app_secret, token).await;
        let info = self.call(Call::InspectToken, asked).await?;
        let granted = PERMISSIONS.into_iter().filter(|scope| info.allows(scope));
        Ok(Event::TokenInspected(TokenReport {
            is_valid: info.is_valid,
            is_ours: info.app_id.as_deref() == Some(deps.app_id.as_str()),
            scopes: granted.map(str::to_owned).collect(),
            expires_at: info.expires_at,
            accounts: info.wabas().unwrap_or_default(),
        }))
    }

    /// The accounts of the portfolio the token was made for: those it owns, else those shared with
    /// it. Needed when Meta limits the token to no account by name.
    async fn find_accounts(&self) -> Result<Event, Refusal> {
        let graph = &self.deps.graph;
        let token = self.token.secret();
        let business = async || graph.client_business_id(token).await;
        let Some(business) = self.call(Call::FindAccounts, business).await? else {
            return Ok(Event::AccountsFound(Vec::new()));
        };
        let owned = async || may_be_closed(graph.owned_wabas(token, &business).await);
        let mut accounts = self.call(Call::FindAccounts, owned).await?;
        if accounts.is_empty() {
            let shared = async || may_be_closed(graph.client_wabas(token, &business).await);
            accounts = self.call(Call::FindAccounts, shared).await?;
        }
        Ok(Event::AccountsFound(accounts.into_iter().map(|account| account.id).collect()))
    }

    async fn list_numbers(&self, account: &WabaId) -> Result<Event, Refusal> {
        let token = self.token.secret();
        let asked = async || self.deps.graph.phone_numbers(token, account).await;
        let numbers = self.call(Call::ListNumbers, asked).await?;
        Ok(Event::NumbersListed {
            numbers: numbers.into_iter().map(listed).collect(),
            form_digits: self.account.seller.phone.wa_id().as_str().to_owned(),
        })
    }

    /// The claim is stored together with the step, or not at all.
    async fn claim(&self, number: &PhoneNumberId) -> Result<Outcome, WalkError> {
        let seller = &self.account.seller.id;
        let key = keys::number(number);
        let claimed: Option<Stored<NumberRecord>> = self.deps.table.get(&key).await?;
        Ok(match claimed {
            Some(claim) if claim.value.seller == *seller => Event::NumberClaimed.into(),
            Some(_) => Event::Refused(Refusal::NumberTaken).into(),
            None => {
                let record = NumberRecord::new(number, seller, clock::now());
                let claim = Write::insert(NewItem::new(key, &record)?);
                Outcome { event: Event::NumberClaimed, writes: vec![claim] }
            }
        })
    }

    /// The PIN this seller's numbers are registered with, drawn and sealed before its first use:
    /// whoever registers again must give the same one.
    async fn pin(&self) -> Result<AccessToken, WalkError> {
        let (deps, seller) = (self.deps, &self.account.seller.id);
        let key = keys::sealed_token(seller, TokenPurpose::RegistrationPin);
        if let Some(pin) = self.stored_pin().await? {
            return Ok(pin);
        }
        let pin = AccessToken::new(random::digits(PIN_DIGITS));
        let sealed = deps.vault.seal(seller, TokenPurpose::RegistrationPin, &pin).await?;
        match deps.table.put_new(NewItem::new(key, &sealed)?).await {
            Ok(()) => Ok(pin),
            // Another walk drew one at the same moment: that one counts.
            Err(StoreError::Conflict { index, kind: ConflictKind::AlreadyExists }) => {
                let kind = ConflictKind::AlreadyExists;
                self.stored_pin().await?.ok_or(StoreError::Conflict { index, kind }.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn stored_pin(&self) -> Result<Option<AccessToken>, WalkError> {
        let (deps, seller) = (self.deps, &self.account.seller.id);
        let purpose = TokenPurpose::RegistrationPin;
        let stored: Option<Stored<Sealed>> =
            deps.table.get(&keys::sealed_token(seller, purpose)).await?;
        let Some(stored) = stored else { return Ok(None) };
        Ok(Some(deps.vault.open(seller, purpose, &stored.value, self.moment.now).await?))
    }

    /// Makes a call, and once more if that can help and there is time.
    async fn call<T>(
        &self,
        call: Call,
        request: impl AsyncFn() -> Result<T, CallError>,
    ) -> Result<T, Refusal> {
        let deadline = self.moment.deadline;
        let first = match request().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let refusal = self.told(call, &first);
        let pause = pause(&first);
        let needed = CALL_TIME.saturating_add(pause);
        if !is_worth_a_retry(refusal)
            || pause > LONGEST_PAUSE
            || !deadline.allows(needed, clock::now())
        {
            return Err(refusal);
        }
        tokio::time::sleep(pause).await;
        request().await.map_err(|error| self.told(call, &error))
    }

    fn told(&self, call: Call, error: &CallError) -> Refusal {
        let refusal = refusal_of(call, error, clock::now());
        tracing::warn!(
            seller.id = %self.account.seller.id,
            call = call.code(),
            error.code = refusal.code(),
            error = %Chain(error),
            "graph call failed"
        );
        refusal
    }
}

fn pause(error: &CallError) -> Duration {
    let CallError::Refused(refusal) = error else { return PAUSE };
    refusal.retry_after.unwrap_or(PAUSE)
}

/// A list that the token may not see is as good as an empty one: the other list may be open.
fn may_be_closed<T>(list: Result<Vec<T>, CallError>) -> Result<Vec<T>, CallError> {
    match list {
        Err(error)
            if matches!(error.class(), Some(ErrorClass::Permission | ErrorClass::BadRequest)) =>
        {
            Ok(Vec::new())
        }
        other => other,
    }
}

fn listed(number: PhoneNumber) -> ListedNumber {
    let on_cloud_api = number.platform_type.as_deref() == Some("CLOUD_API");
    ListedNumber {
        coexistence: number.is_on_biz_app && on_cloud_api,
        display_number: number.display_phone_number.unwrap_or_default(),
        verified_name: number.verified_name.unwrap_or_default(),
        onboarded_at: None,
        id: number.id,
    }
}
