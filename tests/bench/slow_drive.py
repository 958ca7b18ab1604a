"""A folder seen through a file system on which every call takes a while:  python -m tests.bench.slow_drive FROM AT MS

Linux, as root: it speaks FUSE (linux/fuse.h, protocol 7.31) itself, read-only, one thread a call. Names, attributes and
pages are kept by the kernel for a second, as sshfs and SMB have it; each request of 1 MB at most is one call.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tests.bench.running import ROOT, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

IN_HEADER, OUT_HEADER = struct.Struct("<IIQQIIII"), struct.Struct("<IiQ")
ATTRIBUTES = struct.Struct("<6Q10I")
LOOKUP, FORGET, GETATTR, READLINK, OPEN, READ, STATFS = 1, 2, 3, 5, 14, 15, 17
RELEASE, INIT, OPENDIR, READDIR, RELEASEDIR, INTERRUPT, BATCH_FORGET = 18, 26, 27, 28, 29, 36, 42
SILENT = {FORGET, INTERRUPT, BATCH_FORGET}
KEEP_CACHE = 2
MAX_PAGES_FLAG, MAX_PAGES, MAX_BYTES = 1 << 22, 256, 1 << 20
VALID_S = 1
DETACH = 2
NO_ACCESS_TIMES = 1024
"""MS_NOATIME of mount(2): else the kernel asks for the attributes again after each read, which no network drive does."""


class SlowDrive:
    """Answers the kernel's requests about one folder."""

    def __init__(self, folder: str, device: int, delay_s: float) -> None:
        self._device, self._delay_s = device, delay_s
        self._paths: dict[int, str] = {1: folder}
        self._nodes: dict[str, int] = {folder: 1}
        self._lock = threading.Lock()
        self._listings: dict[int, list[os.DirEntry[str]]] = {}
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            LOOKUP: self._look_up,
            GETATTR: lambda node, _: struct.pack("<QII", VALID_S, 0, 0) + self._attributes(self._paths[node], node),
            READLINK: lambda node, _: os.fsencode(os.readlink(self._paths[node])),
            OPEN: lambda node, _: struct.pack("<QII", os.open(self._paths[node], os.O_RDONLY), KEEP_CACHE, 0),
            READ: self._read,
            RELEASE: self._close,
            STATFS: lambda *_: bytes(80),
            OPENDIR: self._open_folder,
            READDIR: self._list,
            RELEASEDIR: lambda *_: b"",
        }

    def run(self) -> None:
        """Answer until the folder is no longer mounted."""
        with suppress(OSError):
            while request := os.read(self._device, MAX_BYTES + 4096):
                threading.Thread(target=self._answer, args=(request,), daemon=True).start()

    def _answer(self, request: bytes) -> None:
        _, operation, unique, node, *_ = IN_HEADER.unpack_from(request)
        body, error, data = request[IN_HEADER.size :], 0, b""
        if operation in SILENT:
            return
        if operation == INIT:
            flags = struct.unpack_from("<I", body, 12)[0] & MAX_PAGES_FLAG
            data = struct.pack("<IIIIHHIIHHI28x", 7, 31, MAX_BYTES, flags, 16, 12, MAX_BYTES, 1, MAX_PAGES, 0, 0)
        elif operation not in self._answers:
            error = -errno.ENOSYS  # of FLUSH, too: the kernel does not ask again, for nothing is written
        else:
            time.sleep(self._delay_s)
            try:
                data = self._answers[operation](node, body)
            except OSError as failure:
                error = -(failure.errno or errno.EIO)
        with suppress(OSError):
            os.write(self._device, OUT_HEADER.pack(OUT_HEADER.size + len(data), error, unique) + data)

    def _look_up(self, node: int, body: bytes) -> bytes:
        path = os.path.join(self._paths[node], os.fsdecode(body.rstrip(b"\0")))
        os.lstat(path)
        with self._lock:
            child = self._nodes.setdefault(path, len(self._nodes) + 1)
            self._paths[child] = path
        return struct.pack("<QQQQII", child, 0, VALID_S, VALID_S, 0, 0) + self._attributes(path, child)

    @staticmethod
    def _attributes(path: str, node: int) -> bytes:
        seen = os.lstat(path)
        times = [seen.st_atime_ns, seen.st_mtime_ns, seen.st_ctime_ns]
        whole, rest = [one // 10**9 for one in times], [one % 10**9 for one in times]
        return ATTRIBUTES.pack(
            node, seen.st_size, seen.st_blocks, *whole, *rest, seen.st_mode, 1, seen.st_uid, seen.st_gid, 0, 4096, 0
        )

    @staticmethod
    def _read(_: int, body: bytes) -> bytes:
        handle, offset, size = struct.unpack_from("<QQI", body)
        return os.pread(handle, size, offset)

    @staticmethod
    def _close(_: int, body: bytes) -> bytes:
        os.close(struct.unpack_from("<Q", body)[0])
        return b""

    def _open_folder(self, node: int, _: bytes) -> bytes:
        with os.scandir(self._paths[node]) as entries:
            self._listings[node] = list(entries)
        return struct.pack("<QII", node, 0, 0)

    def _list(self, _: int, body: bytes) -> bytes:
        node, offset, size = struct.unpack_from("<QQI", body)
        out = b""
        for at, entry in enumerate(self._listings[node][offset:], offset + 1):
            name = os.fsencode(entry.name)
            kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode) >> 12
            record = struct.pack("<QQII", entry.inode(), at, len(name), kind) + name
            record += bytes(-len(record) % 8)
            if len(out) + len(record) > size:
                break
            out += record
        return out


def mount(folder: str, place: str, delay_s: float) -> None:
    """Show `folder` at `place` until the process is ended."""
    device = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
    if libc.mount(b"slow", os.fsencode(place), b"fuse.slow", NO_ACCESS_TIMES, options.encode()):
        raise OSError(ctypes.get_errno(), "the slow drive cannot be mounted")
    SlowDrive(folder, device, delay_s).run()


@contextmanager
def slow_drive(folder: Path, place: Path, delay_ms: int) -> Iterator[Path]:
    """`folder` on a drive on which every call takes so long, at `place`."""
    place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.bench.slow_drive", str(folder), str(place), str(delay_ms)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        until(lambda: os.path.ismount(place), 20)
        device = os.stat(place).st_dev
        ahead = f"/sys/class/bdi/{os.major(device)}:{os.minor(device)}/read_ahead_kb"
        with open(ahead, "w", encoding="ascii") as setting:
            setting.write(str(MAX_BYTES >> 10))
        yield place
    finally:
        ctypes.CDLL(None).umount2(os.fsencode(place), DETACH)
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    mount(sys.argv[1], sys.argv[2], int(sys.argv[3]) / 1000)
