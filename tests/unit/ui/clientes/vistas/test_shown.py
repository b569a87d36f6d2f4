"""Views in words: their icon, what of them is gone, and a name for what is shown."""

from datetime import date

import pytest

from clientes_app.domain.filtros import Filtros
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.ui.clientes.vistas.shown import falta_dicha, icono_de, sugerido


@pytest.mark.parametrize(
    ("consulta", "nombre"),
    [
        (Consulta(), ""),
        (
            Consulta(texto="muñoz", filtros=Filtros(estado=("JAL", "COL"))),
            "Muñoz, Jalisco o Colima",
        ),
        (Consulta(filtros=Filtros(envio=True, etiqueta=("7",))), "Con dirección de envío, Mayoreo"),
        (Consulta(texto="x" * 41), ""),
        (Consulta(texto="corto", filtros=Filtros(por=("X" * 40,))), "Corto"),
    ],
)
def test_what_is_shown_has_a_name_as_far_as_it_fits(consulta: Consulta, nombre: str) -> None:
    assert sugerido(consulta, {"7": "Mayoreo"}) == nombre


def test_the_icon_is_of_the_first_filter_the_search_or_the_order() -> None:
    assert icono_de(Consulta(texto="x", filtros=Filtros(desde=date(2026, 1, 1)))) == "desde"
    assert icono_de(Consulta(texto="x", orden="rfc")) == "busqueda"
    assert icono_de(Consulta(orden="rfc")) == "orden"


def test_what_is_gone_is_told_by_the_filters_that_miss_it() -> None:
    assert falta_dicha(()) == ""
    assert falta_dicha(("etiqueta", "sat")) == (
        "Ya no existe algo de «Etiqueta», «Revisión del SAT»: se pasa por alto."
    )
