"""The sign of a running process, and what is said when one ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clientes_app.domain.acciones import Accion, AccionMasiva
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
    arreglos=(),
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
    corregidos=0,
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
ACCION = replace(
    UNO,
    archivo="Quitar acentos",
    pedida=AccionMasiva(Accion.QUITAR_ACENTOS),
    filas=4,
    filas_hechas=4,
    creados=0,
    actualizados=2,
    iguales=1,
    rechazados=1,
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


def test_who_worked_on_the_command_line_is_named_by_it() -> None:
    visto = proceso_visto(replace(DESHECHO, quien="root", origen="cli"))
    assert (visto.quien, visto.deshecho_por) == ("Línea de comandos (root)", "Eva")
    visto = proceso_visto(replace(DESHECHO, deshace_quien="root", deshace_origen="cli"))
    assert (visto.quien, visto.deshecho_por) == ("Ana", "Línea de comandos (root)")


def test_the_time_left_is_told_of_what_takes_time_now() -> None:
    desde = AHORA - timedelta(seconds=30)
    un_rato = replace(SE_DESHACE, deshace_en=desde)
    assert un_rato.segundos_restantes(AHORA) == 60
    # Of what was left by a first undoing, what that had done would count as done in no time.
    otra_vez = replace(un_rato, estado=Estado.DESHECHO, restaurados=1)
    assert otra_vez.segundos_restantes(AHORA) is None
    visto = proceso_visto(otra_vez)
    assert (visto.progreso, visto.restante) == ("2 de 3 clientes", "")


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


def test_an_action_is_told_in_words_of_its_own() -> None:
    visto = proceso_visto(ACCION)
    assert (visto.archivo, visto.deshacer) == ("Quitar acentos en 4 clientes", "Deshacer")
    assert [(c.nombre, c.valor) for c in visto.cuentas] == [
        ("Cambiados", "2"),
        ("Iguales", "1"),
        ("Fuera", "1"),
    ]
    assert visto.progreso == "4 de 4 clientes"
    assert not visto.hay_rechazados
    corre = replace(ACCION, estado=Estado.PROCESANDO)
    assert resumir(pagina(corre)) == ("Procesando: Quitar acentos en 4 clientes", 100)
    assert acabados(pagina(corre), pagina(ACCION)) == "«Quitar acentos en 4 clientes»: Terminado."


def test_what_undoing_an_action_would_do_in_words() -> None:
    def dicho(accion: Accion, cambiados: int) -> str:
        return lo_que_deshace(
            replace(ACCION, pedida=AccionMasiva(accion), actualizados=cambiados)
        ).partition(". ")[0]

    assert dicho(Accion.QUITAR_ACENTOS, 2) == "Vuelven a como estaban 2 clientes"
    assert dicho(Accion.BORRAR, 1) == "Vuelve a la lista 1 cliente"
    assert dicho(Accion.RESTAURAR, 3) == "Vuelven a la papelera 3 clientes"
    deshecho = replace(ACCION, estado=Estado.DESHECHO, deshace_en=AHORA, restaurados=1, dejados=1)
    assert [(c.nombre, c.valor) for c in proceso_visto(deshecho).cuentas] == [
        ("Vueltos", "1"),
        ("Dejados", "1"),
    ]
