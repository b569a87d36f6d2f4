"""What a tab shows of a process: texts ready to be read, made from the services' values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from clientes_app import routes
from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.plurales import cuantos
from clientes_app.services.carga.procesos import (
    Dejado,
    Estado,
    PaginaDeProblemas,
    ProcesoGuardado,
)
from clientes_app.services.context import firma
from clientes_app.ui.shell.numbers import numero

# The class that colours each state's badge; the others stay grey.
_TONOS: dict[Estado, str] = {
    Estado.PROCESANDO: "sello-vivo",
    Estado.TERMINADO: "sello-bien",
    Estado.TERMINADO_CON_RECHAZOS: "sello-ojo",
    Estado.NO_CARGADO: "sello-mal",
}

_EXISTENTES = {"actualizar": "Actualizar", "omitir": "Omitir", "rechazar": "Rechazar"}
_BLANCOS = {"conservar": "Conservar lo guardado", "borrar": "Borrar el dato"}
_ORIGENES = {
    "formulario": "La página",
    "carga": "Carga masiva",
    "cli": "Línea de comandos",
    "api": "API",
}

_CODIFICACIONES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp850": "MS-DOS (CP850)",
}
_SEPARADORES = {
    ",": "separado por comas",
    ";": "separado por punto y coma",
    "\t": "separado por tabuladores",
}


_DOCUMENTOS = {"constancias": "Constancias", "facturas": "Facturas"}
SE_LEE = "Se lee y no se guarda."
"""What becomes of a document of the SAT."""

_MINUTO = 60
_NO_SE_TOCA = "Lo que alguien cambió después no se toca."


def dialecto(codificacion: str | None, delimitador: str | None) -> str:
    """Encoding and separator in words: «UTF-8, separado por comas»; "" while unknown."""
    partes = (_CODIFICACIONES.get(codificacion or ""), _SEPARADORES.get(delimitador or ""))
    return ", ".join(parte for parte in partes if parte)


def documentos(documento: str) -> str:
    """Which documents of the SAT a file was, and what became of it; "" for a CSV."""
    nombre = _DOCUMENTOS.get(documento, "")
    return f"{nombre}. {SE_LEE}" if nombre else ""


def duracion(segundos: float) -> str:
    """A time span in words, rounded to what a person wants to know."""
    if segundos < 1:
        return "menos de 1 segundo"
    if segundos < _MINUTO:
        return f"{round(segundos)} s"
    horas, minutos = divmod(round(segundos / _MINUTO), 60)
    return f"{horas} h {minutos} min" if horas else f"{minutos} min"


@dataclass(frozen=True)
class CifraVista:
    """One count of a process with its name; `clase` colours it."""

    nombre: str
    valor: str
    clase: str = ""


@dataclass(frozen=True)
class ProcesoVisto:
    """One process as a row of the list, a card or the head of its page.

    `archivo` is what people know it by: the file, or what an action does and to how many. Of its
    refused rows `corregir` is the link to those that still can be mended, `corregidos` what was.
    """

    id: str = ""
    archivo: str = ""
    es_accion: bool = False
    tiene_original: bool = False
    documento: str = ""
    leido: int = 0
    quien: str = ""
    creado_en: str = ""
    estado: str = ""
    etiqueta: str = ""
    tono: str = ""
    activo: bool = False
    nota: str = ""
    porcentaje: int = 0
    progreso: str = ""
    restante: str = ""
    filas: str = "0"
    cuentas: list[CifraVista] = field(default_factory=list)
    hay_rechazados: bool = False
    por_corregir: int = 0
    corregir: str = ""
    corregidos: str = ""
    hay_clientes: bool = False
    motivo: str = ""
    deshecho_por: str = ""
    deshecho_en: str = ""
    deshecho: str = ""
    dialecto: str = ""
    existentes: str = ""
    blancos: str = ""
    arreglos: str = ""
    origen: str = ""
    duracion: str = ""
    se_puede_cancelar: bool = False
    se_puede_deshacer: bool = False
    deshacer: str = ""


def _iso(momento: datetime) -> str:
    """A moment the browser can put into its own time zone; naive ones are UTC."""
    return (momento if momento.tzinfo else momento.replace(tzinfo=UTC)).isoformat()


def _restante(proceso: ProcesoGuardado) -> str:
    segundos = proceso.segundos_restantes(datetime.now(tz=UTC))
    if segundos is None:
        return ""
    return "casi listo" if segundos < 1 else f"faltan unos {duracion(segundos)}"


def _nota(proceso: ProcesoGuardado) -> str:
    if proceso.deshaciendo:
        return "Deshaciendo la carga…" if proceso.pedida is None else "Deshaciendo…"
    if proceso.cancelando and not proceso.ha_terminado:
        return "Cancelando…"
    return ""


def _duracion_total(proceso: ProcesoGuardado) -> str:
    if proceso.iniciado_en is None or proceso.terminado_en is None:
        return ""
    return duracion((proceso.terminado_en - proceso.iniciado_en).total_seconds())


def proceso_visto(proceso: ProcesoGuardado) -> ProcesoVisto:
    """Turn a process into the texts of the page."""
    activo = proceso.deshaciendo or not (proceso.ha_terminado or proceso.estado is Estado.RECIBIDO)
    return ProcesoVisto(
        id=str(proceso.id),
        archivo=proceso.nombre,
        es_accion=proceso.pedida is not None,
        tiene_original=proceso.tiene_original,
        documento=documentos(proceso.documento),
        leido=proceso.leido,
        quien=firma(proceso.quien, proceso.origen),
        creado_en=_iso(proceso.creado_en),
        estado=str(proceso.estado),
        etiqueta=proceso.etiqueta,
        tono=_TONOS.get(proceso.estado, ""),
        activo=activo,
        nota=_nota(proceso),
        porcentaje=int(proceso.avance * 100),
        progreso=_progreso(proceso),
        restante="" if proceso.cancelando else _restante(proceso),
        filas=numero(proceso.filas),
        cuentas=_cuentas(proceso),
        hay_rechazados=proceso.rechazados > proceso.corregidos and proceso.pedida is None,
        por_corregir=proceso.por_corregir,
        corregir=_corregir(proceso.por_corregir),
        corregidos=_corregidos(proceso),
        hay_clientes=proceso.por_deshacer > proceso.borrados,
        motivo=proceso.motivo_mensaje,
        deshecho_por=_deshecho_por(proceso),
        deshecho_en=_iso(proceso.deshecho_en) if proceso.deshecho_en else "",
        deshecho=_deshecho(proceso),
        dialecto=documentos(proceso.documento)
        or dialecto(proceso.codificacion, proceso.delimitador),
        existentes=_EXISTENTES.get(proceso.existentes, proceso.existentes),
        blancos=_BLANCOS.get(proceso.blancos, proceso.blancos),
        arreglos=", ".join(AccionMasiva(cada).titulo for cada in proceso.arreglos),
        origen=_ORIGENES.get(proceso.origen, proceso.origen),
        duracion=_duracion_total(proceso),
        se_puede_cancelar=proceso.puede_cancelarse,
        se_puede_deshacer=proceso.puede_deshacerse,
        deshacer=_deshacer(proceso),
    )


def _progreso(proceso: ProcesoGuardado) -> str:
    if proceso.deshaciendo:
        todos = cuantos(proceso.por_deshacer, "cliente", "clientes")
        return f"{numero(proceso.vistos_al_deshacer)} de {todos}"
    if not proceso.filas:
        return ""
    unidad = ("fila", "filas") if proceso.pedida is None else ("cliente", "clientes")
    return f"{numero(proceso.filas_hechas)} de {cuantos(proceso.filas, *unidad)}"


def _cuentas(proceso: ProcesoGuardado) -> list[CifraVista]:
    """What was stored or, from when undoing begins, what was taken back; none before either."""
    if proceso.pedida is not None:
        return _cuentas_de_accion(proceso, proceso.pedida)
    if proceso.deshaciendo or proceso.estado is Estado.DESHECHO:
        return [
            CifraVista("Borrados", numero(proceso.borrados)),
            CifraVista("Restaurados", numero(proceso.restaurados)),
            CifraVista("Dejados", numero(proceso.dejados), "ojo" if proceso.dejados else ""),
        ]
    if proceso.estado in {Estado.EN_ESPERA, Estado.NO_CARGADO, Estado.RECIBIDO}:
        return []
    return [
        CifraVista("Creados", numero(proceso.creados)),
        CifraVista("Actualizados", numero(proceso.actualizados)),
        CifraVista("Iguales", numero(proceso.iguales)),
        CifraVista("Rechazados", numero(proceso.rechazados), "mal" if proceso.rechazados else ""),
        *(
            [CifraVista("Corregidos después", numero(proceso.corregidos))]
            * bool(proceso.corregidos)
        ),
    ]


def _corregir(por_corregir: int) -> str:
    """The link to the refused rows: «Corregir 9 filas»."""
    return f"Corregir {cuantos(por_corregir, 'fila', 'filas')}" if por_corregir else ""


def _corregidos(proceso: ProcesoGuardado) -> str:
    """What the page of a process says of its mended rows; "" without any."""
    if not proceso.corregidos:
        return ""
    una = proceso.corregidos == 1
    corregidas = cuantos(proceso.corregidos, "fila se corrigió", "filas se corrigieron")
    dicho = f"{corregidas} después en esta página"
    if proceso.estado is Estado.DESHECHO or proceso.deshaciendo:
        quedan = "se queda: se guardó" if una else "se quedan: se guardaron"
        return f"{dicho} y {quedan} a mano."
    return f"{dicho}: «Descargar rechazados» ya no {'la' if una else 'las'} trae."


def _cuentas_de_accion(proceso: ProcesoGuardado, pedida: AccionMasiva) -> list[CifraVista]:
    if proceso.deshaciendo or proceso.estado is Estado.DESHECHO:
        return [
            CifraVista("Vueltos", numero(proceso.borrados + proceso.restaurados)),
            CifraVista("Dejados", numero(proceso.dejados), "ojo" if proceso.dejados else ""),
        ]
    if proceso.estado in {Estado.EN_ESPERA, Estado.NO_CARGADO}:
        return []
    hechos = {Accion.BORRAR: "Borrados", Accion.RESTAURAR: "Restaurados"}
    return [
        CifraVista(hechos.get(pedida.accion, "Cambiados"), numero(proceso.actualizados)),
        CifraVista("Iguales", numero(proceso.iguales)),
        CifraVista("Fuera", numero(proceso.rechazados), "ojo" if proceso.rechazados else ""),
    ]


def _deshecho_por(proceso: ProcesoGuardado) -> str:
    if proceso.deshecho_en is None:
        return ""
    return firma(proceso.deshace_quien, proceso.deshace_origen)


def _deshecho(proceso: ProcesoGuardado) -> str:
    """What undoing did, behind «Lo deshizo Ana el 22 nov: »."""
    partes = (
        (proceso.borrados, "cliente borrado", "clientes borrados"),
        (proceso.restaurados, "vuelto a como estaba", "vueltos a como estaban"),
        (proceso.dejados, "se dejó como está", "se dejaron como están"),
    )
    return ", ".join(cuantos(n, uno, varios) for n, uno, varios in partes if n)


def _deshacer(proceso: ProcesoGuardado) -> str:
    """The name of the button that undoes."""
    if proceso.estado is not Estado.DESHECHO:
        return "Deshacer carga" if proceso.pedida is None else "Deshacer"
    if proceso.dejados == 1:
        return "Deshacer el que queda"
    return f"Deshacer los {numero(proceso.dejados)} que quedan"


def lo_que_deshace(proceso: ProcesoGuardado) -> str:
    """What undoing would do, for the question before it."""
    if proceso.estado is Estado.DESHECHO:
        quedan = cuantos(
            proceso.dejados,
            "cliente que se dejó como estaba",
            "clientes que se dejaron como estaban",
        )
        return (
            f"Se intenta otra vez con {quedan}. Se deshace lo que ya nada contradice; "
            "lo que alguien cambió después no se toca."
        )
    if proceso.pedida is not None:
        return f"{_lo_que_vuelve(proceso.pedida, proceso.actualizados)} {_NO_SE_TOCA}"
    partes: list[str] = []
    if proceso.creados:
        agregados = cuantos(
            proceso.creados,
            f"cliente que agregó «{proceso.archivo}»",
            f"clientes que agregó «{proceso.archivo}»",
        )
        partes.append(f"{'Se borra' if proceso.creados == 1 else 'Se borran'} {agregados}.")
    if proceso.actualizados:
        cambiados = cuantos(
            proceso.actualizados,
            f"cliente que actualizó «{proceso.archivo}»",
            f"clientes que actualizó «{proceso.archivo}»",
        )
        verbo = "Vuelve a como estaba" if proceso.actualizados == 1 else "Vuelven a como estaban"
        partes.append(f"{verbo} {cambiados}.")
    if proceso.corregidos:
        quedan = cuantos(
            proceso.corregidos,
            "fila corregida después se queda: se guardó",
            "filas corregidas después se quedan: se guardaron",
        )
        partes.append(f"{quedan} a mano.")
    return " ".join([*partes, _NO_SE_TOCA])


def _lo_que_vuelve(pedida: AccionMasiva, cambiados: int) -> str:
    """What becomes of the clients that an action changed when it is undone."""
    clientes = cuantos(cambiados, "cliente", "clientes")
    verbo = "Vuelve" if cambiados == 1 else "Vuelven"
    adonde = {Accion.BORRAR: "a la lista", Accion.RESTAURAR: "a la papelera"}
    como = "a como estaba" if cambiados == 1 else "a como estaban"
    return f"{verbo} {adonde.get(pedida.accion, como)} {clientes}."


@dataclass(frozen=True)
class ValorVisto:
    """A field of a client that was left alone: the value that does not stand, and the one now."""

    columna: str
    otro: str
    ahora: str


@dataclass(frozen=True)
class DejadoVisto:
    """A client that undoing left alone; `cuando` says of when the other values are."""

    cliente: str
    nombre: str
    rfc: str
    frase: str
    cuando: str
    valores: list[ValorVisto] = field(default_factory=list)


def dejado_visto(dejado: Dejado) -> DejadoVisto:
    """Turn a client that was left alone into the texts of the page."""
    return DejadoVisto(
        cliente=str(dejado.cliente_id),
        nombre=dejado.nombre,
        rfc=dejado.rfc,
        frase=dejado.frase,
        cuando="La carga puso" if dejado.creado else "Antes",
        valores=[
            ValorVisto(POR_CAMPO[valor.campo].etiqueta, valor.otro, valor.ahora)
            for valor in dejado.valores
        ],
    )


@dataclass(frozen=True)
class ProblemaVisto:
    """One finding as a row of the table of problems; `donde` names what `linea` says.

    `corregir` is where its row is mended, "" when that stands beside an earlier finding of it, or
    cannot be; `corregida` who mended it.
    """

    donde: str
    linea: str
    columna: str
    valor: str
    es_error: bool
    mensaje: str
    sugerencia: str
    sat: str
    corregir: str = ""
    corregida: str = ""
    de_documento: bool = False


def problemas_vistos(
    pagina: PaginaDeProblemas, lugares: Mapping[int, str], *, proceso_id: int
) -> list[ProblemaVisto]:
    """The rows of one page of problems; `lugares` says of documents where each stands."""
    firsts = {p.linea: lugar for lugar, p in reversed(list(enumerate(pagina.filas)))}
    pending = {firsts[linea]: linea for linea, quien in pagina.rechazadas.items() if quien is None}
    return [
        ProblemaVisto(
            donde="Documento" if lugares else "Línea",
            de_documento=bool(lugares),
            linea=lugares.get(problema.linea) or numero(problema.linea),
            columna=problema.columna or "Toda la fila",
            valor=problema.valor,
            es_error=problema.gravedad == "error",
            mensaje=problema.mensaje,
            sugerencia=problema.sugerencia,
            sat=problema.sat,
            corregir=routes.correccion(proceso_id, problema.linea) if lugar in pending else "",
            corregida=pagina.rechazadas.get(problema.linea) or "",
        )
        for lugar, problema in enumerate(pagina.filas)
    ]
