"""What the page shows of a drawer, made from what the server remembers of it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.domain import catalogos, codigo_postal
from clientes_app.domain.colonias import Lugar, lugar_de_cp
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.structure import (
    GENERICO_EXTRANJERO,
    GENERICO_NACIONAL,
    GENERICOS,
    es_valido,
    normalizar,
    persona,
)
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.drawer.document_shown import (
    SIN_DOCUMENTO,
    DocumentoVisto,
    document_shown,
)
from clientes_app.ui.clientes.drawer.edited import EditedClient
from clientes_app.ui.clientes.drawer.fields_order import FIELDS_IN_ORDER, OF_FOREIGNERS
from clientes_app.ui.clientes.drawer.filling import Filling
from clientes_app.ui.clientes.drawer.memory import Memory
from clientes_app.ui.clientes.drawer.sentences import (
    cambiaron,
    descripcion,
    etiqueta,
    in_own_labels,
    legible,
    quienes,
)

_PERSONAS = {"moral": "Persona moral", "fisica": "Persona física"}
_GENERICOS = {
    GENERICO_NACIONAL: "RFC genérico: público en general",
    GENERICO_EXTRANJERO: "RFC genérico: residente en el extranjero",
}


@dataclass(frozen=True)
class HallazgoVisto:
    """A finding as it stands beside its field; `accion` labels the button that mends it."""

    codigo: str
    es_error: bool
    mensaje: str
    accion: str = ""
    sat: str = ""


@dataclass(frozen=True)
class OpcionVista:
    """A choice of a drop-down."""

    clave: str
    descripcion: str


@dataclass(frozen=True)
class AyudasVista:
    """What the drawer says at once, and what its drop-downs offer.

    `persona_segura` says that nothing is remarkable about the RFC that tells the persona.
    `colonias`, `municipio` and `estado_de_envio` are those of the parcel's postal code.
    `repetido` names the client that is there already: beside the name if `por_nombre`, else beside
    the RFC; `actualiza`, in the same place, the client that a refused row would change.
    `cp_ofrecido` is the issuer's postal code for a generic RFC without one.
    """

    persona: str = ""
    persona_segura: bool = False
    estado: str = ""
    repetido: str = ""
    repetido_destino: str = ""
    por_nombre: bool = False
    actualiza: str = ""
    actualiza_destino: str = ""
    cp_ofrecido: str = ""
    extranjero: bool = False
    regimenes: list[OpcionVista] = field(default_factory=list)
    usos: list[OpcionVista] = field(default_factory=list)
    paises: list[OpcionVista] = field(default_factory=list)
    colonias: list[str] = field(default_factory=list)
    municipio: str = ""
    estado_de_envio: str = ""
    lugar_de_envio: str = ""


@dataclass(frozen=True)
class CampoVisto:
    """A field: its value, its last telling that was answered, the version the value is based on.

    `descripcion` is that of the key which the value is. `renovado` says that somebody else changed
    it while the drawer was open, `del_documento` that a document filled it in and nobody looked.
    """

    valor: str = ""
    descripcion: str = ""
    vuelta: int = 0
    vista: int = 0
    renovado: bool = False
    del_documento: bool = False


@dataclass(frozen=True)
class ChoqueVisto:
    """A field that the person and somebody else changed: both values as they are read."""

    campo: str
    etiqueta: str
    quien: str
    guardado: str
    propio: str


@dataclass(frozen=True)
class PreguntasVistas:
    """What the person is asked: whether what was typed may be lost, or which values stay.

    `faltan` is how many fields are not chosen yet, `vez` the how-manieth time it is asked.
    """

    descartar: bool = False
    elegir: bool = False
    faltan: int = 0
    vez: int = 0


@dataclass(frozen=True)
class FichaVista:
    """The drawer itself: `numero` names this opening, `dueno` whose it is, `cliente` the client.

    `nombre` is what a stored client is called, or the file of a refused row, of which `corrige`
    says that it is one and `hay_mas` that others wait to be mended. `correos` and `opcionales` say
    how far it is unfolded, `novedad` what others changed since it was opened, `documento` what one
    filled in.
    """

    numero: int = 0
    titulo: str = "Agregar Cliente"
    nombre: str = ""
    correos: int = 1
    opcionales: bool = False
    cliente: str = "0"
    dueno: str = ""
    novedad: str = ""
    documento: DocumentoVisto = SIN_DOCUMENTO
    corrige: bool = False
    hay_mas: bool = False


def shown(memory: Memory) -> dict[str, object]:
    """Return the vars of the drawer's state that show what is remembered."""
    client, row = memory.client, memory.row
    found = findings_shown(memory.findings)
    return {
        "abierto": memory.is_open,
        "preguntas": PreguntasVistas(
            memory.asks_to_discard, memory.choosing, memory.not_chosen, memory.asked
        ),
        "ficha": FichaVista(
            numero=memory.number,
            titulo=_titulo(memory),
            nombre=row.archivo if row else client.stored.values["nombre"],
            correos=memory.emails,
            opcionales=memory.optional,
            cliente=str(memory.subject),
            dueno=memory.owner,
            novedad=cambiaron(memory.news),
            documento=document_shown(memory.filling, client),
            corrige=row is not None,
            hay_mas=row is not None and row.quedan > 1,
        ),
        "campos": fields_shown(client, memory.told, memory.news, memory.filling),
        "hallazgos": {campo: found[campo] for campo in found if campo in memory.touched},
        "ayudas": help_shown(memory),
        "choques": conflicts_shown(client),
        "mensaje": memory.message,
    }


def _titulo(memory: Memory) -> str:
    if memory.row is not None:
        return f"Corregir la línea {memory.row.linea:,}"
    return "Editar Cliente" if memory.client.cliente_id else "Agregar Cliente"


def fields_shown(
    client: EditedClient, told: Mapping[str, int], news: Collection[str], filling: Filling
) -> dict[str, CampoVisto]:
    """Make what each field shows."""
    return {
        campo: CampoVisto(
            valor,
            descripcion(campo, valor),
            told.get(campo, 0),
            client.versions[campo],
            campo in news,
            filling.is_marked(campo, valor),
        )
        for campo, valor in client.values.items()
    }


def conflicts_shown(client: EditedClient) -> list[ChoqueVisto]:
    """Make the fields in conflict, in the order in which they stand in the drawer."""
    return [
        ChoqueVisto(
            campo,
            etiqueta(campo),
            quienes([client.authors.get(campo, "")]),
            legible(campo, client.stored.values[campo]),
            legible(campo, client.values[campo].strip()),
        )
        for campo in FIELDS_IN_ORDER
        if campo in client.in_conflict
    ]


def findings_shown(problemas: tuple[Problema, ...]) -> dict[str, list[HallazgoVisto]]:
    """Sort findings under their field, errors first; what concerns no field is under the name."""
    vistos: dict[str, list[HallazgoVisto]] = {}
    for problema in problemas:
        visto = HallazgoVisto(
            codigo=problema.codigo,
            es_error=problema.es_error,
            mensaje=in_own_labels(problema.frase),
            accion=problema.accion if problema.arreglo is not None else "",
            sat=problema.sat,
        )
        vistos.setdefault(problema.campo or "nombre", []).append(visto)
    for hallazgos in vistos.values():
        hallazgos.sort(key=lambda hallazgo: not hallazgo.es_error)
    return vistos


def _regimenes(rfc: str) -> list[OpcionVista]:
    if es_valido(rfc):
        ofrecidos = catalogos.regimenes_para(persona(rfc), rfc)
    else:
        ofrecidos = tuple(catalogos.REGIMENES.values())
    return [OpcionVista(regimen.clave, regimen.descripcion) for regimen in ofrecidos]


def _usos(rfc: str, regimen: str) -> list[OpcionVista]:
    if es_valido(rfc):
        ofrecidos = catalogos.usos_para(persona(rfc), regimen, rfc)
    else:
        de_moral = catalogos.usos_para("moral", regimen)
        de_fisica = catalogos.usos_para("fisica", regimen)
        ofrecidos = tuple(
            uso for uso in catalogos.USOS.values() if uso in de_moral or uso in de_fisica
        )
    return [OpcionVista(uso.clave, uso.descripcion) for uso in ofrecidos]


def persona_dicha(rfc: str) -> str:
    """Say in words whose RFC it is; "" of what is none."""
    return _GENERICOS.get(rfc) or (_PERSONAS[persona(rfc)] if es_valido(rfc) else "")


def _lugar_de_envio(valores: Mapping[str, str]) -> Lugar:
    """Return where a parcel goes, as far as the SAT's catalogues know its postal code."""
    cp = valores["codigo_postal_envio"].strip()
    if not codigo_postal.es_de_mexico(valores["pais"]):
        return Lugar("", "", ())
    return lugar_de_cp(cp) or Lugar("", codigo_postal.estado(cp), ())


def help_shown(memory: Memory) -> AyudasVista:
    """Say what follows from the values, as far as no finding says otherwise."""
    valores, namesake = memory.client.values, memory.namesake
    meant = memory.client.stored if memory.row and memory.client.cliente_id else None
    found = {problem.campo for problem in memory.findings}
    wrong = {problem.campo for problem in memory.findings if problem.es_error}
    rfc, cp = normalizar(valores["rfc"]), valores["codigo_postal"].strip()
    # Also where an earlier rule let them be stored: what refuses a client must be seen.
    extranjero = rfc == GENERICO_EXTRANJERO or any(valores[campo] for campo in OF_FOREIGNERS)
    envio = _lugar_de_envio(valores)
    return AyudasVista(
        colonias=list(envio.colonias),
        municipio=envio.municipio,
        estado_de_envio=envio.estado,
        lugar_de_envio=", ".join(filter(None, (envio.municipio, envio.estado))),
        persona=persona_dicha(rfc),
        persona_segura="rfc" not in found,
        estado="" if "codigo_postal" in wrong else codigo_postal.estado(cp),
        repetido=namesake.nombre if namesake else "",
        repetido_destino=(direccion(Consulta(), cliente=namesake.cliente_id) if namesake else ""),
        por_nombre=rfc in GENERICOS,
        actualiza=meant.values["nombre"] if meant else "",
        actualiza_destino=routes.ficha(meant.cliente_id) if meant else "",
        cp_ofrecido=memory.offered_cp,
        extranjero=extranjero,
        regimenes=_regimenes(rfc),
        usos=_usos(rfc, valores["regimen_fiscal"]),
        paises=(
            [OpcionVista(clave, nombre) for clave, nombre in catalogos.paises().items()]
            if extranjero
            else []
        ),
    )
