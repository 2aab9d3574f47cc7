// What there is at the end of a week: counted from what the server says of each post and each raid.

export const STANDINGS = ["held", "lost", "given_up"];

/** Of each standing, how many posts; of one kind, if it is given. */
export function counts(course, week, kind = null) {
  const here = course.standings[week].filter((_, post) => kind === null || course.posts.kind[post] === kind);
  return Object.fromEntries(STANDINGS.map((standing) => [standing, here.filter((one) => one === standing).length]));
}

/** The raids on posts in this week: which post, and whether it was taken. */
export const raidsOf = ({ raids }, week) => raids.filter((raid) => raid.week === week);
