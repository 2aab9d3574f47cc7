// The facilitator's word: read once from the link, kept for this tab alone, sent as a header.

import { t } from "../frame/words.js";

const NAME = "redoubt-facilitator";

/** Take it out of the address, so that it is not on the projector or in the history. */
export function readToken() {
  const given = decodeURIComponent(location.hash.slice(1));
  if (!given) return;
  keepToken(given);
  history.replaceState(null, "", location.pathname + location.search);
}

export const keepToken = (token) => sessionStorage.setItem(NAME, token);
export const forgetToken = () => sessionStorage.removeItem(NAME);
export const haveToken = () => Boolean(sessionStorage.getItem(NAME));

/** Ask for what only the facilitator may see; a refusal says whether the word was wrong (`refused`). */
export async function askFacilitator(path, method = "GET") {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(NAME)}` };
  const answer = await fetch(path, { method, headers }).catch(() => {
    throw new Error(t("facilitator.lost"));
  });
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(error ?? t("facilitator.lost")), { refused: answer.status === 403 });
}

/** The bets as a file. */
export async function saveCsv() {
  const answer = await askFacilitator("/api/wall.csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = "wall.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
