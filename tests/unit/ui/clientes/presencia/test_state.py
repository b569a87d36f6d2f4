"""Who is where, as a tab shows it, and as a process writes it down."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from clientes_app.live.presence_board import Mesa
from clientes_app.services.clientes.presencia import Presente
from clientes_app.ui.clientes.presencia.state import PresenteVisto, vistos

PACIENCIA = 10.0
ANA = Presente("e1", 7, "p1", 1, "Ana López", editando=False)
BETO = Presente("e2", 7, "p2", 2, "Beto Ruiz", editando=True)


def test_initials_and_words_for_each_client() -> None:
    assert vistos([ANA, BETO, replace(ANA, cliente_id=8)], usuario_id=3) == {
        7: [
            PresenteVisto("AL", "Ana López lo tiene abierto", editando=False),
            PresenteVisto("BR", "Beto Ruiz lo está editando", editando=True),
        ],
        8: [PresenteVisto("AL", "Ana López lo tiene abierto", editando=False)],
    }


def test_one_person_in_two_tabs_is_one_who_edits_if_one_of_them_does() -> None:
    otra = replace(ANA, estancia="e9", pestana="p9", editando=True)
    assert vistos([ANA, otra], usuario_id=None) == {
        7: [PresenteVisto("AL", "Ana López lo está editando", editando=True)]
    }


def test_ones_own_other_tab_is_told_as_such() -> None:
    assert [uno.titulo for uno in vistos([ANA], usuario_id=1)[7]] == [
        "Usted lo tiene abierto en otra pestaña"
    ]


def test_of_many_the_last_place_says_how_many_more() -> None:
    muchos = [replace(ANA, usuario_id=n, nombre=f"Persona {n}") for n in range(1, 6)]
    vistas = vistos(muchos, usuario_id=None)[7]
    assert [uno.iniciales for uno in vistas] == ["P1", "P2", "+3"]
    assert vistas[2].titulo.count("lo tiene abierto") == 3


class Libro:
    """What a desk writes down; it can refuse once."""

    def __init__(self) -> None:
        """Nothing is written."""
        self.escrito: asyncio.Queue[tuple[int, set[str], set[str]]] = asyncio.Queue()
        self.lazo = asyncio.get_running_loop()
        self.editan: set[str] = set()
        self.fallos = 0

    def escribir(self, cuenta_id: int, presentes: Sequence[Presente], idos: Sequence[str]) -> None:
        """Note a transaction."""
        if self.fallos:
            self.fallos -= 1
            mensaje = "the database is away"
            raise OSError(mensaje)
        self.editan |= {uno.estancia for uno in presentes if uno.editando}
        asiento = (cuenta_id, {uno.estancia for uno in presentes}, set(idos))
        self.lazo.call_soon_threadsafe(self.escrito.put_nowait, asiento)

    async def siguiente(self) -> tuple[int, set[str], set[str]]:
        """Wait for the next transaction."""
        return await asyncio.wait_for(self.escrito.get(), PACIENCIA)


def _mesa(libro: Libro, *, latido: float = PACIENCIA) -> Mesa:
    return Mesa(libro.escribir, latido=latido, juntar=0)


async def test_what_comes_together_is_one_transaction_and_leaving_is_another() -> None:
    libro = Libro()
    mesa = _mesa(libro)
    with mesa.estancia(1, ANA), mesa.estancia(1, BETO):
        assert await libro.siguiente() == (1, {"e1", "e2"}, set())
    assert await libro.siguiente() == (1, set(), {"e1", "e2"})
    assert mesa._tarea is not None
    await asyncio.wait_for(mesa._tarea, PACIENCIA)


async def test_who_stays_is_confirmed_at_every_beat() -> None:
    libro = Libro()
    with _mesa(libro, latido=0.01).estancia(1, ANA):
        assert [await libro.siguiente() for _ in range(3)] == [(1, {"e1"}, set())] * 3


async def test_to_type_is_written_once() -> None:
    libro = Libro()
    mesa = _mesa(libro)
    with mesa.estancia(1, ANA), mesa.estancia(1, replace(BETO, editando=False)):
        await libro.siguiente()
        mesa.editando("p1", 8)
        mesa.editando("p1", 7)
        mesa.editando("p1", 7)
        assert await libro.siguiente() == (1, {"e1"}, set())
        mesa.editando("p1", 7)
    assert await libro.siguiente() == (1, set(), {"e1", "e2"})
    assert libro.editan == {"e1"}


async def test_a_handler_that_is_cancelled_leaves() -> None:
    libro = Libro()
    mesa = _mesa(libro)

    async def seguir() -> None:
        with mesa.estancia(1, ANA):
            await asyncio.Event().wait()

    tarea = asyncio.create_task(seguir())
    await libro.siguiente()
    tarea.cancel()
    assert await libro.siguiente() == (1, set(), {"e1"})


async def test_what_could_not_be_written_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    libro = Libro()
    libro.fallos = 2
    with _mesa(libro, latido=0.01).estancia(1, ANA):
        assert await libro.siguiente() == (1, {"e1"}, set())
    assert await libro.siguiente() == (1, set(), {"e1"})
    assert "could not be written down" in caplog.text
