"""How the server is started."""

import logging

import pytest
from granian import log as granian_log
from granian import server as granian_server
from granian.log import LogLevels

from clientes_app.web import server
from clientes_app.web.parent_process import PARENT


@pytest.mark.parametrize(
    ("parent", "level"), [("", LogLevels.warning), ("1", LogLevels.info)], ids=["alone", "in_tree"]
)
def test_a_terminal_is_not_shown_the_log_of_the_server(
    monkeypatch: pytest.MonkeyPatch, parent: str, level: LogLevels
) -> None:
    given: dict[str, object] = {}

    class Started:
        def __init__(self, _target: str, **options: object) -> None:
            given.update(options)

        def serve(self) -> None:
            given["served"] = True

    monkeypatch.setenv(PARENT, parent)
    if not parent:
        monkeypatch.delenv(PARENT)
    monkeypatch.setattr(granian_server, "Server", Started)
    monkeypatch.setattr(server, "build_front_end", lambda: None)
    monkeypatch.setattr(server, "_prepare_environment", lambda: None)
    server.serve_web("127.0.0.1", 3000)

    assert given["served"]
    assert given["log_level"] is level


def test_the_lines_of_the_server_are_lines_of_our_log() -> None:
    names = ("_granian", "granian.access")
    before = [(log.handlers[:], log.propagate, log.level) for log in map(logging.getLogger, names)]
    try:
        granian_log.configure_logging(LogLevels.info, server._LOG_OF_GRANIAN)
        of_server = [logging.getLogger(name) for name in names]
        assert [(log.handlers, log.propagate) for log in of_server] == [([], True)] * 2
    finally:
        for name, (handlers, propagate, level) in zip(names, before, strict=True):
            log = logging.getLogger(name)
            log.handlers[:], log.propagate = handlers, propagate
            log.setLevel(level)
