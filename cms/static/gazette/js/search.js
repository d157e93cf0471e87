// Shows what is found while somebody types. Without it, the form leads to the same results.

const PAUSE = 200; // milliseconds without a key before the server is asked
const form = document.querySelector("[data-search]");
const words = form.elements.q;
const results = document.querySelector("[data-search-results]");
const status = document.querySelector("[data-search-status]");
let timer = 0;
let request = new AbortController();
let shown = parameters().toString();

/** What the form asks for, without what is empty. */
function parameters() {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
}

async function show() {
  const asked = parameters();
  if (asked.toString() === shown) return;
  request.abort();
  request = new AbortController();
  results.ariaBusy = "true";
  try {
    const response = await fetch(`${form.action}?${asked}&fragment=1`, { signal: request.signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    results.innerHTML = await response.text();
    shown = asked.toString();
    history.replaceState(null, "", `${form.getAttribute("action")}?${asked}`);
    const said = results.querySelector("[data-search-said]")?.textContent ?? "";
    status.textContent = said.trim().replace(/\s+/g, " ");
    results.ariaBusy = null;
  } catch (error) {
    if (error.name === "AbortError") return; // a later request is under way
    results.ariaBusy = null; // the button still leads to the results
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

/** Arrow keys go from the words through the posts and back. */
function step(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [words, ...results.querySelectorAll("a[data-found]")];
  const here = stops.indexOf(document.activeElement);
  const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
  if (here === -1 || !next) return;
  event.preventDefault();
  next.focus();
}

form.addEventListener("input", soon);
form.addEventListener("submit", () => clearTimeout(timer));
document.addEventListener("keydown", step);
