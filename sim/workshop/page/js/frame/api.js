// What is asked of the server, and nothing else ever is.

import { t } from "./words.js";

const person = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

class Refusal extends Error {}

async function refusalOf(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Refusal(told.error || t("page.no_answer"));
}

/** An answer, whatever it says; when there is none, the sentence for that and not the browser's own words. */
async function reached(path, request) {
  try {
    return await fetch(path, request);
  } catch (error) {
    throw error.name === "AbortError" ? error : new Refusal(t("page.no_answer"));
  }
}

export async function get(path, headers = {}) {
  const answer = await reached(path, { headers: { "X-Person": person, ...headers } });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
}

function sent(path, body, signal) {
  const headers = { "Content-Type": "application/json", "X-Person": person };
  return reached(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

export async function post(path, body, signal) {
  const answer = await sent(path, body, signal);
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
}

/** Lines of JSON as they come. Leaving the loop, or aborting the signal, ends the work on the server too. */
export async function* lines(path, body, signal) {
  const answer = await sent(path, body, signal);
  if (!answer.ok) throw await refusalOf(answer);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      for (const part of parts.filter(Boolean)) {
        const told = JSON.parse(part);
        if (told.error) throw new Refusal(told.error);
        yield told;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
