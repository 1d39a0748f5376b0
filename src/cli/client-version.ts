/** Replaced by the bundler with the version of package.json; not there when a source file is run as it is. */
declare const __VERSION__: string | undefined;

/** The plugin's own version, with the `v` that tags and krew have. */
export const CLIENT_VERSION = `v${typeof __VERSION__ === "undefined" ? "0.0.0-dev" : __VERSION__}`;
