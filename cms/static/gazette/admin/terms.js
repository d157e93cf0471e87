// Tags, and categories for those who may make them, are made while they are typed into their choosers: those of the theme,
// with one more line to choose. Without this script the choosers offer what there is.

const { jQuery: $ } = window.django ?? {};

/** The chooser's own search, as Django's admin sets it up. */
const searchOf = ({ dataset }) => ({
  data: ({ term, page }) => ({
    term,
    page,
    app_label: dataset.appLabel,
    model_name: dataset.modelName,
    field_name: dataset.fieldName,
  }),
});

const folded = (words) => words.trim().replace(/\s+/g, " ").toLocaleLowerCase();

async function make(select, text, address) {
  const token = select.form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ name: text, csrfmiddlewaretoken: token });
  const response = await fetch(address, { method: "POST", body, redirect: "manual" });
  return response.ok ? response.json() : null;
}

function enhance(select) {
  const add = document.getElementById(`add_${select.id}`);
  if (!add || !$?.fn.select2) return;
  const address = new URL("../typed/", new URL(add.getAttribute("href"), location.href)).pathname;
  const offer = select.closest("form").querySelector("[data-writing]")?.dataset.makeTerm ?? "%s";

  if ($(select).data("select2")) $(select).select2("destroy");
  $(select)
    .select2({
      ajax: searchOf(select),
      tags: true,
      tokenSeparators: [","],
      createTag: ({ term }) => {
        const isChosen = [...select.selectedOptions].some((option) => folded(option.text) === folded(term));
        return folded(term) && !isChosen ? { id: `new:${term}`, text: term.trim(), isNew: true } : null;
      },
      insertTag: (found, typed) => {
        if (!found.some(({ text }) => folded(text) === folded(typed.text))) found.push(typed);
      },
      templateResult: ({ text, isNew }) => (isNew ? offer.replace("%s", text) : text),
    })
    .on("select2:select", async ({ params: { data } }) => {
      if (!data.isNew) return;
      const option = [...select.options].find(({ value }) => value === data.id);
      const made = await make(select, data.text, address).catch(() => null);
      const before = made && [...select.options].find(({ value }) => value === String(made.id));
      option?.remove();
      if (before) before.selected = true;
      else if (made) select.add(new Option(made.text, made.id, true, true));
      $(select).trigger("change");
    });
}

// Django sets its choosers up when the page is ready, which may be later than when it is loaded: ours come after them.
$?.(() => {
  for (const name of ["tags", "categories"]) {
    const select = document.querySelector(`select.admin-autocomplete[name=${name}]`);
    if (select) enhance(select);
  }
});
