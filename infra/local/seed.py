"""The demo shop, made the way a seller makes one: through the HTTP API and the consent dialog.

Every step looks first at what is there, so that a restart adds nothing twice. A step that fails is
told on the terminal and leaves a stack that works without a demo.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import aws
from settings import Settings

DATA = Path(__file__).with_name("seed")


@dataclass
class Demo:
    """How to sign in to the demo shop, and what the person should know about it."""

    email: str
    password: str
    notes: list[str] = field(default_factory=list)


class SeedError(Exception):
    """A step of the seed was refused."""


def seed(settings: Settings, stack: dict) -> Demo:
    shop = _data("shop")
    demo = Demo(shop["account"]["email"], shop["account"]["password"])
    try:
        _sign_up(settings, shop["account"])
        api = _Api(settings.http_api, _sign_in(settings, stack, demo))
        _connect_number(settings, api, shop["number"], demo)
        for collection in ("zones", "couriers", "products"):
            _fill(api, collection)
        _open_wallet(settings, api)
        _add_people(settings)
    except (SeedError, aws.AwsError, OSError, KeyError, ValueError) as problem:
        demo.notes.append(f"The demo shop is incomplete: {problem}")
    return demo


def _sign_up(settings: Settings, account: dict) -> None:
    status, body, _ = _request("POST", f"{settings.http_api}/signup", account)
    # 409: a start before this one made the account.
    if status not in (200, 201, 202, 409):
        raise SeedError(f"POST /signup answered {status}: {body[:300]!r}")


def _sign_in(settings: Settings, stack: dict, demo: Demo) -> str:
    answer = aws.Emulator(settings.aws_endpoint).json_call(
        "cognito-idp",
        "AWSCognitoIdentityProviderService.InitiateAuth",
        {
            "AuthFlow": "USER_PASSWORD_AUTH",
            "ClientId": stack["user_pool_client_id"],
            "AuthParameters": {"USERNAME": demo.email, "PASSWORD": demo.password},
        },
    )
    return answer["AuthenticationResult"]["IdToken"]


def _connect_number(settings: Settings, api: "_Api", number: dict, demo: Demo) -> None:
    """Goes through the consent dialog as the owner of the number would."""
    if not settings.graph_is_ours:
        demo.notes.append("Its WhatsApp number is not connected: GRAPH_URL is not our simulator.")
        return
    if api.get("/me")["seller"]["whatsapp"]:
        return
    link = urllib.parse.urlsplit(api.get("/onboarding/link")["url"])
    asked = dict(urllib.parse.parse_qsl(link.query))
    form = {name: asked[name] for name in ("client_id", "redirect_uri", "state") if name in asked}
    status, body, headers = _request("POST", f"{settings.graph}/dialog/complete", form={**form, **number})
    if status not in (302, 303):
        raise SeedError(f"the consent dialog answered {status}: {body[:300]!r}")
    status, body, _ = _request("GET", headers["location"])
    if status >= 400:
        raise SeedError(f"GET /onboarding/callback answered {status}: {body[:300]!r}")


def _fill(api: "_Api", collection: str) -> None:
    there = {item["name"] for item in api.items(f"/{collection}")}
    for item in _data(collection):
        if item["name"] not in there:
            api.post(f"/{collection}", item)


def _open_wallet(settings: Settings, api: "_Api") -> None:
    """Keys of the simulated Wave, and its webhook to us, so that a person can pay a link by hand.
    The simulator forgets them when it ends, so every start enters them again."""
    if settings.wave != f"{settings.front_door}/sim/wave":
        return
    keys = {"api_key": "wave_ci_prod_demo", "webhook_secret": "wave_ci_WHS_demo"}
    wallet = api.put("/payment-providers/wave", keys)
    hook = {"key": keys["api_key"], "url": wallet["callback_url"], "secret": keys["webhook_secret"]}
    status, body, _ = _request("POST", f"{settings.wave}/_control/webhooks", hook)
    if status >= 300:
        raise SeedError(f"the Wave simulator answered {status}: {body[:300]!r}")


def _add_people(settings: Settings) -> None:
    """Prospects and couriers with a handset on the phone simulator."""
    if not settings.graph_is_ours:
        return
    phones = f"{settings.front_door}/sim/phone"
    status, body, _ = _request("GET", f"{phones}/state")
    there = {person["wa_id"] for person in json.loads(body)["people"]} if status == 200 else set()
    for person in _data("people"):
        if person["wa_id"] in there:
            continue
        status, body, _ = _request("POST", f"{phones}/people", person)
        if status >= 300:
            raise SeedError(f"the phone simulator answered {status}: {body[:300]!r}")


class _Api:
    """The product's HTTP API, signed in as the demo seller."""

    def __init__(self, base: str, token: str) -> None:
        self._base = base
        self._token = token

    def get(self, path: str) -> dict:
        return self._call("GET", path)

    def post(self, path: str, body: dict) -> dict:
        return self._call("POST", path, body)

    def put(self, path: str, body: dict) -> dict:
        return self._call("PUT", path, body)

    def items(self, path: str):
        cursor = None
        while True:
            query = f"?cursor={urllib.parse.quote(cursor)}" if cursor else ""
            page = self.get(path + query)
            yield from page["items"]
            cursor = page["cursor"]
            if not cursor:
                return

    def _call(self, method: str, path: str, body: dict | None = None) -> dict:
        status, answer, _ = _request(method, self._base + path, body, token=self._token)
        if status >= 300:
            raise SeedError(f"{method} {path} answered {status}: {answer[:300]!r}")
        return json.loads(answer or b"{}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def _request(
    method: str, url: str, body: dict | None = None, *, form: dict | None = None, token: str | None = None
) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers (lower case), whatever the status; 5xx is tried again for a while,
    since the first call of a function also loads it."""
    data = None
    headers = {"Authorization": token} if token else {}
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    if form is not None:
        data, headers["Content-Type"] = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
    for attempt in range(4):
        try:
            answer = _OPENER.open(urllib.request.Request(url, data, headers, method=method), timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            content = answer.read()
        if answer.status < 500:
            break
        time.sleep(1 + attempt)
    return answer.status, content, {k.lower(): v for k, v in answer.headers.items()}


def _data(name: str):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
