// Keys for the whole application: «/» to the search, «n» for a new client, Ctrl+Enter to save.
document.addEventListener("keydown", (evento) => {
  if (evento.key === "Enter" && (evento.ctrlKey || evento.metaKey)) {
    const formulario = document.querySelector("form[data-guardar]");
    if (formulario && !evento.defaultPrevented) {
      evento.preventDefault();
      formulario.requestSubmit();
    }
    return;
  }
  const escribiendo = evento.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]");
  if (escribiendo || evento.ctrlKey || evento.metaKey || evento.altKey) return;
  const destino = { "/": "[data-atajo=buscar]", n: "[data-atajo=nuevo]" }[evento.key];
  const nodo = destino && document.querySelector(destino);
  if (!nodo) return;
  evento.preventDefault();
  nodo.focus();
  if (evento.key !== "/") nodo.click();
});

// A dialog that closes gives the focus back to where it was: in the layer beneath, the last
// thing that had it. (Radix does so only for dialogs that a button of their own opened.)
const ultimos = new WeakMap();
const CAPAS = "[role=dialog], [role=alertdialog]";

document.addEventListener("focusin", ({ target }) => {
  ultimos.set(target.closest(CAPAS) ?? document, target);
});

window.devolverElFoco = () => {
  const abiertas = [...document.querySelectorAll(CAPAS)].filter(
    (capa) => capa.dataset.state === "open",
  );
  const nodo = ultimos.get(abiertas.at(-1) ?? document);
  const lugar = nodo?.isConnected ? nodo : window.lugarEnLista();
  (lugar ?? document.getElementById("contenido"))?.focus();
};

// Says a sentence to whoever listens. Emptied first: a region does not read what it holds already.
window.anunciar = (texto) => {
  const region = document.getElementById("anuncios");
  region.textContent = "";
  setTimeout(() => (region.textContent = texto), 100);
};

// Says a sentence to whoever listens. Emptied first: a region does not read what it holds already.
window.anunciar = (texto) => {
  const region = document.getElementById("anuncios");
  region.textContent = "";
  setTimeout(() => (region.textContent = texto), 100);
};

// Gives the focus to a part of the page, once that is there and a dialog that closes has done.
window.enfocar = (id) => setTimeout(() => document.getElementById(id)?.focus(), 100);
