"""Limits of a decode process: memory, priority, core files. Where a system refuses a limit, the log says so."""

from __future__ import annotations

import logging
import mmap
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)
_PROGRAM_BYTES = 512 << 20
"""Address space that is not pictures: the interpreter, the code of the codecs, the stacks of their threads."""
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory that pictures may take in one process."""

    usual: int
    """For a process beside the others."""
    large: int
    """For the one process at a time that decodes a large picture."""


def has_room(size: int) -> bool:
    """Return whether this process could take `size` bytes more now. They are asked for, and given back untouched."""
    try:
        mmap.mmap(-1, size).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS, processthreadsapi.h
    _LIMIT_CLASS, _LIMIT_PROCESS_MEMORY, _DIE_ON_UNHANDLED_EXCEPTION = 9, 0x100, 0x400
    """JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_PROCESS_MEMORY, ..._DIE_ON_UNHANDLED_EXCEPTION (winnt.h)."""

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION (Windows SDK, winnt.h)."""

        _fields_ = (
            ("per_process_time", wintypes.LARGE_INTEGER),
            ("per_job_time", wintypes.LARGE_INTEGER),
            ("flags", wintypes.DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION (Windows SDK, winnt.h)."""

        _fields_ = (
            ("basic", _BasicLimits),
            ("io", ctypes.c_ulonglong * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    _job: list[int] = []

    def confine(limits: Limits) -> None:
        """Lower the priority, and limit the memory by a Job Object that lives as long as the process."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetPriorityClass.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        own, job = kernel.GetCurrentProcess(), kernel.CreateJobObjectW(None, None)
        _job.append(job)
        if not (
            kernel.SetPriorityClass(own, _BELOW_NORMAL)
            and _set_job_memory(limits.usual)
            and kernel.AssignProcessToJobObject(job, own)
        ):
            _log.warning("Windows refused a limit of this decode process: %s", ctypes.get_last_error())

    def set_memory_limit(size: int) -> None:
        """Limit the memory of pictures to `size` bytes from now on."""
        if not _set_job_memory(size):
            _log.warning("Windows refused a memory limit: %s", ctypes.get_last_error())

    def _set_job_memory(size: int) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
        wanted = _ExtendedLimits(process_memory=size + _PROGRAM_BYTES)
        wanted.basic.flags = _LIMIT_PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION
        return bool(kernel.SetInformationJobObject(_job[0], _LIMIT_CLASS, ctypes.byref(wanted), ctypes.sizeof(wanted)))

else:
    import resource

    _OOM_SCORE, _FIRST_TO_GO = Path("/proc/self/oom_score_adj"), "500"
    """Whom Linux ends first when memory is short (proc(5)): from -1000, never, to 1000. The program itself has 0."""

    def confine(limits: Limits) -> None:
        """Lower the priority, write no core file, limit the address space, be the first to go when memory is short.

        macOS accepts RLIMIT_AS but does not hold it: there the budgets of `decoding.render` are the limit.
        """
        try:
            os.nice(_NICENESS)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if sys.platform == "linux":
                _OOM_SCORE.write_text(_FIRST_TO_GO, encoding="utf-8")
        except (OSError, ValueError) as error:
            _log.warning("This decode process keeps its priority: %s", error)
        set_memory_limit(limits.usual)

    def set_memory_limit(size: int) -> None:
        """Limit the memory of pictures to `size` bytes from now on.

        Sets the soft limit of the address space (setrlimit(2), RLIMIT_AS), which a large picture may raise again.
        """
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size + _PROGRAM_BYTES if hard == resource.RLIM_INFINITY else min(size + _PROGRAM_BYTES, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        except (OSError, ValueError) as error:
            _log.warning("No memory limit for this decode process: %s", error)
