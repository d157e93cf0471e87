// What is pasted from other programs becomes an article's markup: office lists become lists, debris goes, words stay apart.
// `blog/richtext/pasted.py` does the same to what arrives without the editor; both are held to the same examples.

import { Extension, Plugin } from "django-prose-editor/editor";

const DEBRIS = "style, script, title, meta, link, xml, template, object, svg, math, noscript, button, select, col, colgroup";
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, li, table, blockquote, hr, section, article, header, footer, figure";
const LIST = /mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)/i;
const NUMBER = /^\(?(\d{1,4}|[a-z]{1,4})[.)]$/i;
const PLACE_IN_OFFICE = /^(?:#(?:_|h\.|heading=|bookmark=|kix\.)|file:)/i;

const isBlock = (node) => node?.nodeType === 1 && node.matches(BLOCKS);
const styleOf = (element) => element.getAttribute("style") ?? "";
const isEmptyText = (node) => node.nodeType === 3 && !node.data.trim();

function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  if (element.hasAttribute("style")) renamed.setAttribute("style", styleOf(element));
  element.replaceWith(renamed);
  return renamed;
}

// The page's only h1 is its title, and below h4 there is nothing.
function shiftHeadings(body) {
  const shift = body.querySelector("h1") ? 1 : 0;
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    rename(heading, `h${Math.min(Number(heading.localName[1]) + shift, 4)}`);
  }
  for (const title of body.querySelectorAll("p.MsoTitle")) rename(title, "h2");
  for (const quote of body.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")) {
    const around = body.ownerDocument.createElement("blockquote");
    quote.replaceWith(around);
    around.append(quote);
  }
}

// --- Lists of Word: paragraphs that say by their style to which list and level they belong ---
function markerOf(paragraph) {
  const marker = [...paragraph.querySelectorAll("[style]")].find((element) => /mso-list:\s*ignore/i.test(styleOf(element)));
  marker?.remove();
  return marker?.textContent.replace(/[\s\u00a0]+/g, "") ?? "";
}

function previousElement(paragraph) {
  let node = paragraph.previousSibling;
  while (node && (node.nodeType === 8 || isEmptyText(node))) node = node.previousSibling;
  return node;
}

function makeLists(body) {
  let open = []; // the lists that are open: their level, their name, the element
  let last = null;
  for (const paragraph of body.querySelectorAll("[style*='mso-list']")) {
    const found = LIST.exec(styleOf(paragraph));
    if (!found || !paragraph.matches("p, h1, h2, h3, h4, h5, h6")) continue;
    const [, list, depth, format] = found;
    const level = Number(depth);
    const marker = markerOf(paragraph);
    const number = NUMBER.exec(marker)?.[1];
    const kind = number ? "ol" : "ul";
    const name = `${list} ${format} ${kind}`;
    if (!last || previousElement(paragraph) !== last) open = [];
    open = open.filter((each) => each.level < level || (each.level === level && each.name === name));
    if (open.at(-1)?.level !== level) {
      const element = body.ownerDocument.createElement(kind);
      if (/^\d+$/.test(number ?? "") && number !== "1") element.setAttribute("start", number);
      const outer = open.at(-1)?.element.lastElementChild;
      if (outer) outer.append(element);
      else paragraph.before(element);
      open.push({ level, name, element });
    }
    const item = body.ownerDocument.createElement("li");
    open.at(-1).element.append(item);
    paragraph.removeAttribute("style");
    item.append(paragraph);
    last = open[0].element;
  }
}

// --- Debris ---
// A non-breaking space stays only where one holds a figure or a French sign to its word.
function breakWhereItMay(text, spaces, at) {
  const before = text[at - 1] ?? "";
  const after = text[at + spaces.length] ?? "";
  const holds = /[\d«№§]/.test(before) || /[\d»:;!?%€]/.test(after);
  return spaces === "\u00a0" && before && after && holds ? spaces : " ";
}

function cleanText(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("pre")) continue;
    const text = node.data;
    node.data = text.replace(/[ \t\r\n\f]*\u00a0[\u00a0 \t\r\n\f]*/g, (spaces, at) => breakWhereItMay(text, spaces, at));
  }
}

function removeEmpty(body) {
  for (const lineBreak of body.querySelectorAll("br")) {
    const { previousSibling: before, nextSibling: after, parentElement: parent } = lineBreak;
    const endsBlock = !after && isBlock(parent);
    const isBetween = (!before || isBlock(before)) && (!after || isBlock(after));
    if (lineBreak.className.includes("interchange") || endsBlock || isBetween) lineBreak.remove();
  }
  for (const paragraph of body.querySelectorAll("p, div")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img, figure, table, hr, iframe")) paragraph.remove();
  }
}

function cleanLinks(body) {
  for (const link of body.querySelectorAll("a")) {
    const href = link.getAttribute("href") ?? "";
    const target = URL.parse(href);
    for (const { name } of [...link.attributes]) if (name !== "href") link.removeAttribute(name);
    if (!href || PLACE_IN_OFFICE.test(href)) link.replaceWith(...link.childNodes);
    else if (/^(www\.)?google\.com$/.test(target?.hostname) && target.pathname === "/url") {
      link.setAttribute("href", target.searchParams.get("q") ?? href);
    }
  }
}

// A video in a frame becomes a link in a figure; whether its site is known is the sanitizer's business.
function replaceFrames(body) {
  for (const frame of body.querySelectorAll("iframe")) {
    const address = frame.getAttribute("src") ?? "";
    const figure = body.ownerDocument.createElement("figure");
    const link = body.ownerDocument.createElement("a");
    figure.setAttribute("data-video", "");
    link.setAttribute("href", address.replace(/^\/\//, "https://"));
    link.textContent = link.getAttribute("href");
    figure.append(link);
    if (/(youtube|vimeo|dailymotion|rutube|vk|ted)[\w-]*\.\w+\//.test(address)) frame.replaceWith(figure);
    else frame.remove();
  }
}

// The content policy stops what would act or style before it does anything, but the browser complains of each.
const withoutActs = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

export function clean(html) {
  const { body } = new DOMParser().parseFromString(withoutActs(html), "text/html");
  if (body.querySelector("[data-pm-slice]")) return html; // copied from this editor
  for (const element of body.querySelectorAll(DEBRIS)) element.remove();
  shiftHeadings(body);
  makeLists(body);
  cleanText(body);
  cleanLinks(body);
  replaceFrames(body);
  removeEmpty(body);
  return body.innerHTML;
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: clean } })],
});
