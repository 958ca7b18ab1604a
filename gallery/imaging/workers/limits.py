"""What a decode process may use, in each system's way. Where a system refuses, the log says so."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass

_log = logging.getLogger(__name__)
_SLACK = 512 << 20
"""Address space that is not pictures: the interpreter, the codecs' code, their threads' stacks."""
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes that pictures may take in one process."""

    usual: int
    large: int
    """For the one process at a time that decodes a large picture."""


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS, processthreadsapi.h
    _LIMIT_CLASS, _PROCESS_MEMORY, _DIE_QUIETLY = 9, 0x100, 0x400
    """JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_PROCESS_MEMORY, ..._DIE_ON_UNHANDLED_EXCEPTION (winnt.h)."""

    class _BasicLimits(ctypes.Structure):
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
        """Lower the priority; a Job Object of our own holds the memory limit for as long as we live."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetPriorityClass.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        own, job = kernel.GetCurrentProcess(), kernel.CreateJobObjectW(None, None)
        _job.append(job)
        if not (
            kernel.SetPriorityClass(own, _BELOW_NORMAL)
            and _set_memory(limits.usual)
            and kernel.AssignProcessToJobObject(job, own)
        ):
            _log.warning("Windows refused a limit of this decode process: %s", ctypes.get_last_error())

    def allow(size: int) -> None:
        """How much pictures may take from now on."""
        if not _set_memory(size):
            _log.warning("Windows refused a memory limit: %s", ctypes.get_last_error())

    def _set_memory(size: int) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
        wanted = _ExtendedLimits(process_memory=size + _SLACK)
        wanted.basic.flags = _PROCESS_MEMORY | _DIE_QUIETLY
        return bool(kernel.SetInformationJobObject(_job[0], _LIMIT_CLASS, ctypes.byref(wanted), ctypes.sizeof(wanted)))

else:
    import resource

    def confine(limits: Limits) -> None:
        """Lower the priority, write no core file, limit the address space.

        macOS accepts RLIMIT_AS but does not hold it: there the pixel budgets of `render` are the limit.
        """
        try:
            os.nice(_NICENESS)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (OSError, ValueError) as error:
            _log.warning("This decode process keeps its priority: %s", error)
        allow(limits.usual)

    def allow(size: int) -> None:
        """How much pictures may take from now on. The soft limit: a large picture may raise it for itself."""
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size + _SLACK if hard == resource.RLIM_INFINITY else min(size + _SLACK, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        except (OSError, ValueError) as error:
            _log.warning("No memory limit for this decode process: %s", error)
