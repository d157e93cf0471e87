/**
 * Lets the keyboard scroll what is wider than the text: tables and code get a box that takes the focus while it overflows.
 * Without JavaScript they scroll by touch, by wheel and in browsers that focus scrolling boxes themselves.
 */

const label = document.querySelector("[data-wide-label]")?.dataset.wideLabel ?? "";

function box(element) {
  if (element.localName !== "table") return element;
  const wrapper = document.createElement("div");
  wrapper.className = "wide";
  element.replaceWith(wrapper);
  wrapper.append(element);
  return wrapper;
}

function update(element) {
  const overflows = element.scrollWidth > element.clientWidth;
  for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) {
    if (overflows) element.setAttribute(name, value);
    else element.removeAttribute(name);
  }
}

const observer = new ResizeObserver((entries) => entries.forEach((entry) => update(entry.target)));
for (const element of document.querySelectorAll(".prose table, .prose pre")) observer.observe(box(element));
