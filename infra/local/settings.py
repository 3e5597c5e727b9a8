"""Where things are and what the caller asked for, read once from the environment.

Every variable has a default, so that `make run` needs none. An address set by the caller replaces
our own simulator at that place.
"""

import os
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STACK_NAME = "fluxasync"
REGION = "eu-west-1"
# The emulator finds an API by an id of 8 hex digits; pinning it keeps addresses across restarts.
API_ID = "f10a5a5c"
SOCKET_API_ID = "f10a5a5d"


class SettingError(Exception):
    """A sentence for the person who started the stack."""


@dataclass(frozen=True)
class Settings:
    """What one start of the stack needs to know. Ports are TCP ports on loopback."""

    port: int
    aws_port: int
    state: Path
    seed: bool
    enforce_iam: bool
    graph: str
    graph_is_ours: bool
    gemini: str
    twilio: str
    infobip: str
    yango: str
    glovo: str
    wave: str
    pawapay: str
    dialog: str
    media_origins: str
    meta_app_id: str
    meta_config_id: str
    meta_app_secret: str
    meta_verify_token: str
    gemini_api_key: str
    platform_phone_number_id: str
    platform_token: str
    telephony_provider: str
    telephony_from: str
    sms_sender: str
    twilio_account_sid: str
    twilio_auth_token: str
    infobip_api_key: str
    callback_secret: str
    link_secret: str
    vapid_private_key: str
    vapid_public_key: str
    push: str
    push_origins: str
    offer_timeout_seconds: int
    call_hours: str
    search_lead_hours: int
    debounce_seconds: int
    relaunch_after_seconds: int
    recap_hold_seconds: int

    @property
    def front_door(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def aws_endpoint(self) -> str:
        return f"http://localhost:{self.aws_port}"

    @property
    def http_api(self) -> str:
        return f"{self.front_door}/api"

    @property
    def emulated_api(self) -> str:
        """The HTTP API where the emulator serves it, behind the front door."""
        return f"{self.aws_endpoint}/_aws/execute-api/{API_ID}/$default"

    @property
    def sockets(self) -> str:
        """The WebSocket API where the emulator serves it: frames are posted there."""
        return f"{self.aws_endpoint}/_aws/execute-api/{SOCKET_API_ID}/live"

    @property
    def websocket(self) -> str:
        """Where pages open their sockets: at the emulator itself, past the front door."""
        return self.sockets.replace("http://", "ws://", 1)

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def stack_file(self) -> Path:
        return self.state / "stack.json"


def from_environment() -> Settings:
    port = _integer("PORT", 8080)
    front_door = f"http://localhost:{port}"
    graph = _address("GRAPH_URL", f"{front_door}/sim/graph")
    return Settings(
        port=port,
        aws_port=_integer("AWS_PORT", 4566),
        state=Path(os.path.abspath(ROOT / _text("LOCAL_DIR", "target/local"))),
        seed=_integer("SEED", 1) != 0,
        enforce_iam=_text("AUTH", "false").lower() == "true",
        graph=graph,
        graph_is_ours=graph == f"{front_door}/sim/graph",
        gemini=_address("GEMINI_URL", f"{front_door}/sim/gemini"),
        twilio=_address("TWILIO_URL", f"{front_door}/sim/telephony/twilio"),
        infobip=_address("INFOBIP_URL", f"{front_door}/sim/telephony/infobip"),
        yango=_address("YANGO_URL", f"{front_door}/sim/yango"),
        glovo=_address("GLOVO_URL", f"{front_door}/sim/glovo"),
        wave=_address("WAVE_URL", f"{front_door}/sim/wave"),
        pawapay=_address("PAWAPAY_URL", f"{front_door}/sim/pawapay"),
        dialog=_address("META_DIALOG_URL", _dialog_of(graph)),
        media_origins=_text("MEDIA_ORIGINS", _media_origins_of(graph)),
        meta_app_id=_text("META_APP_ID", "100000000000001"),
        meta_config_id=_text("META_CONFIG_ID", "200000000000002"),
        meta_app_secret=_text("META_APP_SECRET", "local-app-secret"),
        meta_verify_token=_text("META_VERIFY_TOKEN", "local-verify-token"),
        gemini_api_key=_text("GEMINI_API_KEY", "local-gemini-key"),
        platform_phone_number_id=_text("PLATFORM_PHONE_NUMBER_ID", "300000000000003"),
        platform_token=_text("PLATFORM_TOKEN", "local-platform-token"),
        telephony_provider=_text("TELEPHONY_PROVIDER", "twilio"),
        telephony_from=_text("TELEPHONY_FROM", "+33900000000"),
        sms_sender=_text("SMS_SENDER", "FLUXASYNC"),
        twilio_account_sid=_text("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000"),
        twilio_auth_token=_text("TWILIO_AUTH_TOKEN", "local-twilio-token"),
        infobip_api_key=_text("INFOBIP_API_KEY", "local-infobip-key"),
        callback_secret=_text("CALLBACK_SECRET", "local-callback-secret"),
        link_secret=_text("LINK_SECRET", "local-courier-link-secret"),
        # A pair of `infra/push_key.py`, for development alone.
        vapid_private_key=_text("VAPID_PRIVATE_KEY", "NdBPs1C5LFfIwMntNe40lVO6dxZuXfXa-tCyCqe2tE4"),
        vapid_public_key=_text(
            "VAPID_PUBLIC_KEY",
            "BEVrH0lNxss4v9J2huRi3Rn5k6onXZ9SpP53EcETbTkn6CR1AE71hYjYYQIstoe-zRce6oinAioErRuL1M2uxps",
        ),
        push=f"{front_door}/sim/push",
        push_origins=_text("PUSH_ORIGINS", front_door),
        offer_timeout_seconds=_integer("OFFER_TIMEOUT_SECONDS", 300),
        # At any hour: a developer's evening is no reason for a silent telephone.
        call_hours=_text("CALL_HOURS", "00:00-24:00"),
        search_lead_hours=_integer("SEARCH_LEAD_HOURS", 4),
        debounce_seconds=_integer("DEBOUNCE_SECONDS", 2),
        relaunch_after_seconds=_integer("RELAUNCH_AFTER_SECONDS", 10800),
        recap_hold_seconds=_integer("RECAP_HOLD_SECONDS", 1800),
    )


def _dialog_of(graph: str) -> str:
    """Meta serves its sign-in dialog from another host than its API; a stand-in serves both."""
    return "https://www.facebook.com" if graph == "https://graph.facebook.com" else graph


def _media_origins_of(graph: str) -> str:
    """Meta serves people's files from a host of their own; a stand-in serves them itself, under
    whatever name of this machine it calls itself by."""
    if graph == "https://graph.facebook.com":
        return "https://lookaside.fbsbx.com"
    address = urllib.parse.urlsplit(graph)
    origins = [f"{address.scheme}://{address.netloc}"]
    port = f":{address.port}" if address.port else ""
    if address.hostname in ("localhost", "127.0.0.1"):
        origins = [f"{address.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1")]
    return ",".join(origins)


def _text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def _address(name: str, default: str) -> str:
    value = _text(name, default).rstrip("/")
    if not value.startswith(("http://", "https://")):
        raise SettingError(f"{name} must be an http:// or https:// address, not {value!r}.")
    return value


def _integer(name: str, default: int) -> int:
    value = _text(name, str(default))
    if not value.isdigit():
        raise SettingError(f"{name} must be a whole number, not {value!r}.")
    return int(value)
