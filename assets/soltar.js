// A constancia that is dropped anywhere on a page which takes one, chosen by its button, or pasted.
// The page's one field for files sends it; without that field all of this is the browser's.
// On the first page of an account other documents are taken too, and carried to the page of the loads.
(() => {
  const entrada = () => document.querySelector("#constancia input[type=file]");
  const conArchivos = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  const marcar = (si) => document.body.toggleAttribute("data-soltando", si);

  const dar = (campo, archivos) => {
    campo.files = archivos;
    campo.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The link leads there within the page, so that the files are still at hand when its field is.
  const llevar = (enlace, archivos) => {
    const llevados = new DataTransfer();
    for (const archivo of archivos) llevados.items.add(archivo);
    const ruta = new URL(enlace.href).pathname;
    const alLlegar = (veces) => {
      const campo = document.querySelector("#archivo-csv input[type=file]");
      if (campo && location.pathname === ruta) dar(campo, llevados.files);
      else if (veces > 1) setTimeout(alLlegar, 50, veces - 1);
    };
    enlace.click();
    alLlegar(200);
  };

  const entregar = (archivos) => {
    const enlace = document.querySelector("[data-lleva-documentos]");
    const unPDF = archivos.length === 1 && /\.pdf$/i.test(archivos[0].name);
    if (!enlace || unPDF || document.querySelector(".cajon")) dar(entrada(), archivos);
    else llevar(enlace, archivos);
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
    if (target.closest?.("[data-elige-documentos]")) {
      const campo = document.createElement("input");
      Object.assign(campo, { type: "file", multiple: true, accept: ".pdf,.xml,.zip,.txt" });
      campo.addEventListener("change", () => entregar(campo.files));
      campo.click();
      return;
    }
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
