"""config.json, by which the dashboard finds its API and its user pool (dashboard/src/api/config.ts)."""

import json


def text(http_api: str, cognito_endpoint: str, region: str, outputs: dict, phone_page: str | None = None) -> str:
    """`outputs` are the stack's; `phone_page` is the phone simulator, where there is one."""
    config = {
        "http_api": http_api,
        "cognito_endpoint": cognito_endpoint,
        "region": region,
        "user_pool_id": outputs["UserPoolId"],
        "user_pool_client_id": outputs["UserPoolClientId"],
    }
    if phone_page:
        config["phone_page"] = phone_page
    return json.dumps(config, indent=2) + "\n"
