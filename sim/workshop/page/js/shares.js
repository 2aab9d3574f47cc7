export function buildShares() {}
