"""The server: several processes on one port, kept by one that outlives them and that they do not outlive."""

import os
import signal
from pathlib import Path

import pytest

from tests.api.service import Service, children, until


def serving(service: Service) -> list[int]:
    """The service processes: those of the keeper's children that have readers."""
    return [child for child in children(service.process.pid) if children(child)]


def answers(service: Service) -> bool:
    return service.query("ASK {}").status == 200


def test_one_that_ends_is_replaced_and_the_others_go_on(workspace: Path) -> None:
    with Service(workspace, processes=2, readers=2) as service:
        assert answers(service)
        assert until(lambda: len(serving(service)) == 2)
        before = set(serving(service))
        os.kill(min(before), signal.SIGKILL)
        assert until(lambda: answers(service))
        assert until(lambda: len(serving(service)) == 2)
        assert len(before & set(serving(service))) == 1
        tags = {service.query("ASK {}").headers["etag"] for _ in range(8)}
        assert len(tags) == 1, "whichever process answers, the same data have the same tag"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_end_with_the_one_that_keeps_them(workspace: Path, how: signal.Signals) -> None:
    with Service(workspace, processes=2, readers=2) as service:
        assert answers(service)
        assert until(lambda: len(serving(service)) == 2)
        processes = serving(service)
        readers = [reader for process in processes for reader in children(process)]
        os.kill(service.process.pid, how)
        assert service.process.wait(30) in {0, -signal.SIGKILL}
        assert until(lambda: not any(Path(f"/proc/{one}/exe").exists() for one in (*processes, *readers)))
