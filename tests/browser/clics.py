"""What a person presses on the way to something, in words, as the browser hears it."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page

# Of what is pressed the words that the person reads there; a press that hits nothing has none.
_ESCUCHA = """addEventListener('pointerdown', ({ isTrusted, target }) => {
  const lugar = target.closest('button, a, label, [role=option], [role=radio], [role=menuitem]');
  const dicho = lugar?.innerText || lugar?.getAttribute('aria-label') || '';
  if (isTrusted) anotarClic(dicho.replaceAll(/\\s+/g, ' ').trim());
}, true);"""


class Clics:
    """The presses of a page from now on, each as what stood on it; a choice of a file is one."""

    def __init__(self, page: Page) -> None:
        """Listen to a page that is not opened yet, so that nothing is missed."""
        self.hechos: list[str] = []
        page.expose_binding("anotarClic", lambda _de, dicho: self.hechos.append(dicho))
        page.add_init_script(_ESCUCHA)
        self._page = page

    def archivo(self, boton: str, archivo: FilePayload | Path) -> None:
        """Press a button that asks for a file, and choose it by a double click in that window."""
        with self._page.expect_file_chooser() as elegido:
            self._page.get_by_role("button", name=boton).click()
        nombre = archivo.name if isinstance(archivo, Path) else archivo["name"]
        self.hechos.append(f"[{nombre}]")
        elegido.value.set_files(archivo)
