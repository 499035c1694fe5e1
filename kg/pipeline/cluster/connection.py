"""The connection to a Dask cluster: what ours needs of Dask's client, in our words and with our errors."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Mapping
from enum import Enum
from queue import Empty, SimpleQueue
from typing import Any, Final

from kg import __version__
from kg.errors import ClusterError, ResourceError
from kg.pipeline.cluster.group import Group, Job
from kg.pipeline.cluster.reading import Looked, Refused, look, read_group, rest

_CONNECT_SECONDS: Final = 20.0
_CLOSE_SECONDS: Final = 5.0
_ANSWER_SECONDS: Final = 10.0
_AGAIN: Final = "What has been committed stays; run the same command again to go on."


class Ending(Enum):
    """How a group ended of which there is nothing to say."""

    WRITTEN = "written"
    KILLED = "killed"
    """It ended one worker after another."""
    LOST = "lost"
    """The worker that had read it died before anybody asked."""


Answer = Callable[[], Ending | Refused]
"""What the workers say of a group, asked for when there is no whole shard. Raises ``ClusterError``."""


class Connection:
    """A client of the scheduler at ``address``; close it. ``tell`` is given what people should know.

    Raises ``ResourceError`` where Dask is not installed, and ``ClusterError`` where the scheduler cannot be reached.
    """

    def __init__(self, address: str, tell: Callable[[str], None]) -> None:
        try:
            import distributed  # noqa: PLC0415 — an extra
        except ImportError as error:
            raise ResourceError(
                "a cluster needs Dask, which is not installed.", remedy="pip install 'herodotus[dask]'"
            ) from error
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what they have to say, we do
        self._address = address
        self._tell = tell
        self._submitted = 0
        self._killed = distributed.KilledWorker
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._flying: dict[str, tuple[Any, Group]] = {}
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                connect: Any = distributed.Client
                self._client: Any = connect(address, timeout=_CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError, ImportError) as error:
                raise ClusterError(
                    f"there is no Dask scheduler at {address}: {_first_line(error)}.",
                    remedy="Check --scheduler (tcp://HOST:8786), and that `dask scheduler` runs there.",
                ) from error
        for warning in warned:
            if issubclass(warning.category, distributed.versions.VersionMismatchWarning):
                tell(f"the machines of the cluster differ, which may not work: {warning.message}")

    @property
    def flying(self) -> int:
        """How many groups are on their way."""
        return len(self._flying)

    def threads(self) -> int:
        """How many tasks the workers run at once, now. Raises ``ClusterError``."""
        try:
            return int(sum(self._client.nthreads().values()))
        except (OSError, ValueError, AttributeError) as error:
            raise self._lost() from error

    def require(self, place: str, mark: str) -> None:
        """Raises ``ClusterError`` where a worker is another Herodotus than this, or sees another ``place``.

        Those that come later say so of themselves.
        """
        found: Mapping[str, object] = self._client.run(look, place, mark, on_error="return")
        if not found:
            self._tell(f"the cluster at {self._address} has no workers yet; waiting for some (`dask worker ADDRESS`).")
        for worker, told in found.items():
            match told:
                case Looked(herodotus, _, None) if herodotus == __version__:
                    continue
                case Looked(herodotus) if herodotus != __version__:
                    raise ClusterError(
                        f"the worker {worker} has Herodotus {herodotus}, and this is {__version__}.",
                        remedy="Install the same version on all machines.",
                    )
                case Looked(fault=fault):
                    raise ClusterError(f"the worker {worker}: {fault}")
                case Exception() if isinstance(told, ImportError) or "ModuleNotFoundError" in str(told):
                    raise ClusterError(
                        f"the worker {worker} cannot run Herodotus: {told}.",
                        remedy=f"Install herodotus[dask] {__version__} there, in the environment that it runs in.",
                    )
                case _:
                    raise ClusterError(f"the worker {worker} cannot be used: {type(told).__name__}: {told}.")

    def submit(self, group: Group) -> None:
        """Has a worker read a group."""
        self._submitted += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a group has a megabyte is no surprise
            # The mark keeps it apart from what others have the same cluster read, for places of their own.
            key = f"{group.name}-{group.job.mark}-{self._submitted}"
            future = self._client.submit(read_group, group, key=key, pure=False)
        self._flying[future.key] = (future, group)
        future.add_done_callback(self._done.put)

    def wait(self, seconds: float) -> tuple[Group, Answer] | None:
        """A group that is done, ``None`` where none was within ``seconds``.

        Raises ``ClusterError`` where the scheduler is gone.
        """
        try:
            future = self._done.get(timeout=seconds)
        except Empty:
            if self._client.status in ("closed", "closing"):
                raise self._lost() from None
            return None
        _, group = self._flying.pop(future.key)
        return group, lambda: self._answer(future)

    def _answer(self, future: Any) -> Ending | Refused:
        if future.status in ("pending", "lost"):
            return Ending.LOST
        if future.status == "finished":
            try:
                result = future.result(_ANSWER_SECONDS)
            except (OSError, TimeoutError):
                return Ending.LOST
            return result if isinstance(result, Refused) else Ending.WRITTEN
        if future.status != "error":
            raise self._lost()
        error = future.exception()
        if isinstance(error, self._killed):
            return Ending.KILLED
        raise ClusterError(f"a worker cannot read: {type(error).__name__}: {error}.", remedy=_AGAIN)

    def close(self, job: Job | None) -> None:
        """Gives up what is on its way, has the workers let go of what was loaded for ``job``, and leaves."""
        try:
            if self._client.status == "running":
                self._client.cancel([future for future, _ in self._flying.values()])
                if job is not None:
                    self._client.run(rest, job, on_error="ignore", callback_timeout=_CLOSE_SECONDS)
        except (OSError, ValueError) as error:
            logging.getLogger(__name__).debug("the cluster was left in a hurry: %s", error)
        finally:
            self._flying.clear()
            self._client.close(timeout=_CLOSE_SECONDS)

    def _lost(self) -> ClusterError:
        return ClusterError(f"the connection to the scheduler at {self._address} was lost.", remedy=_AGAIN)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
