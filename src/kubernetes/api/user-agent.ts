declare const __VERSION__: string | undefined;

/** Version of the bundle; sources run unbundled have none. */
const version = typeof __VERSION__ === "string" ? __VERSION__ : "dev";

/** How the plugin names itself, in the form of client-go's user agents, for the API server's audit log. */
export const USER_AGENT = `kubectl-grpc/${version} (${process.platform}/${process.arch})`;
