"""What a row says of a client beyond what is stored of it."""

from datetime import UTC, datetime

import pytest

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.revision_sat import revisado
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta
from clientes_app.storage.values import RevisionGuardada
from clientes_app.ui.clientes.lista.rows import FilaVista, fila_vista
from tests.builders import un_cliente, un_rfc

# The first of March in Greenwich, still February for the SAT.
CUANDO = datetime(2026, 3, 1, 5, 30, tzinfo=UTC)


def _fila(dicha: str = "", de: str | None = None, **campos: str) -> FilaVista:
    datos = DatosCliente(**un_cliente(**campos))
    de = revisado(datos) if de is None else de
    cliente = ClienteGuardado(
        id=1,
        version=1,
        datos=datos,
        borrado=False,
        creado_en=CUANDO,
        actualizado_en=CUANDO,
        revision=RevisionGuardada(dicha, de, CUANDO) if dicha else RevisionGuardada(),
    )
    return fila_vista(cliente, Consulta())


def test_state_and_day_are_those_of_the_sat() -> None:
    fila = _fila(codigo_postal="44100")
    assert (fila.estado, fila.cambio) == ("Jalisco", "28 feb 2026")


@pytest.mark.parametrize(
    ("rfc", "persona"),
    [
        (un_rfc(persona="moral"), "Moral"),
        (un_rfc(persona="fisica"), "Física"),
        (GENERICO_NACIONAL, "Con RFC genérico"),
    ],
)
def test_the_person_is_said_as_the_filter_says_it(rfc: str, persona: str) -> None:
    assert _fila(rfc=rfc).persona == persona


@pytest.mark.parametrize(
    ("fila", "revision", "sello"),
    [
        (_fila(), "Sin revisar", "sello"),
        (_fila("valido"), "Validado", "sello sello-bien"),
        (_fila("cp_no_coincide"), "C.P. no coincide", "sello sello-mal"),
        # It was said of other values.
        (_fila("valido", de="otra cosa"), "Sin revisar", "sello"),
        (_fila(rfc=GENERICO_NACIONAL), "", ""),
    ],
)
def test_of_the_sat_only_what_still_holds_is_said(
    fila: FilaVista, revision: str, sello: str
) -> None:
    assert (fila.revision, fila.sello) == (revision, sello)
