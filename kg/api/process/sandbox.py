"""What a reader process gives up before it reads its first query: the network, most memory, outliving the service."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_PDEATHSIG: Final = 1


def enter(*, online: bool = False) -> bool:
    """Cuts the process off; whether the network could be cut (containers may forbid it), or was left (``online``).

    Call it before the first thread starts: the kernel lets only a single thread leave its namespaces.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the service ends its readers itself
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return not online and any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def limit_memory(megabytes: int) -> None:
    """Lets the process take ``megabytes`` MiB of address space beyond what it has now."""
    pages = int(_statm().split()[0])
    limit = pages * os.sysconf("SC_PAGE_SIZE") + (megabytes << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def peak_megabytes() -> int:
    """MiB of memory that the process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _statm() -> str:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib would slow the start
        return file.read()
