// Copies a text and says so by a message of the page. Where the page has no right to the clipboard
// (plain http on another machine) the old way is tried, which needs a field that is on the page.
window.copiar = async (texto, dicho, mensajes) => {
  const aLaAntigua = () => {
    const antes = document.activeElement;
    const campo = document.createElement("textarea");
    campo.value = texto;
    campo.setAttribute("aria-hidden", "true");
    campo.style.cssText = "position:fixed;opacity:0";
    document.body.append(campo);
    campo.select();
    const hecho = document.execCommand("copy");
    campo.remove();
    antes?.focus({ preventScroll: true });
    return hecho;
  };
  const hecho = await (navigator.clipboard?.writeText(texto) ?? Promise.reject()).then(
    () => true,
    aLaAntigua,
  );
  if (hecho) mensajes?.success(dicho, { id: "copiado" });
  else mensajes?.error("El navegador no dejó copiar. Seleccione el texto y use Ctrl+C.");
};
