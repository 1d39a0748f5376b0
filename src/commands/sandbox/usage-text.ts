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

/** Returns commands that show what the scenario is about. Not all scenarios have it in deploy/user-service. */
function commandsToTry(name: ScenarioName): readonly string[] {
	const health = `${INVOCATION} health`;
	const ofOne = `${health} deploy/user-service`;
	switch (name) {
		case "mtls":
			return [ofOne, `${ofOne} --tls-secret client`, "kubectl get secrets"];
		case "two-schemas":
			return [
				`${INVOCATION} diff svc/user-service`,
				`${INVOCATION} call svc/user-service ListUsers --all-pods`,
				"kubectl get pods",
			];
		default:
			return [health, `${ofOne} --watch`, "kubectl get pods"];
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
