// While a post is written: a private copy on the server a few seconds after each change, one in this browser until that
// has happened, who else has the post open, and a warning before leaving. Without this script the form saves as ever.

const PAUSE = 2500; // after the last key
const LONGEST = 15_000; // for those who never pause
const AGAIN = 10_000; // after a failure
const PREFIX = "gazette-autosave";

const desk = document.querySelector("[data-writing]");
if (desk) begin(desk, desk.closest("form"));

function begin(desk, form) {
  const { user, place } = desk.dataset;
  const mine = `${PREFIX}:${user}:`;
  const part = (name) => desk.querySelector(`[data-writing-${name}]`);
  const token = () => form.elements.csrfmiddlewaretoken.value;
  let initial = "";
  let kept = ""; // what the server has
  let timer = 0;
  let waitsSince = 0;
  let running = null;
  let isSending = false;

  function content() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_")) data.append(name, value);
    }
    return data;
  }

  const isChanged = () => "unsaved" in desk.dataset || String(content()) !== initial;

  function say(words) {
    const status = part("status");
    if (status.textContent !== words) status.textContent = words;
  }

  // --- In this browser, until the server has it ---
  const forgetHere = (where = place) => localStorage.removeItem(mine + where);

  function keepHere(body) {
    try {
      localStorage.setItem(mine + place, JSON.stringify({ at: Date.now(), body, url: desk.dataset.autosave }));
    } catch {
      say(desk.dataset.failed); // no room, or the browser keeps nothing
    }
  }

  // --- On the server ---
  async function send(url, body, at, signal) {
    const data = new URLSearchParams(body);
    data.set("csrfmiddlewaretoken", token());
    data.set("autosave_written_at", at);
    const response = await fetch(url, { method: "POST", body: data, signal, redirect: "manual" });
    if (response.type === "opaqueredirect" || response.status === 403) return { isSignedOut: true };
    const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    return response.ok ? answer : { refused: answer.refused ?? desk.dataset.failed };
  }

  async function save() {
    clearTimeout(timer);
    waitsSince = 0;
    const body = String(content());
    if (isSending || body === kept || !isChanged()) return;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await send(desk.dataset.autosave, body, Date.now(), running.signal);
      if (answer.isSignedOut) return signedOut();
      if (answer.refused) return say(answer.refused);
      kept = body;
      if (String(content()) === body) forgetHere();
      part("signed-out").hidden = true;
      part("notes").innerHTML = answer.notes;
      say(answer.saved);
    } catch (error) {
      if (error.name !== "AbortError") {
        say(desk.dataset.offline);
        timer = setTimeout(save, AGAIN);
      }
    }
  }

  function signedOut() {
    part("signed-out").hidden = false;
    say("");
    timer = setTimeout(beat, AGAIN);
  }

  // --- Who is here ---
  async function beat() {
    const version = form.elements.version?.value ?? "";
    const url = `${desk.dataset.presence}?${new URLSearchParams({ version })}`;
    const response = await fetch(url, { redirect: "manual" }).catch(() => null);
    if (!response || isSending) return;
    if (!response.ok) return signedOut();
    const answer = await response.json();
    if (String(answer.user) !== user) return say(desk.dataset.otherUser);
    const wasOut = !part("signed-out").hidden;
    form.elements.csrfmiddlewaretoken.value = answer.token; // signing in has changed it
    part("signed-out").hidden = true;
    part("notes").innerHTML = answer.notes;
    if (wasOut) save();
  }

  // --- What happens in the form ---
  function changed() {
    if (isSending || !isChanged()) return;
    const body = String(content());
    if (body === kept) return;
    keepHere(body);
    clearTimeout(timer);
    waitsSince ||= Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, waitsSince + LONGEST - Date.now())));
  }

  let soon = 0;
  const changedSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(changed, 300);
  };

  function watch() {
    initial = String(content());
    form.addEventListener("input", changedSoon);
    form.addEventListener("change", changedSoon);
    window.django?.jQuery?.(form).on("change", changedSoon); // choosers tell jQuery only
    form.addEventListener("submit", () => {
      keepHere(String(content())); // until the answer says that it is stored
      isSending = true;
      running?.abort();
      clearTimeout(timer);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isSending && isChanged()) event.preventDefault();
    });
    window.addEventListener("pagehide", () => running?.abort());
    window.addEventListener("pageshow", ({ persisted }) => {
      if (persisted) isSending = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save();
    });
    window.addEventListener("online", save);
    setInterval(() => document.visibilityState === "visible" && beat(), desk.dataset.heartbeatSeconds * 1000);
    if ("unsaved" in desk.dataset) changed();
  }

  // --- Copies of this browser that never reached the server go there now, and are offered ---
  async function handIn() {
    const saved = /(?:^|; )gazette_saved="?([^;"]*)/.exec(document.cookie)?.[1] ?? "";
    for (const where of saved.split(".")) forgetHere(where);
    document.cookie = `gazette_saved=; path=${desk.dataset.cookiePath}; max-age=0; samesite=strict`;
    let count = 0;
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(mine))) {
      const where = name.slice(mine.length);
      const copy = JSON.parse(localStorage.getItem(name));
      if (where === place || (where.startsWith("new-") && place.startsWith("new-"))) {
        const answer = await send(copy.url, copy.body, copy.at).catch(() => ({ refused: true }));
        if (answer.refused || answer.isSignedOut) continue;
        forgetHere(where);
        count += 1;
      }
    }
    return count;
  }

  window.addEventListener("load", async () => {
    const count = "unsaved" in desk.dataset ? 0 : await handIn().catch(() => 0); // a broken copy keeps nobody from writing
    if (count) location.reload(); // the page offers them
    else watch();
  });
}
