// The checklist of the form of a post, looked at anew a moment after each change. Without this script it is that of the last save.

const PAUSE = 1500;
const panel = document.querySelector("[data-checklist]");
if (panel) watch(panel, document.querySelector("#post_form"));

function watch(part, form) {
  let timer = 0;
  let running = null;

  async function look() {
    running?.abort();
    running = new AbortController();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const response = await fetch(part.dataset.checklist, { method: "POST", body, signal: running.signal, redirect: "manual" });
      if (response.ok) part.innerHTML = await response.text();
    } catch {
      // without a network the last answer stays; saving looks again
    }
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("pagehide", () => running?.abort());
}
