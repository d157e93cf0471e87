"""The editor of formatted text in a real browser: where it is, what is pressed, pasted and dropped in it."""

import base64

from playwright.sync_api import Locator, Page, expect

from blog.posts.models import Post

GIVE = """([kind, name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], name, { type }));
    const text = document.querySelector(".field-body [contenteditable=true]");
    const box = text.getBoundingClientRect();
    const more = { bubbles: true, cancelable: true, clientX: box.left + 40, clientY: box.top + 40 };
    const event = kind === "paste"
        ? new ClipboardEvent(kind, { clipboardData: given, ...more })
        : new DragEvent(kind, { dataTransfer: given, ...more });
    text.dispatchEvent(event);
}"""


def text_of(page: Page) -> Locator:
    return page.locator(".field-body [contenteditable=true]")


def press(page: Page, name: str) -> None:
    """Press a button of the editor."""
    page.locator(".field-body").get_by_role("button", name=name, exact=True).click()


def paste(page: Page, html: str, *, text: str = "") -> None:
    """Paste into the text as from another program."""
    page.evaluate(
        """([html, text]) => {
            const clipboardData = new DataTransfer();
            if (html) clipboardData.setData("text/html", html);
            if (text) clipboardData.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.querySelector(".field-body [contenteditable=true]").dispatchEvent(paste);
        }""",
        [html, text],
    )


def give(page: Page, kind: str, content: bytes, name: str = "image.png", file_type: str = "image/png") -> None:
    """Paste or drop a file into the text."""
    page.evaluate(GIVE, [kind, name, file_type, base64.b64encode(content).decode()])


def dialog_of(page: Page) -> Locator:
    return page.locator("dialog.gz-picture[open]")


def describe(page: Page, alt: str, caption: str = "") -> None:
    dialog = dialog_of(page)
    dialog.get_by_label("Description").fill(alt)
    dialog.get_by_label("Caption").fill(caption)
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)


def settle(page: Page) -> None:
    """Wait until what a closed dialog has asked for is done: the editor takes the focus back in the next frame."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def save(page: Page, title: str) -> Post:
    """Give the post a title, save it and return what is stored."""
    expect(text_of(page)).to_be_focused()
    settle(page)
    page.locator("[name=title]").press_sequentially(title)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    return Post.objects.get(title=title)
