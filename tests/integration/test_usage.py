"""Who has a database open: many at once, or one who replaces it, and nobody else then."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from clientes_app.storage.db import usage
from clientes_app.storage.db.base import DatabaseFault
from clientes_app.storage.db.engine import open_engine
from clientes_app.storage.db.usage import (
    DatabaseInUse,
    OpenSign,
    alone_with,
    refuse_if_others,
)


def test_many_have_it_open_and_one_has_it_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    one, other = OpenSign(engine), OpenSign(engine)
    for sign in (one, other):
        with pytest.raises(DatabaseInUse), alone_with(engine.url):
            pytest.fail("it is in use")
        sign.close()
    with alone_with(engine.url), pytest.raises(DatabaseInUse), alone_with(engine.url):
        pytest.fail("somebody has it alone")


def test_who_starts_meanwhile_waits_and_in_the_end_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    opened: list[OpenSign] = []
    with alone_with(engine.url):
        waiting = threading.Thread(target=lambda: opened.append(OpenSign(engine)))
        waiting.start()
        waiting.join(0.2)
        assert opened == []
        monkeypatch.setattr(usage, "SQLITE_WAIT_MS", 0)
        with pytest.raises(DatabaseFault):
            OpenSign(engine)
    waiting.join(30)
    assert len(opened) == 1
    opened[0].close()


def test_where_no_file_can_be_there_is_nothing_to_show(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite3-locks").touch()
    for url in (f"sqlite:///{tmp_path}/a.sqlite3", "sqlite://"):
        OpenSign(create_engine(url)).close()


@pytest.mark.parametrize(
    "url_base",
    [pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
def test_who_is_leaving_postgresql_is_waited_for(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    otro = open_engine(engine.url)
    with engine.connect() as alone:
        refuse_if_others(alone)
        with otro.connect():
            monkeypatch.setattr(usage, "_LEAVING_S", 0.0)
            with pytest.raises(DatabaseInUse):
                refuse_if_others(alone)
            monkeypatch.undo()
            leaving = threading.Timer(0.2, otro.dispose)
            leaving.start()
        refuse_if_others(alone)
        leaving.join()
