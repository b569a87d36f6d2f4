"""What rows do to stored clients, for each of the six choices."""

from datetime import date
from itertools import product

import pytest

from clientes_app.domain.cliente import Contexto, DatosCliente, identidad
from clientes_app.judging.plan import Edicion, Existente, Identidad, Opciones, Plan, planear
from clientes_app.judging.rows import Fila
from tests.builders import un_cliente

HOY = Contexto(date(2026, 11, 25))
TODAS = [
    Opciones(existentes, blancos)
    for existentes, blancos in product(
        ("actualizar", "omitir", "rechazar"), ("conservar", "borrar")
    )
]
BORRAR = Opciones(blancos="borrar")


def _datos(**campos: str) -> DatosCliente:
    return DatosCliente(**un_cliente(rfc="XQA040506J95", **campos))


def _fila(datos: DatosCliente | None, *, repetida: bool = False) -> Fila:
    valores = tuple(datos.como_dict().values()) if datos else ("malo",) * 20
    return Fila(2, valores, datos, repetida=repetida)


def _planear(
    *filas: Fila, guardado: DatosCliente | None = None, opciones: Opciones | None = None
) -> Plan:
    existentes: dict[Identidad, Existente] = {}
    if guardado is not None:
        existentes[identidad(guardado)] = Existente(7, 3, guardado)
    return planear(filas, existentes, opciones=opciones or Opciones(), contexto=HOY)


def _cuentas(plan: Plan) -> tuple[int, ...]:
    partes = (plan.altas, plan.ediciones, plan.iguales, plan.omitidas, plan.rechazos)
    return tuple(map(len, partes))


@pytest.mark.parametrize("opciones", TODAS)
def test_new_client_is_created_and_refused_row_stays_refused(opciones: Opciones) -> None:
    plan = _planear(_fila(_datos()), _fila(None), opciones=opciones)
    assert _cuentas(plan) == (1, 0, 0, 0, 1)
    assert plan.altas[0].datos == _datos()


@pytest.mark.parametrize("opciones", TODAS)
def test_equal_client_is_equal_whatever_the_choice(opciones: Opciones) -> None:
    plan = _planear(_fila(_datos()), guardado=_datos(), opciones=opciones)
    assert _cuentas(plan) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("existentes", "cuentas"),
    [("actualizar", (0, 1, 0, 0, 0)), ("omitir", (0, 0, 0, 1, 0)), ("rechazar", (0, 0, 0, 0, 1))],
)
def test_existing_client_with_other_data(existentes: str, cuentas: tuple[int, ...]) -> None:
    opciones = next(o for o in TODAS if o.existentes == existentes)
    plan = _planear(_fila(_datos(calle="UNO")), guardado=_datos(), opciones=opciones)
    assert _cuentas(plan) == cuentas
    for rechazo in plan.rechazos:
        assert rechazo.datos is None
        assert [(p.linea, p.columna, p.codigo) for p in rechazo.problemas] == [
            (2, "RFC", "ya_existe")
        ]


def test_edit_carries_id_version_and_both_states() -> None:
    antes, despues = _datos(), _datos(calle="UNO")
    plan = _planear(_fila(despues), guardado=antes)
    assert plan.ediciones == [Edicion(2, 7, 3, antes, despues)]


def test_blank_cells_keep_or_delete_what_is_stored() -> None:
    guardado, fila = _datos(calle="UNO", colonia="CENTRO"), _fila(_datos(calle="DOS"))
    [conserva] = _planear(fila, guardado=guardado).ediciones
    assert conserva.despues == _datos(calle="DOS", colonia="CENTRO")
    [borra] = _planear(fila, guardado=guardado, opciones=BORRAR).ediciones
    assert borra.despues == _datos(calle="DOS")


def test_row_that_only_leaves_out_is_equal_when_blanks_are_kept() -> None:
    guardado = _datos(calle="UNO")
    assert _cuentas(_planear(_fila(_datos()), guardado=guardado))[2] == 1
    assert _cuentas(_planear(_fila(_datos()), guardado=guardado, opciones=BORRAR))[1] == 1


def test_kept_email_that_the_row_says_elsewhere_is_blanked_with_a_notice() -> None:
    guardado = _datos(email="uno@b.example", email_adicional_1="dos@b.example")
    plan = _planear(_fila(_datos(email="dos@b.example")), guardado=guardado)
    [edicion] = plan.ediciones
    assert (edicion.despues.email, edicion.despues.email_adicional_1) == ("dos@b.example", "")
    assert [(aviso.linea, aviso.columna) for aviso in plan.avisos] == [(2, "E-mail adicional 1")]


def _extranjero(**campos: str) -> DatosCliente:
    base = {"rfc": "XEXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01", "nombre": "ACME"}
    return DatosCliente(**un_cliente(**(base | campos)))


def test_new_residence_that_does_not_go_with_the_kept_number_refuses_the_row() -> None:
    guardado = _extranjero(residencia_fiscal="ESP", num_reg_id_trib="B12345")
    fila = _fila(_extranjero(residencia_fiscal="USA", email=guardado.email))
    [rechazo] = _planear(fila, guardado=guardado).rechazos
    assert rechazo.datos is None
    assert rechazo.problemas[-1].columna == "Número de registro tributario"
    assert _cuentas(_planear(fila, guardado=guardado, opciones=BORRAR))[1] == 1


@pytest.mark.parametrize("opciones", TODAS)
def test_repeated_row_never_writes(opciones: Opciones) -> None:
    for guardado in (None, _datos(), _datos(calle="UNO")):
        plan = _planear(_fila(_datos(), repetida=True), guardado=guardado, opciones=opciones)
        assert not plan.altas
        assert not plan.ediciones


@pytest.mark.parametrize("opciones", TODAS)
def test_planning_twice_finds_everything_done(opciones: Opciones) -> None:
    guardado, fila = _datos(colonia="SUR"), _fila(_datos(calle="UNO"))
    for edicion in _planear(fila, guardado=guardado, opciones=opciones).ediciones:
        segunda = _planear(fila, guardado=edicion.despues, opciones=opciones)
        assert _cuentas(segunda) == (0, 0, 1, 0, 0)
