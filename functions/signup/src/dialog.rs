//! The address of Meta's sign-up dialog, and of the way back.

use url::Url;

use crate::Config;

/// What the dialog is opened with, whoever the seller is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dialog {
    address: Url,
    /// Meta compares it byte by byte between the dialog and the exchange of the code.
    redirect_uri: String,
    app_id: String,
    config_id: String,
}

/// An address of the configuration is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("META_DIALOG_URL is not an address")]
pub(crate) struct InvalidDialog(#[source] url::ParseError);

impl Dialog {
    pub(crate) fn new(config: &Config) -> Result<Self, InvalidDialog> {
        let base = config.meta_dialog_url.trim_end_matches('/');
        let address = format!("{base}/{}/dialog/oauth", config.graph_api_version);
        let api = config.public_api_url.trim_end_matches('/');
        Ok(Self {
            address: Url::parse(&address).map_err(InvalidDialog)?,
            redirect_uri: format!("{api}/onboarding/callback"),
            app_id: config.meta_app_id.clone(),
            config_id: config.meta_config_id.clone(),
        })
    }

    pub(crate) fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The link for one seller, who is known by `state` when they come back. Nothing of the seller
    /// goes into it: an address is kept by browsers and proxies.
    pub(crate) fn link(&self, state: &str) -> String {
        let mut address = self.address.clone();
        // Embedded Signup v4 takes its products from the configuration (Meta, Embedded Signup,
        // versions); `setup` is empty, for the seller fills it in there.
        address.query_pairs_mut().extend_pairs([
            ("client_id", self.app_id.as_str()),
            ("redirect_uri", &self.redirect_uri),
            ("state", state),
            ("config_id", &self.config_id),
            ("response_type", "code"),
            ("override_default_response_type", "true"),
            ("extras", r#"{"setup":{}}"#),
        ]);
        address.into()
    }
}

#[cfg(test)]
mod tests {
    use lambda_support::env::Env;

    use super::*;

    fn config(dialog: &str, api: &str) -> Config {
        let env = Env::from_pairs(&[
            ("TABLE_NAME", "t"),
            ("USER_POOL_ID", "p"),
            ("USER_POOL_CLIENT_ID", "c"),
            ("AUTO_CONFIRM_SIGNUPS", "true"),
            ("TOKEN_KEY_ID", "k"),
            ("GRAPH_URL", "https://graph.facebook.com"),
            ("GRAPH_API_VERSION", "v25.0"),
            ("META_DIALOG_URL", dialog),
            ("META_APP_ID", "123"),
            ("META_CONFIG_ID", "456"),
            ("META_SECRET_ARN", "arn"),
            ("PUBLIC_API_URL", api),
            ("DASHBOARD_URL", "https://app.example.com"),
        ]);
        Config::from_env(env).unwrap()
    }

    #[test]
    fn the_link_carries_what_meta_documents() {
        let dialog = Dialog::new(&config("https://www.facebook.com/", "https://api.example.com"));
        insta::assert_snapshot!(
            dialog.unwrap().link("abc"),
            @"https://www.facebook.com/v25.0/dialog/oauth?client_id=123&redirect_uri=https%3A%2F%2Fapi.example.com%2Fonboarding%2Fcallback&state=abc&config_id=456&response_type=code&override_default_response_type=true&extras=%7B%22setup%22%3A%7B%7D%7D"
        );
    }

    #[test]
    fn the_way_back_is_written_one_way_only() {
        let with = |api| Dialog::new(&config("http://localhost:8080/sim/graph", api)).unwrap();
        assert_eq!(with("http://localhost:8080/api/"), with("http://localhost:8080/api"));
        assert_eq!(
            with("http://localhost:8080/api").redirect_uri(),
            "http://localhost:8080/api/onboarding/callback"
        );
        assert!(Dialog::new(&config("facebook", "x")).is_err());
    }
}
