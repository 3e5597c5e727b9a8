"""The folder the front door serves at `/`: links to the built dashboard, so that a new build shows on
reload, and the one generated file, config.json."""

import json
import shutil

import site_build
from settings import REGION, ROOT, Settings


def lay_out(settings: Settings, stack: dict | None) -> None:
    """Without a `stack` the site is there but not yet told where its API is."""
    folder = settings.state / "dashboard"
    if stack is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for entry in site_build.DIST.iterdir():
            if not entry.name.startswith("."):
                (folder / entry.name).symlink_to(entry)
        return
    config = {
        "http_api": settings.http_api,
        "cognito_endpoint": settings.aws_endpoint,
        "region": REGION,
        "user_pool_id": stack["outputs"]["UserPoolId"],
        "user_pool_client_id": stack["outputs"]["UserPoolClientId"],
        "phone_page": f"{settings.front_door}/phone/",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def content_security_policy(settings: Settings) -> str:
    """The deployed policy, with this machine's addresses in the place of Amazon's."""
    policy = (ROOT / "infra" / "content-security-policy.txt").read_text().strip()
    addresses = [f"{scheme}://{host}:{settings.aws_port}" for scheme in ("http", "ws") for host in ("localhost", "127.0.0.1")]
    return policy.replace("{files}", " ".join(addresses[:2])).replace("{connect}", " ".join(addresses))
