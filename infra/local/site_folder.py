"""The folder the front door serves at `/`: links to the built dashboard, so that a new build shows on
reload, and the one generated file, config.json."""

import shutil

import site_build
import site_config
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
    phone_page = f"{settings.front_door}/phone/"
    config = site_config.text(settings.http_api, settings.aws_endpoint, REGION, stack["outputs"], phone_page)
    (folder / "config.json").write_text(config)


def content_security_policy(settings: Settings) -> str:
    """The deployed policy, with this machine's addresses in the place of Amazon's."""
    policy = (ROOT / "infra" / "content-security-policy.txt").read_text().strip()
    addresses = [f"{scheme}://{host}:{settings.aws_port}" for scheme in ("http", "ws") for host in ("localhost", "127.0.0.1")]
    return policy.replace("{files}", " ".join(addresses[:2])).replace("{connect}", " ".join(addresses))
