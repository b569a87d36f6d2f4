"""The sign of a running process, and what is said when one ends."""

from dataclasses import replace
from datetime import UTC, datetime

from clientes_app.services.carga.procesos import Estado, PaginaDeProcesos, ProcesoGuardado
from clientes_app.ui.carga.procesos.indicator_state import acabados, resumir
from clientes_app.ui.carga.procesos.texts import lo_que_deshace, proceso_visto

AHORA = datetime(2026, 11, 25, 12, tzinfo=UTC)
UNO = ProcesoGuardado(
    id=1,
    archivo="a.csv",
    tamano=9,
    estado=Estado.TERMINADO,
    existentes="actualizar",
    blancos="conservar",
    quien="Ana",
    origen="carga",
    codificacion="utf-8",
    delimitador=",",
    filas=3,
    filas_hechas=3,
    creados=2,
    actualizados=1,
    iguales=0,
    rechazados=0,
    motivo_codigo="",
    motivo_mensaje="",
    cancelando=False,
    deshaciendo=False,
    creado_en=AHORA,
    iniciado_en=AHORA,
    terminado_en=AHORA,
    deshace_quien="",
    deshace_en=None,
    borrados=0,
    restaurados=0,
    dejados=0,
)
CORRE = replace(UNO, estado=Estado.PROCESANDO)
SE_DESHACE = replace(UNO, deshaciendo=True, deshace_en=AHORA, borrados=1)
DESHECHO = replace(
    UNO,
    estado=Estado.DESHECHO,
    deshace_quien="Eva",
    deshace_en=AHORA,
    borrados=1,
    restaurados=1,
    dejados=1,
)


def pagina(*filas: ProcesoGuardado) -> PaginaDeProcesos:
    return PaginaDeProcesos(filas, len(filas), 1, 1)


def test_what_is_undone_shows_as_what_is_loaded() -> None:
    assert resumir(pagina(UNO)) == ("", 0)
    assert resumir(pagina(CORRE)) == ("Procesando: a.csv", 100)
    assert resumir(pagina(SE_DESHACE)) == ("Deshaciendo: a.csv", 33)
    visto = proceso_visto(SE_DESHACE)
    assert (visto.activo, visto.progreso) == (True, "1 de 3 clientes")


def test_an_end_is_said_once_even_if_nobody_saw_it_run() -> None:
    assert acabados(None, pagina(UNO)) == ""
    assert acabados(pagina(CORRE), pagina(UNO)) == "«a.csv»: Terminado."
    assert acabados(pagina(), pagina(UNO)) == "«a.csv»: Terminado."
    assert acabados(pagina(UNO), pagina(UNO)) == ""
    assert acabados(pagina(UNO), pagina(SE_DESHACE)) == ""
    assert acabados(pagina(SE_DESHACE), pagina(DESHECHO)) == "«a.csv»: Deshecho."


def test_an_undone_process_says_what_was_undone_and_offers_the_rest() -> None:
    visto = proceso_visto(DESHECHO)
    assert [(c.nombre, c.valor) for c in visto.cuentas] == [
        ("Borrados", "1"),
        ("Restaurados", "1"),
        ("Dejados", "1"),
    ]
    assert visto.deshecho_por == "Eva"
    assert visto.deshecho == "1 cliente borrado, 1 vuelto a como estaba, 1 se dejó como está"
    assert (visto.se_puede_deshacer, visto.deshacer) == (True, "Deshacer el que queda")
    assert proceso_visto(replace(DESHECHO, dejados=2)).deshacer == "Deshacer los 2 que quedan"
    assert not proceso_visto(replace(DESHECHO, dejados=0)).se_puede_deshacer


def test_the_question_names_only_what_there_is() -> None:
    assert lo_que_deshace(UNO) == (
        "Se borran 2 clientes que agregó «a.csv». "
        "Vuelve a como estaba 1 cliente que actualizó «a.csv». "
        "Lo que alguien cambió después no se toca."
    )
    assert "actualizó" not in lo_que_deshace(replace(UNO, actualizados=0))
    assert lo_que_deshace(replace(UNO, creados=1)).startswith("Se borra 1 cliente que")
    assert "1 cliente que se dejó como estaba" in lo_que_deshace(DESHECHO)
