"""Why a document gives no invoice, in one sentence that says what to do."""

from clientes_app.readers.cfdi.comprobante import NoEsCfdiError

MAX_XML_MB = 10
"""The greatest XML that is read. The SAT's portal refuses one of more than some megabytes, too."""

_FRASES = {
    "vacio": "El archivo está vacío. Descárguelo de nuevo.",
    "no_es_xml": "No es un XML. De cada factura se lee el XML, no el PDF.",
    "xml_mal_formado": "El XML está incompleto o dañado. Descárguelo de nuevo.",
    "codificacion": "El XML dice estar en una codificación y no lo está. Descárguelo de nuevo.",
    "dtd_prohibida": "El XML trae una definición de tipo (DOCTYPE), que ninguna factura lleva; por "
    "seguridad no se lee.",
    "demasiado_grande": f"El archivo mide más de {MAX_XML_MB} MB o no se deja leer con seguridad. "
    "Una factura es mucho más pequeña.",
    "no_es_cfdi": "No es una factura (CFDI) ni los metadatos del SAT.",
    "acuse": "Es un acuse de cancelación, que no dice quién es el cliente. Suba la factura.",
    "contabilidad": "Es contabilidad electrónica, no una factura.",
    "html": "Es una página web, no una factura. Descargue el XML de la factura.",
    "complemento_suelto": "Es un complemento suelto, sin su factura.",
    "terceros": "Es la lista de terceros de los metadatos, que no trae clientes. Suba también el "
    "archivo que empieza con «Uuid~RfcEmisor».",
    "metadatos_guardados": "Son los metadatos del SAT guardados otra vez, como hace Excel, y no se "
    "sabe dónde empieza cada columna. Suba el .txt tal como lo dio el SAT, sin abrirlo.",
    "retenciones": "Es una constancia de retenciones: su receptor es alguien a quien usted paga.",
    "version_no_soportada": "Es una factura de una versión anterior a CFDI 3.2 o desconocida, que "
    "no se lee.",
    "sin_receptor": "La factura no dice el RFC de su receptor.",
    "zip_vacio": "El .zip no trae ninguna factura.",
    "renglon_ilegible": "El renglón {} de los metadatos no tiene las columnas del encabezado.",
    "encabezado": "A los metadatos les falta la columna «{}» en su encabezado. Descárguelos de "
    "nuevo.",
}

_CODIGOS = {
    "codificacion": "xml_mal_formado",
    "acuse": "no_es_cfdi",
    "contabilidad": "no_es_cfdi",
    "html": "no_es_cfdi",
    "complemento_suelto": "no_es_cfdi",
    "terceros": "no_es_cfdi",
    "metadatos_guardados": "no_es_cfdi",
    "encabezado": "no_es_cfdi",
    "zip_vacio": "vacio",
}
"""The code of a sentence that is a closer word for a broader reason."""

FRASES_DE_PASO = {
    "nomina": "es de nómina: su receptor es un empleado",
    "traslado": "es de traslado: no es una venta",
    "tipo_desconocido": "no es de ingreso, egreso ni pago",
}
"""Why the recipient of an invoice that was read is passed over."""


def no_es_cfdi(*, motivo: str, detalle: str = "") -> NoEsCfdiError:
    """Make the refusal with that reason; `detalle` goes into the sentences that ask for one."""
    return NoEsCfdiError(_CODIGOS.get(motivo, motivo), _FRASES[motivo].format(detalle))
