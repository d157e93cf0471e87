// The cover of a post is seen and chosen from the shelf, or uploaded. Without this script the list of names in the form remains.

const select = document.querySelector("select[data-cover]");
if (select) {
  // Only pages with an editor know this module by its name.
  window.addEventListener("load", async () => enhance(select, JSON.parse(select.dataset.cover), await import("gazette/shelf")));
}

function enhance(field, options, { make, pick }) {
  const { words, thumbnail } = options;
  const known = new Map([[field.value, thumbnail]]);
  const shown = make("img", { className: "gz-cover__image", alt: "" });
  const name = make("span", { className: "gz-cover__name", role: "status" });
  const choose = make("button", { type: "button", className: "gz-button gz-button--quiet" });
  const remove = make("button", { type: "button", className: "gz-button gz-button--quiet", textContent: words.remove });
  const panel = make("div", { className: "gz-cover" }, shown, name, make("p", { className: "gz-acts" }, choose, remove));

  const show = () => {
    const address = known.get(field.value);
    shown.hidden = !address;
    if (address) shown.src = address;
    name.textContent = field.value ? field.selectedOptions[0].text : words.none;
    choose.textContent = field.value ? words.other : words.name;
    remove.hidden = !field.value;
  };
  const take = (value) => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true })); // the autosave and the checklist listen
    choose.focus();
  };

  choose.addEventListener("click", async () => {
    const image = await pick(options);
    if (!image) return choose.focus();
    const number = String(image.id);
    known.set(number, image.thumbnail);
    if (![...field.options].some(({ value }) => value === number)) field.add(new Option(image.title, number));
    const alt = document.querySelector("[name=cover_alt]");
    if (alt && !alt.value) alt.value = image.alt;
    return take(number);
  });
  remove.addEventListener("click", () => take(""));
  field.addEventListener("change", show);

  const list = field.closest(".related-widget-wrapper") ?? field.parentElement;
  list.before(panel);
  list.hidden = true;
  show();
}
