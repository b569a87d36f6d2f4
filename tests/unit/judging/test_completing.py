"""Rows of a document that says only some columns, with what is stored of their clients."""

from clientes_app.domain.cliente import DatosCliente, IdentidadDeCliente, identidad
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.edicion import Existente
from clientes_app.judging import findings
from clientes_app.judging.completing import completed
from clientes_app.judging.judge import Judge, JudgedRows, clientes_de
from clientes_app.judging.plan import Opciones, Plan, identidades, planear
from clientes_app.readers.table import text_rows
from tests.builders import un_cliente, un_rfc
from tests.judged import HOY

GUARDADO = DatosCliente(**un_cliente(rfc="XQA040506J95", colonia="CENTRO"))
SIN_CORREO_NI_USO = GUARDADO._replace(email="", uso_cfdi="", colonia="")


def _rows(*filas: DatosCliente, parcial: bool = True) -> JudgedRows:
    tabla = text_rows(range(1, len(filas) + 1), filas)
    return Judge(HOY, parcial=parcial).judge(tabla)


def _existentes(*guardados: DatosCliente) -> dict[IdentidadDeCliente, Existente]:
    return {identidad(datos): Existente(7, 3, datos) for datos in guardados}


def _planear(rows: JudgedRows, *guardados: DatosCliente, **opciones: str) -> Plan:
    existentes = _existentes(*guardados)
    return planear(
        completed(rows, existentes, HOY),
        existentes,
        opciones=Opciones(**opciones),
        contexto=HOY,
    )


def _codigos(problemas: findings.Problemas) -> list[tuple[int, str]]:
    return list(zip(problemas["linea"].tolist(), problemas["codigo"].tolist(), strict=True))


def test_a_row_that_lacks_what_is_required_creates_nobody() -> None:
    plan = _planear(_rows(SIN_CORREO_NI_USO))
    assert (plan.altas, plan.ediciones, plan.rechazadas) == ([], [], {1})
    assert _codigos(plan.problemas) == [(1, "obligatorio"), (1, "obligatorio")]


def test_of_a_stored_client_it_changes_what_it_says() -> None:
    for blancos in ("conservar", "borrar"):
        plan = _planear(
            _rows(SIN_CORREO_NI_USO._replace(calle="REFORMA")), GUARDADO, blancos=blancos
        )
        assert [edicion.despues for edicion in plan.ediciones] == [
            GUARDADO._replace(calle="REFORMA")
        ]
        assert (plan.altas, plan.rechazadas, len(plan.problemas)) == ([], set(), 0)


def test_what_says_nothing_new_is_equal() -> None:
    plan = _planear(_rows(SIN_CORREO_NI_USO), GUARDADO)
    assert (plan.iguales, plan.ediciones, plan.rechazadas) == (1, [], set())


def test_a_csv_still_has_to_say_everything() -> None:
    plan = _planear(_rows(SIN_CORREO_NI_USO, parcial=False), GUARDADO)
    assert plan.rechazadas == {1}


def test_what_does_not_go_with_the_stored_values_is_refused_with_that_reason() -> None:
    fisica = un_rfc(persona="fisica")
    guardado = DatosCliente(**un_cliente(rfc=fisica, regimen_fiscal="612", uso_cfdi="G03"))
    rows = _rows(guardado._replace(email="", uso_cfdi="", regimen_fiscal="605"))
    plan = _planear(rows, guardado)
    assert plan.rechazadas == {1}
    assert all(codigo != "obligatorio" for _, codigo in _codigos(findings.errors(plan.problemas)))


def test_what_is_wrong_besides_is_not_completed() -> None:
    plan = _planear(_rows(SIN_CORREO_NI_USO._replace(codigo_postal="1")), GUARDADO)
    assert plan.rechazadas == {1}
    assert (1, "obligatorio") in _codigos(plan.problemas)


def test_without_an_rfc_nobody_is_meant() -> None:
    rows = _rows(SIN_CORREO_NI_USO._replace(rfc=""))
    assert identidades(rows) == []
    assert len(rows.incompletas) == 0


def test_the_same_said_twice_is_stored_once_and_otherwise_refused() -> None:
    otra = SIN_CORREO_NI_USO._replace(calle="REFORMA")
    plan = _planear(_rows(otra, otra, SIN_CORREO_NI_USO._replace(calle="MADERO")), GUARDADO)
    assert (len(plan.ediciones), plan.iguales, plan.rechazadas) == (1, 1, {3})


def test_refused_ones_said_twice_are_refused_twice() -> None:
    plan = _planear(_rows(SIN_CORREO_NI_USO, SIN_CORREO_NI_USO))
    assert (plan.iguales, plan.rechazadas) == (0, {1, 2})


def test_completed_rows_keep_the_order_of_the_lines() -> None:
    entera = DatosCliente(**un_cliente())
    rows = completed(_rows(SIN_CORREO_NI_USO, entera), _existentes(GUARDADO), HOY)
    assert list(clientes_de(rows.clientes)) == [1, 2]
    assert clientes_de(rows.between(1, 1).clientes) == {1: GUARDADO}


def test_the_kinds_of_trouble_are_those_of_the_whole_client() -> None:
    con_acento = SIN_CORREO_NI_USO._replace(nombre="PANADERÍA DEL SUR")
    rows = completed(_rows(con_acento), _existentes(GUARDADO), HOY)
    assert rows.observaciones[1] > 0
    assert len(CAMPOS) == len(rows.clientes.columns)
