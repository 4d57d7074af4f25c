// @ts-check

/** Presses the button once: it says so, and lets go when the person comes back to the page. */
const form = document.getElementById("collect");
const button = form?.querySelector("button[type=submit]");
const words = button?.querySelector("span");

if (form && button instanceof HTMLButtonElement && words) {
  const idle = words.textContent;
  form.addEventListener("submit", () => {
    // After this moment: a disabled button would not be part of what is sent.
    setTimeout(() => {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
      words.textContent = button.dataset.busy ?? idle;
    });
  });
  addEventListener("pageshow", () => {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    words.textContent = idle;
  });
}

const wrong = document.querySelector("[aria-invalid=true], .wrong input");
if (wrong instanceof HTMLElement) wrong.focus();
