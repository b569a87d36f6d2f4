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
  if (evento.key === "/") nodo.focus();
  else nodo.click();
});
