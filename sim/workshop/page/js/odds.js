export function buildOdds() {}
