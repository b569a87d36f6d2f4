"""The twenty columns of the template: one object each, used by every door.

Import, template, export, drawer and help all read this tuple, so they cannot disagree.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columna:
    """A column of the template.

    `etiqueta` is the label to the letter, `campo` the attribute of `DatosCliente`,
    `obligatoria` whether a blank is refused, `maximo` the greatest length in characters.
    """

    etiqueta: str
    campo: str
    obligatoria: bool
    maximo: int


COLUMNAS: tuple[Columna, ...] = (
    Columna("Nombre o Razón Social", "nombre", obligatoria=True, maximo=300),
    Columna("RFC", "rfc", obligatoria=True, maximo=13),
    Columna("Uso de la Factura", "uso_cfdi", obligatoria=True, maximo=4),
    Columna("Régimen Fiscal", "regimen_fiscal", obligatoria=True, maximo=3),
    Columna("E-mail", "email", obligatoria=True, maximo=254),
    Columna("E-mail adicional 1", "email_adicional_1", obligatoria=False, maximo=254),
    Columna("E-mail adicional 2", "email_adicional_2", obligatoria=False, maximo=254),
    Columna("Código Postal", "codigo_postal", obligatoria=True, maximo=5),
    Columna("Calle", "calle", obligatoria=False, maximo=200),
    Columna("Número exterior", "numero_exterior", obligatoria=False, maximo=50),
    Columna("Número interior", "numero_interior", obligatoria=False, maximo=50),
    Columna("Colonia", "colonia", obligatoria=False, maximo=120),
    Columna("Código Postal de envío", "codigo_postal_envio", obligatoria=False, maximo=12),
    Columna("Localidad", "localidad", obligatoria=False, maximo=120),
    Columna("Municipio", "municipio", obligatoria=False, maximo=120),
    Columna("Estado", "estado", obligatoria=False, maximo=60),
    Columna("País", "pais", obligatoria=False, maximo=60),
    Columna("Referencias", "referencias", obligatoria=False, maximo=500),
    Columna("Residencia fiscal", "residencia_fiscal", obligatoria=False, maximo=3),
    Columna("Número de registro tributario", "num_reg_id_trib", obligatoria=False, maximo=40),
)

ENCABEZADO: tuple[str, ...] = tuple(columna.etiqueta for columna in COLUMNAS)
CAMPOS: tuple[str, ...] = tuple(columna.campo for columna in COLUMNAS)
POR_CAMPO: dict[str, Columna] = {columna.campo: columna for columna in COLUMNAS}

COLUMNA_DE_ETIQUETAS = "Etiquetas"
"""The last column of an export that was asked for them; no field of a client."""
