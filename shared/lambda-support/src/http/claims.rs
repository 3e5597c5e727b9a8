//! Who is asking, as API Gateway's JWT authorizer established it.
//!
//! The token was verified before the function ran; only its claims arrive here. A request that
//! reached us without them is refused, so a route left without its authorizer stays shut.

use lambda_http::{RequestExt, http::Extensions, request::RequestContext};

use super::Problem;

/// A signed-in person.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// The Cognito user's `sub`.
    pub subject: String,
    /// The e-mail address, present in ID tokens.
    pub email: Option<String>,
}

impl Claims {
    /// The claims of a request, from its extensions (`lambda_http` and axum keep the same ones).
    pub fn of(extensions: &Extensions) -> Result<Self, Problem> {
        let Some(RequestContext::ApiGatewayV2(context)) = extensions.request_context_ref() else {
            return Err(Problem::unauthenticated());
        };
        let claims = context
            .authorizer
            .as_ref()
            .and_then(|authorizer| authorizer.jwt.as_ref())
            .map(|jwt| &jwt.claims)
            .ok_or_else(Problem::unauthenticated)?;
        let claim = |name: &str| claims.get(name).filter(|value| !value.is_empty()).cloned();
        let subject = claim("sub").ok_or_else(Problem::unauthenticated)?;
        Ok(Self { subject, email: claim("email") })
    }
}

impl std::fmt::Debug for Claims {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claims").field("subject", &self.subject).finish_non_exhaustive()
    }
}
