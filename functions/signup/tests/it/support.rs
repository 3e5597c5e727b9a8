//! A deployment of its own for each test, and the calls API Gateway would make to it.

use aws_adapters::{
    sdk::{Pace, loader},
    table::Table,
};
use aws_credential_types::Credentials;
use contracts::records::seller::SellerRecord;
use domain::ids::SellerId;
use jiff::SignedDuration;
use lambda_http::{Body, Context, RequestExt, Response, http::StatusCode};
use lambda_support::{clock, env::Env};
use secrecy::SecretString;
use serde_json::{Value, json};
use signup::{Config, Deps};
use uuid::Uuid;

use crate::{
    emulator,
    graph::{APP, Graph},
};

/// A deployed function with its surroundings.
pub(crate) struct Stage {
    pub(crate) deps: Deps,
    pub(crate) graph: Graph,
    pub(crate) table: Table,
    /// What Lambda leaves the call; without it there is time for nothing twice.
    pub(crate) seconds_left: Option<u32>,
}

/// An answer, read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let graph = Graph::default();
        let graph_url = graph.start().await;
        let names = Names::make();
        let env = Env::from_pairs(&[
            ("TABLE_NAME", &names.table),
            ("USER_POOL_ID", &names.pool),
            ("USER_POOL_CLIENT_ID", &names.client),
            ("AUTO_CONFIRM_SIGNUPS", "true"),
            ("TOKEN_KEY_ID", &names.key),
            ("GRAPH_URL", &graph_url),
            ("GRAPH_API_VERSION", "v25.0"),
            ("META_DIALOG_URL", "https://www.facebook.com"),
            ("META_APP_ID", APP),
            ("META_CONFIG_ID", "456"),
            ("META_SECRET_ARN", "arn"),
            ("PUBLIC_API_URL", "https://api.example.com"),
            ("DASHBOARD_URL", "https://app.example.com/"),
        ]);
        let sdk = loader(Pace::Worker)
            .endpoint_url(format!("http://{}", emulator::address()))
            .region(aws_config::Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        let config = Config::from_env(env).unwrap();
        let deps = Deps::new(&config, &sdk, SecretString::from("app-secret")).unwrap();
        Self { deps, graph, table: Table::new(&sdk, &names.table), seconds_left: None }
    }

    /// Calls the function as API Gateway does (payload 2.0), on behalf of `seller` if given.
    pub(crate) async fn call(
        &self,
        method: &str,
        path_and_query: &str,
        seller: Option<&Seller>,
        body: &str,
    ) -> Answer {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let claims = seller.map(|seller| json!({"jwt": {"claims": {"sub": seller.subject}}}));
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": "api.example.com", "content-type": "application/json"},
            "queryStringParameters": query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), json!(value)))
                .collect::<serde_json::Map<_, _>>(),
            "requestContext": {
                "accountId": "1", "apiId": "a", "domainName": "d", "domainPrefix": "d",
                "http": {"method": method, "path": path, "protocol": "HTTP/1.1",
                    "sourceIp": "1.1.1.1", "userAgent": "t"},
                "authorizer": claims, "requestId": "r", "routeKey": "$default",
                "stage": "$default", "time": "t", "timeEpoch": 0
            },
            "body": body, "isBase64Encoded": false
        });
        let mut request = lambda_http::request::from_str(&event.to_string()).unwrap();
        if let Some(seconds) = self.seconds_left {
            let end = clock::now() + SignedDuration::from_secs(i64::from(seconds));
            let mut context = Context::default();
            context.deadline = u64::try_from(end.as_millisecond()).unwrap();
            request = request.with_lambda_context(context);
        }
        let response: Response<Body> = signup::handle(&self.deps, &request).await;
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        Answer { status: response.status(), text }
    }

    /// A seller who has just signed up.
    pub(crate) async fn seller(&self) -> Seller {
        let answer = self.call("POST", "/signup", None, &form(&fresh_email()).to_string()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let id: SellerId = answer.json()["seller"]["id"].as_str().unwrap().parse().unwrap();
        Seller { subject: subject_of(&id), id }
    }

    /// A fresh link's `state`.
    pub(crate) async fn state(&self, seller: &Seller) -> String {
        let answer = self.call("GET", "/onboarding/link", Some(seller), "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()["state"].as_str().unwrap().to_owned()
    }

    /// Goes through Meta's dialog and comes back with a code.
    pub(crate) async fn connect(&self, seller: &Seller) -> Answer {
        let state = self.state(seller).await;
        self.call("GET", &format!("/onboarding/callback?code=abc&state={state}"), None, "").await
    }

    pub(crate) async fn resume(&self, seller: &Seller) -> Answer {
        self.call("POST", "/onboarding/resume", Some(seller), "").await
    }

    pub(crate) async fn check(&self, seller: Option<&Seller>) -> Answer {
        self.call("POST", "/onboarding/check", seller, "").await
    }

    pub(crate) async fn record(&self, seller: &Seller) -> SellerRecord {
        let key = aws_adapters::table::keys::seller(&seller.id);
        self.table.get::<SellerRecord>(&key).await.unwrap().unwrap().value
    }
}

/// A seller and the `sub` of its user.
pub(crate) struct Seller {
    pub(crate) subject: String,
    pub(crate) id: SellerId,
}

/// The form as the dashboard sends it.
pub(crate) fn form(email: &str) -> Value {
    json!({"first_name": "Awa", "last_name": "Koné", "country": "CI", "phone": "07 07 12 34 56",
        "email": email, "password": "un mot 2 passe", "shop_name": "Chez Awa"})
}

pub(crate) fn fresh_email() -> String {
    format!("{}@example.com", fresh().simple())
}

fn fresh() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "names of the tests, not ids of the product")]
    Uuid::new_v4()
}

/// The UUID a seller's id was made of.
fn subject_of(id: &SellerId) -> String {
    let alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    let body = id.as_str().split_once('_').unwrap().1;
    let bits = body.chars().fold((0_u128, 0_u32), |(value, count), c| {
        let digit = u128::try_from(alphabet.find(c).unwrap()).unwrap();
        // 26 characters hold 130 bits; the last two are padding.
        if count == 25 {
            ((value << 3) | (digit >> 2), 26)
        } else {
            ((value << 5) | digit, count + 1)
        }
    });
    Uuid::from_u128(bits.0).to_string()
}

/// What a deployment made in the emulator.
struct Names {
    table: String,
    pool: String,
    client: String,
    key: String,
}

impl Names {
    fn make() -> Self {
        let table = format!("t-{}", fresh().simple());
        let attribute = |name| json!({"AttributeName": name, "AttributeType": "S"});
        emulator::call(
            "dynamodb",
            "DynamoDB_20120810.CreateTable",
            &json!({
                "TableName": table, "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [attribute("pk"), attribute("sk")],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"}],
            }),
        );
        let pools = "AWSCognitoIdentityProviderService";
        let pool = emulator::call(
            "cognito-idp",
            &format!("{pools}.CreateUserPool"),
            &json!({"PoolName": table, "UsernameAttributes": ["email"],
                "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireLowercase": true,
                    "RequireNumbers": true, "RequireUppercase": false, "RequireSymbols": false}}}),
        );
        let pool = pool["UserPool"]["Id"].as_str().unwrap().to_owned();
        let client = emulator::call(
            "cognito-idp",
            &format!("{pools}.CreateUserPoolClient"),
            &json!({"UserPoolId": pool, "ClientName": "dashboard",
                "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}),
        );
        let key = emulator::call("kms", "TrentService.CreateKey", &json!({}));
        Self {
            client: client["UserPoolClient"]["ClientId"].as_str().unwrap().to_owned(),
            key: key["KeyMetadata"]["Arn"].as_str().unwrap().to_owned(),
            table,
            pool,
        }
    }
}
