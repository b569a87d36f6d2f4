"""In which order the fields stand in the drawer, and which of them are folded away at first."""

EMAILS = ("email", "email_adicional_1", "email_adicional_2")
ADDRESS = (
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
OF_FOREIGNERS = ("residencia_fiscal", "num_reg_id_trib")
FIELDS_IN_ORDER = (
    "nombre",
    "rfc",
    "regimen_fiscal",
    "uso_cfdi",
    *EMAILS,
    "codigo_postal",
    *ADDRESS,
    *OF_FOREIGNERS,
)
