//! How template.yaml serves the dashboard: what a browser is told, who may read the bucket, and what
//! an edge may keep. The flow over a running stack is in site.rs.

#![expect(clippy::indexing_slicing, reason = "what is not in the template reads as null")]

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_yaml_ng::Value;

fn read(path: &str) -> Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).with_context(|| path.to_owned())
}

fn template() -> Result<Value> {
    Ok(serde_yaml_ng::from_str(&read("template.yaml")?)?)
}

fn properties<'a>(template: &'a Value, resource: &str) -> &'a Value {
    &template["Resources"][resource]["Properties"]
}

fn distribution(template: &Value) -> &Value {
    &properties(template, "Site")["DistributionConfig"]
}

/// A value as template.yaml would have it.
fn yaml(text: &str) -> Result<Value> {
    Ok(serde_yaml_ng::from_str(text)?)
}

#[test]
fn the_policy_is_that_of_the_file_with_amazon_s_addresses() -> Result<()> {
    let template = template()?;
    let security = &properties(&template, "SiteHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    let policy = &security["ContentSecurityPolicy"]["ContentSecurityPolicy"];
    let file = read("infra/content-security-policy.txt")?;
    let filled = file.trim().replace("{files}", "${Files}").replace("{connect}", "${Connect}");
    assert_eq!(policy[0].as_str(), Some(filled.as_str()));
    assert!(filled.contains("${Files}") && filled.contains("${Connect}"), "no placeholder is left");

    // aws-adapters puts the bucket into the path of an address.
    let of =
        |bucket: &str| format!("https://s3.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{bucket}}}/");
    let files = format!("{} {}", of("MediaBucket"), of("DocumentsBucket"));
    assert_eq!(policy[1]["Files"].as_str(), Some(files.as_str()));
    let connect = &policy[1]["Connect"];
    let cognito = "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix} ${Live}";
    assert_eq!(connect[0].as_str(), Some(cognito));
    let told =
        &properties(&template, "DashboardApiFunction")["Environment"]["Variables"]["LIVE_URL"];
    assert!(told.as_sequence().is_some(), "LIVE_URL was not read");
    assert_eq!(&connect[1]["Live"], told, "pages open sockets where dashboard-api sends them");
    Ok(())
}

#[test]
fn no_header_of_the_page_is_missing() -> Result<()> {
    let template = template()?;
    let headers = &properties(&template, "SiteHeaders")["ResponseHeadersPolicyConfig"];
    let security = &headers["SecurityHeadersConfig"];
    let hsts = "{ AccessControlMaxAgeSec: 63072000, IncludeSubdomains: true, Override: true }";
    assert_eq!(security["StrictTransportSecurity"], yaml(hsts)?);
    assert_eq!(security["ContentTypeOptions"], yaml("{ Override: true }")?);
    let referrer = "{ ReferrerPolicy: no-referrer, Override: true }";
    assert_eq!(security["ReferrerPolicy"], yaml(referrer)?);
    assert_eq!(security["FrameOptions"], yaml("{ FrameOption: DENY, Override: true }")?);
    assert_eq!(security["ContentSecurityPolicy"]["Override"], Value::Bool(true));
    let own = &headers["CustomHeadersConfig"]["Items"][0];
    assert_eq!(own["Header"].as_str(), Some("Permissions-Policy"));
    let permitted = own["Value"].as_str().context("no permissions")?;
    assert!(permitted.contains("camera=()") && permitted.contains("geolocation=(self)"));

    let page = &distribution(&template)["DefaultCacheBehavior"];
    assert_eq!(page["ResponseHeadersPolicyId"], yaml("!Ref SiteHeaders")?);
    assert_eq!(page["ViewerProtocolPolicy"].as_str(), Some("redirect-to-https"));
    let certificate = &distribution(&template)["ViewerCertificate"][1];
    assert_eq!(certificate["MinimumProtocolVersion"].as_str(), Some("TLSv1.2_2021"));
    Ok(())
}

#[test]
fn the_bucket_is_read_by_its_distribution_and_nobody_else() -> Result<()> {
    let template = template()?;
    let blocked = "{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }";
    let bucket = properties(&template, "SiteBucket");
    assert_eq!(bucket["PublicAccessBlockConfiguration"], yaml(blocked)?);
    assert_eq!(
        bucket["OwnershipControls"],
        yaml("Rules: [{ ObjectOwnership: BucketOwnerEnforced }]")?
    );
    assert!(bucket["BucketEncryption"].is_mapping() && bucket["WebsiteConfiguration"].is_null());

    let statements = &properties(&template, "SiteBucketPolicy")["PolicyDocument"]["Statement"];
    let only = r#"
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: s3:GetObject
          Resource: !Sub "${SiteBucket.Arn}/site/*"
          Condition:
            StringEquals:
              AWS:SourceArn: !Sub "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Site}"
    "#;
    assert_eq!(statements, &yaml(only)?);

    let access = &properties(&template, "SiteAccess")["OriginAccessControlConfig"];
    assert_eq!(access["SigningBehavior"].as_str(), Some("always"));
    let origin = &distribution(&template)["Origins"][0];
    assert_eq!(origin["OriginAccessControlId"], yaml("!GetAtt SiteAccess.Id")?);
    assert_eq!(origin["OriginPath"].as_str(), Some("/site"));
    Ok(())
}

#[test]
fn no_seller_is_answered_with_what_another_was() -> Result<()> {
    let template = template()?;
    let caching = &properties(&template, "SiteApiCaching")["CachePolicyConfig"];
    let key = &caching["ParametersInCacheKeyAndForwardedToOrigin"];
    assert_eq!(
        key["HeadersConfig"],
        yaml("{ HeaderBehavior: whitelist, Headers: [Authorization] }")?
    );
    assert_eq!(key["QueryStringsConfig"], yaml("{ QueryStringBehavior: all }")?);
    assert_eq!((&caching["MinTTL"], &caching["DefaultTTL"]), (&yaml("0")?, &yaml("0")?));

    let behaviors =
        distribution(&template)["CacheBehaviors"].as_sequence().context("no behaviors")?;
    assert_eq!(behaviors.len(), 1, "a path of its own needs a look at what is kept of it");
    assert_eq!(behaviors[0]["CachePolicyId"], yaml("!Ref SiteApiCaching")?);

    // The codes that CloudFront keeps for ten seconds by itself; a page would hide the API's own words.
    let errors =
        distribution(&template)["CustomErrorResponses"].as_sequence().context("no errors")?;
    for code in [404, 414, 500, 501, 502, 503, 504] {
        let kept = yaml(&format!("{{ ErrorCode: {code}, ErrorCachingMinTTL: 0 }}"))?;
        assert!(errors.contains(&kept), "{code} is kept, or has a page");
    }
    Ok(())
}
