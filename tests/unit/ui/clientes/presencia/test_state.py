"""Who is where, as a tab shows it."""

from dataclasses import replace

from clientes_app.services.clientes.presencia import Presente
from clientes_app.ui.clientes.presencia.state import PresenteVisto, vistos

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
