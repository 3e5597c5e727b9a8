"""The dashboard: its packages, its build and its checks. Each is skipped when nothing it is made of
has changed. `site_build.py build|lint|fmt|test` is what the Makefile calls."""

import os
import sys

import tools
from node_package import NodePackage
from settings import ROOT, SettingError

SITE = ROOT / "dashboard"
DIST = SITE / "dist"
PACKAGE = NodePackage(SITE, "the dashboard")
BUILT = PACKAGE.packages / ".built"
SOURCES = ("src", "public", "build")


def build() -> None:
    """Brings dashboard/dist up to date."""
    PACKAGE.install()
    files = [path for folder in SOURCES for path in sorted((SITE / folder).rglob("*")) if path.is_file()]
    files += sorted(path for path in SITE.iterdir() if path.is_file())
    wanted = PACKAGE.digest(files)
    if BUILT.exists() and BUILT.read_text() == wanted and (DIST / "index.html").exists():
        return
    print("Building the dashboard ...", flush=True)
    BUILT.unlink(missing_ok=True)
    PACKAGE.npm("run", "--silent", "build", "--", "--logLevel", "warn")
    BUILT.write_text(wanted)


def main() -> None:
    task = sys.argv[1] if len(sys.argv) > 1 else "build"
    tools.check_machine()
    tools.install()
    if task == "build":
        build()
    elif task in ("lint", "fmt"):
        PACKAGE.install()
        PACKAGE.npm("run", "--silent", task)
    elif task == "test":
        # The size of what was built is one of the tests.
        build()
        PACKAGE.npm("test", "--silent")
    else:
        raise SettingError(f"{task!r} is none of build, lint, fmt and test.")


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        main()
    except SettingError as problem:
        sys.exit(str(problem))
