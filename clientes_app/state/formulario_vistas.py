"""What the drawer shows: findings beside their field, choices, and what is known at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clientes_app.domain import catalogos
from clientes_app.domain.columnas import CAMPOS, POR_CAMPO
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc_estructura import GENERICOS, es_valido, normalizar, persona

EXTRANJERO = "XEXX010101000"
CORREOS = ("email", "email_adicional_1", "email_adicional_2")
DIRECCION = (
    "calle",
    "numero_exterior",
    "numero_interior",
    "colonia",
    "codigo_postal_envio",
    "localidad",
    "municipio",
    "estado",
    "pais",
    "referencias",
)
DE_EXTRANJERO = ("residencia_fiscal", "num_reg_id_trib")
ORDEN_DE_CAMPOS = (
    "nombre",
    "rfc",
    "regimen_fiscal",
    "uso_cfdi",
    *CORREOS,
    "codigo_postal",
    *DIRECCION,
    *DE_EXTRANJERO,
)
_PERSONAS = {"moral": "Persona moral", "fisica": "Persona física"}
_LARGO_MAXIMO = 2_000


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
    """What the drawer says at once, and what its drop-downs offer."""

    persona: str = ""
    estado: str = ""
    repetido: str = ""
    repetido_destino: str = ""
    extranjero: bool = False
    regimenes: list[OpcionVista] = field(default_factory=list)
    usos: list[OpcionVista] = field(default_factory=list)
    paises: list[OpcionVista] = field(default_factory=list)


@dataclass(frozen=True)
class FichaVista:
    """The drawer itself: `numero` names this opening, `vuelta` counts the server's answers."""

    numero: int = 0
    titulo: str = "Agregar Cliente"
    correos: int = 1
    opcionales: bool = False
    vuelta: int = 0


@dataclass(frozen=True)
class MensajeVisto:
    """What concerns the whole client: a text, and the choices it offers (action to label)."""

    texto: str = ""
    acciones: list[tuple[str, str]] = field(default_factory=list)


def solo_campos(datos: object) -> dict[str, str]:
    """Keep what a form may send: texts of known fields, no longer than any could be."""
    if not isinstance(datos, Mapping):
        return {}
    return {
        campo: str(datos[campo])[:_LARGO_MAXIMO]
        for campo in CAMPOS
        if isinstance(datos.get(campo), str)
    }


def con_generico(valores: Mapping[str, str]) -> dict[str, str]:
    """A generic RFC sets régimen and uso by itself (CFDI40159)."""
    if normalizar(valores.get("rfc", "")) not in GENERICOS:
        return dict(valores)
    return {
        **valores,
        "regimen_fiscal": catalogos.REGIMEN_GENERICO,
        "uso_cfdi": catalogos.USO_GENERICO,
    }


def hallazgos_vistos(problemas: tuple[Problema, ...]) -> dict[str, list[HallazgoVisto]]:
    """Sort findings under their field; what concerns no field stands under the name."""
    vistos: dict[str, list[HallazgoVisto]] = {}
    for problema in problemas:
        visto = HallazgoVisto(
            codigo=problema.codigo,
            es_error=problema.es_error,
            mensaje=f"{problema.mensaje} {problema.sugerencia}".strip(),
            accion=problema.accion if problema.arreglo is not None else "",
            sat=problema.sat,
        )
        vistos.setdefault(problema.campo or "nombre", []).append(visto)
    return vistos


def primer_error(hallazgos: Mapping[str, list[HallazgoVisto]]) -> str:
    """The first field, from top to bottom, that has an error; "" if none has."""
    for campo in ORDEN_DE_CAMPOS:
        if any(hallazgo.es_error for hallazgo in hallazgos.get(campo, ())):
            return campo
    return ""


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


def ayudas(valores: Mapping[str, str], *, repetido: str = "", destino: str = "") -> AyudasVista:
    """Say what follows from the values; `repetido` names another client with the same RFC."""
    rfc = normalizar(valores.get("rfc", ""))
    estado = catalogos.estado_de_cp(valores.get("codigo_postal", "").strip())
    extranjero = rfc == EXTRANJERO
    return AyudasVista(
        persona=_PERSONAS[persona(rfc)] if es_valido(rfc) else "",
        estado=catalogos.nombre_estado(estado) if estado else "",
        repetido=repetido,
        repetido_destino=destino,
        extranjero=extranjero,
        regimenes=_regimenes(rfc),
        usos=_usos(rfc, valores.get("regimen_fiscal", "")),
        paises=(
            [OpcionVista(clave, nombre) for clave, nombre in catalogos.paises().items()]
            if extranjero
            else []
        ),
    )


def correos_dados(valores: Mapping[str, str]) -> int:
    """How many e-mail fields must be shown for these values."""
    dados = [lugar for lugar, campo in enumerate(CORREOS, start=1) if valores.get(campo)]
    return max(dados, default=1)


def hay_opcionales(valores: Mapping[str, str]) -> bool:
    """Whether something of the optional part is filled in."""
    return any(valores.get(campo) for campo in (*DIRECCION, *DE_EXTRANJERO))


def etiqueta(campo: str) -> str:
    """The label of a field in the drawer."""
    return "Código Postal (CP)" if campo == "codigo_postal" else POR_CAMPO[campo].etiqueta
