// One sentence to the person, when something went wrong or takes long.

export function notice(text, lasting = false) {
  const place = document.getElementById("notice");
  place.textContent = text;
  place.hidden = !text;
  clearTimeout(notice.timer);
  if (text && !lasting) notice.timer = setTimeout(() => notice(""), 8000);
}
