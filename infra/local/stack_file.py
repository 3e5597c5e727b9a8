"""target/local/stack.json: the contract with scripts that drive the stack from outside. It exists
only while the stack is ready."""

import json
import os
from pathlib import Path

from settings import REGION, STACK_NAME, Settings


def describe(settings: Settings, stack: dict) -> dict:
    outputs = stack["outputs"]
    return {
        "ready": True,
        "http_api": settings.http_api,
        "websocket": settings.websocket,
        "dashboard": f"{settings.front_door}/",
        "phone": f"{settings.front_door}/phone/",
        "aws_endpoint": settings.aws_endpoint,
        "region": REGION,
        "stack_name": STACK_NAME,
        "table": outputs["TableName"],
        "media_bucket": outputs["MediaBucketName"],
        "documents_bucket": outputs["DocumentsBucketName"],
        "site_domain": outputs["SiteDomainName"],
        "site_distribution": outputs["SiteDistributionId"],
        "user_pool_id": outputs["UserPoolId"],
        "user_pool_client_id": outputs["UserPoolClientId"],
        "graph": settings.graph,
        "gemini": settings.gemini,
        "twilio": settings.twilio,
        "infobip": settings.infobip,
        "yango": settings.yango,
        "glovo": settings.glovo,
        "wave": settings.wave,
        "pawapay": settings.pawapay,
        "push": settings.push,
        "platform_phone_number_id": settings.platform_phone_number_id,
        "queues": _queues(stack),
        "functions": _functions(stack),
        "schedule_group": outputs["ScheduleGroupName"],
        "token_key": outputs["TokenKeyArn"],
        "emulated_api": settings.emulated_api,
        "iam_enforced": settings.enforce_iam,
        "graph_log": str(settings.state / "graph-requests.jsonl"),
        "logs": str(settings.logs),
    }


def write(path: Path, content: dict) -> None:
    """Appears whole or not at all: a script may be polling for it."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(content, indent=2) + "\n")
    os.replace(draft, path)


def log_groups(stack: dict) -> list[str]:
    return [physical for kind, physical in stack["resources"] if kind == "AWS::Logs::LogGroup"]


def _queues(stack: dict) -> dict[str, str]:
    """Queue name without the stack's prefix, such as `inbound.fifo`, to its URL."""
    urls = [physical for kind, physical in stack["resources"] if kind == "AWS::SQS::Queue"]
    return {_short(url.rsplit("/", 1)[-1]): url for url in sorted(urls)}


def _functions(stack: dict) -> dict[str, str]:
    names = [physical for kind, physical in stack["resources"] if kind == "AWS::Lambda::Function"]
    return {_short(name): name for name in sorted(names)}


def _short(name: str) -> str:
    return name.removeprefix(f"{STACK_NAME}-")
