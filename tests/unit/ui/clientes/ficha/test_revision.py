"""What the card says of the SAT's review."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clientes_app.domain.revision_sat import RECHAZOS, REVISIONES, SIN_REVISAR, revisado
from clientes_app.services.clientes import ficha
from clientes_app.services.clientes.clientes import alta
from clientes_app.services.resources import shared_engine
from clientes_app.storage.values import RevisionGuardada
from clientes_app.ui.clientes.ficha.shown import ficha_en_pantalla
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab

CUANDO = datetime(2026, 11, 12, 18, 0, tzinfo=UTC)


def una_ficha(tab: Tab, **campos: str) -> ficha.FichaDeCliente:
    uno = alta(shared_engine(), tab.actor, un_cliente(**campos))
    return ficha.leer(shared_engine(), tab.actor.cuenta_id, uno.id, cambios=4)


def con_revision(leida: ficha.FichaDeCliente, dicha: str, de: str = "") -> ficha.FichaDeCliente:
    revision = RevisionGuardada(dicha, de or revisado(leida.cliente.datos), CUANDO)
    actual = replace(leida.cliente, revision=revision)
    return replace(leida, historial=replace(leida.historial, actual=actual))


@pytest.mark.parametrize("dicha", ["valido", *RECHAZOS])
async def test_what_it_said_is_named_dated_and_explained(tab: Tab, dicha: str) -> None:
    vista = ficha_en_pantalla(con_revision(una_ficha(tab), dicha)).revision
    assert vista.dicha == REVISIONES[dicha]
    assert vista.clase == ("sello sello-bien" if dicha == "valido" else "sello sello-mal")
    assert vista.cuando == CUANDO.isoformat()
    assert vista.explicacion.endswith("caduca cuando cambia el RFC, el nombre o el CP.")


async def test_what_it_said_of_other_values_is_not_said_any_more(tab: Tab) -> None:
    for leida in (una_ficha(tab), con_revision(una_ficha(tab), "valido", "OTRO|NOMBRE|01000")):
        vista = ficha_en_pantalla(leida).revision
        assert (vista.dicha, vista.cuando) == (REVISIONES[SIN_REVISAR], "")


async def test_of_a_generic_rfc_there_is_nothing_to_say(tab: Tab) -> None:
    generico = una_ficha(tab, rfc="XEXX010101000", regimen_fiscal="616", uso_cfdi="S01")
    vista = ficha_en_pantalla(generico).revision
    assert (vista.dicha, vista.cuando) == ("", "")
    assert "genéricos" in vista.explicacion
