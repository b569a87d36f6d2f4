"""A load's connection: its own, with a share of the memory, and gone when the load is."""

from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from clientes_app.storage.carga.page_cache import PARA_CARGAS_KIB, de_carga, tomar_su_parte
from clientes_app.storage.db.base import Bind
from clientes_app.storage.db.engine import write_transaction
from tests.conftest import POSTGRESQL, SQLITE

_MEMORIA = text("PRAGMA cache_size")


def _memoria(puerta: Bind, *, de_una_carga: bool = True) -> int:
    """How much a transaction has (KiB)."""
    with write_transaction(puerta) as tx:
        if de_una_carga:
            tomar_su_parte(tx)
        return -int(tx.execute(_MEMORIA).scalar_one())


@pytest.mark.parametrize("url_base", [SQLITE], indirect=True)
def test_loads_share_what_there_is(engine: Engine) -> None:
    de_cualquiera = _memoria(engine, de_una_carga=False)
    with ExitStack() as cargas:
        primera = cargas.enter_context(de_carga(engine))
        assert _memoria(primera) == PARA_CARGAS_KIB > de_cualquiera
        with de_carga(engine) as segunda:
            assert _memoria(segunda) == _memoria(primera) == PARA_CARGAS_KIB // 2
        assert _memoria(primera) == PARA_CARGAS_KIB
        assert _memoria(engine, de_una_carga=False) == de_cualquiera
    assert _memoria(engine, de_una_carga=False) == de_cualquiera


@pytest.mark.parametrize("url_base", [SQLITE], indirect=True)
def test_a_transaction_that_failed_leaves_the_connection_usable(engine: Engine) -> None:
    with de_carga(engine) as puerta:
        with pytest.raises(IntegrityError), write_transaction(puerta) as tx:
            tx.execute(text("INSERT INTO cuenta(nombre) VALUES (NULL)"))
        with write_transaction(puerta) as tx:
            assert tx.execute(text("SELECT count(*) FROM cuenta")).scalar_one() == 0


@pytest.mark.parametrize("url_base", [SQLITE], indirect=True)
def test_what_undoes_a_statement_is_kept_in_a_file(engine: Engine) -> None:
    en_archivo, en_memoria = 1, 2
    donde = text("PRAGMA temp_store")
    with de_carga(engine) as puerta, write_transaction(puerta) as tx:
        assert tx.execute(donde).scalar_one() == en_archivo
    with write_transaction(engine) as tx:
        assert tx.execute(donde).scalar_one() == en_memoria


@pytest.mark.parametrize("url_base", [POSTGRESQL], indirect=True)
def test_on_postgresql_it_is_whatever_connection_is_free(engine: Engine) -> None:
    with de_carga(engine) as puerta:
        assert puerta is engine
