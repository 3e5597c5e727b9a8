//! The dashboard on AWS: what `make deploy-site` uploads, and what CloudFront makes of it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use system_tests::{
    seller::Seller,
    site::{self, Viewer},
    stack::Stack,
};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const NO_CACHE: &str = "no-cache";

/// A small site whose one script has `hash` in its name.
fn built(name: &str, hash: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("assets"))?;
    // A tool's own file, no part of the site.
    fs::create_dir_all(folder.join(".vite"))?;
    let script = format!("assets/app-{hash}.js");
    for (path, text) in [
        ("index.html", format!("<script type=module src=/{script}></script>")),
        ("sw.js", format!("const SHELL = ['/{script}'];")),
        ("manifest.webmanifest", "{}".to_owned()),
        ("icon.svg", "<svg/>".to_owned()),
        ("icon-192.png", "a picture".to_owned()),
        ("assets/app-same.css", "body {}".to_owned()),
        (script.as_str(), format!("console.log('{hash}')")),
        (".vite/manifest.json", "{}".to_owned()),
    ] {
        fs::write(folder.join(path), text)?;
    }
    Ok(folder)
}

fn header_of(answer: &Response, name: &str) -> Result<String> {
    let value = answer.headers().get(name).with_context(|| format!("no {name}"))?;
    Ok(value.to_str()?.to_owned())
}

/// What an upload did, without the line that says where the dashboard is.
fn lines(told: &str) -> Vec<&str> {
    told.lines().filter(|line| !line.starts_with("The dashboard is at ")).collect()
}

async fn served(viewer: &Viewer, path: &str, kind: &str, cache: &str) -> Result<String> {
    let answer = viewer.get(path).await?;
    ensure!(answer.status() == StatusCode::OK, "{path} answered {}", answer.status());
    assert_eq!(header_of(&answer, "content-type")?, kind, "{path}");
    assert_eq!(header_of(&answer, "cache-control")?, cache, "{path}");
    Ok(answer.text().await?)
}

// One test: they are steps in the life of one bucket.
#[tokio::test]
async fn a_site_is_uploaded_once_and_what_it_had_before_stays_for_a_while() -> Result<()> {
    let stack = Stack::running()?;
    let viewer = Viewer::of(&stack);
    let (first, second) = (built("first", "1")?, built("second", "2")?);

    // Whatever an earlier run has left goes.
    site::upload(&stack, &first, 0)?;
    let script = "text/javascript; charset=utf-8";
    served(&viewer, "/", "text/html; charset=utf-8", NO_CACHE).await?;
    served(&viewer, "/index.html", "text/html; charset=utf-8", NO_CACHE).await?;
    served(&viewer, "/sw.js", script, NO_CACHE).await?;
    served(&viewer, "/manifest.webmanifest", "application/manifest+json", NO_CACHE).await?;
    served(&viewer, "/icon.svg", "image/svg+xml", NO_CACHE).await?;
    served(&viewer, "/icon-192.png", "image/png", NO_CACHE).await?;
    served(&viewer, "/assets/app-same.css", "text/css; charset=utf-8", IMMUTABLE).await?;
    let code = served(&viewer, "/assets/app-1.js", script, IMMUTABLE).await?;
    assert_eq!(code, "console.log('1')");
    let config = served(&viewer, "/config.json", "application/json", NO_CACHE).await?;
    let expected = json!({
        "http_api": "/api",
        "cognito_endpoint": stack.get("aws_endpoint"),
        "region": stack.get("region"),
        "user_pool_id": stack.get("user_pool_id"),
        "user_pool_client_id": stack.get("user_pool_client_id"),
    });
    assert_eq!(serde_json::from_str::<Value>(&config)?, expected);
    for nowhere in ["/nowhere", "/.vite/manifest.json", "/../former.json", "/assets/app-2.js"] {
        assert_eq!(viewer.get(nowhere).await?.status(), StatusCode::FORBIDDEN, "{nowhere}");
    }

    // Once more changes nothing.
    let told = site::upload(&stack, &first, 30)?;
    assert_eq!(lines(&told), ["nothing has changed"]);

    // The next build: what changed and nothing else; a page that is still open finds its script.
    let told = site::upload(&stack, &second, 30)?;
    let did = [
        "uploaded assets/app-2.js",
        "uploaded index.html",
        "invalidated /index.html",
        "invalidated /",
        "uploaded sw.js",
        "invalidated /sw.js",
    ];
    assert_eq!(lines(&told), did, "a file comes after those that it names");
    let page = served(&viewer, "/", "text/html; charset=utf-8", NO_CACHE).await?;
    assert!(page.contains("app-2.js"), "{page}");
    served(&viewer, "/assets/app-2.js", script, IMMUTABLE).await?;
    served(&viewer, "/assets/app-1.js", script, IMMUTABLE).await?;
    let told = site::upload(&stack, &second, 30)?;
    assert_eq!(lines(&told), ["nothing has changed"]);

    // Its time is over.
    let told = site::upload(&stack, &second, 0)?;
    assert_eq!(lines(&told), ["deleted assets/app-1.js"]);
    assert_eq!(viewer.get("/assets/app-1.js").await?.status(), StatusCode::FORBIDDEN);

    the_real_build_is_served(&stack, &viewer).await
}

async fn the_real_build_is_served(stack: &Stack, viewer: &Viewer) -> Result<()> {
    let dist = site::root().join("dashboard/dist");
    let told = site::upload(stack, &dist, 0)?;
    let uploaded: Vec<&str> =
        told.lines().filter_map(|line| line.strip_prefix("uploaded ")).collect();
    assert!(uploaded.len() > 20, "{told}");
    for path in uploaded.into_iter().filter(|path| *path != "config.json") {
        let answer = viewer.get(&format!("/{path}")).await?;
        let cache = if path.starts_with("assets/") { IMMUTABLE } else { NO_CACHE };
        assert_eq!(header_of(&answer, "cache-control")?, cache, "{path}");
        assert_eq!(answer.bytes().await?, fs::read(dist.join(path))?, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_comes_with_its_headers_and_never_in_clear() -> Result<()> {
    let stack = Stack::running()?;
    let viewer = Viewer::of(&stack);
    // What is not there is dressed as well.
    let answer = viewer.get("/no-such-page").await?;
    let policy = header_of(&answer, "content-security-policy")?;
    for word in ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'"] {
        assert!(policy.contains(word), "{policy}");
    }
    for bucket in [stack.get("media_bucket"), stack.get("documents_bucket")] {
        assert!(policy.contains(&format!("amazonaws.com/{bucket}/")), "{policy}");
    }
    assert!(policy.contains(&format!(" {};", stack.get("websocket"))), "{policy}");
    assert!(!policy.contains("${") && !policy.contains('{'), "{policy}");
    let hsts = "max-age=63072000; includeSubDomains";
    assert_eq!(header_of(&answer, "strict-transport-security")?, hsts);
    assert_eq!(header_of(&answer, "x-content-type-options")?, "nosniff");
    assert_eq!(header_of(&answer, "referrer-policy")?, "no-referrer");
    assert_eq!(header_of(&answer, "x-frame-options")?, "DENY");
    assert!(header_of(&answer, "permissions-policy")?.contains("microphone=()"));

    let clear = viewer.in_clear(Method::GET, "/").send().await?;
    assert_eq!(clear.status(), StatusCode::MOVED_PERMANENTLY);
    assert!(header_of(&clear, "location")?.starts_with("https://"));
    let written = viewer.request(Method::POST, "/").send().await?;
    assert_eq!(written.status(), StatusCode::FORBIDDEN);
    Ok(())
}

#[tokio::test]
async fn the_api_answers_at_the_page_s_own_origin() -> Result<()> {
    let stack = Stack::running()?;
    let viewer = Viewer::of_a_copy(&stack).await?;
    let seller = Seller::signed_up(&stack).await?;

    let unknown = viewer.get("/api/me").await?;
    assert_eq!(unknown.status(), StatusCode::UNAUTHORIZED);
    let hsts = header_of(&unknown, "strict-transport-security")?;
    assert!(hsts.starts_with("max-age="), "{hsts}");

    let me = viewer.request(Method::GET, "/api/me").bearer_auth(&seller.token).send().await?;
    assert_eq!(me.status(), StatusCode::OK);
    // Its own headers, not those of the page.
    assert_eq!(header_of(&me, "cache-control")?, "no-store");
    let policy = header_of(&me, "content-security-policy")?;
    assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
    let me: Value = me.json().await?;
    assert_eq!(me["seller"]["shop_name"], seller.shop_name.as_str(), "{me}");

    // What a request says reaches the API: its body, its key and its query.
    let fee = json!({"name": "Cocody", "fee": {"amount": 1_500, "currency": "XOF"}});
    let zone = || {
        let call = viewer.request(Method::POST, "/api/zones").bearer_auth(&seller.token);
        call.header("idempotency-key", "zone-through-cloudfront").json(&fee)
    };
    let made: Value = zone().send().await?.error_for_status()?.json().await?;
    let again: Value = zone().send().await?.error_for_status()?.json().await?;
    assert_eq!(made["id"], again["id"]);
    assert!(made["id"].is_string(), "{made}");
    let odd = viewer.request(Method::GET, "/api/zones?limit=nothing").bearer_auth(&seller.token);
    let refused = odd.send().await?;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);

    // A token in clear is not led on, and the site's files are for its own distribution only.
    let clear = viewer.in_clear(Method::GET, "/api/me").header(header::AUTHORIZATION, "Bearer x");
    assert_eq!(clear.send().await?.status(), StatusCode::FORBIDDEN);
    assert_eq!(viewer.get("/").await?.status(), StatusCode::FORBIDDEN);
    Ok(())
}
