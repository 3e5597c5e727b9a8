"""The dashboard: its packages, its build and its checks. Each is skipped when nothing it is made of
has changed. `site_build.py build|lint|fmt|test` is what the Makefile calls."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import tools
from settings import ROOT, SettingError

SITE = ROOT / "dashboard"
DIST = SITE / "dist"
PACKAGES = SITE / "node_modules"
INSTALLED = PACKAGES / ".installed"
BUILT = PACKAGES / ".built"
SOURCES = ("src", "public", "build")


def install() -> None:
    wanted = _digest([SITE / "package-lock.json"])
    if INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return
    print("Installing the dashboard's packages (once) ...", flush=True)
    _npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    INSTALLED.write_text(wanted)


def build() -> None:
    """Brings dashboard/dist up to date."""
    install()
    files = [path for folder in SOURCES for path in sorted((SITE / folder).rglob("*")) if path.is_file()]
    files += sorted(path for path in SITE.iterdir() if path.is_file())
    wanted = _digest(files)
    if BUILT.exists() and BUILT.read_text() == wanted and (DIST / "index.html").exists():
        return
    print("Building the dashboard ...", flush=True)
    BUILT.unlink(missing_ok=True)
    _npm("run", "--silent", "build", "--", "--logLevel", "warn")
    BUILT.write_text(wanted)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(SITE)).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _npm(*arguments: str) -> None:
    if subprocess.run(["npm", *arguments], cwd=SITE, env=tools.node_environment()).returncode != 0:
        raise SettingError(f"`npm {' '.join(arguments)}` failed in dashboard/; its messages are above.")


def main() -> None:
    task = sys.argv[1] if len(sys.argv) > 1 else "build"
    tools.check_machine()
    tools.install()
    if task == "build":
        build()
    elif task in ("lint", "fmt"):
        install()
        _npm("run", "--silent", task)
    elif task == "test":
        # The size of what was built is one of the tests.
        build()
        _npm("test", "--silent")
    else:
        raise SettingError(f"{task!r} is none of build, lint, fmt and test.")


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        main()
    except SettingError as problem:
        sys.exit(str(problem))
