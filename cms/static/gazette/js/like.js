// Likes where the reader is. Each link that it takes over also leads to a page with the same button.

const scope = document.querySelector("[data-likes-mine]");
const status = scope.querySelector("[data-like-status]");
let token = "";

/** Makes a link a button that says whether the reader likes what it stands at. */
function mark(link, isLiked) {
  link.role = "button";
  link.ariaPressed = String(isLiked);
}

/** Asks the server; an answer that says nothing of likes (an error page) throws. */
async function ask(link, options) {
  const url = new URL(link.href);
  url.searchParams.set("fragment", "1");
  const answer = await (await fetch(url, options)).json();
  token = answer.token ?? token;
  return answer;
}

function show(link, { liked, count, sentence }) {
  mark(link, liked);
  const number = link.querySelector("[data-like-count]");
  if (number) number.textContent = count || "";
  else scope.querySelector("[data-like-sentence]").textContent = sentence;
  status.textContent = sentence;
}

/** Says why nothing happened: aloud, and beside the link until the next try. */
function complain(link, words) {
  status.textContent = words;
  link.after(Object.assign(document.createElement("span"), { className: "like__problem", textContent: words }));
}

async function toggle(link) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  status.textContent = "";
  if (link.nextElementSibling?.matches(".like__problem")) link.nextElementSibling.remove();
  const like = link.ariaPressed === "true" ? 0 : 1;
  const send = () => ask(link, { method: "POST", body: new URLSearchParams({ like, csrfmiddlewaretoken: token }) });
  try {
    if (!token) await ask(link);
    let answer = await send();
    if (answer.token) answer = await send(); // signing in or out has changed the token: the answer brought the new one
    if (answer.token) throw new Error("the browser keeps no cookie");
    if (answer.refusal) complain(link, answer.refusal);
    else show(link, answer);
  } catch (error) {
    if (error instanceof TypeError) complain(link, scope.dataset.likesFailed); // no network
    else location.assign(link.href);
  }
  link.ariaBusy = null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-like]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  toggle(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[data-like][role=button]")) return;
  event.preventDefault(); // a button also listens to the space bar
  event.target.click();
});

for (const link of document.querySelectorAll("a[data-like]")) mark(link, false);

// The hint is there once this browser wrote or liked something, or somebody signed in.
if (/(^|; )known=/.test(document.cookie)) {
  const response = await fetch(scope.dataset.likesMine);
  const mine = response.ok ? await response.json() : { comments: [] };
  if (mine.post) mark(scope.querySelector("a[data-like]"), true);
  for (const pk of mine.comments) document.querySelectorAll(`a[data-like][href$="/comments/${pk}/like/"]`).forEach((link) => mark(link, true));
}
