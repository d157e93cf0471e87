// The shelf: files dropped on the form are as good as chosen ones, and a click into an image sets its focal point.

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-drop-chosen]");
  const tell = () => {
    chosen.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  const over = (isOver) => (event) => {
    event.preventDefault();
    form.classList.toggle("is-over", isOver);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    const files = new DataTransfer();
    for (const file of event.dataTransfer.files) if (input.multiple || !files.files.length) files.items.add(file);
    if (files.files.length) input.files = files.files;
    tell();
  });
  // Caught on its way: the theme's script looks beside the field for a text that is not there.
  const catchChange = (event) => {
    if (event.target !== input) return;
    event.stopPropagation();
    tell();
  };
  form.addEventListener("change", catchChange, true);
}

const frame = document.querySelector("[data-focus]");
const fields = { x: document.querySelector("[name=focal_x]"), y: document.querySelector("[name=focal_y]") };

function showFocus() {
  for (const circle of frame.querySelectorAll("circle")) {
    circle.setAttribute("cx", `${fields.x.value || 50}%`);
    circle.setAttribute("cy", `${fields.y.value || 50}%`);
  }
}

if (frame && fields.x && fields.y) {
  frame.classList.add("is-ready");
  frame.title = frame.dataset.focusHelp ?? "";
  frame.addEventListener("click", (event) => {
    const box = frame.querySelector("img").getBoundingClientRect();
    const percent = (part, whole) => Math.min(100, Math.max(0, Math.round((100 * part) / whole)));
    fields.x.value = percent(event.clientX - box.left, box.width);
    fields.y.value = percent(event.clientY - box.top, box.height);
    for (const field of Object.values(fields)) field.dispatchEvent(new Event("change", { bubbles: true }));
    showFocus();
  });
  for (const field of Object.values(fields)) field.addEventListener("input", showFocus);
}
