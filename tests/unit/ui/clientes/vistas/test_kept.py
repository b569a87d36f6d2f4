"""What a view keeps of an address, and what is left of it later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientes_app.domain.catalogos import REGIMENES, estados
from clientes_app.domain.filtros import AVISOS, Filtros
from clientes_app.services.clientes.clientes import ORDENES, Consulta
from clientes_app.ui.clientes.vistas.kept import desnuda, escrita, leida

HOY = date(2026, 11, 30)
DIAS = st.dates(date(2020, 1, 1), HOY)
ETIQUETAS = ("3", "7", "12")


def _varias(de: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(de), max_size=3).map(
        lambda unas: tuple(una for una in de if una in unas)
    )


# Nobody's name begins with a comma.
NOMBRES = st.sets(st.from_regex(r"[abñ&=%+][ab,ñ&=%+]{0,9}", fullmatch=True), max_size=3)
CONSULTAS = st.builds(
    Consulta,
    texto=st.text("abñ &=%+#", max_size=20).map(lambda texto: " ".join(texto.split())),
    orden=st.sampled_from(sorted(ORDENES)),
    descendente=st.booleans(),
    pagina=st.integers(1, 9),
    filtros=st.builds(
        Filtros,
        regimen=_varias(list(REGIMENES)),
        estado=_varias(list(estados())),
        avisos=_varias(list(AVISOS)),
        envio=st.booleans(),
        desde=st.none() | DIAS,
        por=NOMBRES.map(lambda unos: tuple(sorted(unos))),
        carga=st.none() | st.integers(1, 10**9),
        etiqueta=_varias(list(ETIQUETAS)),
    ),
)


@given(consulta=CONSULTAS)
def test_what_is_kept_is_read_again_but_for_the_page(consulta: Consulta) -> None:
    leida_ = leida(escrita(consulta, hoy=HOY), etiquetas=ETIQUETAS, hoy=HOY)
    assert leida_.consulta == desnuda(consulta)
    assert leida_.sin == ()
    assert leida_.consulta.pagina == 1


@given(texto=st.text(max_size=60))
def test_whatever_is_kept_can_be_read(texto: str) -> None:
    consulta = leida(texto, etiquetas=ETIQUETAS, hoy=HOY).consulta
    assert leida(escrita(consulta, hoy=HOY), etiquetas=ETIQUETAS, hoy=HOY).consulta == consulta


@pytest.mark.parametrize(("dias", "se_mueve"), [(0, True), (7, True), (30, True), (8, False)])
def test_the_days_that_are_offered_move_on_and_others_stay(dias: int, *, se_mueve: bool) -> None:
    desde = HOY - timedelta(days=dias)
    guardada = escrita(Consulta(filtros=Filtros(desde=desde)), hoy=HOY)
    despues = leida(guardada, etiquetas=(), hoy=HOY + timedelta(days=10)).consulta
    assert despues.filtros.desde == desde + timedelta(days=10 if se_mueve else 0)


def test_what_there_is_not_any_more_is_passed_over_and_said() -> None:
    consulta = Consulta(texto="x", filtros=Filtros(estado=("JAL",), etiqueta=("3", "7")))
    guardada = escrita(consulta, hoy=HOY)
    sin_una = leida(guardada, etiquetas=("7",), hoy=HOY)
    assert sin_una.sin == ("etiqueta",)
    assert sin_una.consulta == replace(consulta, filtros=Filtros(estado=("JAL",), etiqueta=("7",)))
    sin_ninguna = leida(guardada + "&sat=de-antes", etiquetas=(), hoy=HOY)
    assert set(sin_ninguna.sin) == {"etiqueta", "sat"}
    assert sin_ninguna.consulta.filtros == Filtros(estado=("JAL",))
    # Back again it is as it was.
    assert leida(guardada, etiquetas=("3", "7"), hoy=HOY).consulta == consulta
