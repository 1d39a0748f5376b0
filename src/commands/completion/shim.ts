import { COMPLETE_COMMAND } from "../../cli/completion/complete-command.ts";
import { COMPLETION_SHIM, EXECUTABLE, INVOCATION } from "../../plugin-name.ts";

/** The file that kubectl runs to complete the plugin's words. */
export type Shim = { readonly name: string; readonly text: string };

/** By which a shim is known to be ours, so that no other file is written over. */
const WRITTEN_BY = `Written by "${INVOCATION} completion kubectl"`;

/**
 * The shim for a platform (kubectl, pkg/cmd/plugin/plugin_completion.go). It calls the plugin without kubectl in between, and keeps
 * credential plugins from asking or complaining on the terminal while somebody types.
 */
export function shimFor(platform: NodeJS.Platform): Shim {
	return platform === "win32"
		? {
				name: `${COMPLETION_SHIM}.cmd`,
				// cmd.exe would take a program of the folder that somebody types in.
				text: `@rem ${WRITTEN_BY}.\r\n@set NoDefaultCurrentDirectoryInExePath=1\r\n@${EXECUTABLE} ${COMPLETE_COMMAND} %* <NUL 2>NUL\r\n`,
			}
		: {
				name: COMPLETION_SHIM,
				text: `#!/bin/sh\n# ${WRITTEN_BY}.\nexec ${EXECUTABLE} ${COMPLETE_COMMAND} "$@" </dev/null 2>/dev/null\n`,
			};
}

/** Whether a file's text is a shim of ours, of this version or another. */
export function isOurShim(text: string): boolean {
	return text.includes(WRITTEN_BY);
}
