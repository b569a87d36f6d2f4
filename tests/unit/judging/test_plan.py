"""What rows do to stored clients, for each of the six choices."""

from itertools import product

import pytest

from clientes_app.domain.cliente import DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.edicion import Edicion, Existente
from clientes_app.judging.judge import JudgedRows
from clientes_app.judging.plan import Opciones, Plan, planear, refused_rows
from tests.builders import un_cliente, un_csv
from tests.judged import HOY, judged_tables

TODAS = [
    Opciones(existentes, blancos)
    for existentes, blancos in product(
        ("actualizar", "omitir", "rechazar"), ("conservar", "borrar")
    )
]
BORRAR = Opciones(blancos="borrar")


def _datos(**campos: str) -> DatosCliente:
    return DatosCliente(**un_cliente(rfc="XQA040506J95", **campos))


def _rows(*filas: DatosCliente | None) -> JudgedRows:
    """Judge some rows, None standing for one that is refused."""
    malo = ["malo"] * 20
    [rows] = judged_tables(un_csv(malo if fila is None else fila for fila in filas))
    return rows


def _planear(
    rows: JudgedRows, *, guardado: DatosCliente | None = None, opciones: Opciones | None = None
) -> Plan:
    existentes: dict[IdentidadDeCliente, Existente] = {}
    if guardado is not None:
        existentes[identidad(guardado)] = Existente(7, 3, guardado)
    return planear(rows, existentes, opciones=opciones or Opciones(), contexto=HOY)


def _cuentas(plan: Plan) -> tuple[int, ...]:
    return (
        len(plan.altas), len(plan.ediciones), plan.iguales, plan.omitidas, len(plan.rechazadas)
    )  # fmt: skip


@pytest.mark.parametrize("opciones", TODAS)
def test_new_client_is_created_and_refused_row_stays_refused(opciones: Opciones) -> None:
    plan = _planear(_rows(_datos(), None), opciones=opciones)
    assert _cuentas(plan) == (1, 0, 0, 0, 1)
    assert plan.altas == [_datos()]


@pytest.mark.parametrize("opciones", TODAS)
def test_equal_client_is_equal_whatever_the_choice(opciones: Opciones) -> None:
    plan = _planear(_rows(_datos()), guardado=_datos(), opciones=opciones)
    assert _cuentas(plan) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("existentes", "cuentas"),
    [("actualizar", (0, 1, 0, 0, 0)), ("omitir", (0, 0, 0, 1, 0)), ("rechazar", (0, 0, 0, 0, 1))],
)
def test_existing_client_with_other_data(existentes: str, cuentas: tuple[int, ...]) -> None:
    opciones = next(o for o in TODAS if o.existentes == existentes)
    plan = _planear(_rows(_datos(calle="UNO")), guardado=_datos(), opciones=opciones)
    assert _cuentas(plan) == cuentas
    nuevos = plan.problemas["codigo"].tolist()
    assert nuevos == (["ya_existe"] if existentes == "rechazar" else [])


def test_the_refused_rows_say_why() -> None:
    rows = _rows(_datos(calle="UNO"), None)
    plan = _planear(rows, guardado=_datos(), opciones=Opciones(existentes="rechazar"))
    una, otra = refused_rows(rows, plan)
    assert (una.linea, una.valores, otra.linea) == (2, _datos(calle="UNO"), 3)
    assert una.errores.startswith("Línea 2: RFC «XQA040506J95»: El cliente XQA040506J95 ya existe")
    assert otra.valores == ("malo",) * 20
    assert otra.errores.count("Línea 3: ") == 1


def test_edit_carries_id_version_and_both_states() -> None:
    antes, despues = _datos(), _datos(calle="UNO")
    plan = _planear(_rows(despues), guardado=antes)
    assert plan.ediciones == [Edicion(7, 3, antes, despues, observaciones=0)]


def test_blank_cells_keep_or_delete_what_is_stored() -> None:
    guardado, fila = _datos(calle="UNO", colonia="CENTRO"), _rows(_datos(calle="DOS"))
    [conserva] = _planear(fila, guardado=guardado).ediciones
    assert conserva.despues == _datos(calle="DOS", colonia="CENTRO")
    [borra] = _planear(fila, guardado=guardado, opciones=BORRAR).ediciones
    assert borra.despues == _datos(calle="DOS")


def test_row_that_only_leaves_out_is_equal_when_blanks_are_kept() -> None:
    guardado = _datos(calle="UNO")
    assert _cuentas(_planear(_rows(_datos()), guardado=guardado))[2] == 1
    assert _cuentas(_planear(_rows(_datos()), guardado=guardado, opciones=BORRAR))[1] == 1


def test_kept_email_that_the_row_says_elsewhere_is_blanked_with_a_notice() -> None:
    guardado = _datos(email="uno@b.example", email_adicional_1="dos@b.example")
    plan = _planear(_rows(_datos(email="dos@b.example")), guardado=guardado)
    [edicion] = plan.ediciones
    assert (edicion.despues.email, edicion.despues.email_adicional_1) == ("dos@b.example", "")
    assert plan.problemas[["linea", "columna"]].to_numpy().tolist() == [[2, "E-mail adicional 1"]]


def _extranjero(**campos: str) -> DatosCliente:
    base = {"rfc": "XEXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01", "nombre": "ACME"}
    return DatosCliente(**un_cliente(**(base | campos)))


def test_new_residence_that_does_not_go_with_the_kept_number_refuses_the_row() -> None:
    guardado = _extranjero(residencia_fiscal="ESP", num_reg_id_trib="B12345")
    fila = _rows(_extranjero(residencia_fiscal="USA", email=guardado.email))
    plan = _planear(fila, guardado=guardado)
    assert plan.rechazadas == {2}
    assert plan.problemas["columna"].tolist()[-1] == "Número de registro tributario"
    assert _cuentas(_planear(fila, guardado=guardado, opciones=BORRAR))[1] == 1


@pytest.mark.parametrize("opciones", TODAS)
def test_repeated_row_never_writes(opciones: Opciones) -> None:
    for guardado in (None, _datos(), _datos(calle="UNO")):
        una = _planear(_rows(_datos()), guardado=guardado, opciones=opciones)
        dos = _planear(_rows(_datos(), _datos()), guardado=guardado, opciones=opciones)
        assert dos.altas == una.altas
        assert dos.ediciones == una.ediciones


@pytest.mark.parametrize("opciones", TODAS)
def test_planning_twice_finds_everything_done(opciones: Opciones) -> None:
    guardado, fila = _datos(colonia="SUR"), _rows(_datos(calle="UNO"))
    for edicion in _planear(fila, guardado=guardado, opciones=opciones).ediciones:
        segunda = _planear(fila, guardado=edicion.despues, opciones=opciones)
        assert _cuentas(segunda) == (0, 0, 1, 0, 0)
