// What stands before every address of ours: "" but for an installation below a sub-path.
const ANTES = new URL(".", document.currentScript.src).pathname.slice(0, -1);

// Signing in and out: sent in the background and answered in JSON, so that what was typed stays.
// Forms are listened to on the document: they work before the rest of the page is alive.
async function enviarALaSesion(direccion, campos = {}) {
  const respuesta = await fetch(ANTES + direccion, {
    method: "POST",
    body: new URLSearchParams(campos),
    headers: { Accept: "application/json" },
  });
  const dicho = await respuesta.json();
  if (!respuesta.ok) return dicho;
  // What the tab remembers belongs to who was here until now; a draft is given back to nobody but
  // its owner, and goes as soon as somebody else has the tab (borrador.js).
  for (const clave of Object.keys(sessionStorage)) {
    if (!clave.startsWith("clientes.borrador.")) sessionStorage.removeItem(clave);
  }
  location.assign(ANTES + dicho.destino);
  return null;
}

window.enviarSesion = (direccion) =>
  enviarALaSesion(direccion).catch(() => location.reload());

// The server knows where addresses without an account lead now; a link inside the page, which
// never reaches it, ends on the page that is shown for unknown ones.
window.preguntarAlServidor = (inicios) => {
  const pathname = location.pathname.slice(ANTES.length);
  if (inicios.some((inicio) => pathname === inicio || pathname.startsWith(`${inicio}/`))) {
    location.reload();
  }
};

document.addEventListener(
  "submit",
  async (evento) => {
    const formulario = evento.target.closest?.("form[data-sesion]");
    if (!formulario) return;
    evento.preventDefault();
    evento.stopPropagation();
    const boton = formulario.querySelector("button[type=submit]");
    if (boton?.getAttribute("aria-disabled") === "true") return;
    const decir = (mensajes) => {
      for (const lugar of formulario.querySelectorAll("[data-mensaje]")) {
        lugar.textContent = mensajes[lugar.dataset.mensaje] ?? "";
      }
      for (const entrada of formulario.querySelectorAll("input")) {
        entrada.setAttribute("aria-invalid", String(Boolean(mensajes[entrada.name])));
      }
      formulario.querySelector("[aria-invalid=true]")?.focus();
    };
    decir({});
    boton?.setAttribute("aria-disabled", "true");
    try {
      const campos = new FormData(formulario);
      // Where to go on, and the one-time link, stand in the address of the page. It says nothing of
      // what a field asks for: whoever made the address would be signed in, not who typed.
      for (const [nombre, valor] of new URLSearchParams(location.search)) {
        if (!campos.has(nombre)) campos.set(nombre, valor);
      }
      const dicho = await enviarALaSesion(formulario.getAttribute("action"), campos);
      if (!dicho) return;
      decir(dicho.mensajes);
    } catch {
      decir({ "": "No hay conexión con el servidor. Intente de nuevo en un momento." });
    }
    boton?.removeAttribute("aria-disabled");
  },
  true,
);

// Shows what was typed as a password, and hides it again.
document.addEventListener("click", ({ target }) => {
  const boton = target.closest?.("[data-mostrar-clave]");
  if (!boton) return;
  const entrada = document.getElementById(boton.dataset.mostrarClave);
  const oculta = entrada.type === "password";
  entrada.type = oculta ? "text" : "password";
  boton.setAttribute("aria-pressed", String(oculta));
});

// Copies what a field holds. A page that did not come over https has no other way to the clipboard.
document.addEventListener("click", ({ target }) => {
  const boton = target.closest?.("[data-copiar]");
  if (!boton) return;
  document.getElementById(boton.dataset.copiar).select();
  document.execCommand("copy");
});
