"""The few AWS calls the scripts make to the emulator, with the standard library alone.

The emulator takes the access key `test` as the account's root and does not check its signature,
so a credential scope is all a request needs.
"""

import json
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET

from settings import REGION

ACCOUNT = "000000000000"
ACCESS_KEY = "test"


class AwsError(Exception):
    """The emulator refused a call; the text is its answer."""


class Emulator:
    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def json_call(self, service: str, target: str, body: dict) -> dict:
        """A call of the AWS JSON protocol, such as Logs_20140328.FilterLogEvents."""
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
        answer = self._post(service, json.dumps(body).encode(), headers)
        return json.loads(answer or b"{}")

    def stack(self, name: str) -> dict | None:
        """Outputs and resources of a complete CloudFormation stack; None when there is none."""
        try:
            described = self._cloudformation("DescribeStacks", StackName=name)
        except AwsError:
            return None
        status = _find(described, "StackStatus")
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return None
        outputs = {_find(m, "OutputKey"): _find(m, "OutputValue") for m in _members(described, "Outputs")}
        listed = self._cloudformation("DescribeStackResources", StackName=name)
        resources = [
            (_find(m, "ResourceType"), _find(m, "PhysicalResourceId")) for m in _members(listed, "StackResources")
        ]
        return {"outputs": outputs, "resources": resources}

    def grant_what_only_the_emulator_asks(self, roles: list[str]) -> None:
        """Repeats some permissions of each role in the form MiniStack 1.5 checks them in.

        It checks CreateSchedule and DeleteSchedule against `schedule/default/<name>` whatever the
        group, and SendMessageBatch as an action of its own, which AWS covers by SendMessage. The
        template says what AWS asks.
        """
        for role in roles:
            for policy in _members(self._iam("ListRolePolicies", RoleName=role), "PolicyNames"):
                answer = self._iam("GetRolePolicy", RoleName=role, PolicyName=policy.text or "")
                document = json.loads(urllib.parse.unquote(_find(answer, "PolicyDocument")))
                extra = [wider for statement in document["Statement"] for wider in _emulated(statement)]
                if extra:
                    self._iam(
                        "PutRolePolicy",
                        RoleName=role,
                        PolicyName="only-the-emulator-asks",
                        PolicyDocument=json.dumps({**document, "Statement": extra}),
                    )

    def _cloudformation(self, action: str, **arguments: str) -> ET.Element:
        return self._query("cloudformation", {"Action": action, "Version": "2010-05-15", **arguments})

    def _iam(self, action: str, **arguments: str) -> ET.Element:
        return self._query("iam", {"Action": action, "Version": "2010-05-08", **arguments})

    def _query(self, service: str, form: dict[str, str]) -> ET.Element:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return ET.fromstring(self._post(service, urllib.parse.urlencode(form).encode(), headers))

    def _post(self, service: str, body: bytes, headers: dict[str, str]) -> bytes:
        scope = f"{ACCESS_KEY}/20260101/{REGION}/{service}/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        request = urllib.request.Request(
            self.endpoint + "/", body, {**headers, "Authorization": authorization, "X-Amz-Date": "20260101T000000Z"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as refusal:
            raise AwsError(refusal.read().decode(errors="replace")) from refusal


def _emulated(statement: dict) -> list[dict]:
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    wider = []
    if "scheduler:CreateSchedule" in actions:
        prefix = statement["Resource"].rsplit("/", 2)[0]
        wider.append({**statement, "Resource": f"{prefix}/default/*"})
    if "sqs:SendMessage" in actions:
        wider.append({**statement, "Action": "sqs:SendMessageBatch"})
    return wider


def _members(root: ET.Element, name: str) -> list[ET.Element]:
    return [m for e in root.iter() if _local(e) == name for m in e if _local(m) == "member"]


def _find(root: ET.Element, name: str) -> str:
    return next((e.text or "" for e in root.iter() if _local(e) == name), "")


def _local(element: ET.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]
