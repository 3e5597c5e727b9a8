"""`make deploy-site`: builds the dashboard and uploads it to the bucket of the deployed stack.

The stack is the one that samconfig.toml names; STACK_NAME and AWS_REGION name another. Credentials are
those of any AWS tool. AWS_ENDPOINT_URL leads to an emulator, which is how it is tested.
"""

import argparse
import os
import sys
from pathlib import Path

import boto3
import tomlkit
from botocore.exceptions import BotoCoreError, ClientError

# The build of the dashboard and the shape of its configuration are those of the local stack.
sys.path.insert(0, str(Path(__file__).with_name("local")))

import site_build
import site_config
import site_upload
import tools
from settings import ROOT, SettingError

# The path of the distribution under which template.yaml puts the HTTP API: the page's own origin.
API_PATH = "/api"


def main() -> None:
    asked = _arguments()
    folder = asked.folder or _built()
    stack_name, region = _stack()
    session = boto3.Session(region_name=region)
    outputs = _outputs(session, stack_name)
    cognito = session.client("cognito-idp").meta.endpoint_url
    config = site_config.text(API_PATH, cognito, region, outputs)
    site = site_upload.Site(session, outputs["SiteBucketName"], outputs["SiteDistributionId"])
    report = site.bring_to(site_upload.files(folder, config), asked.keep_days)
    for line in report:
        print(line)
    print(f"The dashboard is at {outputs['DashboardAddress']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="a built site to upload instead of dashboard/dist, built now")
    parser.add_argument(
        "--keep-days", type=int, default=30, help="days that files are kept which the site no longer has"
    )
    return parser.parse_args()


def _built() -> Path:
    tools.check_machine()
    site_build.build()
    return site_build.DIST


def _stack() -> tuple[str, str]:
    """Name and region: what `sam deploy --guided` was told and remembered, or the file's own."""
    environments = tomlkit.parse((ROOT / "samconfig.toml").read_text()).unwrap()["default"]
    known = {**environments["global"]["parameters"], **environments["deploy"]["parameters"]}
    name = os.environ.get("STACK_NAME", known["stack_name"])
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or known["region"]
    return name, region


def _outputs(session: boto3.Session, stack_name: str) -> dict[str, str]:
    [stack] = session.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    if "SiteBucketName" not in outputs:
        raise SettingError(f"The stack {stack_name} has no bucket for the site yet: `make deploy` first.")
    return outputs


if __name__ == "__main__":
    try:
        main()
    except (SettingError, BotoCoreError, ClientError) as problem:
        sys.exit(f"The dashboard was not uploaded: {problem}")
