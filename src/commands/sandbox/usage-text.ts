import type { LayOut } from "../../cli/help.ts";
import { INVOCATION } from "../../plugin-name.ts";
import {
	SCENARIOS,
	type ScenarioName,
} from "../../sandbox/scenarios/catalogue.ts";

/** What a running sandbox says of itself: how to use it from another terminal, and what to try. */
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

/** A line a scenario, or as many as a terminal needs for it. */
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
