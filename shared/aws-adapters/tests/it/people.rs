//! The user pool.

use aws_adapters::identity::{IdentityError, UserPool};
use secrecy::SecretString;

use crate::support::config;

#[tokio::test]
async fn a_seller_signs_up_once_and_is_found_by_address() {
    let config = config().await;
    let cognito = aws_sdk_cognitoidentityprovider::Client::new(&config);
    let pool = cognito.create_user_pool().pool_name("sellers").send().await.unwrap();
    let pool = pool.user_pool.unwrap().id.unwrap();
    let app = cognito.create_user_pool_client().user_pool_id(&pool).client_name("dashboard");
    let app = app.send().await.unwrap().user_pool_client.unwrap().client_id.unwrap();
    let users = UserPool::new(&config, &pool, &app);
    let password = SecretString::from("Motdepasse-2026!");

    assert_eq!(users.find_subject("awa@example.ci").await.unwrap(), None);
    let attributes = [("given_name", "Awa")];
    let subject = users.sign_up("awa@example.ci", &password, &attributes).await.unwrap();
    assert_eq!(users.find_subject("awa@example.ci").await.unwrap(), Some(subject));
    users.confirm("awa@example.ci").await.unwrap();
    users.confirm("awa@example.ci").await.unwrap();
    let again = users.sign_up("awa@example.ci", &password, &attributes).await.unwrap_err();
    assert!(matches!(again, IdentityError::UsernameExists), "{again:?}");
    let weak = users.sign_up("b@example.ci", &SecretString::from("x"), &[]).await.unwrap_err();
    assert!(matches!(weak, IdentityError::InvalidPassword), "{weak:?}");
}
