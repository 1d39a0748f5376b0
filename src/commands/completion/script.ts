/** The shells that have a completion script. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** Returns the script that a shell evaluates to complete the executable under its own name. */
export async function completionScript(shell: Shell): Promise<string> {
	switch (shell) {
		case "bash":
			return (await import("./scripts/bash.ts")).BASH_SCRIPT;
		case "zsh":
			return (await import("./scripts/zsh.ts")).ZSH_SCRIPT;
		case "fish":
			return (await import("./scripts/fish.ts")).FISH_SCRIPT;
		case "powershell":
			return (await import("./scripts/powershell.ts")).POWERSHELL_SCRIPT;
	}
}
