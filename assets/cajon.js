// The drawer: the way to a field that may be unfolded only now, and «Guardar» without a connection.
(() => {
  const PACIENCIA_MS = 2000;

  // Focus a field and show it whole, with what is said below it.
  window.llevarA = (id, desde = performance.now()) => {
    const nodo = document.getElementById(id);
    if (nodo) {
      nodo.focus();
      (nodo.closest(".campo") ?? nodo).scrollIntoView({ block: "nearest" });
    } else if (performance.now() - desde < PACIENCIA_MS) {
      requestAnimationFrame(() => window.llevarA(id, desde));
    }
  };

  // The sign is there only while the server is away: with it goes what was asked for.
  document.addEventListener("submit", ({ target }) => {
    const aviso = target.querySelector?.(".cajon-sin-conexion");
    if (aviso) aviso.dataset.pedido = "true";
  });
})();
