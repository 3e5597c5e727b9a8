"""A folder with a package.json: its packages are installed once for each lock file."""

import hashlib
import subprocess
from pathlib import Path

import tools
from settings import ROOT, SettingError


class NodePackage:
    def __init__(self, folder: Path, what: str) -> None:
        self.folder = folder
        self.what = what
        self.packages = folder / "node_modules"

    def install(self) -> None:
        wanted = self.digest([self.folder / "package-lock.json"])
        installed = self.packages / ".installed"
        if installed.exists() and installed.read_text() == wanted:
            return
        print(f"Installing the packages of {self.what} (once) ...", flush=True)
        self.npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        installed.write_text(wanted)

    def digest(self, files: list[Path]) -> str:
        digest = hashlib.sha256()
        for file in files:
            name = str(file.relative_to(self.folder)).encode()
            digest.update(name + b"\0" + hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def npm(self, *arguments: str) -> None:
        if subprocess.run(["npm", *arguments], cwd=self.folder, env=tools.node_environment()).returncode != 0:
            place = self.folder.relative_to(ROOT)
            raise SettingError(f"`npm {' '.join(arguments)}` failed in {place}/; its messages are above.")
