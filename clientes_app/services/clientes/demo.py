"""Invented clients, to look around and to measure: no person or company is meant."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from clientes_app.domain.catalogos import estado_de_cp, nombre_estado, usos_para
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.rfc.rfc import Persona, digito_verificador
from clientes_app.domain.texto import clave_busqueda

_NOMBRES = """
JOSE LUIS|MARIA GUADALUPE|JUAN|MARIA|FRANCISCO|JUANA|ANTONIO|MARGARITA|JESUS|VERONICA|MIGUEL ANGEL|
ROSA MARIA|PEDRO|LETICIA|ALEJANDRO|PATRICIA|MANUEL|ELIZABETH|CARLOS|GABRIELA|ROBERTO|ALEJANDRA|
FERNANDO|ADRIANA|DANIEL|SILVIA|JORGE|YOLANDA|RICARDO|ARACELI|EDUARDO|MARTHA|JAVIER|TERESA|RAFAEL|
ALICIA|MARTIN|CLAUDIA|RAUL|CAROLINA|DAVID|NORMA|ARTURO|SANDRA|SERGIO|ROCIO|OSCAR|IRMA|HECTOR|MONICA|
VICTOR MANUEL|ANA MARIA|GERARDO|LUCIA|MARIO|LAURA|ALFREDO|BEATRIZ|RUBEN|LOURDES|GUILLERMO|KARLA|
MARCO ANTONIO|BRENDA|ANDRES|FERNANDA|ANGEL|VALERIA|IVAN|XIMENA|ULISES|SOFIA|IÑIGO|BEGOÑA|TOMAS|INES|
XOCHITL|CUAUHTEMOC|CITLALI|ZOE|EFRAIN|ABELARDO|HUGO|KENIA|YAZMIN|NAYELI|RENATA|MATEO|CAMILA|SUSANA
"""
_APELLIDOS = """
HERNANDEZ|GARCIA|MARTINEZ|LOPEZ|GONZALEZ|PEREZ|RODRIGUEZ|SANCHEZ|RAMIREZ|CRUZ|FLORES|GOMEZ|MORALES|
VAZQUEZ|REYES|JIMENEZ|TORRES|DIAZ|GUTIERREZ|RUIZ|MENDOZA|AGUILAR|ORTIZ|MORENO|CASTILLO|ROMERO|
ALVAREZ|MENDEZ|CHAVEZ|RIVERA|JUAREZ|RAMOS|DOMINGUEZ|HERRERA|MEDINA|CASTRO|VARGAS|GUZMAN|VELAZQUEZ|
MUÑOZ|ROJAS|CONTRERAS|SALAZAR|LUNA|ORTEGA|GUERRERO|ESTRADA|BAUTISTA|CORTES|SOTO|ALVARADO|ESPINOZA|
LARA|AVILA|RIOS|CERVANTES|SILVA|DELGADO|VEGA|MARQUEZ|SANDOVAL|CARRILLO|LEON|ROSAS|SOLIS|IBARRA|
NUÑEZ|CAMPOS|VALDEZ|CARDENAS|ACOSTA|PEÑA|CAMACHO|TREJO|MEJIA|NAVARRO|MALDONADO|ROSALES|PADILLA|
TREVIÑO|GARZA|CANTU|ELIZONDO|SALDAÑA|ORDOÑEZ|IBAÑEZ|CASTAÑEDA|PATIÑO|PEÑALOZA|ÑAÑEZ|YAÑEZ|XICOTENCATL
"""
_GIROS = """
ABARROTES|ACEROS|AGROQUIMICOS|ALIMENTOS|ARRENDADORA|AUTOPARTES|AUTOTRANSPORTES|CAFETALERA|CEMENTOS|
CLINICA|COMERCIALIZADORA|COMPUTACION|CONSTRUCTORA|CONSULTORIA|DISTRIBUIDORA|DISEÑO|ELECTRONICA|
EMBOTELLADORA|EMPACADORA|ENVASES|EXPORTADORA|FARMACIAS|FERRETERIA|FLETES|FUNDICION|HOTELERA|
IMPRESOS|IMPORTADORA|INGENIERIA|INMOBILIARIA|INSUMOS|LABORATORIOS|LACTEOS|LLANTAS|LOGISTICA|
MAQUINADOS|MATERIALES|MUEBLERIA|OPERADORA|PANIFICADORA|PAPELERIA|PINTURAS|PLASTICOS|PROCESADORA|
QUIMICA|REFACCIONES|RESTAURANTES|SEÑALIZACION|SERVICIOS|SOLUCIONES|TECNOLOGIA|TEXTILES|TRANSPORTES|
TURISMO|VIDRIOS|VIÑEDOS|ZAPATERIA
"""
_LUGARES = """
DEL BAJIO|DEL NORTE|DEL SURESTE|DE OCCIDENTE|DEL PACIFICO|MEXICANA|NACIONAL|INTEGRAL|MONTERREY|
TAPATIA|JAROCHA|DEL GOLFO|LA PEÑA|SAN ANGEL|SANTA FE|EL AGUILA|LOS ANGELES|ANAHUAC|AZTECA|
XOCHIMILCO|TZINTZUNTZAN|PENINSULAR|FRONTERIZA|CONTINENTAL|UNIVERSAL|MODERNA|PREMIER|QUETZAL|JAGUAR|
CONDOR|AÑO NUEVO|NIÑO PERDIDO|MONTAÑA|CABAÑA|ESPAÑA|GÜERA|PINGÜINO|DEL CENTRO|METROPOLITANA|
QUERETANA|POBLANA|YUCATECA|SONORENSE|REGIOMONTANA|COAHUILENSE|POTOSINA|TABASQUEÑA|OAXAQUEÑA
"""
_DOMINIOS = (
    "gmail.com|gmail.com|gmail.com|hotmail.com|hotmail.com|outlook.com|yahoo.com.mx|live.com.mx"
)
_BUZONES = "facturas|facturacion|contabilidad|pagos|administracion|ventas|compras"
_CALLES = """
Av. Insurgentes Sur|Av. Revolución|Calle 5 de Mayo|Benito Juárez|Miguel Hidalgo|Niños Héroes|
Av. Universidad|Paseo de la Reforma|Francisco I. Madero|16 de Septiembre|Emiliano Zapata|Calle 60
"""
_COLONIAS = """
Centro|Del Valle|Roma Norte|Condesa|Las Américas|San José|Guadalupe|Industrial|Obrera|La Joya|
Jardines del Sur|Santa María|El Mirador|Los Pinos|Bosques de la Cañada|Ampliación Zúñiga
"""
_REGIMENES_FISICA = ("612", "612", "612", "605", "605", "626", "626", "606", "621", "625")
_REGIMENES_MORAL = ("601", "601", "601", "601", "601", "601", "603", "626", "622", "624")
_ALFABETO = "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789"
_PARTICULAS = frozenset({"DE", "DEL", "LA", "EL", "LOS", "LAS"})
_PRIMER_DIA = date(1940, 1, 1)
_DIAS = (date(2024, 12, 31) - _PRIMER_DIA).days
_PERSONAS_FISICAS = 0.62
_CON_DIRECCION = 0.4


def filas_inventadas(cuantas: int, *, semilla: int = 1) -> Iterator[DatosCliente]:
    """Give so many clients that the rules accept, no RFC twice; the same ones for the same seed."""
    azar = random.Random(semilla)  # noqa: S311 (invented people, no secret)
    vistos: set[str] = set()
    for _ in range(cuantas):
        fisica = azar.random() < _PERSONAS_FISICAS
        while True:
            nombre, letras = _persona_fisica(azar) if fisica else _persona_moral(azar)
            rfc = _rfc(azar, letras)
            if rfc not in vistos:
                break
        vistos.add(rfc)
        yield _cliente(azar, nombre, rfc, "fisica" if fisica else "moral")


def _cliente(azar: random.Random, nombre: str, rfc: str, persona: Persona) -> DatosCliente:
    fisica = persona == "fisica"
    regimen = azar.choice(_REGIMENES_FISICA if fisica else _REGIMENES_MORAL)
    claves = _usos(persona, regimen)
    cp = azar.choice(_codigos_postales())
    direccion = _direccion(azar, cp) if azar.random() < _CON_DIRECCION else {}
    return DatosCliente(
        nombre=nombre,
        rfc=rfc,
        uso_cfdi="G03" if "G03" in claves and azar.random() < 0.6 else azar.choice(claves),  # noqa: PLR2004 (most ask for it)
        regimen_fiscal=regimen,
        email=_correo(azar, nombre, fisica=fisica),
        codigo_postal=cp,
        **direccion,
    )


def _persona_fisica(azar: random.Random) -> tuple[str, str]:
    # Common surnames, which stand first, are far more common.
    apellidos = _lista(_APELLIDOS)
    paterno, materno = (
        apellidos[int(azar.random() * azar.random() * len(apellidos))] for _ in range(2)
    )
    nombre = azar.choice(_lista(_NOMBRES))
    vocal = next((letra for letra in paterno[1:] if letra in "AEIOU"), "X")
    return f"{nombre} {paterno} {materno}", paterno[0] + vocal + materno[0] + nombre[0]


def _persona_moral(azar: random.Random) -> tuple[str, str]:
    giro, lugar = azar.choice(_lista(_GIROS)), azar.choice(_lista(_LUGARES))
    medio = azar.choice(_lista(_APELLIDOS)) if azar.random() < 0.5 else ""  # noqa: PLR2004 (half of them)
    palabras = [palabra for palabra in (giro, medio, *lugar.split()) if palabra]
    iniciales = [p[0].replace("Ü", "U") for p in palabras if p not in _PARTICULAS]
    return " ".join(palabras), "".join([*iniciales, "X", "X"])[:3]


def _rfc(azar: random.Random, letras: str) -> str:
    dia = _PRIMER_DIA + timedelta(days=azar.randrange(_DIAS))
    sin_digito = f"{letras}{dia:%y%m%d}{azar.choice(_ALFABETO)}{azar.choice(_ALFABETO)}"
    return sin_digito + digito_verificador(sin_digito)


def _correo(azar: random.Random, nombre: str, *, fisica: bool) -> str:
    partes = clave_busqueda(nombre).lower().split()
    if fisica:
        return f"{partes[0]}.{partes[-2]}{azar.randrange(1000)}@{azar.choice(_lista(_DOMINIOS))}"
    return f"{azar.choice(_lista(_BUZONES))}@{partes[0]}{partes[-1]}{azar.randrange(100)}.com.mx"


def _direccion(azar: random.Random, cp: str) -> dict[str, str]:
    return {
        "calle": azar.choice(_lista(_CALLES)),
        "numero_exterior": str(azar.randrange(1, 2000)),
        "colonia": azar.choice(_lista(_COLONIAS)),
        "codigo_postal_envio": cp,
        "estado": nombre_estado(estado_de_cp(cp) or ""),
        "pais": "México",
    }


@cache
def _lista(texto: str) -> Sequence[str]:
    return tuple(texto.replace("\n", "").split("|"))


@cache
def _usos(persona: Persona, regimen: str) -> Sequence[str]:
    return tuple(uso.clave for uso in usos_para(persona, regimen))


@cache
def _codigos_postales() -> Sequence[str]:
    return tuple(cp for numero in range(1000, 100_000) if estado_de_cp(cp := f"{numero:05d}"))
