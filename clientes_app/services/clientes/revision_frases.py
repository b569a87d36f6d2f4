"""What is remarkable of an answer of the SAT's validator, in words."""

from collections import Counter

from clientes_app.domain.plurales import cuantos
from clientes_app.readers.validador.respuesta import (
    BOTON_EQUIVOCADO,
    DESCONOCIDA,
    ESTRUCTURA,
    SOLO_RFC,
)
from clientes_app.services.clientes.revision_sat import Aplicada

_BOTON = (
    "Todas las líneas dicen «Estructura del RFC incorrecta»: el archivo se subió con el botón que "
    "valida solo el RFC. En la página del SAT marque «Validar RFC, nombre, denominación o razón "
    "social y CP» y use el botón «Validación masiva de RFC, Nombre y Código Postal». Ningún "
    "cliente cambió."
)
_SOLO_RFC = (
    "Hay líneas que no traen nombre ni código postal: el SAT solo revisó el RFC. Use el botón "
    "«Validación masiva de RFC, Nombre y Código Postal»."
)
_LEYENDAS = 3


def frases(hecha: Aplicada) -> list[str]:
    """Say it, beside how many clients have which result; nothing when nothing is remarkable."""
    if BOTON_EQUIVOCADO in hecha.avisos:
        return [_BOTON]
    por_resultado = Counter(a.linea.resultado for a in hecha.lineas if not a.obsoleta)
    contadas = (
        (len(hecha.obsoletas), "de un cliente que no está o cambió desde la consulta: no se marcó"),
        (por_resultado[ESTRUCTURA], "con «Estructura del RFC incorrecta»: no se marcó"),
        (por_resultado[DESCONOCIDA], "con un resultado que no se conoce: no se marcó"),
        (len(hecha.contradictorias), "con otra respuesta más abajo para lo mismo: vale la última"),
        (len(hecha.rechazados), "sin la forma de una respuesta: no se leyó"),
    )
    dichas = [f"{cuantos(n, 'línea', 'líneas')} {que}." for n, que in contadas if n]
    leyendas = {a.linea.leyenda for a in hecha.lineas if a.linea.resultado == DESCONOCIDA}
    if leyendas:
        algunas = "; ".join(f"«{una}»" for una in sorted(leyendas)[:_LEYENDAS])
        dichas.append(f"El SAT contestó: {algunas}.")
    if SOLO_RFC in hecha.avisos:
        dichas.append(_SOLO_RFC)
    return dichas
