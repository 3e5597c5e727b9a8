"""The dashboard in Chromium: `tests/browser`, run against a stack that is there already.
`browser_tests.py lint|fmt` is what the Makefile calls; `system_tests.py` runs the tests."""

import os
import subprocess
import sys

import tools
from node_package import NodePackage
from settings import ROOT, SettingError

PACKAGE = NodePackage(ROOT / "tests" / "browser", "the browser tests")


def run(script: str, arguments: list[str], environment: dict[str, str]) -> int:
    """`test` or `bench` of the package, with what is to be handed to Playwright."""
    chromium = tools.chromium()
    PACKAGE.install()
    command = ["npm", "run", "--silent", script, "--", *arguments]
    described = {**environment, **tools.node_environment(), "STACK_FILE": environment["STACK_FILE"], "CHROMIUM": chromium}
    return subprocess.run(command, cwd=PACKAGE.folder, env=described).returncode


def main() -> None:
    task = sys.argv[1] if len(sys.argv) > 1 else ""
    if task not in ("lint", "fmt"):
        raise SettingError(f"{task!r} is none of lint and fmt; `make browser-tests` runs the tests.")
    tools.check_machine()
    tools.install()
    PACKAGE.install()
    PACKAGE.npm("run", "--silent", task)


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        main()
    except SettingError as problem:
        sys.exit(str(problem))
