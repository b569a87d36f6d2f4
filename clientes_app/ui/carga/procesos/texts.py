"""What a tab shows of a process: texts ready to be read, made from the services' values."""

from dataclasses import dataclass
from datetime import UTC, datetime

from clientes_app.services.carga.procesos import Estado, PaginaDeProblemas, ProcesoGuardado
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
    creados: str = "0"
    actualizados: str = "0"
    iguales: str = "0"
    rechazados: str = "0"
    hay_rechazados: bool = False
    hay_cuentas: bool = False
    motivo: str = ""
    dialecto: str = ""
    existentes: str = ""
    blancos: str = ""
    origen: str = ""
    duracion: str = ""
    se_puede_cancelar: bool = False
    se_puede_deshacer: bool = False


def _iso(momento: datetime) -> str:
    """A moment the browser can put into its own time zone; naive ones are UTC."""
    return (momento if momento.tzinfo else momento.replace(tzinfo=UTC)).isoformat()


def _restante(proceso: ProcesoGuardado) -> str:
    segundos = proceso.segundos_restantes(datetime.now(tz=UTC))
    if segundos is None:
        return ""
    return "casi listo" if segundos < 1 else f"faltan unos {duracion(segundos)}"


def _nota(proceso: ProcesoGuardado) -> str:
    if proceso.deshaciendo and proceso.estado is not Estado.DESHECHO:
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
    activo = not proceso.ha_terminado and proceso.estado is not Estado.RECIBIDO
    nota = _nota(proceso)
    return ProcesoVisto(
        id=str(proceso.id),
        archivo=proceso.archivo,
        quien=proceso.quien,
        creado_en=_iso(proceso.creado_en),
        estado=str(proceso.estado),
        etiqueta=proceso.etiqueta,
        tono=_TONOS.get(proceso.estado, ""),
        activo=activo,
        nota=nota,
        porcentaje=int(proceso.avance * 100),
        progreso=f"{numero(proceso.filas_hechas)} de {numero(proceso.filas)} filas"
        if proceso.filas
        else "",
        restante="" if nota else _restante(proceso),
        filas=numero(proceso.filas),
        creados=numero(proceso.creados),
        actualizados=numero(proceso.actualizados),
        iguales=numero(proceso.iguales),
        rechazados=numero(proceso.rechazados),
        hay_rechazados=proceso.rechazados > 0,
        hay_cuentas=proceso.estado not in {Estado.EN_ESPERA, Estado.NO_CARGADO, Estado.RECIBIDO},
        motivo=proceso.motivo_mensaje,
        dialecto=dialecto(proceso.codificacion, proceso.delimitador),
        existentes=_EXISTENTES.get(proceso.existentes, proceso.existentes),
        blancos=_BLANCOS.get(proceso.blancos, proceso.blancos),
        origen=_ORIGENES.get(proceso.origen, proceso.origen),
        duracion=_duracion_total(proceso),
        se_puede_cancelar=proceso.puede_cancelarse,
        se_puede_deshacer=proceso.puede_deshacerse,
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
        )
        for problema in pagina.filas
    ]
