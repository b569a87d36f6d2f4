"""What is printed on a constancia: headings and labels, with all the wordings that were met.

They are compared as skeletons (`texto.esqueleto`): no accents, no case, no blanks. So a label whose
words stand apart or together, in capitals or not, is the same one.
"""

import re
from collections.abc import Mapping

from clientes_app.domain.texto import esqueleto

IDENTIFICATION = "datosdeidentificacion"
"""How the heading of the first section begins."""

TITLE = "constanciadesituacionfiscal"
QR_PAGE = "tieneasociadalasiguienteinformacion"
"""A sentence of the SAT's page behind the QR, which people print instead."""

REGIMES = "regimenes"
FEATURES = "caracteristicasfiscales"
"""The heading of the régimenes on the page behind the QR."""

_ADDRESS = ("datosdeldomicilio", "datosdelubicacion", "datosdeubicacion", "domicilioregistrado")
AFTER = (
    "actividadeseconomicas",
    "obligaciones",
    "susdatospersonales",
    "cadenaoriginal",
    "sellodigital",
    "descripciondelaobligacion",
    "ordenactividad",
)
"""How the headings of what has nothing to do with the client begin, or a table below them."""

TABLE_HEADER = "regimenfechainicio"
"""How the header of the table of régimenes begins."""

_PAGE_LINE = re.compile(r"(pagina|hoja)?\d+de\d+")
_HEADINGS = (IDENTIFICATION, *_ADDRESS, *AFTER, FEATURES)

LABELS: Mapping[str, str] = {
    "rfc": "rfc",
    "curp": "curp",
    "nombres": "nombre",
    "nombre": "nombre",
    "primerapellido": "primer_apellido",
    "apellidopaterno": "primer_apellido",
    "segundoapellido": "segundo_apellido",
    "apellidomaterno": "segundo_apellido",
    "denominacionrazonsocial": "denominacion",
    "denominacionorazonsocial": "denominacion",
    "razonsocial": "denominacion",
    "denominacion": "denominacion",
    "nombreorazonsocial": "denominacion",
    "nombredenominacionorazonsocial": "denominacion",
    "regimencapital": "regimen_capital",
    "regimendecapital": "regimen_capital",
    "nombrecomercial": "nombre_comercial",
    "fechainiciodeoperaciones": "inicio_operaciones",
    "fechadeiniciodeoperaciones": "inicio_operaciones",
    "iniciodeoperaciones": "inicio_operaciones",
    "estatusenelpadron": "estatus",
    "estatusdelpadron": "estatus",
    "situacionenelpadron": "estatus",
    "estatus": "estatus",
    "situaciondelcontribuyente": "estatus",
    "fechadeultimocambiodeestado": "ultimo_cambio",
    "fechadelultimocambiodeestado": "ultimo_cambio",
    "fechadeultimocambiodesituacion": "ultimo_cambio",
    "fechadelultimocambiodesituacion": "ultimo_cambio",
    "fechanacimiento": "nacimiento",
    "fechadenacimiento": "nacimiento",
    "fechadeconstitucion": "constitucion",
    "codigopostal": "cp",
    "cp": "cp",
    "tipodevialidad": "tipo_vialidad",
    "nombredevialidad": "calle",
    "nombredelavialidad": "calle",
    "calle": "calle",
    "numeroexterior": "numero_exterior",
    "noexterior": "numero_exterior",
    "numext": "numero_exterior",
    "exterior": "numero_exterior",
    "numerointerior": "numero_interior",
    "nointerior": "numero_interior",
    "numint": "numero_interior",
    "interior": "numero_interior",
    "nombredelacolonia": "colonia",
    "colonia": "colonia",
    "nombredelalocalidad": "localidad",
    "localidad": "localidad",
    "nombredelmunicipioodemarcacionterritorial": "municipio",
    "municipioodemarcacionterritorial": "municipio",
    "nombredelmunicipioodelegacion": "municipio",
    "nombredelmunicipio": "municipio",
    "municipioodelegacion": "municipio",
    "delegacionomunicipio": "municipio",
    "municipio": "municipio",
    "alcaldia": "municipio",
    "municipiooalcaldia": "municipio",
    "nombredelmunicipiooalcaldia": "municipio",
    "demarcacionterritorial": "municipio",
    "nombredelaentidadfederativa": "estado",
    "entidadfederativa": "estado",
    "estado": "estado",
    "entrecalle": "entre_calle",
    "ycalle": "y_calle",
    "correoelectronico": "email",
    "correo": "email",
    "email": "email",
    "telfijolada": "lada_fija",
    "telmovillada": "lada_movil",
    "telefonofijolada": "lada_fija",
    "telefonomovillada": "lada_movil",
    "lada": "lada_fija",
    "numero": "telefono",
    "estadodeldomicilio": "estado_del_domicilio",
    "estadodelcontribuyenteeneldomicilio": "estado_en_el_domicilio",
    "al": "administracion_local",
    "regimen": "regimen",
    "fechadealta": "fecha_de_alta",
}
"""Skeleton of a label, which ends in a colon, to what it is about."""

UNKNOWN = "desconocida"
"""What a label is about that nobody has met."""

REPEATED = frozenset({"telefono", "lada_fija", "regimen", "fecha_de_alta", UNKNOWN})
"""What may be said several times; of everything else the first one counts."""

_ACCENTED = (
    *("Código Postal", "Número Exterior", "Número Interior", "Régimen Capital", "Número"),
    *("Denominación/Razón Social", "Estatus en el padrón", "Fecha de último cambio de estado"),
    *("Nombre del Municipio o Demarcación Territorial", "Tel. Móvil Lada"),
)


def label_of(before_colon: str) -> str | None:
    """Return what a label is about, None for what is no label."""
    return LABELS.get(esqueleto(before_colon))


def label_without_accented_letters(before_colon: str) -> bool:
    """Whether a label lost its accented letters: then a name on the page may have lost its Ñ."""
    return esqueleto(before_colon) in _LOST


def begins_a_label(text: str) -> bool:
    """Whether a text may be the first line of a label that goes on below."""
    begun = esqueleto(text)
    return len(begun) >= len("nombredel") and any(
        label.startswith(begun) and label != begun for label in LABELS
    )


def is_page_line(skeleton: str) -> bool:
    """Whether a line counts the pages, which is the first thing on each of them."""
    return _PAGE_LINE.fullmatch(skeleton) is not None


def is_heading(text: str) -> bool:
    """Whether a line of this text begins another section."""
    begun = esqueleto(text)
    return begun == REGIMES or begun.startswith(_HEADINGS)


_LOST = frozenset(
    esqueleto("".join(letter for letter in label if letter.isascii())) for label in _ACCENTED
)
