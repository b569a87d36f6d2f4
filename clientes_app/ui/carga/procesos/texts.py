"""What a tab shows of a process: texts ready to be read, made from the services' values."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.plurales import cuantos
from clientes_app.services.carga.procesos import (
    Dejado,
    Estado,
    PaginaDeProblemas,
    ProcesoGuardado,
)
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


_MINUTO = 60


def dialecto(codificacion: str | None, delimitador: str | None) -> str:
    """Encoding and separator in words: «UTF-8, separado por comas»; "" while unknown."""
    partes = (_CODIFICACIONES.get(codificacion or ""), _SEPARADORES.get(delimitador or ""))
    return ", ".join(parte for parte in partes if parte)


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
    """One process as a row of the list, a card or the head of its page."""

    id: str = ""
    archivo: str = ""
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
    hay_clientes: bool = False
    motivo: str = ""
    deshecho_por: str = ""
    deshecho_en: str = ""
    deshecho: str = ""
    dialecto: str = ""
    existentes: str = ""
    blancos: str = ""
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
        return "Deshaciendo la carga…"
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
        archivo=proceso.archivo,
        quien=proceso.quien,
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
        hay_rechazados=proceso.rechazados > 0,
        hay_clientes=proceso.por_deshacer > proceso.borrados,
        motivo=proceso.motivo_mensaje,
        deshecho_por=proceso.deshace_quien if proceso.deshecho_en else "",
        deshecho_en=_iso(proceso.deshecho_en) if proceso.deshecho_en else "",
        deshecho=_deshecho(proceso),
        dialecto=dialecto(proceso.codificacion, proceso.delimitador),
        existentes=_EXISTENTES.get(proceso.existentes, proceso.existentes),
        blancos=_BLANCOS.get(proceso.blancos, proceso.blancos),
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
    return f"{numero(proceso.filas_hechas)} de {cuantos(proceso.filas, 'fila', 'filas')}"


def _cuentas(proceso: ProcesoGuardado) -> list[CifraVista]:
    """What was stored or, from when undoing begins, what was taken back; none before either."""
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
    ]


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
        return "Deshacer carga"
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
    return " ".join([*partes, "Lo que alguien cambió después no se toca."])


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
        cuando="La carga puso" if dejado.creado else "Antes de la carga",
        valores=[
            ValorVisto(POR_CAMPO[valor.campo].etiqueta, valor.otro, valor.ahora)
            for valor in dejado.valores
        ],
    )


@dataclass(frozen=True)
class ProblemaVisto:
    """One finding as a row of the table of problems."""

    linea: str
    columna: str
    valor: str
    es_error: bool
    mensaje: str
    sugerencia: str
    sat: str


def problemas_vistos(pagina: PaginaDeProblemas) -> list[ProblemaVisto]:
    """The rows of one page of problems."""
    return [
        ProblemaVisto(
            linea=numero(problema.linea),
            columna=problema.columna or "Toda la fila",
            valor=problema.valor,
            es_error=problema.gravedad == "error",
            mensaje=problema.mensaje,
            sugerencia=problema.sugerencia,
            sat=problema.sat,
        )
        for problema in pagina.filas
    ]
