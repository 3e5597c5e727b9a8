"""`make test`, last step: the system tests against a stack of their own.

The stack runs on free ports with its data in target/system-tests, so that a running `make run` and
its demo shop are left alone. It starts empty every time.

Without arguments the flows of the Rust tests are run, then the dashboard in a browser. `--browser` runs
the second alone and hands what follows to Playwright, `--bench-browser` prints figures instead; anything
else goes to the runner of the Rust tests, which then run alone.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import browser_tests
import ports
from processes import tail
from settings import ROOT, SettingError

STATE = ROOT / "target" / "system-tests"
STARTUP_SECONDS = 900


def main() -> int:
    shutil.rmtree(STATE, ignore_errors=True)
    (STATE / "logs").mkdir(parents=True)
    environment = {
        **os.environ,
        "PORT": str(ports.free()),
        "AWS_PORT": str(ports.free()),
        "LOCAL_DIR": str(STATE),
        "SEED": "0",
        # Every function under its own role: a permission forgotten in template.yaml fails a test.
        "AUTH": os.environ.get("AUTH", "true"),
        # Short enough to be waited for, long enough to be answered in.
        "OFFER_TIMEOUT_SECONDS": "30",
        # What is put off until tomorrow is looked for at once.
        "SEARCH_LEAD_HOURS": "48",
        "RELAUNCH_AFTER_SECONDS": "15",
        # Long enough for somebody else to be refused meanwhile.
        "RECAP_HOLD_SECONDS": "25",
        "COMPILED": "true",
        "META_APP_SECRET": "system-tests-app-secret",
        "META_VERIFY_TOKEN": "system-tests-verify-token",
        # Where the tests find what was deployed.
        "STACK_FILE": str(STATE / "stack.json"),
    }
    # One build of functions and tests together, which `make unit-tests` has made already.
    if subprocess.run(["cargo", "build", "--locked", "--workspace", "--bins", "--tests"], cwd=ROOT).returncode != 0:
        return 1
    log = STATE / "logs" / "stack.log"
    with log.open("wb") as output:
        stack = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("run.py"))],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        if not _ready(stack):
            print(f"The local stack did not start:\n{tail(log, 60)}", file=sys.stderr)
            return 1
        result = _run(sys.argv[1:], environment)
        if stack.poll() is not None:
            print(f"The local stack ended during the tests:\n{tail(log, 60)}", file=sys.stderr)
            return result or 1
    finally:
        _stop(stack)
    if result != 0:
        _report()
    return result


def _ready(stack: subprocess.Popen) -> bool:
    end = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < end and stack.poll() is None:
        if (STATE / "stack.json").exists():
            return True
        time.sleep(0.2)
    return False


def _run(arguments: list[str], environment: dict[str, str]) -> int:
    asked, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if asked == "--browser":
        return browser_tests.run("test", rest, environment)
    if asked == "--bench-browser":
        return browser_tests.run("bench", rest, environment)
    result = subprocess.run(_runner() + arguments, cwd=ROOT, env=environment).returncode
    # CI wants to know all that is wrong, a person the first thing.
    if arguments or (result != 0 and not os.environ.get("CI")):
        return result
    return browser_tests.run("test", [], environment) or result


def _runner() -> list[str]:
    if shutil.which("cargo-nextest"):
        profile = "ci" if os.environ.get("CI") else "default"
        # Chosen by filter: `-p` would build the dependencies again, with fewer features.
        chosen = ["--workspace", "-E", "package(system-tests)"]
        return ["cargo", "nextest", "run", "--locked", "--profile", profile, *chosen]
    return ["cargo", "test", "--locked", "-p", "system-tests", "--no-fail-fast"]


def _stop(stack: subprocess.Popen) -> None:
    if stack.poll() is None:
        stack.send_signal(signal.SIGTERM)
    try:
        stack.wait(60)
    except subprocess.TimeoutExpired:
        stack.kill()
        stack.wait()


def _report() -> None:
    for log in sorted((STATE / "logs").glob("*.log")):
        print(f"\n--- the end of {log.relative_to(ROOT)}\n{tail(log, 25)}", file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SettingError as problem:
        sys.exit(str(problem))
