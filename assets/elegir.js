// Which files the file chooser shows: those that the pressed button names, else all.
document.addEventListener(
  "click",
  ({ target }) => {
    const campo = target.closest?.(".subida")?.querySelector("input[type=file]");
    if (campo && target !== campo) {
      campo.accept = target.closest("[data-acepta]")?.dataset.acepta ?? "";
    }
  },
  true,
);
