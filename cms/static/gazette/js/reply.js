// Puts forms about replies where the reader is. Each link that it takes over also leads to the same form on a page of its own.

const scope = document.querySelector("[data-failed]");
const status = scope?.querySelector("[data-reply-status]");
const FIELDS = "textarea, input:not([type=hidden]), button"; // the first of them is where somebody begins
const openers = new WeakMap(); // which link a box came from

/** What is typed, kept in this tab until it is sent; where the browser keeps nothing, so does this. */
const drafts = {
  key: (form) => `reply:${form.getAttribute("action")}#${form.elements.reply_to?.value ?? ""}`,
  try(action) {
    try {
      return action(sessionStorage);
    } catch {
      return null;
    }
  },
  read: (form) => drafts.try((kept) => kept.getItem(drafts.key(form))),
  write: (form) => drafts.try((kept) => kept.setItem(drafts.key(form), form.elements.comment.value)),
  drop: (form) => drafts.try((kept) => kept.removeItem(drafts.key(form))),
};

function keepDraft(form) {
  const field = form.elements.comment;
  if (!field) return;
  field.value = drafts.read(form) ?? field.value;
  field.addEventListener("input", () => drafts.write(form));
}

/** Returns the box in an answer of the server. Anything else (an error page) is no box, and throws. */
async function fetchBox(address, options) {
  const url = new URL(address, location.href);
  url.searchParams.set("fragment", "1");
  const response = await fetch(url, options);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const box = page.querySelector("[data-reply-box]");
  if (!box) throw new Error(`no form in the answer, status ${response.status}`);
  return document.importNode(box, true);
}

/** Makes a box that has just come into the page work, and leads the reader to what matters in it. */
function settle(box) {
  const form = box.querySelector("[data-reply-form]");
  if (form) {
    keepDraft(form);
    form.addEventListener("submit", (event) => send(event, box, form));
  }
  box.querySelector("[data-reply-close]")?.addEventListener("click", () => close(box));
  const said = box.querySelector("[data-reply-announce]");
  (form?.querySelector("[aria-invalid='true']") ?? said ?? box.querySelector(FIELDS))?.focus();
  if (said) status.textContent = said.textContent.trim().replace(/\s+/g, " ");
}

async function open(event) {
  const link = event.target.closest("a[data-reply], a.reply__report");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const place = link.parentElement;
  const opened = place.nextElementSibling?.matches("[data-reply-box]") ? place.nextElementSibling : null;
  if (opened?.querySelector("form") && openers.get(opened) === link) {
    opened.querySelector(FIELDS).focus();
    return;
  }
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const box = await fetchBox(link.href);
    opened?.remove();
    place.after(box);
    openers.set(box, link);
    settle(box);
  } catch {
    location.assign(link.href);
  }
  link.ariaBusy = null;
}

function close(box) {
  box.remove();
  openers.get(box)?.focus();
}

async function send(event, box, form) {
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  status.textContent = "";
  try {
    const body = new FormData(form, event.submitter);
    const answer = await fetchBox(form.action, { method: "POST", body });
    if (!answer.querySelector("form")) drafts.drop(form);
    openers.set(answer, openers.get(box));
    box.replaceWith(answer);
    take(answer);
    settle(answer);
  } catch (error) {
    if (error instanceof TypeError) status.textContent = scope.dataset.failed; // no network: the form stays as it is
    else leave(form, event.submitter);
  }
  form.ariaBusy = null;
}

/** Brings the reply below which an answer stands in line with what became of it. */
function take(answer) {
  const reply = answer.dataset.effect && answer.closest("[data-own-item], .h-cite");
  if (!reply) return;
  if (answer.dataset.effect === "gone") reply.replaceChildren(answer);
  else reply.querySelector("[data-text], .e-content").replaceChildren(...answer.querySelector("[data-text]").childNodes);
}

/** Sends the form the plain way. */
function leave(form, submitter) {
  if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: 1 }));
  form.submit();
}

document.addEventListener("click", open);

// On the form's own page.
document.querySelector("[data-reply-form] [data-reply-announce]")?.focus();
for (const form of document.querySelectorAll("[data-reply-form]")) {
  keepDraft(form);
  form.addEventListener("submit", () => drafts.drop(form));
}
