//! The walk from a token to an answering number: call Graph, tell the machine, store, go on.
//!
//! Every step is stored under the version that was read, with whatever must change with it. Two
//! walks of one seller cannot both go on: the one that comes second stops where it is.

mod calls;

use aws_adapters::{
    table::{Condition, NewItem, StoreError, Stored, Write, keys},
    vault::{AccessToken, Sealed, TokenPurpose, VaultError},
};
use contracts::records::{health::AccountSellerRecord, seller::NumberRecord};
use domain::{
    Transition,
    health::HealthEvent,
    ids::{PhoneNumberId, SellerId},
    onboarding::{self, Connection, Effect, Event, Onboarding, Refusal, Step},
};
use lambda_support::clock;

use crate::{Deps, Moment, account::Account, check};

/// How often a claim that somebody else was quicker with is looked at again.
const CLAIMS: u32 = 3;

/// Where a walk ended.
#[derive(Debug)]
pub(crate) enum End {
    Connected(Connection),
    Refused(Refusal),
    /// Another walk of this seller goes on.
    UnderWay,
}

/// What keeps a walk from telling where it ended. What was stored stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WalkError {
    #[error("the walk could not be stored")]
    Store(#[from] StoreError),
    #[error("the vault did not serve")]
    Vault(#[from] VaultError),
}

impl WalkError {
    /// A stable word for the log's `error.code`.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Vault(error) => error.code(),
        }
    }
}

/// A seller on the way, with the token in hand.
pub(crate) struct Walk<'a> {
    deps: &'a Deps,
    account: &'a mut Account,
    sealed: Sealed,
    token: AccessToken,
    moment: Moment,
}

/// What a call came to, and what must be stored with the step it leads to.
struct Outcome {
    event: Event,
    writes: Vec<Write>,
}

impl From<Event> for Outcome {
    fn from(event: Event) -> Self {
        Self { event, writes: Vec::new() }
    }
}

impl<'a> Walk<'a> {
    /// Begins with a token just received: it is sealed and stored before anything else.
    pub(crate) async fn begin(
        deps: &'a Deps,
        account: &'a mut Account,
        token: AccessToken,
        moment: Moment,
    ) -> Result<End, WalkError> {
        let seller = account.seller.id.clone();
        let sealed = deps.vault.seal(&seller, TokenPurpose::WhatsApp, &token).await?;
        let mut walk = Self { deps, account, sealed, token, moment };
        // The code is spent: rather than losing the token, a seller who moved meanwhile is read
        // again, once.
        let effects = match walk.keep_token().await {
            Err(WalkError::Store(error)) if Account::moved_meanwhile(&error) => {
                let Some(account) = Account::load(&deps.table, &seller).await? else {
                    return Err(error.into());
                };
                *walk.account = account;
                walk.keep_token().await?
            }
            other => other?,
        };
        walk.run(effects).await
    }

    /// Goes on from the stored step with the stored token.
    pub(crate) async fn go_on(
        deps: &'a Deps,
        account: &'a mut Account,
        resumed: Transition<Onboarding, Effect>,
        moment: Moment,
    ) -> Result<End, WalkError> {
        let seller = account.seller.id.clone();
        let Some((sealed, token)) = stored_token(deps, &seller, moment).await? else {
            tracing::warn!(seller.id = %seller, "no token to go on with");
            return refuse(deps, account, Refusal::TokenInvalid).await;
        };
        let mut walk = Self { deps, account, sealed, token, moment };
        // Stored although nothing but the refusal changes: of two walks, the version stops one.
        match walk.store(resumed, Vec::new()).await {
            Ok(effects) => walk.run(effects).await,
            Err(WalkError::Store(error)) if Account::moved_meanwhile(&error) => Ok(End::UnderWay),
            Err(error) => Err(error),
        }
    }

    async fn keep_token(&mut self) -> Result<Vec<Effect>, WalkError> {
        let kept = NewItem::new(keys::onboarding(&self.account.seller.id), &self.sealed)?;
        let now = clock::now();
        match onboarding::step(&self.account.onboarding, &Event::CodeExchanged, now) {
            Ok(transition) => self.store(transition, vec![Write::overwrite(kept)]).await,
            // The machine takes a new token at any step.
            Err(_rejection) => Ok(Vec::new()),
        }
    }

    async fn run(mut self, mut effects: Vec<Effect>) -> Result<End, WalkError> {
        let mut claims = 0;
        while let Some(effect) = effects.into_iter().find(is_call) {
            let Outcome { event, writes } = self.perform(&effect).await?;
            if let Event::Refused(refusal) = event {
                return refuse(self.deps, self.account, refusal).await;
            }
            let transition = onboarding::step(&self.account.onboarding, &event, clock::now());
            let Ok(transition) = transition else { return Ok(End::UnderWay) };
            effects = match self.store(transition, writes).await {
                Ok(effects) => effects,
                Err(WalkError::Store(error)) if Account::moved_meanwhile(&error) => {
                    return Ok(End::UnderWay);
                }
                // Somebody claimed the number between our look and our write: look again.
                Err(WalkError::Store(StoreError::Conflict { .. })) if claims < CLAIMS => {
                    claims = claims.saturating_add(1);
                    vec![effect]
                }
                Err(error) => return Err(error),
            };
        }
        let Onboarding { refusal, connected, step, .. } = &self.account.onboarding;
        if let (None, Some(connection), Step::Active) = (refusal, connected, step) {
            check::welcome(self.deps, self.account, connection, &self.token, self.moment).await;
        }
        Ok(match (refusal, connected) {
            (Some(refusal), _) => End::Refused(*refusal),
            (None, Some(connection)) => End::Connected(connection.clone()),
            (None, None) => End::UnderWay,
        })
    }

    async fn store(
        &mut self,
        transition: Transition<Onboarding, Effect>,
        writes: Vec<Write>,
    ) -> Result<Vec<Effect>, WalkError> {
        store(self.deps, self.account, transition, Some(&self.sealed), writes).await
    }
}

/// Stores why the attempt stopped. Who finds the seller elsewhere leaves them there.
pub(crate) async fn refuse(
    deps: &Deps,
    account: &mut Account,
    refusal: Refusal,
) -> Result<End, WalkError> {
    tracing::warn!(
        seller.id = %account.seller.id,
        step = account.step_name(),
        refusal = refusal.code(),
        "connection stopped"
    );
    let event = Event::Refused(refusal);
    let Ok(transition) = onboarding::step(&account.onboarding, &event, clock::now()) else {
        return Ok(End::Refused(refusal));
    };
    if transition.state == account.onboarding {
        return Ok(End::Refused(refusal));
    }
    match store(deps, account, transition, None, Vec::new()).await {
        Ok(_nothing_to_do) => Ok(End::Refused(refusal)),
        Err(WalkError::Store(error)) if Account::moved_meanwhile(&error) => {
            Ok(End::Refused(refusal))
        }
        Err(error) => Err(error),
    }
}

/// Stores a step with all that belongs into the same transaction; the effects left are calls.
async fn store(
    deps: &Deps,
    account: &mut Account,
    transition: Transition<Onboarding, Effect>,
    token: Option<&Sealed>,
    mut writes: Vec<Write>,
) -> Result<Vec<Effect>, WalkError> {
    let seller = account.seller.id.clone();
    let Transition { state, effects } = transition;
    for effect in &effects {
        match effect {
            Effect::Connect(connection) => {
                writes.extend(found_by_account(account, connection)?);
                // Before the connection is stored: whoever dies in between leaves a number that
                // is tried again, and never one that is stopped for the reason of an old token.
                let connected = [HealthEvent::Connected];
                deps.table.note_health(&seller, &connected, clock::now()).await?;
                let key = keys::sealed_token(&seller, TokenPurpose::WhatsApp);
                if let Some(token) = token {
                    writes.push(Write::overwrite(NewItem::new(key, token)?));
                }
            }
            Effect::Release { number } => writes.extend(release(deps, &seller, number).await?),
            Effect::InspectToken
            | Effect::FindAccounts
            | Effect::ListNumbers { .. }
            | Effect::ClaimNumber { .. }
            | Effect::Subscribe { .. }
            | Effect::RegisterNumber { .. } => {}
        }
    }
    if matches!(state.step, Step::Registered | Step::LinkIssued { .. } | Step::Active) {
        // No attempt is left that could use the token kept for it.
        let key = keys::onboarding(&seller);
        writes.push(Write::Delete { key, condition: Condition::Always });
    }
    account.advance(&deps.table, state, writes).await?;
    tracing::info!(seller.id = %seller, step = account.step_name(), "onboarding step stored");
    Ok(effects)
}

/// The row that leads from the number's account to its seller, for the events of the account;
/// that of an account the seller leaves goes.
fn found_by_account(account: &Account, connection: &Connection) -> Result<Vec<Write>, StoreError> {
    let seller = &account.seller.id;
    let row = AccountSellerRecord::new(seller, &connection.number, &connection.display_number);
    let key = keys::account_seller(&connection.account, seller);
    let mut writes = vec![Write::overwrite(NewItem::new(key, &row)?)];
    let left = account.onboarding.connected.as_ref().map(|before| &before.account);
    if let Some(left) = left.filter(|left| **left != connection.account) {
        let key = keys::account_seller(left, seller);
        writes.push(Write::Delete { key, condition: Condition::Always });
    }
    Ok(writes)
}

/// Gives a number back, if it still is this seller's.
async fn release(
    deps: &Deps,
    seller: &SellerId,
    number: &PhoneNumberId,
) -> Result<Option<Write>, StoreError> {
    let key = keys::number(number);
    let claim: Option<Stored<NumberRecord>> = deps.table.get(&key).await?;
    let own = claim.filter(|claim| claim.value.seller == *seller);
    Ok(own.map(|claim| Write::Delete { key, condition: Condition::Version(claim.version) }))
}

/// The token of the attempt under way; `None` when there is none that opens.
async fn stored_token(
    deps: &Deps,
    seller: &SellerId,
    moment: Moment,
) -> Result<Option<(Sealed, AccessToken)>, WalkError> {
    let stored: Option<Stored<Sealed>> = deps.table.get(&keys::onboarding(seller)).await?;
    let Some(Stored { value: sealed, .. }) = stored else { return Ok(None) };
    match deps.vault.open(seller, TokenPurpose::WhatsApp, &sealed, moment.now).await {
        Ok(token) => Ok(Some((sealed, token))),
        Err(VaultError::NotForThis) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

const fn is_call(effect: &Effect) -> bool {
    !matches!(effect, Effect::Connect(_) | Effect::Release { .. })
}
