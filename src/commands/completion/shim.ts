import { COMPLETE_COMMAND } from "../../cli/completion/complete-command.ts";
import { COMPLETION_SHIM, EXECUTABLE, INVOCATION } from "../../plugin-name.ts";

/** The file that kubectl runs to complete the plugin's words. */
export type Shim = { readonly name: string; readonly text: string };

/** Marks a shim as written by this plugin, so that it does not overwrite any other file. */
const WRITTEN_BY = `Written by "${INVOCATION} completion kubectl"`;

/**
 * Returns the shim for a platform (kubectl, pkg/cmd/plugin/plugin_completion.go). It runs the plugin without kubectl. It also
 * prevents credential plugins from prompting or printing on the terminal while the user types.
 */
export function shimFor(platform: NodeJS.Platform): Shim {
	return platform === "win32"
		? {
				name: `${COMPLETION_SHIM}.cmd`,
				// Without the variable, cmd.exe would start a program of the same name in the user's current folder.
				text: `@rem ${WRITTEN_BY}.\r\n@set NoDefaultCurrentDirectoryInExePath=1\r\n@${EXECUTABLE} ${COMPLETE_COMMAND} %* <NUL 2>NUL\r\n`,
			}
		: {
				name: COMPLETION_SHIM,
				text: `#!/bin/sh\n# ${WRITTEN_BY}.\nexec ${EXECUTABLE} ${COMPLETE_COMMAND} "$@" </dev/null 2>/dev/null\n`,
			};
}

/** Whether a text is a shim of this plugin, of any version. */
export function isOurShim(text: string): boolean {
	return text.includes(WRITTEN_BY);
}
