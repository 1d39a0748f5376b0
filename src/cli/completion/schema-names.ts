import type { SchemaSource } from "../../schema/schema.ts";
import { askSchema, splitWords } from "../asked-schema.ts";
import { defineFlags, type FlagValues } from "../flags.ts";
import { INHERITED_FLAGS } from "../inherited-flags.ts";
import { ONE_POD_FLAGS } from "../one-pod-flags.ts";
import { READ_SCHEMA_FLAGS } from "../read-schema-flags.ts";
import { askRecorded } from "../recorded-schema.ts";
import type { RecordingFlags } from "../recording.ts";
import { openFiles } from "../schema.ts";
import { hasSchemaFiles } from "../schema-contradictions.ts";
import { TARGET_FLAGS } from "../target-flags.ts";
import { TRANSPORT_FLAGS } from "../transport-flags.ts";
import {
	type Candidate,
	type Completer,
	type CompletionRequest,
	NOTHING,
} from "./completer.ts";
import { methodCandidates, symbolCandidates } from "./schema-candidates.ts";
import { completeTarget } from "./targets.ts";

const FLAGS = defineFlags({
	...READ_SCHEMA_FLAGS,
	...ONE_POD_FLAGS,
	...TARGET_FLAGS,
	...TRANSPORT_FLAGS,
	...INHERITED_FLAGS,
});

type Flags = FlagValues<typeof FLAGS> & RecordingFlags;

async function flagsOf({ flagsOf, replay }: CompletionRequest): Promise<Flags> {
	return { ...(await flagsOf(FLAGS)), record: undefined, replay };
}

/** Completes the words `[TARGET] [SERVICE…]`. */
export const completeService: Completer = async (request) => {
	const flags = await flagsOf(request);
	const { target, names } = splitWords(typed(request), flags);
	if (names.length === 0) return completeTarget(request);
	const services = await ask(request, target, flags, (source) =>
		source.services(),
	);
	return others(
		services.map((value) => ({ value })),
		names,
	);
};

/** Completes a flag with a service of the target. */
export const completeServedService: Completer = async (request) => {
	if (request.replay !== undefined) return NOTHING;
	const flags = await flagsOf(request);
	const { target } = splitWords(request.words, flags);
	const services = await ask(request, target, flags, (source) =>
		source.services(),
	);
	return services.map((value) => ({ value }));
};

/** Completes the words `[TARGET] [SYMBOL…]`. */
export const completeSymbol: Completer = async (request) => {
	const flags = await flagsOf(request);
	const { target, names } = splitWords(typed(request), flags);
	if (names.length === 0) return completeTarget(request);
	const schema = await ask(request, target, flags, (source) =>
		source.everything(),
	);
	return others(symbolCandidates(schema, request.prefix), names);
};

/** Completes the words `TARGET METHOD`. */
export const completeMethod: Completer = async (request) => {
	if (request.replay !== undefined) return NOTHING;
	const flags = await flagsOf(request);
	// Files describe a method, but the call still needs a target.
	const { target, names } = splitWords(typed(request), {
		...flags,
		proto: [],
		protoset: [],
	});
	if (names.length === 0) return completeTarget(request);
	if (names.length > 1) return NOTHING;
	return ask(request, target, flags, (source) =>
		methodsOf(source, request.prefix),
	);
};

/** Returns `Service/` while several services fit the word, else methods. So the requests do not grow with the number of services. */
async function methodsOf(
	source: SchemaSource,
	prefix: string,
): Promise<readonly Candidate[]> {
	const [service, ...more] = (await source.services()).filter((name) =>
		isOnTheWay(prefix, name),
	);
	// A word that begins no service may begin a bare method name.
	if (service === undefined)
		return methodCandidates(await source.everything(), prefix);
	if (more.length > 0)
		return [service, ...more].map((name) => ({ value: `${name}/` }));
	const schema = await source.schemaOf(service);
	return methodCandidates({ ...schema, services: [service] }, prefix);
}

/** Whether a word is the beginning of a service's name, or continues behind it. */
function isOnTheWay(prefix: string, service: string): boolean {
	return (
		service.startsWith(prefix) ||
		prefix.startsWith(`${service}/`) ||
		prefix.startsWith(`${service}.`)
	);
}

function typed({ words, prefix }: CompletionRequest): readonly string[] {
	return [...words, prefix];
}

/** Returns the candidates that have not been given yet. */
function others(
	candidates: readonly Candidate[],
	names: readonly string[],
): readonly Candidate[] {
	const given = names.slice(0, -1);
	return candidates.filter(({ value }) => !given.includes(value));
}

/**
 * Queries a recording or files, without a cluster, when the flags name them. Otherwise it queries the kept schema, and the server where
 * that is not complete.
 */
async function ask<T>(
	{ env, signal }: CompletionRequest,
	target: readonly string[],
	flags: Flags,
	question: (source: SchemaSource) => Promise<T>,
): Promise<T> {
	const context = { env, signal, stderr: { write() {} }, now: Date.now };
	if (flags.replay === undefined && hasSchemaFiles(flags))
		return question(openFiles(flags, signal));
	const asked =
		flags.replay === undefined
			? await askSchema(context, { words: target, flags }, { listing: "kept" })
			: await askRecorded(context, "list", { words: target, flags });
	try {
		return await question(asked.source);
	} finally {
		asked.close();
	}
}
