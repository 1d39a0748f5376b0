/** Replaced by the bundler with the version of package.json. */
declare const __VERSION__: string;

/** The plugin's own version, with the `v` that tags and krew have. */
export const CLIENT_VERSION = `v${__VERSION__}`;
