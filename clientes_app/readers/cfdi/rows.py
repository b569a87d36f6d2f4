"""A client out of invoices as a row of the common table of twenty columns."""

from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.rfc.structure import GENERICOS
from clientes_app.readers.cfdi.comprobante import DireccionDeCfdi
from clientes_app.readers.cfdi.union import ReceptorUnido


def row(client: ReceptorUnido, cp_expedicion: str = "") -> list[str]:
    """Return the twenty values of a client; "" for what invoices do not say, such as an e-mail.

    `cp_expedicion` is the postal code of who issues, which whoever has a generic RFC carries.
    """
    direccion = client.direccion or DireccionDeCfdi()
    values = {
        "nombre": client.nombre,
        "rfc": client.rfc,
        "uso_cfdi": client.uso,
        "regimen_fiscal": client.regimen,
        # With a generic RFC the invoice has the postal code of the place that issued it.
        "codigo_postal": cp_expedicion if client.rfc in GENERICOS else client.cp,
        "calle": direccion.calle,
        "numero_exterior": direccion.numero_exterior,
        "numero_interior": direccion.numero_interior,
        "colonia": direccion.colonia,
        "codigo_postal_envio": direccion.cp,
        "localidad": direccion.localidad,
        "municipio": direccion.municipio,
        "estado": direccion.estado,
        "pais": direccion.pais,
        "residencia_fiscal": client.residencia_fiscal,
        "num_reg_id_trib": client.num_reg_id_trib,
    }
    return [values.get(campo, "") for campo in CAMPOS]
