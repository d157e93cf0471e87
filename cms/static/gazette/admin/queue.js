// The moderation queue in place: a decision fetches the queue anew instead of loading the page, the focus goes to the next
// entry, what happened is announced, and single keys act. Without this script the same forms load the page.

const queue = document.querySelector("[data-queue]");
const status = queue.querySelector("[data-queue-status]");
const KEYS_OFF = "gazette-queue-keys-off";

const part = () => queue.querySelector("[data-queue-part]");
const entries = () => [...queue.querySelectorAll("[data-entry]")];
const current = () => document.activeElement.closest?.("[data-entry]") ?? null;

function say(words) {
  status.textContent = "";
  requestAnimationFrame(() => {
    status.textContent = words;
  });
}

function focusOn(entry) {
  if (!entry) return;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

// --- Deciding in place ---
// The ids of the entry that a form belongs to and of those after and before it: the focus goes to the first that is left.
function neighbours(form) {
  const entry = form.closest("[data-entry]");
  const all = entries();
  const place = all.indexOf(entry);
  return place < 0 ? [] : [...all.slice(place + 1), ...all.slice(0, place).reverse(), entry].map(({ id }) => id);
}

function show(fresh, address, wanted) {
  part().replaceWith(fresh);
  history.replaceState(null, "", address);
  prepare();
  const next = wanted.map((id) => document.getElementById(id)).find(Boolean) ?? entries()[0];
  focusOn(next ?? queue.querySelector("[data-queue-empty]"));
  const told = [...queue.querySelectorAll("[data-queue-told]")].map((element) => element.textContent.trim());
  say(told.join(" "));
}

async function send(form, button) {
  const wanted = neighbours(form);
  const response = await fetch(form.action, { method: "POST", body: new FormData(form, button), credentials: "same-origin" });
  if (!response.ok) throw new Error(response.statusText);
  const page = document.createElement("template"); // what stands in it is inert: no style, no script
  page.innerHTML = await response.text();
  const fresh = page.content.querySelector("[data-queue-part]");
  if (fresh) {
    show(document.adoptNode(fresh), response.url, wanted);
  } else {
    location.assign(location.href); // somebody has signed out meanwhile
  }
}

queue.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  if (queue.ariaBusy === "true") return;
  queue.ariaBusy = "true";
  send(form, event.submitter)
    .catch(() => say(queue.dataset.failed))
    .finally(() => {
      queue.ariaBusy = "false";
    });
});

// --- Choosing all, switching the keys off ---
function prepare() {
  const all = queue.querySelector("[data-queue-all]");
  if (all) all.hidden = false;
  const keys = queue.querySelector("[data-queue-keys]");
  keys.checked = !localStorage.getItem(KEYS_OFF);
}

queue.addEventListener("change", ({ target }) => {
  if (target.closest("[data-queue-all]")) {
    for (const box of queue.querySelectorAll("[data-entry] input[name=comment][type=checkbox]")) box.checked = target.checked;
  }
  if (target.matches("[data-queue-keys]")) {
    if (target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  }
});

// --- Keys ---
function move(step) {
  const all = entries();
  const entry = current();
  focusOn(entry ? all[all.indexOf(entry) + step] : all[0]);
}

function open(details) {
  details.open = !details.open;
  details.querySelector(details.open ? "input:not([type=hidden]), select" : "summary").focus();
}

function act(key) {
  if (key === "u") {
    queue.querySelector("[data-key=u]")?.click();
    return;
  }
  const target = current()?.querySelector(`[data-key="${key}"]`);
  if (target instanceof HTMLDetailsElement) open(target);
  else target?.click();
}

const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function press(event) {
  const { key } = event;
  if (key in moves) {
    if (key.startsWith("Arrow") && !document.activeElement.matches("[data-entry]")) return;
    move(moves[key]);
  } else if (key === "?") {
    open(queue.querySelector("[data-queue-help]"));
  } else if (key === "x") {
    current()?.querySelector("input[name=comment][type=checkbox]").click();
  } else if ("ahsrbu".includes(key)) {
    act(key);
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key === "Escape" && target.closest("[data-entry] details[open]")) {
    target.closest("details").open = false;
    focusOn(target.closest("[data-entry]"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || localStorage.getItem(KEYS_OFF)) return;
  if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  press(event);
});

prepare();
