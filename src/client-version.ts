import { EXECUTABLE } from "./plugin-name.ts";

/** Replaced by the bundler with the version of package.json; not there when a source file is run as it is. */
declare const __VERSION__: string | undefined;

/** Replaced by the bundler with the commit that it builds; not there outside a git tree. */
declare const __COMMIT__: string | undefined;

/** The plugin's own version, with the `v` that tags and krew have. */
export const CLIENT_VERSION = `v${typeof __VERSION__ === "undefined" ? "0.0.0-dev" : __VERSION__}`;

/** How the plugin names itself to those whom it asks. */
export const USER_AGENT = `${EXECUTABLE}/${CLIENT_VERSION.slice("v".length)}`;

/** The full hash of the commit that was built, when it is known. */
export const CLIENT_COMMIT =
	typeof __COMMIT__ === "undefined" ? undefined : __COMMIT__;
