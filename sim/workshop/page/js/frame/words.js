// Every text of the page comes from the catalogue of its language.

let words = {};

export async function loadWords(language) {
  const answer = await fetch(`/api/words/${language}.json`);
  words = await answer.json();
  document.documentElement.lang = words.language.code;
  document.title = t("page.title");
}

/** The text at this path, with `{names}` filled in; the path itself where there is none. */
export function t(path, values = {}) {
  const found = path.split(".").reduce((node, key) => (node == null ? node : node[key]), words);
  if (typeof found !== "string") return path;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export const has = (path) => t(path) !== path;

/** A number as this language writes it. */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);
}

/** What a language calls itself. */
export const languageName = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code);

/** Fill in every element that says which words it wants. */
export function fill(root = document) {
  for (const element of root.querySelectorAll("[data-words]")) element.textContent = t(element.dataset.words);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
}
