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
        let (call, pin) = match effect {
            Effect::InspectToken => (Call::InspectToken, None),
            Effect::FindAccounts => (Call::FindAccounts, None),
            Effect::ListNumbers { .. } => (Call::ListNumbers, None),
            Effect::ClaimNumber { number } => return self.claim(number).await,
            Effect::Subscribe { .. } => (Call::Subscribe, None),
            Effect::RegisterNumber { .. } => (Call::Register, Some(self.pin().await?)),
            // Both are done by the commit that decided them.
            Effect::Connect(_) | Effect::Release { .. } => return Ok(Event::Resumed.into()),
        };
        let asked = self.ask_with_patience(call, effect, pin.as_ref()).await;
        Ok(asked.unwrap_or_else(Event::Refused).into())
    }

    /// Makes a call, and once more if that can help and there is time.
    async fn ask_with_patience(
        &self,
        call: Call,
        effect: &Effect,
        pin: Option<&AccessToken>,
    ) -> Result<Event, Refusal> {
        let deadline = self.moment.deadline;
        if deadline.is_some_and(|deadline| !deadline.allows(CALL_TIME, clock::now())) {
            // What is stored now is gone on with later; a call cut off in the middle is a doubt.
            return Err(Refusal::Unavailable(call));
        }
        let first = match self.ask(effect, pin).await {
            Ok(event) => return Ok(event),
            Err(error) => error,
        };
        let refusal = self.told(call, &first);
        let pause = pause(&first);
        let needed = CALL_TIME.saturating_add(pause);
        let has_time = deadline.is_some_and(|deadline| deadline.allows(needed, clock::now()));
        if !is_worth_a_retry(refusal) || pause > LONGEST_PAUSE || !has_time {
            return Err(refusal);
        }
        tokio::time::sleep(pause).await;
        self.ask(effect, pin).await.map_err(|error| self.told(call, &error))
    }

    async fn ask(&self, effect: &Effect, pin: Option<&AccessToken>) -> Result<Event, CallError> {
        let graph = &self.deps.graph;
        let token = self.token.secret();
        match (effect, pin) {
            (Effect::InspectToken, _) => self.inspect().await,
            (Effect::FindAccounts, _) => self.find_accounts().await,
            (Effect::ListNumbers { account }, _) => self.list_numbers(account).await,
            (Effect::Subscribe { account }, _) => {
                graph.subscribe(token, account).await.map(|()| Event::Subscribed)
            }
            (Effect::RegisterNumber { number }, Some(pin)) => {
                let registered = graph.register(token, number, pin.secret()).await;
                registered.map(|()| Event::NumberRegistered)
            }
            (
                Effect::RegisterNumber { .. }
                | Effect::ClaimNumber { .. }
                | Effect::Connect(_)
                | Effect::Release { .. },
                _,
            ) => Ok(Event::Resumed),
        }
    }

    async fn inspect(&self) -> Result<Event, CallError> {
        let deps = self.deps;
        let token = self.token.secret();
        let info = deps.graph.debug_token(&deps.app_id, &deps.app_secret, token).await?;
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
    async fn find_accounts(&self) -> Result<Event, CallError> {
        let graph = &self.deps.graph;
        let token = self.token.secret();
        let Some(business) = graph.client_business_id(token).await? else {
            return Ok(Event::AccountsFound(Vec::new()));
        };
        let mut accounts = may_be_closed(graph.owned_wabas(token, &business).await)?;
        if accounts.is_empty() {
            accounts = may_be_closed(graph.client_wabas(token, &business).await)?;
        }
        Ok(Event::AccountsFound(accounts.into_iter().map(|account| account.id).collect()))
    }

    async fn list_numbers(&self, account: &WabaId) -> Result<Event, CallError> {
        let numbers = self.deps.graph.phone_numbers(self.token.secret(), account).await?;
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
