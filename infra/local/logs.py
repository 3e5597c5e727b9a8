"""Copies what the functions wrote to the emulated CloudWatch Logs into one file per function."""

import threading
import time
from pathlib import Path

import aws

PERIOD_SECONDS = 2.0
# Invocations running side by side may log out of order: each round looks back this far.
LOOK_BACK_MS = 5000


class LogTail:
    """Runs until `stop`; a line reaches its file a few seconds after it was written."""

    def __init__(self, emulator: aws.Emulator, groups: list[str], folder: Path) -> None:
        self._emulator = emulator
        self._folder = folder
        self._newest = {group: int(time.time() * 1000) for group in groups}
        # The emulator gives every invocation a stream of its own and writes it at once.
        self._copied: dict[str, dict[str, int]] = {group: {} for group in groups}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(10)
        self._copy_all()

    def _run(self) -> None:
        while not self._stopped.wait(PERIOD_SECONDS):
            self._copy_all()

    def _copy_all(self) -> None:
        for group in self._newest:
            try:
                self._copy(group)
            except (aws.AwsError, OSError):
                # An emulator on its way out, or too busy: the next round tries again.
                continue

    def _copy(self, group: str) -> None:
        copied = self._copied[group]
        fresh = [e for e in self._read(group) if e["logStreamName"] not in copied]
        if not fresh:
            return
        with (self._folder / f"{group.rsplit('/', 1)[-1]}.log").open("a", encoding="utf-8") as output:
            output.writelines(event["message"].rstrip("\n") + "\n" for event in fresh)
        copied.update((event["logStreamName"], event["timestamp"]) for event in fresh)
        self._newest[group] = max(copied.values())
        forgotten = self._newest[group] - 2 * LOOK_BACK_MS
        self._copied[group] = {stream: at for stream, at in copied.items() if at > forgotten}

    def _read(self, group: str) -> list[dict]:
        request = {"logGroupName": group, "startTime": self._newest[group] - LOOK_BACK_MS}
        events: list[dict] = []
        while True:
            page = self._emulator.json_call("logs", "Logs_20140328.FilterLogEvents", request)
            events += page.get("events", [])
            token = page.get("nextToken")
            if not token or token == request.get("nextToken"):
                return events
            request["nextToken"] = token
