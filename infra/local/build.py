"""The binaries: one dev build shared with the tests, and beside it a copy of template.yaml whose
CodeUri paths lead to stripped copies of the functions."""

import os
import shutil
import subprocess
from pathlib import Path

from settings import ROOT, SettingError


def compile_workspace() -> None:
    # The system tests have compiled it with the tests, which are other features of the same crates.
    if os.environ.get("COMPILED") == "true":
        return
    if subprocess.run(["cargo", "build", "--locked", "--bins"], cwd=ROOT).returncode != 0:
        raise SettingError("The Rust build failed; its messages are above.")


def binary(name: str) -> Path:
    return ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / name


def lay_out(state: Path) -> Path:
    """Puts template and functions into `state`; returns the template's path."""
    state.mkdir(parents=True, exist_ok=True)
    for function in sorted(p.parent.name for p in (ROOT / "functions").glob("*/Cargo.toml")):
        source = binary(function)
        target = state / "target" / "lambda" / function / "bootstrap"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.stat().st_mtime_ns != source.stat().st_mtime_ns:
            _copy_stripped(source, target)
    return Path(shutil.copy(ROOT / "template.yaml", state / "template.yaml"))


def _copy_stripped(source: Path, target: Path) -> None:
    """Debug symbols make up most of a dev binary, and every deploy would zip them."""
    strip = shutil.which("strip")
    if not strip or subprocess.run([strip, "-o", str(target), str(source)]).returncode != 0:
        shutil.copy(source, target)
    times = source.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
