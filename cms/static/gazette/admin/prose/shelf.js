// The shelf of an organization while a post is written: a file is uploaded or chosen from it, in a dialog of its own.

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const organization = () => document.querySelector("[name=organization]")?.value ?? "";

// --- What the site is asked ---
async function upload(file, { words, upload: address }) {
  if (!organization()) throw new Error(words.no_organization);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("organization", organization());
  body.append("file", file);
  let answer;
  try {
    const response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
    answer = await response.json();
  } catch {
    throw new Error(words.failed);
  }
  if (answer.error) throw new Error(answer.error);
  return answer;
}

async function search(words, page, { choose: address }) {
  if (!organization()) return { found: [], more: false };
  const query = new URLSearchParams({ organization: organization(), q: words, page });
  const response = await fetch(`${address}?${query}`, { credentials: "same-origin" });
  return response.ok ? response.json() : { found: [], more: false };
}

// --- The dialog ---
export function opened(title) {
  const status = make("p", { className: "gz-picture__status", role: "status" });
  const heading = make("h2", { textContent: title, id: "gz-picture-title" });
  const form = make("form", { method: "dialog", noValidate: true }, heading, status);
  const dialog = make("dialog", { className: "prose-editor-dialog gz-picture" }, form);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, form, say: (words) => Object.assign(status, { textContent: words }) };
}

export function labelled(label, field, help = "") {
  return make("label", {}, make("span", { textContent: label }), field, make("small", { textContent: help }));
}

// How a file looks among those to choose from: a picture, or its name and size.
function choiceOf({ thumbnail, title, alt, size }) {
  const name = make("span", { textContent: title });
  if (!thumbnail) return [name, make("small", { textContent: `PDF, ${size}` })];
  return [make("img", { src: thumbnail, alt, loading: "lazy" }), name];
}

// A dialog that ends with a file of the shelf, or with nothing when it is closed.
export function pick(options, file = null) {
  const { words, types } = options;
  const { dialog, form, say } = opened(words.name);
  const { promise, resolve } = withResolvers();
  const done = (row) => {
    resolve(row);
    dialog.close();
  };
  dialog.addEventListener("close", () => resolve(null));

  const send = async (given) => {
    say(words.uploading);
    try {
      done(await upload(given, options));
    } catch (error) {
      say(error.message);
    }
  };

  const input = make("input", { type: "file", accept: types, hasChangeListener: true }); // so the theme's script leaves it alone
  input.addEventListener("change", () => input.files[0] && send(input.files[0]));
  const wanted = make("input", { type: "search", autocomplete: "off" });
  const shelf = make("div", { className: `gz-picture__shelf${types.includes("pdf") ? " gz-picture__shelf--names" : ""}` });
  const more = make("button", { type: "button", className: "gz-act", textContent: words.more, hidden: true });
  let page = 0;
  const show = async (isNew) => {
    page = isNew ? 1 : page + 1;
    const found = await search(wanted.value, page, options);
    const choices = found.found.map((row) => {
      const choice = make("button", { type: "button", title: row.title }, ...choiceOf(row));
      choice.addEventListener("click", () => done(row));
      return choice;
    });
    if (isNew) shelf.replaceChildren(...choices);
    else shelf.append(...choices);
    if (!shelf.childElementCount) shelf.textContent = organization() ? words.nothing : words.no_organization;
    more.hidden = !found.more;
  };
  let waiting = 0;
  wanted.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250, true);
  });
  wanted.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  more.addEventListener("click", () => show(false));

  const cancel = make("button", { type: "button", className: "gz-act", textContent: words.cancel });
  cancel.addEventListener("click", () => dialog.close());
  const choosing = make("fieldset", {}, make("legend", { textContent: words.choose }), labelled(words.search, wanted), shelf, more);
  form.append(labelled(words.upload, input), choosing, cancel);
  if (file) send(file);
  else show(true);
  return promise;
}

export function withResolvers() {
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
}
