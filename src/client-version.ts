import { EXECUTABLE } from "./plugin-name.ts";

/** The bundler replaces it with the version of package.json. Undefined when a source file runs unbundled. */
declare const __VERSION__: string | undefined;

/** The bundler replaces it with the commit that it builds. Undefined outside a git tree. */
declare const __COMMIT__: string | undefined;

/** The plugin's own version, with the `v` of tags and of krew. */
export const CLIENT_VERSION = `v${typeof __VERSION__ === "undefined" ? "0.0.0-dev" : __VERSION__}`;

/** The plugin's name and version in requests to servers. */
export const USER_AGENT = `${EXECUTABLE}/${CLIENT_VERSION.slice("v".length)}`;

/** The full hash of the commit that was built, if known. */
export const CLIENT_COMMIT =
	typeof __COMMIT__ === "undefined" ? undefined : __COMMIT__;
