//! Which module answers for which provider: one line and one file each.

use lambda_http::{Body, Response, http::Method};
use lambda_support::http::Problem;

use crate::{Deps, glovo, infobip, pawapay, twilio, verified::Callback, wave, yango};

pub(crate) async fn answer(
    deps: &Deps,
    callback: &Callback<'_>,
) -> Result<Response<Body>, Problem> {
    if callback.method() != Method::POST {
        return Err(Problem::not_found());
    }
    match callback.provider() {
        "twilio" => twilio::handle(deps, callback).await,
        "glovo" => glovo::handle(deps, callback).await,
        "infobip" => infobip::handle(deps, callback).await,
        "pawapay" => pawapay::handle(deps, callback).await,
        "wave" => wave::handle(deps, callback).await,
        "yango" => yango::handle(deps, callback).await,
        _ => Err(Problem::not_found()),
    }
}
