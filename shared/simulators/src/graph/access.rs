//! Who may call what: a token opens the accounts that were shared with it and nothing else.

use super::{
    call::Call,
    error::GraphError,
    state::{Account, Number, State, Token},
};
use crate::time::UnixMs;

/// The live token of a call.
pub(super) fn token<'a>(
    state: &'a State,
    call: &Call,
    now: UnixMs,
) -> Result<&'a Token, GraphError> {
    let Some(text) = call.token() else {
        return Err(GraphError::plain(
            104,
            "An access token is required to request this resource.",
        ));
    };
    let Some(token) = state.tokens.get(text) else {
        return Err(GraphError::token(
            "Invalid OAuth access token - Cannot parse access token",
            None,
        ));
    };
    usable(token, now)?;
    Ok(token)
}

/// Refuses a token that was revoked or has expired.
pub(super) fn usable(token: &Token, now: UnixMs) -> Result<(), GraphError> {
    if token.revoked {
        return Err(GraphError::token(
            "Error validating access token: The session has been invalidated",
            Some(467),
        ));
    }
    if token.expires_at.is_some_and(|expiry| expiry <= now) {
        return Err(GraphError::token(
            "Error validating access token: Session has expired",
            Some(463),
        ));
    }
    Ok(())
}

/// The account `id`, if the call's token opens it.
pub(super) fn account<'a>(
    state: &'a State,
    call: &Call,
    now: UnixMs,
    id: &str,
) -> Result<&'a Account, GraphError> {
    let token = token(state, call, now)?;
    let account = state.accounts.get(id).ok_or_else(|| unknown(call, id))?;
    if token.account_ids.contains(&account.id) {
        Ok(account)
    } else {
        Err(GraphError::permission())
    }
}

/// The business number `id`, if the call's token opens its account.
pub(super) fn number<'a>(
    state: &'a State,
    call: &Call,
    now: UnixMs,
    id: &str,
) -> Result<&'a Number, GraphError> {
    let token = token(state, call, now)?;
    let number = state.numbers.get(id).ok_or_else(|| unknown(call, id))?;
    if token.account_ids.contains(&number.account_id) {
        Ok(number)
    } else {
        Err(GraphError::permission())
    }
}

pub(super) fn unknown(call: &Call, id: &str) -> GraphError {
    GraphError::unknown_object(&call.method.as_str().to_lowercase(), id)
}
