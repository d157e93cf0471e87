// Footnotes and videos in the editor of formatted text, and what is typed as in Markdown beyond what the package knows.

import { crel, Extension, getMarkRange, InputRule, Mark, Node, Plugin, updateAttrsDialog, wrappingInputRule } from "django-prose-editor/editor";

// --- Footnotes: the words of a note are marked where its number will stand ---
async function writeNote(editor, { words }) {
  const asked = { text: { title: words.ask, format: "textarea", required: true } };
  const answer = await updateAttrsDialog(asked, { title: words.name, submitText: words.insert })(editor, {});
  const text = answer?.text.trim();
  if (!text) return editor.commands.focus();
  return editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "footnote" }] }).unsetMark("footnote").run();
}

export const Footnote = Mark.create({
  name: "footnote",
  priority: 1100, // outside links and emphasis, so that a note stays in one piece
  inclusive: false,
  addOptions: () => ({ words: {} }),
  parseHTML: () => [{ tag: "foot-note" }],
  renderHTML: () => ["foot-note", 0],

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "footnote",
      groups: "link",
      button: buttons.material("speaker_notes", this.options.words.name),
      active: (editor) => editor.isActive("footnote"),
      command: (editor) => {
        const { state } = editor;
        const { $from, empty } = state.selection;
        const range = getMarkRange($from, state.schema.marks.footnote);
        if (range) editor.chain().focus().setTextSelection(range).unsetMark("footnote").run();
        else if (empty) writeNote(editor, this.options);
        else editor.chain().focus().setMark("footnote").run();
      },
    });
  },
});

// --- Videos: a link in a figure; the page never loads one ---
const addressIn = (text, hosts) => {
  if (!/^https?:\/\/\S+$/.test(text)) return "";
  const host = URL.parse(text)?.hostname.replace(/^www\./, "");
  return hosts.includes(host) ? text : "";
};

const asVideo = (href, title = "") => ({ type: "video", attrs: { href, title } });

async function chooseVideo(editor, { words, hosts }) {
  const { href, title } = editor.isActive("video") ? editor.getAttributes("video") : { href: "", title: "" };
  const fields = {
    href: { title: words.address, description: words.sites, format: "url", required: true },
    title: { title: words.title },
  };
  const answer = await updateAttrsDialog(fields, { title: words.name, submitText: words.insert })(editor, { href, title });
  const address = answer && addressIn(answer.href.trim(), hosts);
  if (address) editor.chain().focus().insertContent(asVideo(address, answer.title.trim())).run();
  else if (answer) chooseVideo(editor, { words: { ...words, name: words.unknown }, hosts });
  else editor.commands.focus();
}

export const Video = Node.create({
  name: "video",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ words: {}, hosts: [] }),
  addAttributes: () => ({ href: { default: "" }, title: { default: "" } }),

  parseHTML: () => [
    {
      tag: "figure[data-video]",
      priority: 60, // before other figures
      getAttrs: (figure) => {
        const link = figure.querySelector("a[href]");
        const href = link?.getAttribute("href");
        const title = link?.textContent.trim();
        return href ? { href, title: title === href ? "" : title } : false;
      },
    },
  ],
  renderHTML: ({ node: { attrs } }) => ["figure", { "data-video": "" }, ["a", { href: attrs.href }, attrs.title || attrs.href]],

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "video",
      groups: "nodes",
      button: buttons.material("ondemand_video", this.options.words.name),
      option: crel("p", { textContent: this.options.words.name }),
      active: (editor) => editor.isActive("video"),
      command: (editor) => chooseVideo(editor, this.options),
    });
  },

  addProseMirrorPlugins() {
    const { editor, options } = this;
    const handlePaste = (view, event) => {
      const { $from, empty } = view.state.selection;
      const address = addressIn(event.clipboardData?.getData("text/plain").trim() ?? "", options.hosts);
      if (!address || !empty || $from.parent.content.size) return false;
      return editor.commands.insertContent(asVideo(address));
    };
    return [new Plugin({ props: { handlePaste } })];
  },
});

// --- Markdown: [words](address), ^[a note], and lists that begin with a number (the package switches those off) ---
const inserting = (type, attrsOf) => ({ range, match, chain }) => {
  const marks = [{ type, attrs: attrsOf(match) }];
  chain().deleteRange(range).insertContent({ type: "text", text: match[1], marks }).unsetMark(type).run();
};

export const Shortcuts = Extension.create({
  name: "shortcuts",
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d{1,2})\.\s$/,
        type: this.editor.schema.nodes.orderedList,
        getAttributes: ([, number]) => ({ start: Number(number) }),
      }),
      new InputRule({
        find: /(?<!!)\[([^\]]+)\]\(((?:https?:\/\/|mailto:|tel:|\/|#)[^\s)]*)\)$/,
        handler: inserting("link", (match) => ({ href: match[2] })),
      }),
      new InputRule({ find: /\^\[([^\]]+)\]$/, handler: inserting("footnote", () => ({})) }),
    ];
  },
});
