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

  // What comes to be said of the field that has the focus is not left below the edge.
  new MutationObserver((cambios) => {
    const campo = document.activeElement?.closest(".cajon .campo");
    const notas = campo?.querySelector(".notas");
    if (notas && cambios.some(({ target }) => notas.contains(target))) {
      campo.scrollIntoView({ block: "nearest" });
    }
  }).observe(document, { childList: true, subtree: true });

  // The drawer begins at its fields, also when it opens with a message: what that offers may throw
  // away what was typed, and must not be what Enter presses. What a document filled in, or why it did
  // not, comes first.
  window.empezarEnLosCampos = () => {
    const cajon = document.querySelector(".cajon");
    const lugares = ["#campo-rechazo", "#campo-documento", ".cajon-cuerpo .entrada"];
    (lugares.map((lugar) => cajon.querySelector(lugar)).find(Boolean) ?? cajon).focus();
  };

  // Whoever may only look has nothing to save: Enter in a field and Ctrl+Enter ask for nothing.
  document.addEventListener(
    "submit",
    (evento) => {
      if (!evento.target.matches("body:has(.solo-lectura) [data-guardar]")) return;
      evento.preventDefault();
      evento.stopPropagation();
    },
    true,
  );

  // The sign is there only while the server is away: with it goes what was asked for.
  document.addEventListener("submit", ({ target }) => {
    const aviso = target.querySelector?.(".cajon-sin-conexion");
    if (aviso) aviso.dataset.pedido = "true";
  });
})();
