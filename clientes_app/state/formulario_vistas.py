"""What the drawer shows: findings beside their field, choices, and what is known at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from clientes_app.domain import catalogos
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc_estructura import GENERICOS, es_valido, normalizar, persona
from clientes_app.services.clientes import ClienteGuardado, Consulta
from clientes_app.state.direccion import direccion

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
_GENERICOS = {
    "XAXX010101000": "RFC genérico: público en general",
    EXTRANJERO: "RFC genérico: residente en el extranjero",
}
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
    """The drawer itself: `numero` names this opening."""

    numero: int = 0
    titulo: str = "Agregar Cliente"
    correos: int = 1
    opcionales: bool = False


@dataclass(frozen=True)
class MensajeVisto:
    """What concerns the whole client: a text, and the choices it offers (action to label)."""

    texto: str = ""
    acciones: list[tuple[str, str]] = field(default_factory=list)


CHOQUE = MensajeVisto(
    "Alguien más cambió este cliente mientras usted lo editaba.",
    [("recargar", "Ver lo guardado"), ("imponer", "Guardar lo mío")],
)
EN_PAPELERA = MensajeVisto("Este cliente está en la papelera.", [("restaurar", "Restaurarlo")])


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
    """Sort findings under their field, errors first; what concerns no field is under the name."""
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
    for hallazgos in vistos.values():
        hallazgos.sort(key=lambda hallazgo: not hallazgo.es_error)
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


def ayudas(valores: Mapping[str, str], *, otro: ClienteGuardado | None = None) -> AyudasVista:
    """Say what follows from the values; `otro` is another client with the same RFC."""
    rfc = normalizar(valores.get("rfc", ""))
    estado = catalogos.estado_de_cp(valores.get("codigo_postal", "").strip())
    extranjero = rfc == EXTRANJERO
    return AyudasVista(
        persona=_GENERICOS.get(rfc) or (_PERSONAS[persona(rfc)] if es_valido(rfc) else ""),
        estado=catalogos.nombre_estado(estado) if estado else "",
        repetido=otro.datos.nombre if otro else "",
        repetido_destino=direccion(Consulta(), cliente=otro.id) if otro else "",
        extranjero=extranjero,
        regimenes=_regimenes(rfc),
        usos=_usos(rfc, valores.get("regimen_fiscal", "")),
        paises=(
            [OpcionVista(clave, nombre) for clave, nombre in catalogos.paises().items()]
            if extranjero
            else []
        ),
    )


def ficha_nueva(anterior: FichaVista, valores: Mapping[str, str], *, nuevo: bool) -> FichaVista:
    """The drawer opened on a client: as many e-mail fields and as much of the rest as it needs."""
    dados = [lugar for lugar, campo in enumerate(CORREOS, start=1) if valores[campo]]
    return FichaVista(
        numero=anterior.numero + 1,
        titulo="Agregar Cliente" if nuevo else "Editar Cliente",
        correos=max(dados, default=1),
        opcionales=any(valores[campo] for campo in (*DIRECCION, *DE_EXTRANJERO)),
    )


def con_mas(ficha: FichaVista, que: str) -> FichaVista:
    """The drawer with one more e-mail («correo»), or the optional part opened or closed."""
    if que == "correo":
        return replace(ficha, correos=min(ficha.correos + 1, len(CORREOS)))
    return replace(ficha, opcionales=ficha.opcionales ^ (que == "opcionales"))


def con_campo_a_la_vista(ficha: FichaVista, campo: str) -> FichaVista:
    """The drawer opened as far as a field needs to be seen."""
    if campo in CORREOS:
        return replace(ficha, correos=max(ficha.correos, CORREOS.index(campo) + 1))
    return replace(ficha, opcionales=ficha.opcionales or campo in (*DIRECCION, *DE_EXTRANJERO))
