// A constancia that is dropped anywhere on a page which takes one, chosen by its button, or pasted.
// The page's one field for files sends it; without that field all of this is the browser's.
(() => {
  const entrada = () => document.querySelector("#constancia input[type=file]");
  const conArchivos = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  const marcar = (si) => document.body.toggleAttribute("data-soltando", si);

  const entregar = (archivos) => {
    const campo = entrada();
    campo.files = archivos;
    campo.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Else the browser would open the file in the place of the page.
  document.addEventListener("dragover", (evento) => {
    if (!entrada() || !conArchivos(evento)) return;
    evento.preventDefault();
    evento.dataTransfer.dropEffect = "copy";
    marcar(true);
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || marcar(false));
  document.addEventListener("drop", (evento) => {
    marcar(false);
    if (evento.defaultPrevented || !entrada() || !conArchivos(evento)) return;
    evento.preventDefault();
    entregar(evento.dataTransfer.files);
  });

  document.addEventListener("click", ({ target }) => {
    const campo = target.closest?.("[data-elige-constancia]") && entrada();
    if (!campo) return;
    // The same file again would be no change.
    campo.value = "";
    campo.click();
  });

  // As if somebody typed it: the field hears of it as it does of a key.
  const escribir = (campo, texto) => {
    const poner = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    campo.focus();
    poner.call(campo, texto);
    campo.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("paste", (evento) => {
    if (evento.target.closest?.("input, textarea") || !entrada()) return;
    const { files, getData } = evento.clipboardData;
    const texto = getData.call(evento.clipboardData, "text").trim();
    const rfc = document.getElementById("campo-rfc");
    if (files.length) entregar(files);
    else if (texto && rfc && !rfc.readOnly) escribir(rfc, texto);
    else return;
    evento.preventDefault();
  });
})();
