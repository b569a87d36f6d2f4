"""What the card of a client shows: texts, ready to be read and to be copied."""

from dataclasses import dataclass, field, replace

from clientes_app import routes
from clientes_app.domain import codigo_postal
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.problemas import Problema
from clientes_app.domain.revision_sat import NO_APLICA, REVISIONES
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.clientes.ficha import FichaDeCliente, Identificado
from clientes_app.services.clientes.historial import Version
from clientes_app.services.context import firma
from clientes_app.ui.clientes.drawer.sentences import descripcion, in_own_labels
from clientes_app.ui.clientes.drawer.shown import persona_dicha
from clientes_app.ui.clientes.etiquetas.shown import (
    EtiquetaPosible,
    EtiquetaVista,
    posibles,
    vistas,
)
from clientes_app.ui.clientes.historial.rows import (
    ClienteNombrado,
    VersionVista,
    versiones_vistas,
)
from clientes_app.ui.clientes.revisado import revision_dicha
from clientes_app.ui.shell.notices import shortened

_FISCALES = ("nombre", "rfc", "regimen_fiscal", "uso_cfdi", "codigo_postal", "email")
"""What a CFDI asks of its recipient, in the order in which it is copied."""

_DE_MAS = ("email_adicional_1", "email_adicional_2", "residencia_fiscal", "num_reg_id_trib")
_VALORES_A_LA_VISTA = 3

_SIN_RESPUESTA = {
    "": "El SAT no lo ha revisado, o cambió después.",
    NO_APLICA: "El SAT no revisa los RFC genéricos.",
}
_EXPLICADAS = {
    "valido": "El RFC, el nombre y el código postal coinciden.",
    "nombre_no_coincide": "El RFC y el código postal sí coinciden.",
    "cp_no_coincide": "El RFC y el nombre sí coinciden.",
    "nombre_y_cp_no_coinciden": "El RFC sí está registrado.",
    "no_registrado": "El RFC no está en el padrón de contribuyentes.",
    "no_susceptible": "El RFC es válido, pero no se le puede facturar.",
}
_CADUCA = "El resultado caduca cuando cambia el RFC, el nombre o el CP."


@dataclass(frozen=True)
class DatoDeFicha:
    """A value with its label; `detalle` says in words what it is a key of."""

    campo: str
    etiqueta: str
    valor: str
    detalle: str = ""


@dataclass(frozen=True)
class AvisoDeFicha:
    """Something remarkable about the client; with `accion` a button mends it.

    `antes` and `despues` are the words of the value that it changes, and what becomes of them;
    those around them stay.
    """

    campo: str
    codigo: str
    mensaje: str
    sat: str
    es_error: bool
    accion: str = ""
    principio: str = ""
    antes: str = ""
    despues: str = ""
    final: str = ""


@dataclass(frozen=True)
class RevisionDeFicha:
    """What the SAT's validator said; `clase` is that of its badge, `cuando` in ISO 8601 or ""."""

    dicha: str = ""
    clase: str = ""
    cuando: str = ""
    explicacion: str = ""


@dataclass(frozen=True)
class HechoDeFicha:
    """One change; `con_valores` says that there are few enough to be read here."""

    version: VersionVista
    con_valores: bool


@dataclass(frozen=True)
class FichaEnPantalla:
    """All that the card shows; `numero` is "" while it is not read.

    `para_copiar` is what «Copiar datos fiscales» copies, and `copiado` what is said of it.
    `etiquetas` are its own, `posibles` all that it could have.
    `en_papelera` says who deleted the client, "" while it lives, and leads up to `unido_a`, whom it
    was joined to, if it was. `unidos` were joined to it. `comparar` is where it stands beside those
    who may be the same, "" for none. `quien` changed it last.
    """

    numero: str = ""
    nombre: str = ""
    persona: str = ""
    fiscales: list[DatoDeFicha] = field(default_factory=list)
    envio: list[DatoDeFicha] = field(default_factory=list)
    avisos: list[AvisoDeFicha] = field(default_factory=list)
    titulo_de_avisos: str = ""
    cuantos_avisos: str = ""
    para_copiar: str = ""
    copiado: str = ""
    en_papelera: str = ""
    unido_a: list[ClienteNombrado] = field(default_factory=list)
    unidos: list[ClienteNombrado] = field(default_factory=list)
    comparar: str = ""
    quien: str = ""
    cuando: str = ""
    revision: RevisionDeFicha = field(default_factory=RevisionDeFicha)
    hechos: list[HechoDeFicha] = field(default_factory=list)
    hay_mas: bool = False
    etiquetas: tuple[EtiquetaVista, ...] = ()
    posibles: list[EtiquetaPosible] = field(default_factory=list)


def ficha_en_pantalla(ficha: FichaDeCliente) -> FichaEnPantalla:
    """Make the card."""
    cliente, datos = ficha.cliente, ficha.cliente.datos
    ultima = ficha.historial.versiones[0]
    quien = firma(ultima.quien, ultima.origen)
    avisos = cuantos(len(ficha.problemas), "aviso", "avisos")
    return FichaEnPantalla(
        numero=str(cliente.id),
        nombre=datos.nombre,
        persona=persona_dicha(datos.rfc),
        fiscales=[
            _dato(datos, campo)
            for campo in (*_FISCALES, *_DE_MAS)
            if campo in _FISCALES or getattr(datos, campo)
        ],
        envio=_envio(datos),
        avisos=[_aviso(problema, datos) for problema in ficha.problemas],
        titulo_de_avisos=f"{avisos} antes de facturar" if ficha.problemas else "",
        cuantos_avisos=avisos if ficha.problemas else "",
        para_copiar=datos_fiscales(datos),
        copiado=f"Se copiaron los datos fiscales de {shortened(datos.nombre)}.",
        en_papelera=_en_papelera(ficha, quien),
        unido_a=[_nombrado(ficha.unido_a)] if ficha.unido_a else [],
        unidos=[_nombrado(otro) for otro in ficha.unidos],
        comparar=_comparar(ficha),
        quien=quien,
        cuando=ultima.cuando.isoformat(),
        revision=_revision(cliente),
        hechos=[
            HechoDeFicha(vista, _se_leen(version))
            for version, vista in zip(
                ficha.historial.versiones,
                versiones_vistas(ficha.historial, desde_la_actual=True),
                strict=True,
            )
        ],
        hay_mas=ficha.historial.hay_mas,
        etiquetas=vistas(ficha.etiquetas.suyas),
        posibles=posibles(ficha.etiquetas),
    )


def _revision(cliente: ClienteGuardado) -> RevisionDeFicha:
    revision, en = cliente.revision_sat, cliente.revision.en
    dicha, clase = revision_dicha(revision)
    if revision not in REVISIONES or en is None:
        return RevisionDeFicha(dicha, clase, "", _SIN_RESPUESTA[revision])
    return RevisionDeFicha(dicha, clase, en.isoformat(), f"{_EXPLICADAS[revision]} {_CADUCA}")


def datos_fiscales(datos: DatosCliente) -> str:
    """Return the six lines that go into a message or a PAC's form: label, colon, value."""
    dados = (_dato(datos, campo) for campo in _FISCALES)
    return "\n".join(
        f"{dado.etiqueta}: {dado.valor} {descripcion(dado.campo, dado.valor)}".rstrip()
        for dado in dados
    )


def _comparar(ficha: FichaDeCliente) -> str:
    """Return where it is compared with who may be the same, "" for nobody."""
    # It stands first, so that it is among those of a large group that are laid side by side.
    ids = sorted(ficha.parecidos, key=lambda uno: uno != ficha.cliente.id)
    return routes.pareja(ids) if ids else ""


def _en_papelera(ficha: FichaDeCliente, quien: str) -> str:
    if not ficha.cliente.borrado:
        return ""
    if ficha.unido_a:
        return f"{quien} mandó este cliente a la papelera al unirlo con"
    return f"{quien} mandó este cliente a la papelera."


def _nombrado(cliente: Identificado) -> ClienteNombrado:
    return ClienteNombrado(cliente.nombre, routes.ficha(cliente.id))


def _dato(datos: DatosCliente, campo: str) -> DatoDeFicha:
    valor: str = getattr(datos, campo)
    detalle = codigo_postal.estado(valor) if campo == "codigo_postal" else descripcion(campo, valor)
    return DatoDeFicha(campo, POR_CAMPO[campo].etiqueta, valor, detalle)


def _envio(datos: DatosCliente) -> list[DatoDeFicha]:
    """Return the address as a parcel has it, and what helps to find it."""
    numero = f"{datos.calle} {datos.numero_exterior}".strip()
    interior = datos.numero_interior and f"interior {datos.numero_interior}"
    colonia = datos.colonia and f"Colonia {datos.colonia}"
    lugar = f"{datos.codigo_postal_envio} {datos.municipio}".strip()
    lineas = (
        _juntos(numero, interior),
        _juntos(colonia, datos.localidad, lugar, datos.estado),
        datos.pais,
    )
    direccion = "\n".join(linea for linea in lineas if linea)
    dados = (
        DatoDeFicha("direccion", "Dirección", direccion),
        DatoDeFicha("referencias", "Referencias", datos.referencias),
    )
    return [dado for dado in dados if dado.valor]


def _juntos(*partes: str) -> str:
    return ", ".join(parte for parte in partes if parte)


def _aviso(problema: Problema, datos: DatosCliente) -> AvisoDeFicha:
    campo = problema.campo or "nombre"
    aviso = AvisoDeFicha(
        campo=campo,
        codigo=problema.codigo,
        mensaje=in_own_labels(problema.frase),
        sat=problema.sat,
        es_error=problema.es_error,
    )
    if problema.arreglo is None or not problema.accion:
        return aviso
    principio, antes, despues, final = what_changes(getattr(datos, campo), problema.arreglo)
    return replace(
        aviso,
        accion=problema.accion,
        principio=principio,
        antes=antes,
        despues=despues,
        final=final,
    )


def what_changes(antes: str, despues: str) -> tuple[str, str, str, str]:
    """Return the words that two texts begin with, those that differ in each, and those they end in.

    `what_changes("CAFÉ DEL MAR", "CAFE DEL MAR")` is `("", "CAFÉ", "CAFE", "DEL MAR")`.
    """
    unas, otras = antes.split(), despues.split()
    principio = 0
    while principio < min(len(unas), len(otras)) and unas[principio] == otras[principio]:
        principio += 1
    final = 0
    while final < min(len(unas), len(otras)) - principio and unas[-1 - final] == otras[-1 - final]:
        final += 1
    return (
        " ".join(unas[:principio]),
        " ".join(unas[principio : len(unas) - final]),
        " ".join(otras[principio : len(otras) - final]),
        " ".join(unas[len(unas) - final :]),
    )


def _se_leen(version: Version) -> bool:
    return version.accion == "edicion" and len(version.campos) <= _VALORES_A_LA_VISTA
