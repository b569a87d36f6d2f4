// Keys for the whole application: Ctrl+K to go anywhere, «/» to the search, «n» for a new client,
// Ctrl+Enter to save, «e» to edit and «c» to copy the RFC of the row reached or of the card, «a», «s»
// and «u» where clients stand side by side, «?» for all of them.
document.addEventListener("keydown", (evento) => {
  const esIrA = evento.key.toLowerCase() === "k" && (evento.ctrlKey || evento.metaKey);
  if (esIrA && !evento.altKey && !evento.shiftKey && window.abrirPaleta) {
    // The browser's own would leave the page for its field of addresses.
    evento.preventDefault();
    window.abrirPaleta();
    return;
  }
  if (evento.key === "Enter" && (evento.ctrlKey || evento.metaKey)) {
    const formulario = document.querySelector("form[data-guardar]");
    if (formulario && !evento.defaultPrevented) {
      evento.preventDefault();
      formulario.requestSubmit();
    }
    return;
  }
  const escribiendo = evento.target.closest?.("input:not([type=radio]), textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu], dialog");
  if (escribiendo || evento.ctrlKey || evento.metaKey || evento.altKey) return;
  if (evento.key === "?") {
    document.getElementById("teclas")?.showModal();
    return;
  }
  const destino = { "/": "[data-atajo=buscar]", n: "[data-atajo=nuevo]" }[evento.key];
  const ambito = evento.target.closest?.("tbody tr") ?? document.querySelector(".ficha, .duplicados");
  const suyo = ambito?.querySelector(`[data-tecla="${CSS.escape(evento.key)}"]`);
  const nodo = destino ? document.querySelector(destino) : suyo;
  if (!nodo || nodo.matches("body:has(.solo-lectura) .de-editor")) return;
  evento.preventDefault();
  if (destino) nodo.focus();
  if (evento.key !== "/") nodo.click();
});

// A dialog that closes gives the focus back to where it was: in the layer beneath, the last
// thing that had it, or the layer itself if that is gone. (Radix does so only for dialogs that a
// button of their own opened.)
const ultimos = new WeakMap();
const CAPAS = "[role=dialog], [role=alertdialog]";

document.addEventListener("focusin", ({ target }) => {
  // The browser's own dialogs lie over all of them, and give the focus back by themselves.
  if (target.closest("dialog")) return;
  ultimos.set(target.closest(CAPAS) ?? document, target);
});

window.devolverElFoco = () => {
  const abiertas = [...document.querySelectorAll(CAPAS)].filter(
    (capa) => capa.dataset.state === "open",
  );
  const capa = abiertas.at(-1);
  const nodo = ultimos.get(capa ?? document);
  const lugar = nodo?.isConnected ? nodo : (capa ?? window.lugarEnLista());
  (lugar ?? document.getElementById("contenido"))?.focus();
};

// Says a sentence to whoever listens. Emptied first: a region does not read what it holds already.
window.anunciar = (texto) => {
  const region = document.getElementById("anuncios");
  region.textContent = "";
  setTimeout(() => (region.textContent = texto), 100);
};

// Gives the focus to a part of the page, once that is there and a dialog that closes has done.
window.enfocar = (id, veces = 10) =>
  setTimeout(() => {
    const nodo = document.getElementById(id);
    if (nodo) nodo.focus();
    else if (veces > 1) window.enfocar(id, veces - 1);
  }, 100);

// The same, unless somebody is at something: when what had the focus goes away, the page or the
// dialog around it has it. The page may show the answer a while after it has come.
window.recobrarElFoco = (id, veces = 10) =>
  setTimeout(() => {
    const actual = document.activeElement;
    if (actual && actual !== document.body && !actual.matches(CAPAS)) {
      if (veces > 1) window.recobrarElFoco(id, veces - 1);
      return;
    }
    const nodo = document.getElementById(id);
    // A field would bring up the keyboard of a telephone, over what was just answered.
    const conTeclado = nodo?.matches("input, textarea") && matchMedia("(pointer: coarse)").matches;
    if (!conTeclado) nodo?.focus({ preventScroll: true });
  }, 150);
