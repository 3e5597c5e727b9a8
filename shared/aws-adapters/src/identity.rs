//! The user pool in which sellers sign up.
//!
//! An e-mail address is the user name; the `sub` Cognito draws is what a seller is made of.

use aws_config::SdkConfig;
use aws_sdk_cognitoidentityprovider::{
    Client,
    operation::{
        admin_confirm_sign_up::AdminConfirmSignUpError, admin_get_user::AdminGetUserError,
        sign_up::SignUpError,
    },
    types::AttributeType,
};
use secrecy::{ExposeSecret, SecretString};

use crate::error::{CallError, CallFailure, Disposition};

/// A user that could not be made or found.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Somebody signed up with this address.
    #[error("a user with this address exists")]
    UsernameExists,
    /// The password does not follow the pool's policy.
    #[error("password does not follow the policy")]
    InvalidPassword,
    /// An attribute is not acceptable, most often the address.
    #[error("an attribute is not acceptable")]
    InvalidParameter,
    #[error(transparent)]
    Call(#[from] CallError),
}

impl IdentityError {
    /// Whether trying again can succeed.
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::UsernameExists | Self::InvalidPassword | Self::InvalidParameter => {
                Disposition::GiveUp
            }
            Self::Call(error) => error.disposition(),
        }
    }

    /// A stable word for the log's `error.code`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UsernameExists => "identity_exists",
            Self::InvalidPassword => "identity_password",
            Self::InvalidParameter => "identity_parameter",
            Self::Call(error) => error.code(),
        }
    }
}

/// A user pool, through one of its app clients.
#[derive(Debug, Clone)]
pub struct UserPool {
    client: Client,
    pool_id: String,
    client_id: String,
}

impl UserPool {
    /// The pool with this id and the app client sellers use.
    pub fn new(config: &SdkConfig, pool_id: &str, client_id: &str) -> Self {
        Self {
            client: Client::new(config),
            pool_id: pool_id.to_owned(),
            client_id: client_id.to_owned(),
        }
    }

    /// Signs a user up and tells its `sub`. `attributes` are Cognito's (`given_name` …); the
    /// address is added.
    pub async fn sign_up(
        &self,
        email: &str,
        password: &SecretString,
        attributes: &[(&str, &str)],
    ) -> Result<String, IdentityError> {
        let mut request = self
            .client
            .sign_up()
            .client_id(&self.client_id)
            .username(email)
            .password(password.expose_secret());
        for (name, value) in attributes.iter().copied().chain([("email", email)]) {
            let attribute = AttributeType::builder().name(name).value(value).build();
            request = request.user_attributes(
                attribute.map_err(|e| CallError::new("SignUp", CallFailure::Rejected, e))?,
            );
        }
        match request.send().await {
            Ok(output) => Ok(output.user_sub),
            Err(error) => Err(match error.as_service_error() {
                Some(SignUpError::UsernameExistsException(_)) => IdentityError::UsernameExists,
                Some(SignUpError::InvalidPasswordException(_)) => IdentityError::InvalidPassword,
                Some(SignUpError::InvalidParameterException(_)) => IdentityError::InvalidParameter,
                _ => CallError::of("SignUp", error).into(),
            }),
        }
    }

    /// Confirms a user without the code sent by e-mail. One confirmed already stays so.
    pub async fn confirm(&self, email: &str) -> Result<(), IdentityError> {
        let request = self.client.admin_confirm_sign_up();
        match request.user_pool_id(&self.pool_id).username(email).send().await {
            Ok(_) => Ok(()),
            // Cognito says so of a user whose status is CONFIRMED (AdminConfirmSignUp, errors).
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(AdminConfirmSignUpError::is_not_authorized_exception) =>
            {
                Ok(())
            }
            Err(error) => Err(CallError::of("AdminConfirmSignUp", error).into()),
        }
    }

    /// The `sub` of the user with this address, if there is one.
    pub async fn find_subject(&self, email: &str) -> Result<Option<String>, IdentityError> {
        let request = self.client.admin_get_user();
        match request.user_pool_id(&self.pool_id).username(email).send().await {
            Ok(output) => Ok(output
                .user_attributes()
                .iter()
                .find(|attribute| attribute.name() == "sub")
                .and_then(|attribute| attribute.value().map(str::to_owned))),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(AdminGetUserError::is_user_not_found_exception) =>
            {
                Ok(None)
            }
            Err(error) => Err(CallError::of("AdminGetUser", error).into()),
        }
    }
}
