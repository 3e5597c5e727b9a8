"""The `simulators` binary: dashboard, phone simulator, API proxy and the stand-ins for Meta, Gemini
and the telephone vendors, all on one port."""

import build
import ports
import processes
import site_folder
from settings import ROOT, Settings, SettingError


def start(settings: Settings) -> processes.Child:
    environment = {
        **processes.base_environment(),
        "PORT": str(settings.port),
        "AWS_PORT": str(settings.aws_port),
        "API_URL": settings.emulated_api,
        "DASHBOARD_DIR": str(settings.state / "dashboard"),
        "CONTENT_SECURITY_POLICY": site_folder.content_security_policy(settings),
        "PHONE_DIR": str(ROOT / "infra" / "local" / "phone"),
        "WEBHOOK_URL": f"{settings.http_api}/webhooks/meta",
        "META_APP_ID": settings.meta_app_id,
        "META_APP_SECRET": settings.meta_app_secret,
        "META_VERIFY_TOKEN": settings.meta_verify_token,
        "PLATFORM_PHONE_NUMBER_ID": settings.platform_phone_number_id,
        "PLATFORM_TOKEN": settings.platform_token,
        "TELEPHONY_FROM": settings.telephony_from,
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "INFOBIP_API_KEY": settings.infobip_api_key,
        "INBOUND_CALL_URL": f"{settings.http_api}/callbacks/twilio/inbound",
        "GRAPH_LOG": str(settings.state / "graph-requests.jsonl"),
        "STATE_FILE": str(settings.state / "simulators.json"),
    }
    log = settings.logs / "simulators.log"
    child = processes.start("The front door", [str(build.binary("simulators"))], environment, log)
    if not ports.wait_for_answer(f"{settings.front_door}/", 20, child.alive):
        report = processes.tail(child.log)
        child.stop(5)
        raise SettingError(f"The front door (simulators) did not start:\n{report}")
    return child
