"""A bare Debian in a folder, made by debootstrap, and programs in it as on a machine of its own. Needs root."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.window.needs import lack

if TYPE_CHECKING:
    from collections.abc import Mapping

USER, HOME = 1234, "/home/ann"
_ENTER = """
root=$1; shift
mount --bind "$root" "$root"; cd "$root"; mkdir -p .old
mount -t proc proc proc; mount --rbind /sys sys; mount --rbind /dev dev
pivot_root . .old; cd /; umount -l /.old; exec "$@"
"""
"""In mount points of its own. Not chroot: in one nobody gets the namespaces that Chromium's sandbox is made of."""


class BareRoot:
    """A system in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def make(cls, folder: Path) -> BareRoot:
        """Copy the one that SHOEBOX_BARE_ROOT names, or fetch one; skip the test, or fail, where that cannot be."""
        if os.name != "posix" or os.geteuid() != 0:
            lack("a root folder is made by root")
        given = os.environ.get("SHOEBOX_BARE_ROOT")
        if given:
            subprocess.run(["cp", "-a", given, str(folder)], check=True)
        elif shutil.which("debootstrap") is None:
            lack("debootstrap is not installed")
        else:
            subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(folder)], check=True)
        made = cls(folder)
        made.run("useradd", "--create-home", "--uid", str(USER), Path(HOME).name)
        return made

    def run(self, *command: str) -> str:
        """Run a program as root; return what it says."""
        environ = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
        ended = subprocess.run(
            [*self._enter(), *command],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout
        return ended.stdout

    def as_user(self, *command: str, environ: Mapping[str, str]) -> list[str]:
        """Return the command that runs a program as the user, with this environment and nothing else."""
        variables = [f"{name}={value}" for name, value in {"PATH": "/usr/bin:/bin", **environ}.items()]
        user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"]
        return [*self._enter(), *user, "env", "-i", *variables, *command]

    def give(self, path: str, files: Mapping[str, bytes]) -> None:
        """Put files into a folder of the user."""
        folder = self.folder / path.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
        for one in (folder, *folder.iterdir()):
            os.chown(one, USER, USER)

    def has(self, path: str) -> bool:
        """Return whether there is such a file or folder."""
        return os.path.lexists(self.folder / path.lstrip("/"))

    def _enter(self) -> list[str]:
        return ["unshare", "--mount", "--propagation", "private", "bash", "-ec", _ENTER, "bash", str(self.folder)]
