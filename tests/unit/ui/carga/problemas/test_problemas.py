"""The filters over the problems of a file, and the numbers of addresses."""

from datetime import date
from pathlib import Path

import pytest

from clientes_app.domain.cliente import Contexto
from clientes_app.services.carga.procesos import GrupoDeProblemas
from clientes_app.services.carga.revision import informar
from clientes_app.ui.carga.problemas.kinds import TIPOS
from clientes_app.ui.carga.problemas.state import columnas_de, tipos_de
from clientes_app.ui.shell.numbers import numero_de_proceso

CASOS = Path(__file__).resolve().parents[4] / "data" / "casos"
GRUPOS = (
    GrupoDeProblemas("RFC", "rfc_longitud", "error", 7),
    GrupoDeProblemas("E-mail", "email_invalido", "error", 1500),
    GrupoDeProblemas("RFC", "rfc_digito_verificador", "aviso", 2),
    GrupoDeProblemas(None, "valores_de_mas", "error", 1),
)


def test_columns_are_offered_once_the_worst_first() -> None:
    """With how many problems each has; the row as such has a name, too."""
    assert [(o.valor, o.etiqueta) for o in columnas_de(GRUPOS)] == [
        ("E-mail", "E-mail (1,500)"),
        ("RFC", "RFC (9)"),
        ("Toda la fila", "Toda la fila (1)"),
    ]


def test_kinds_are_offered_by_their_names() -> None:
    """The value stays the code."""
    primero = tipos_de(GRUPOS)[0]
    assert (primero.valor, primero.etiqueta) == ("email_invalido", "E-mail no válido (1,500)")


def test_every_kind_that_real_files_have_has_a_name() -> None:
    """The filter never shows a bare code for what is in the example files."""
    contexto = Contexto(hoy=date(2026, 11, 25), cp_expedicion="06000")
    codigos: set[str] = set()
    for caso in CASOS.iterdir():
        with caso.open("rb") as archivo:
            codigos |= set(informar(archivo, caso.name, contexto).problemas["codigo"])
    assert codigos
    assert codigos - set(TIPOS) == set()


@pytest.mark.parametrize("texto", ["", "0", "-1", "abc", "1e3", "٣", "1" * 19, "01", " 1"])
def test_address_that_names_no_process(texto: str) -> None:
    """0 is the number of nobody."""
    assert numero_de_proceso(texto) == 0


def test_address_that_names_a_process() -> None:
    """Decimal digits, as many as fit a key."""
    assert numero_de_proceso("42") == 42
