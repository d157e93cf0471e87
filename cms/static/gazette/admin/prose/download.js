// Documents in the editor of texts: a link to a PDF of the shelf, with its name and size, or around the words that are selected.

import { Extension } from "django-prose-editor/editor";
import { make, pick } from "gazette/shelf";

async function add(editor, options) {
  const found = await pick(options);
  if (!found) return editor.commands.focus();
  const link = { type: "link", attrs: { href: found.address } };
  if (!editor.state.selection.empty) return editor.chain().focus().setLink(link.attrs).run();
  const text = `${found.title} (PDF, ${found.size})`;
  return editor.chain().focus().insertContent({ type: "text", text, marks: [link] }).unsetMark("link").run();
}

export const Download = Extension.create({
  name: "download",
  addOptions: () => ({ words: {}, upload: "", choose: "", types: "" }),

  addMenuItems({ buttons, menu }) {
    const { words } = this.options;
    menu.defineItem({
      name: "download",
      groups: "nodes",
      button: buttons.material("picture_as_pdf", words.name),
      option: make("p", { textContent: words.name }),
      command: (editor) => add(editor, this.options),
    });
  },
});
