// @ts-check

/**
 * Puts new content in place of the old and leaves the person where they were: what they had unfolded, typed and
 * chosen, and the focus.
 * @param {Element} place
 * @param {string} html
 */
export function swap(place, html) {
  const unfolded = [...place.querySelectorAll("details[open]")].map(({ id }) => id);
  const typed = [...place.querySelectorAll("input, textarea")].map(remember);
  const focused = place.contains(document.activeElement) ? describe(document.activeElement) : null;

  place.innerHTML = html;

  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  for (const { selector, value, checked } of typed) {
    const field = place.querySelector(selector);
    if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
      field.checked = checked;
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  if (focused) {
    const again = place.querySelector(focused);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}

/** @param {Element} field */
function remember(field) {
  const selector = describe(field) ?? ":not(*)";
  const value = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
  return { selector, value, checked: field instanceof HTMLInputElement && field.checked };
}

/**
 * A selector that finds the same element in the new content.
 * @param {Element | null} element
 */
function describe(element) {
  if (!element) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.tagName === "SUMMARY") return element.parentElement?.id ? `#${element.parentElement.id} > summary` : null;
  const form = element.closest("form");
  const within = form ? `form[action="${CSS.escape(form.getAttribute("action") ?? "")}"] ` : "";
  if (element instanceof HTMLButtonElement) return `${within}button`;
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return null;
  const chosen =
    element.type === "radio" || element.type === "checkbox" ? `[value="${CSS.escape(element.value)}"]` : "";
  return `${within}[name="${CSS.escape(element.name)}"]${chosen}`;
}
