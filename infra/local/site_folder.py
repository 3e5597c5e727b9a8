"""The folder the front door serves at `/`: links to dashboard/, so that an edit shows on reload,
and the one generated file, config.json."""

import json
import shutil

from settings import REGION, ROOT, Settings


def lay_out(settings: Settings, stack: dict | None) -> None:
    """Without a `stack` the site is there but not yet told where its API is."""
    folder = settings.state / "dashboard"
    if stack is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        source = ROOT / "dashboard"
        for entry in source.iterdir() if source.is_dir() else []:
            if entry.name != "config.json":
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
