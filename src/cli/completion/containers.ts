import type { Container, Pod } from "../../kubernetes/pod.ts";
import { parseTargets } from "../../kubernetes/targets/parse-target.ts";
import { resolvePods } from "../../kubernetes/targets/resolve-pods.ts";
import { aimOf } from "../aim.ts";
import { TARGET_FLAGS } from "../target-flags.ts";
import type { Candidate, Completer, CompletionRequest } from "./completer.ts";

/** The TCP ports that the chosen pods declare, by name and by number. */
export const completePort: Completer = async (request) => {
	const { container } = await request.flagsOf(TARGET_FLAGS);
	const containers = (await containersOf(request)).filter(
		({ name }) => container === undefined || name === container,
	);
	return unique(containers.flatMap(portsOf));
};

/** The containers of the chosen pods. */
export const completeContainer: Completer = async (request) =>
	unique(
		(await containersOf(request)).map(({ name, image }) => ({
			value: name,
			description: image,
		})),
	);

function portsOf({ name: container, ports }: Container): readonly Candidate[] {
	return ports
		.filter(({ protocol }) => protocol === "TCP")
		.flatMap(({ name, port }) => [
			...(name === undefined
				? []
				: [{ value: name, description: `${port} of ${container}` }]),
			{
				value: String(port),
				description: `${name ?? "unnamed"}, of ${container}`,
			},
		]);
}

/** The chosen pods, with what `kubectl get` says of their state. */
export const completePod: Completer = async (request) =>
	(await podsOf(request)).map(({ name, status }) => ({
		value: name,
		description: status,
	}));

async function containersOf(
	request: CompletionRequest,
): Promise<readonly Container[]> {
	return (await podsOf(request)).flatMap(({ containers }) => containers);
}

/** Chooses the pods as the command itself will: by targets, by selectors, or by evidence of gRPC. @throws PluginError */
async function podsOf({
	words,
	flagsOf,
	reach,
	signal,
}: CompletionRequest): Promise<readonly Pod[]> {
	const flags = {
		...(await flagsOf(TARGET_FLAGS)),
		port: undefined,
		container: undefined,
	};
	const { cluster, api } = await reach();
	try {
		const targets = targetsAmong(words);
		const aim = await aimOf(targets, flags, async () => cluster.namespace);
		if (aim.kind === "endpoints") return [];
		const found = await resolvePods(api, aim.query, { signal });
		return found.map(({ pod }) => pod);
	} finally {
		cluster.close();
	}
}

/** Returns the words that are targets. Methods and symbols may follow them. */
function targetsAmong(words: readonly string[]): readonly string[] {
	const lengths = words.map((_, index) => words.length - index);
	const length = lengths.find((count) => areTargets(words.slice(0, count)));
	return words.slice(0, length ?? 0);
}

function areTargets(words: readonly string[]): boolean {
	try {
		return parseTargets(words).length > 0;
	} catch {
		return false;
	}
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
	return [
		...new Map(
			candidates.map((candidate) => [candidate.value, candidate]),
		).values(),
	];
}
