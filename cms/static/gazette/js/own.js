// Shows somebody their own replies in the discussion that everybody reads. Whoever has none asks for nothing.

const place = document.querySelector("[data-own-replies]");

/** Puts the links for the author below a comment that is on this page. */
function mark(links) {
  const comment = document.querySelector(`#c${links.dataset.ownComment} > article`);
  if (!comment) return;
  const actions = comment.querySelector(".reply__do") ?? comment.appendChild(Object.assign(document.createElement("p"), { className: "reply__do" }));
  actions.querySelector(".reply__report")?.remove(); // nobody reports themselves
  actions.append(...links.children);
}

/** Fetches what this browser or account wrote here, in the words of the server. */
async function show() {
  const response = await fetch(place.dataset.ownReplies);
  if (response.status !== 200) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const own = document.importNode(page.querySelector("[data-own]"), true);
  for (const links of own.querySelectorAll("[data-own-comment]")) {
    mark(links);
    links.remove();
  }
  if (own.querySelector("[data-own-item]")) place.replaceChildren(own);
}

// The hint is there once this browser wrote something here, or somebody signed in.
if (place && /(^|; )known=/.test(document.cookie)) show();
