// «Restaurar desde un respaldo» on the page of the first link. The window that tells how it goes
// hangs on the document, not on the page: that one is drawn anew when the server comes back.
// What stands before every address (`ANTES`) is found in entrada.js.
document.addEventListener("change", ({ target }) => {
  const entrada = target.closest?.("input[data-restaurar]");
  if (!entrada?.files.length) return;
  const [archivo] = entrada.files;
  entrada.value = "";
  restaurarDesde(archivo, entrada.dataset.restaurar);
});

async function restaurarDesde(archivo, direccion) {
  const ventana = document.createElement("dialog");
  ventana.className = "restauracion";
  ventana.setAttribute("aria-label", "Restaurar desde un respaldo");
  const dicho = document.createElement("p");
  dicho.setAttribute("role", "status");
  ventana.append(dicho);
  document.body.append(ventana);
  ventana.addEventListener("cancel", (evento) => evento.preventDefault());
  ventana.showModal();
  const decir = (texto) => {
    if (dicho.textContent !== texto) dicho.textContent = texto;
  };
  const terminar = (texto, boton) => {
    decir(texto);
    boton.className = "boton boton-principal";
    ventana.append(boton);
    boton.focus();
  };
  const fallar = (texto) => {
    const cerrar = document.createElement("button");
    cerrar.textContent = "Cerrar";
    cerrar.addEventListener("click", () => ventana.remove());
    terminar(texto, cerrar);
  };
  decir("Subiendo el respaldo…");
  const encargo = await subirRespaldo(archivo, ANTES + direccion, (parte) =>
    decir(parte < 1 ? `Subiendo el respaldo: ${Math.floor(parte * 100)} %` : "Revisando el respaldo…"),
  );
  if (!encargo.numero) {
    fallar(encargo.mensajes?.[""] ?? "No hay conexión con el servidor. Intente de nuevo en un momento.");
    return;
  }
  decir("Restaurando. La aplicación se cierra y vuelve en unos segundos…");
  for (;;) {
    await new Promise((seguir) => setTimeout(seguir, 1000));
    const fin = await fetch(`${ANTES + direccion}?numero=${encargo.numero}`)
      .then((respuesta) => respuesta.json())
      .catch(() => null);
    if (!fin?.mensaje) continue;
    if (!fin.hecho) {
      fallar(fin.mensaje);
      return;
    }
    const entrar = document.createElement("a");
    entrar.textContent = "Entrar";
    entrar.href = ANTES + fin.destino;
    terminar(fin.mensaje, entrar);
    return;
  }
}

// Unlike fetch it tells how much has gone.
function subirRespaldo(archivo, direccion, alAvanzar) {
  return new Promise((contestar) => {
    const pedido = new XMLHttpRequest();
    pedido.open("POST", direccion);
    pedido.setRequestHeader(
      "X-Clientes-Enlace",
      new URLSearchParams(location.search).get("t") ?? "",
    );
    pedido.responseType = "json";
    pedido.upload.onprogress = ({ loaded, total }) => alAvanzar(loaded / total);
    pedido.onload = () => contestar(pedido.response ?? {});
    pedido.onerror = () => contestar({});
    pedido.send(archivo);
  });
}
