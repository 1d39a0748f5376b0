/**
 * The plugin's name in krew and behind `kubectl`. krew-index refuses generic names now and then, so it stands here once:
 * the executable is `kubectl-NAME`, people type `kubectl NAME`.
 */
export const PLUGIN_NAME = "grpc";

/** How people call the plugin, for usage lines and hints. */
export const INVOCATION = `kubectl ${PLUGIN_NAME}`;

/** The file that kubectl looks for on PATH when it is called so, and the one that it asks for completions. */
export const EXECUTABLE = `kubectl-${PLUGIN_NAME}`;
export const COMPLETION_SHIM = `kubectl_complete-${PLUGIN_NAME}`;

/** Where people report bugs: under package.json's homepage. */
export const ISSUES_URL = "https://github.com/kubectl-grpc/kubectl-grpc/issues";
