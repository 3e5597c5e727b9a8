//! The dashboard as CloudFront serves it, and as `infra/deploy_site.py` uploads it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, RequestBuilder, Response, header};

use crate::{seller::fresh_digits, stack::Stack};

/// A browser in front of a distribution. The emulator tells distributions by the host, and serves
/// without TLS: that the viewer came by HTTPS is a header.
#[derive(Debug, Clone)]
pub struct Viewer {
    stack: Stack,
    domain: String,
}

impl Viewer {
    /// Of the stack's own distribution.
    pub fn of(stack: &Stack) -> Self {
        Self { stack: stack.clone(), domain: stack.get("site_domain").to_owned() }
    }

    /// Of a distribution that is the stack's in all but the place of the API, which is the front
    /// door: the emulator does not call an address of Amazon's.
    ///
    /// # Errors
    /// The emulator refuses.
    pub async fn of_a_copy(stack: &Stack) -> Result<Self> {
        let path = format!("/2020-05-31/distribution/{}/config", stack.get("site_distribution"));
        let config = cloudfront(stack, Method::GET, &path, String::new()).await?;
        let door = reqwest::Url::parse(&stack.simulator("/"))?;
        let port = door.port().context("the front door has a port")?;
        let api = within(&config, "<Id>api</Id><DomainName>", "</DomainName>")?;
        let reference = within(&config, "<CallerReference>", "</CallerReference>")?;
        let copy = config
            .replace(reference, &format!("copy-{}", fresh_digits(12)))
            .replace(
                &format!("<DomainName>{api}</DomainName>"),
                "<DomainName>localhost</DomainName><OriginPath>/api</OriginPath>",
            )
            .replace(
                "<OriginProtocolPolicy>https-only",
                &format!("<HTTPPort>{port}</HTTPPort><OriginProtocolPolicy>http-only"),
            );
        ensure!(copy.contains(&port.to_string()), "the API's origin was not found in {config}");
        let created = cloudfront(stack, Method::POST, "/2020-05-31/distribution", copy).await?;
        let suffix = ".cloudfront.net</DomainName>";
        let label = created.split(suffix).next().and_then(|text| text.rsplit('>').next());
        let domain = format!("{}.cloudfront.net", label.context("no domain")?);
        Ok(Self { stack: stack.clone(), domain })
    }

    /// A request by HTTPS.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.in_clear(method, path).header("x-forwarded-proto", "https")
    }

    /// A request by HTTP.
    pub fn in_clear(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}{path}", self.stack.get("aws_endpoint"));
        self.stack.http.request(method, address).header(header::HOST, &self.domain)
    }

    /// Opens a path.
    ///
    /// # Errors
    /// The emulator does not answer.
    pub async fn get(&self, path: &str) -> Result<Response> {
        Ok(self.request(Method::GET, path).send().await?)
    }
}

fn within<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let rest = text.split(before).nth(1).with_context(|| format!("no {before}"))?;
    rest.split(after).next().with_context(|| format!("no {after}"))
}

async fn cloudfront(stack: &Stack, method: Method, path: &str, body: String) -> Result<String> {
    let scope = "Credential=test/20260101/us-east-1/cloudfront/aws4_request";
    let address = format!("{}{path}", stack.get("aws_endpoint"));
    let call = stack.http.request(method, address).header(
        header::AUTHORIZATION,
        format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"),
    );
    let answer = call.header("x-amz-date", "20260101T000000Z").body(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    ensure!(status.is_success(), "{path} answered {status}: {text}");
    Ok(text)
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Uploads a folder as `make deploy-site` does, and answers with what it prints.
///
/// # Errors
/// The script fails; the error is its own.
pub fn upload(stack: &Stack, folder: &Path, keep_days: u32) -> Result<String> {
    let done = Command::new(root().join(".venv/bin/python"))
        .arg(root().join("infra/deploy_site.py"))
        .arg("--folder")
        .arg(folder)
        .args(["--keep-days", &keep_days.to_string()])
        .env("AWS_ENDPOINT_URL", stack.get("aws_endpoint"))
        .env("AWS_REGION", stack.get("region"))
        .env("STACK_NAME", stack.get("stack_name"))
        .envs([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
        .env("NO_PROXY", "localhost")
        .output()?;
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    ensure!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    Ok(told)
}
