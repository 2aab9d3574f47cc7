// How the class comes in: the room's address, and the same as a code to scan.

import { make } from "../frame/made.js";
import { t } from "../frame/words.js";

const isLocal = () => ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

/** The address, large, with its code; of the lesson that is chosen, if one is. */
export function roomCode({ lesson, lessons }) {
  const query = lesson ? `?lesson=${lesson}` : "";
  const link = `${location.origin}/${query}`;
  const title = lessons.find(({ name }) => name === lesson)?.title;
  const image = make("img", { src: `/api/qr.svg${query}`, alt: t("facilitator.qr", { link }), width: "330", height: "330" });
  return [
    make("h2", {}, t("facilitator.room")),
    image,
    make("p", { class: "link" }, link),
    make("p", { class: "soft" }, t("facilitator.room_lead")),
    title ? make("p", { class: "soft" }, t("facilitator.room_lesson", { lesson: title })) : null,
    isLocal() ? make("p", { class: "stale small" }, t("facilitator.local")) : null,
  ].filter(Boolean);
}
