// Gives a name, for those who hear the page, to what packages leave nameless: the editor's text, the two boxes of a moment
// and the search field of a chooser. Each takes the label of its row.

{
  const labelOf = (element) =>
    element.closest(".field-line")?.querySelector("label")?.textContent.replace("*", "").trim() ?? "";

  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    editor.view.dom.setAttribute("aria-label", labelOf(textarea));
  });

  const nameBoxes = () => {
    const boxes = document.querySelectorAll(".field-line .select2-search__field, .field-line input[placeholder]");
    for (const box of boxes) {
      box.setAttribute("aria-label", `${labelOf(box)} ${box.placeholder}`.trim());
    }
  };

  // The choosers are set up when jQuery calls the page ready, which may be later than when it is loaded.
  window.addEventListener("load", () => (window.django?.jQuery ? window.django.jQuery(nameBoxes) : nameBoxes()));
}
