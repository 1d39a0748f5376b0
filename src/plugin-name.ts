/**
 * The plugin's name in krew and behind `kubectl`. krew-index sometimes refuses generic names, so the name is defined once, here: the
 * executable is `kubectl-NAME`, users type `kubectl NAME`.
 */
export const PLUGIN_NAME = "grpc";

/** How users call the plugin, for usage lines and hints. */
export const INVOCATION = `kubectl ${PLUGIN_NAME}`;

/** The files that kubectl looks for on PATH: the executable, and the program that completes its command line. */
export const EXECUTABLE = `kubectl-${PLUGIN_NAME}`;
export const COMPLETION_SHIM = `kubectl_complete-${PLUGIN_NAME}`;

/** Where people report bugs: under package.json's homepage. */
export const ISSUES_URL = "https://github.com/kubectl-grpc/kubectl-grpc/issues";
