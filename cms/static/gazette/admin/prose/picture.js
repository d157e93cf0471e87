// Images in the editor of texts: uploaded by a button, dropped or pasted, or chosen from the shelf. Each is described, or
// said to be an ornament, before it stands in the text.

import { Node, Plugin } from "django-prose-editor/editor";
import { labelled, make, opened, pick, withResolvers } from "gazette/shelf";

const imagesAmong = (files) => [...(files ?? [])].filter((file) => file.type.startsWith("image/"));

// A dialog that asks what this use says of an image; ends with the attributes of the node, or with nothing.
function describe(options, image, said = {}) {
  const { words } = options;
  const { dialog, form, say } = opened(words.name);
  const { promise, resolve } = withResolvers();
  const alt = make("textarea", { name: "alt", rows: 2, value: said.alt ?? image.alt ?? "", maxLength: 300 });
  const decorative = make("input", { type: "checkbox", name: "decorative", checked: said.alt === "" });
  const caption = make("input", { type: "text", name: "caption", value: said.caption ?? "" });
  const sync = () => Object.assign(alt, { disabled: decorative.checked });
  decorative.addEventListener("change", sync);
  sync();

  const insert = make("button", { type: "submit", className: "gz-act gz-act--first", textContent: said.image ? words.change : words.insert });
  const cancel = make("button", { type: "button", className: "gz-act", textContent: words.cancel });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => resolve(null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const description = alt.value.trim();
    if (!decorative.checked && !description) {
      say(words.alt_missing);
      alt.focus();
      return;
    }
    const attributes = { alt: decorative.checked ? "" : description, caption: caption.value.trim() };
    resolve({ image: image.id, src: image.address, ...attributes });
    dialog.close();
  });
  form.append(
    make("img", { src: image.thumbnail, alt: "", className: "gz-picture__shown" }),
    labelled(words.alt, alt, words.alt_help),
    make("label", { className: "gz-check" }, decorative, make("span", { textContent: words.decorative })),
    labelled(words.caption, caption),
    make("p", { className: "gz-acts" }, insert, cancel),
  );
  alt.focus();
  return promise;
}

async function add(editor, options, file = null) {
  const image = await pick(options, file);
  const attrs = image && (await describe(options, image));
  if (attrs) editor.chain().focus().insertContent([{ type: "picture", attrs }, { type: "paragraph" }]).run();
  else editor.commands.focus();
}

async function change(editor, options) {
  const said = editor.getAttributes("picture");
  const attrs = await describe(options, { id: said.image, address: said.src, thumbnail: said.src }, said);
  if (attrs) editor.chain().focus().updateAttributes("picture", attrs).run();
  else editor.commands.focus();
}

async function addAll(editor, options, files) {
  for (const file of files) await add(editor, options, file);
}

// --- The node ---
export const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ words: {}, upload: "", choose: "", types: "" }),
  addAttributes: () => ({ image: { default: 0 }, src: { default: "" }, alt: { default: null }, caption: { default: "" } }),

  parseHTML: () => [
    {
      tag: "figure[data-image]",
      priority: 70,
      getAttrs: (figure) => {
        const shown = figure.querySelector("img");
        const image = Number(figure.dataset.image);
        if (!image || !shown) return false;
        const caption = figure.querySelector("figcaption")?.textContent.trim() ?? "";
        return { image, src: shown.getAttribute("src") ?? "", alt: shown.getAttribute("alt"), caption };
      },
    },
  ],

  renderHTML: ({ node: { attrs } }) => {
    const shown = attrs.alt === null ? { src: attrs.src } : { src: attrs.src, alt: attrs.alt };
    const caption = attrs.caption ? [["figcaption", attrs.caption]] : [];
    return ["figure", { "data-image": attrs.image }, ["img", shown], ...caption];
  },

  addMenuItems({ buttons, menu }) {
    const { words } = this.options;
    menu.defineItem({
      name: "picture",
      groups: "nodes",
      button: buttons.material("image", words.name),
      option: make("p", { textContent: words.name }),
      active: (editor) => editor.isActive("picture"),
      command: (editor) => (editor.isActive("picture") ? change(editor, this.options) : add(editor, this.options)),
    });
  },

  addProseMirrorPlugins() {
    const { editor, options } = this;
    const handlePaste = (_view, event) => {
      const files = imagesAmong(event.clipboardData?.files);
      if (!files.length || event.clipboardData.getData("text/plain").trim()) return false; // an office sends its text too
      addAll(editor, options, files);
      return true;
    };
    const handleDrop = (view, event) => {
      const files = imagesAmong(event.dataTransfer?.files);
      if (!files.length) return false;
      event.preventDefault();
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (place) editor.commands.setTextSelection(place.pos);
      addAll(editor, options, files);
      return true;
    };
    const handleDoubleClickOn = (_view, _pos, node) => {
      if (node.type.name !== "picture") return false;
      change(editor, options);
      return true;
    };
    return [new Plugin({ props: { handlePaste, handleDrop, handleDoubleClickOn } })];
  },
});
