"""Who is where, as every process sees it: written, confirmed, ended, run out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes, presencia
from clientes_app.services.clientes.presencia import VIGENCIA, Presente
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import PRESENCIA

ANA = Presente("e-ana", 7, "p-ana", 1, "Ana López", editando=False)
BETO = Presente("e-beto", 7, "p-beto", 2, "Beto Ruiz", editando=True)


def _asentar(
    engine: Engine, cuenta_id: int, *presentes: Presente, idos: tuple[str, ...] = ()
) -> None:
    presencia.asentar(engine, cuenta_id, presentes=presentes, idos=idos)


def test_who_comes_is_seen_who_goes_is_not(engine: Engine, cuenta_id: int) -> None:
    _asentar(engine, cuenta_id, BETO, ANA)
    assert presencia.quienes(engine, cuenta_id) == (ANA, BETO)
    _asentar(engine, cuenta_id, idos=("e-ana",))
    assert presencia.quienes(engine, cuenta_id) == (BETO,)


def test_to_begin_to_type_changes_the_stay(engine: Engine, cuenta_id: int) -> None:
    _asentar(engine, cuenta_id, ANA)
    escribe = replace(ANA, editando=True)
    _asentar(engine, cuenta_id, escribe)
    assert presencia.quienes(engine, cuenta_id) == (escribe,)


def test_another_account_sees_nobody_and_ends_nothing(engine: Engine, cuenta_id: int) -> None:
    otra = cuentas.crear(engine, "Otra").id
    _asentar(engine, cuenta_id, ANA)
    assert presencia.quienes(engine, otra) == ()
    _asentar(engine, otra, idos=("e-ana",))
    assert presencia.quienes(engine, cuenta_id) == (ANA,)


def test_a_stay_that_nobody_confirms_runs_out_and_is_removed(
    engine: Engine, cuenta_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asentar(engine, cuenta_id, ANA)
    despues = utc_now() + VIGENCIA + timedelta(seconds=1)
    monkeypatch.setattr(presencia, "utc_now", lambda: despues)
    assert presencia.quienes(engine, cuenta_id) == ()
    _asentar(engine, cuenta_id, BETO)
    assert presencia.quienes(engine, cuenta_id) == (BETO,)
    with read_transaction(engine) as tx:
        assert tx.execute(select(func.count()).select_from(PRESENCIA)).scalar() == 1


def test_presence_is_no_change_of_the_account(engine: Engine, cuenta_id: int) -> None:
    _asentar(engine, cuenta_id, ANA)
    assert clientes.revision(engine, cuenta_id) == 0
