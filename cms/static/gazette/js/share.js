// Passes a post on with what the browser offers: its own way of sharing, and the clipboard. Each button shows where it works.

const scope = document.querySelector("[data-share-done]");
const status = scope.querySelector("[data-share-status]");

function offer(button, action) {
  button.hidden = false;
  button.addEventListener("click", action);
}

/** Copies a text, and says so: aloud, and on the button for a moment. */
async function copy({ currentTarget: button }) {
  let words = scope.dataset.shareDone;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    words = scope.dataset.shareFailed;
  }
  status.textContent = words;
  const name = button.dataset.name ?? button.textContent;
  Object.assign(button.dataset, { name });
  button.textContent = words;
  setTimeout(() => (button.textContent = name), 2000);
}

if (navigator.share) {
  const share = () => navigator.share({ title: document.title, url: document.querySelector("link[rel=canonical]").href });
  offer(scope.querySelector("[data-share]"), () => share().catch(() => {})); // who changes their mind gets no message
}
if (navigator.clipboard) for (const button of scope.querySelectorAll("[data-copy]")) offer(button, copy);
