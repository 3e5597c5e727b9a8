"""MiniStack, the AWS emulator: one process on loopback, its state kept in a folder of ours."""

import json
from pathlib import Path

import aws
import ports
import processes
import tools
from settings import REGION, Settings, SettingError


def start(settings: Settings) -> processes.Child:
    state = settings.state / "aws"
    state.mkdir(parents=True, exist_ok=True)
    _forget_stream_positions(state / "lambda.json")
    environment = {
        **processes.base_environment(),
        # It runs CloudFront's functions by Node.js, where a request asks for one.
        "PATH": tools.node_environment()["PATH"],
        "GATEWAY_PORT": str(settings.aws_port),
        "BIND_HOST": "127.0.0.1",
        # Handed on to the functions, whose SDK clients then need no endpoint of their own.
        "AWS_ENDPOINT_URL": settings.aws_endpoint,
        "AWS_ACCESS_KEY_ID": aws.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": aws.ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "MINISTACK_REGION": REGION,
        "AUTH": "true" if settings.enforce_iam else "false",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "LAMBDA_EXECUTOR": "local",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    child = processes.start(
        "MiniStack", [str(tools.executable("ministack"))], environment, settings.logs / "ministack.log"
    )
    if not ports.wait_for_answer(f"{settings.aws_endpoint}/_ministack/health", 60, child.alive):
        report = processes.tail(child.log)
        child.stop(5)
        raise SettingError(f"MiniStack did not start:\n{report}")
    return child


def _forget_stream_positions(kept: Path) -> None:
    """A restart keeps how far each stream was read, and not the records: until as many new ones had come, nothing
    would be heard of them. Without a position a stream is read from its beginning, which is now."""
    try:
        lambdas = json.loads(kept.read_text())
        positions = lambdas["payload"]["dynamodb_stream_positions"]["data"]
    except (OSError, ValueError, KeyError):
        return
    positions.clear()
    kept.write_text(json.dumps(lambdas))
