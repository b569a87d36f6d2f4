"""Every row faulty: the page asks as much as of a small file, and what is mended loads."""

from sqlalchemy import Engine, event

from bench.caidas_rechazos import arreglar, cargar, consultas, todas_malas
from clientes_app.services.carga import procesos
from clientes_app.services.context import Actor

DESCARGA = "principio de los rechazados"


def _preguntas(engine: Engine, actor: Actor, proceso_id: int) -> dict[str, int]:
    """How many statements each part of the page costs; none of them gives more than a page."""
    costos: dict[str, int] = {}
    dichas: list[str] = []

    def contar(*args: object) -> None:
        dichas.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", contar)
    for nombre, consulta in consultas(engine, actor.cuenta_id, proceso_id).items():
        dichas.clear()
        resultado = consulta()
        costos[nombre] = len(dichas)
        if isinstance(resultado, procesos.PaginaDeProblemas):
            assert 0 < len(resultado.filas) <= 50
    event.remove(engine, "before_cursor_execute", contar)
    return costos


def test_the_page_of_a_file_without_one_good_row(engine: Engine, actor: Actor) -> None:
    chico = cargar(engine, actor, todas_malas(120))
    grande = cargar(engine, actor, todas_malas(4_000))

    assert grande.estado is procesos.Estado.TERMINADO_CON_RECHAZOS
    assert (grande.filas, grande.rechazados, grande.creados) == (4_000, 4_000, 0)
    de_muchas, de_pocas = (_preguntas(engine, actor, proceso.id) for proceso in (grande, chico))
    # A download begins with as many rows as fill its first piece, and a small file has fewer.
    assert de_muchas.pop(DESCARGA) <= de_pocas.pop(DESCARGA) + 2
    assert de_muchas == de_pocas
    grupos = procesos.resumen_de_problemas(engine, actor.cuenta_id, grande.id)
    assert {grupo.columna for grupo in grupos if grupo.gravedad == "error"} == {
        "E-mail",
        "Código Postal",
    }
    de_cp = procesos.problemas(
        engine, actor.cuenta_id, grande.id, columna="Código Postal", pagina=80
    )
    assert (de_cp.total, de_cp.paginas, len(de_cp.filas)) == (4_000, 80, 50)
    assert {fila.columna for fila in de_cp.filas} == {"Código Postal"}


def test_mended_by_a_script_all_of_it_loads(engine: Engine, actor: Actor) -> None:
    malo = cargar(engine, actor, todas_malas(4_000))
    rechazados = b"".join(procesos.rechazados_csv(engine, actor.cuenta_id, malo.id))
    bueno = cargar(engine, actor, arreglar(rechazados))

    assert bueno.estado is procesos.Estado.TERMINADO
    assert (bueno.filas, bueno.creados, bueno.rechazados) == (4_000, 4_000, 0)
