// Buttons that copy a text, such as an address; without a clipboard they stay hidden, and the text can be selected.

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
