"""A browser in words, out of what it says that it is."""

_NAVEGADORES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SISTEMAS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def navegador(agente: str) -> str:
    """Return «Firefox en Windows» or as much of that as the text tells.

    The order of the tables matters: nearly all call themselves Safari as well, and Android Linux.
    """
    nombre = next((nombre for marca, nombre in _NAVEGADORES if marca in agente), "Un navegador")
    sistema = next((sistema for marca, sistema in _SISTEMAS if marca in agente), "")
    return f"{nombre} en {sistema}" if sistema else nombre
