import type { LayOut } from "../../cli/help.ts";
import { INVOCATION } from "../../plugin-name.ts";
import {
	SCENARIOS,
	type ScenarioName,
} from "../../sandbox/scenarios/catalogue.ts";

/** Returns the text of a running sandbox: how to use it from another terminal, and commands to try. */
export function usageText(
	name: ScenarioName,
	kubeconfigPath: string,
	layOut: LayOut,
): string {
	return [
		layOut("", `A sandbox is running, scenario ${name}: ${SCENARIOS[name]}.`),
		"",
		"In another terminal:",
		"",
		`  ${setKubeconfig(kubeconfigPath)}`,
		...commandsToTry(name).map((command) => `  ${command}`),
		"",
		layOut(
			"",
			"The contexts viewer (reads, forwards no ports) and jane (may do nothing) are in that file too.",
		),
		"Ctrl-C ends the sandbox and everything in it.",
		"",
	].join("\n");
}

function setKubeconfig(path: string): string {
	return process.platform === "win32"
		? `$env:KUBECONFIG = "${path}"`
		: `export KUBECONFIG=${path}`;
}

function commandsToTry(name: ScenarioName): readonly string[] {
	const health = `${INVOCATION} health deploy/user-service`;
	switch (name) {
		case "mtls":
			return [health, `${health} --tls-secret client`, "kubectl get secrets"];
		case "mixed":
			return [`${INVOCATION} health`, health, "kubectl get pods"];
		default:
			return [health, `${health} --watch`, "kubectl get pods"];
	}
}

/** Returns the list of scenarios, each on one line, or on more where the terminal is narrow. */
export function scenarioList(layOut: LayOut): string {
	const names = Object.keys(SCENARIOS);
	const width = Math.max(...names.map((name) => name.length));
	return Object.entries(SCENARIOS)
		.map(
			([name, description]) =>
				`${layOut(`${name.padEnd(width)}   `, description)}\n`,
		)
		.join("");
}
