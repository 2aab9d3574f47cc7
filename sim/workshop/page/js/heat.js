export function buildHeat() {}
