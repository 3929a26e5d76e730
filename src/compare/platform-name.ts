/** What it runs on: "Node.js v20.20.2", or what a browser calls itself. */
export function platformName(): string {
  if (typeof process !== "undefined" && process.versions?.node) return `Node.js ${process.version}`;
  return navigator.userAgent;
}
