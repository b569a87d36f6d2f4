"""What the drawer shows: findings beside their field, choices, and what is known at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from clientes_app.domain import catalogos
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.structure import GENERICOS, es_valido, normalizar, persona
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta
from clientes_app.ui.clientes.address import direccion
from clientes_app.ui.clientes.drawer.memory import Hoja
from clientes_app.ui.clientes.drawer.sentences import etiqueta, legible, quienes

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
class CampoVisto:
    """A field: its value, its last telling that was answered, the version the value is based on.

    `renovado` says that somebody else changed it while the drawer was open.
    """

    valor: str = ""
    vuelta: int = 0
    vista: int = 0
    renovado: bool = False


@dataclass(frozen=True)
class ChoqueVisto:
    """A field that the person and somebody else changed: both values as they are read."""

    campo: str
    etiqueta: str
    quien: str
    guardado: str
    propio: str


@dataclass(frozen=True)
class FichaVista:
    """The drawer itself: `numero` names this opening, `dueno` whose it is, `cliente` the client.

    `novedad` says what others changed since it was opened.
    """

    numero: int = 0
    titulo: str = "Agregar Cliente"
    correos: int = 1
    opcionales: bool = False
    cliente: str = "0"
    dueno: str = ""
    novedad: str = ""


@dataclass(frozen=True)
class MensajeVisto:
    """What concerns the whole client: a text, and the choices it offers (action to label)."""

    texto: str = ""
    acciones: list[tuple[str, str]] = field(default_factory=list)


EN_PAPELERA = MensajeVisto("Este cliente está en la papelera.", [("restaurar", "Restaurarlo")])
RECUPERADO = MensajeVisto(
    "Se recuperó lo que usted había escrito; todavía no está guardado.",
    [("descartar", "Descartarlo")],
)


def borrado(quien: str, *, hay_cambios: bool) -> MensajeVisto:
    """Say that somebody deleted the client while it was open."""
    texto = f"{quienes([quien])} borró este cliente mientras usted lo tenía abierto."
    if hay_cambios:
        texto += " Lo que usted escribió sigue aquí."
    return MensajeVisto(texto, EN_PAPELERA.acciones)


def no_van_juntos(texto: str) -> MensajeVisto:
    """Say that what others changed (`texto`) and what the person did do not go together."""
    return MensajeVisto(
        f"No se guardó nada. {texto} Eso y lo que usted cambió no van juntos: "
        "corrija lo señalado y vuelva a guardar."
    )


def campos_vistos(
    hoja: Hoja, vueltas: Mapping[str, int], renovados: Collection[str]
) -> dict[str, CampoVisto]:
    """Make what each field shows."""
    return {
        campo: CampoVisto(valor, vueltas.get(campo, 0), hoja.vistas[campo], campo in renovados)
        for campo, valor in hoja.valores.items()
    }


def choques_vistos(hoja: Hoja) -> list[ChoqueVisto]:
    """Make the fields in conflict, in the order in which they stand in the drawer."""
    return [
        ChoqueVisto(
            campo,
            etiqueta(campo),
            quienes([hoja.autores.get(campo, "")]),
            legible(campo, hoja.leido.valores[campo]),
            legible(campo, hoja.valores[campo].strip()),
        )
        for campo in ORDEN_DE_CAMPOS
        if campo in hoja.en_choque
    ]


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


def ficha_nueva(hoja: Hoja, *, numero: int, dueno: str) -> FichaVista:
    """The drawer opened on a client: as many e-mail fields and as much of the rest as it needs."""
    return a_la_medida(
        FichaVista(
            numero=numero,
            titulo="Editar Cliente" if hoja.cliente_id else "Agregar Cliente",
            cliente=str(hoja.cliente_id),
            dueno=dueno,
        ),
        hoja.valores,
    )


def a_la_medida(ficha: FichaVista, valores: Mapping[str, str]) -> FichaVista:
    """The drawer with room for all that there is to show."""
    dados = [lugar for lugar, campo in enumerate(CORREOS, start=1) if valores[campo]]
    return replace(
        ficha,
        correos=max([ficha.correos, *dados]),
        opcionales=ficha.opcionales
        or any(valores[campo] for campo in (*DIRECCION, *DE_EXTRANJERO)),
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
