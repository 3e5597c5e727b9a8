"""`sam deploy` of the product's own template.yaml to the emulator.

Skipped when the emulator still holds exactly what would be deployed: the fingerprint of template,
binaries and parameters is stored inside the emulator, so it can neither outlive nor miss the
stack it speaks of.
"""

import hashlib
import json
import platform
import subprocess
from pathlib import Path

import aws
import processes
import tools
from settings import API_ID, REGION, SOCKET_API_ID, STACK_NAME, Settings, SettingError

FINGERPRINT = f"/{STACK_NAME}/deployed"


def deploy(settings: Settings, template: Path) -> dict:
    """Returns the deployed stack's outputs and resources (see `aws.Emulator.stack`)."""
    emulator = aws.Emulator(settings.aws_endpoint)
    parameters = _parameters(settings)
    wanted = _fingerprint(template, parameters)
    if _stored_fingerprint(emulator) != wanted or emulator.stack(STACK_NAME) is None:
        _sam_deploy(settings, template, parameters)
        deployed = emulator.stack(STACK_NAME) or {"resources": []}
        emulator.grant_what_only_the_emulator_asks([name for kind, name in deployed["resources"] if kind == "AWS::IAM::Role"])
        emulator.json_call(
            "ssm",
            "AmazonSSM.PutParameter",
            {"Name": FINGERPRINT, "Value": wanted, "Type": "String", "Overwrite": True},
        )
    stack = emulator.stack(STACK_NAME)
    if stack is None:
        raise SettingError(f"The stack {STACK_NAME} is not complete; see {settings.logs}/deploy.log.")
    return stack


def _parameters(settings: Settings) -> dict[str, str]:
    return {
        "Architecture": "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64",
        "ApiId": API_ID,
        "SocketApiId": SOCKET_API_ID,
        "PublicLiveUrl": settings.websocket,
        "SocketsUrl": settings.sockets,
        "LogRetentionDays": "1",
        "DashboardUrl": f"{settings.front_door}/",
        "PublicApiUrl": settings.http_api,
        "GraphUrl": settings.graph,
        "MetaDialogUrl": settings.dialog,
        "GeminiUrl": settings.gemini,
        "WaveUrl": settings.wave,
        "PawapayUrl": settings.pawapay,
        "MediaOrigins": settings.media_origins,
        "MetaAppId": settings.meta_app_id,
        "MetaConfigId": settings.meta_config_id,
        "MetaAppSecret": settings.meta_app_secret,
        "MetaVerifyToken": settings.meta_verify_token,
        "PlatformPhoneNumberId": settings.platform_phone_number_id,
        "PlatformToken": settings.platform_token,
        "GeminiApiKey": settings.gemini_api_key,
        "TelephonyProvider": settings.telephony_provider,
        "TwilioUrl": settings.twilio,
        "InfobipUrl": settings.infobip,
        "YangoUrl": settings.yango,
        "GlovoUrl": settings.glovo,
        "TelephonyFrom": settings.telephony_from,
        "SmsSender": settings.sms_sender,
        "TwilioAccountSid": settings.twilio_account_sid,
        "TwilioAuthToken": settings.twilio_auth_token,
        "InfobipApiKey": settings.infobip_api_key,
        "CallbackSecret": settings.callback_secret,
        "LinkSecret": settings.link_secret,
        "VapidPrivateKey": settings.vapid_private_key,
        "VapidPublicKey": settings.vapid_public_key,
        "VapidSubject": "mailto:nobody@localhost",
        "PushOrigins": settings.push_origins,
        "AutoConfirmSignups": "true",
        "OfferTimeoutSeconds": str(settings.offer_timeout_seconds),
        "CallHours": settings.call_hours,
        "SearchLeadHours": str(settings.search_lead_hours),
        "DebounceSeconds": str(settings.debounce_seconds),
        "RelaunchAfterSeconds": str(settings.relaunch_after_seconds),
        "RecapHoldSeconds": str(settings.recap_hold_seconds),
    }


def _fingerprint(template: Path, parameters: dict[str, str]) -> str:
    digest = hashlib.sha256(template.read_bytes())
    digest.update(json.dumps(parameters, sort_keys=True).encode())
    for bootstrap in sorted(template.parent.glob("target/lambda/*/bootstrap")):
        digest.update(bootstrap.parent.name.encode() + hashlib.sha256(bootstrap.read_bytes()).digest())
    return digest.hexdigest()


def _stored_fingerprint(emulator: aws.Emulator) -> str | None:
    try:
        return emulator.json_call("ssm", "AmazonSSM.GetParameter", {"Name": FINGERPRINT})["Parameter"]["Value"]
    except aws.AwsError:
        return None


def _sam_deploy(settings: Settings, template: Path, parameters: dict[str, str]) -> None:
    print("Deploying template.yaml to the emulator ...", flush=True)
    log = settings.logs / "deploy.log"
    command = [
        str(tools.executable("sam")),
        "deploy",
        *("--template-file", template.name, "--stack-name", STACK_NAME, "--region", REGION),
        *("--resolve-s3", "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-progressbar"),
        *("--no-fail-on-empty-changeset", "--disable-rollback"),
        "--parameter-overrides",
        *(f"{name}={value}" for name, value in parameters.items()),
    ]
    environment = {
        **tools.sam_environment(),
        "AWS_ENDPOINT_URL": settings.aws_endpoint,
        "AWS_ACCESS_KEY_ID": aws.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": aws.ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "NO_PROXY": "localhost,127.0.0.1",
    }
    with log.open("wb") as output:
        # From the template's folder: samconfig.toml of the root is for AWS.
        done = subprocess.run(
            command,
            cwd=template.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0:
        raise SettingError(f"sam deploy failed:\n{processes.tail(log, 40)}")
