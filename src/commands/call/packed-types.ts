import type { DescMessage } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import { untilAborted } from "../../abort.ts";
import { toPluginError } from "../../errors.ts";
import type { KeptConnection } from "../../grpc/kept-connection.ts";
import { openReflection } from "../../grpc/reflection.ts";
import type { GrowingRegistry } from "../../schema/link/growing-registry.ts";
import { isAboutName } from "../../schema/reflection/reflection-error.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { Schema } from "../../schema/schema.ts";
import type { SchemaBuilder } from "../../schema/source/schema-builder.ts";
import { memoryBudgetFor } from "../../schema/wire/memory-budget.ts";
import { unknownPackedTypes } from "../../schema/wire/packed.ts";
import type { CallFact } from "./facts.ts";
import type { Known } from "./learn-method.ts";
import type { Shown } from "./run-of.ts";

/** For one message nobody waits longer. */
const PATIENCE_MS = 2000;
/** Types that one call asks for, which bounds what a server can make it ask. */
const MAX_ASKED = 20;

/** Some servers end reflection at a type that they do not know, with any code: the first failure says nothing of other types. */
const MOST_FAILURES = 2;

/**
 * Gives the schemas of the types that a server knows by these names, as far as it tells them before the signal; undefined where it tells
 * nothing of any. It never throws.
 */
export type AskTypes = (
	names: readonly string[],
	signal: AbortSignal,
) => Promise<readonly Schema[] | undefined>;

/** Asks a pod's reflection. */
export function typesOver(
	{ context, args: { flags }, plan }: Omit<Shown, "page">,
	take: KeptConnection["take"],
	builder: SchemaBuilder,
): AskTypes {
	return async (names, patience) => {
		if (flags.reflection === "off") return undefined;
		const signal = AbortSignal.any([context.signal, patience]);
		// The server may have left with its answer.
		const session = openReflection(() => untilAborted(take(), signal), {
			deadlineMs: Math.min(PATIENCE_MS, flags["rpc-timeout"]),
			metadata: plan.reflectionMetadata,
			signal,
		});
		const source = reflectionSource(session, builder);
		const schemas: Schema[] = [];
		let failures = 0;
		// What cannot be asked for stays bytes, and the call is what matters.
		for (const name of names)
			try {
				schemas.push(await source.schemaOf(name));
			} catch (caught) {
				if (isAboutName(toPluginError(caught))) continue;
				failures += 1;
				if (failures === MOST_FAILURES) break;
			}
		session.close();
		return failures > 0 && schemas.length === 0 ? undefined : schemas;
	};
}

/** What servers told of types, by what serves alike and the names. */
export type ToldTypes = Map<string, ReturnType<AskTypes>>;

/** A server that hangs must not take up the time of those that serve alike. */
const HEAD_START_MS = 250;

/**
 * Asks one of the servers that serve alike, and another where it tells nothing or takes long. A server that told nothing has what another
 * told.
 * @param alike equal for those
 */
export function askedOnce(
	told: ToldTypes,
	alike: string,
	ask: AskTypes,
): AskTypes {
	return async (names, signal) => {
		const key = JSON.stringify([alike, names]);
		const pending = told.get(key);
		if (pending !== undefined) {
			const patience = AbortSignal.timeout(HEAD_START_MS);
			const types = await untilAborted(
				pending,
				AbortSignal.any([signal, patience]),
			).catch(() => undefined);
			if (types !== undefined || signal.aborted) return types;
		}
		const asking = ask(names, signal);
		told.set(key, asking);
		// Another has been asked by then, and may have answered.
		return (await asking) ?? Promise.race([told.get(key), undefined]);
	};
}

/** The types of what is packed in messages, beyond those of the method's files. */
export type PackedTypes = {
	/** Adds types to those that the method's registry has. */
	readonly add: (types: Schema) => void;
	/**
	 * Asks the server for those of the names that it was not asked for, until the signal, and adds what it tells. Gives whether the registry
	 * has any of them by then. It never throws.
	 * @param patience begins when it is first asked for
	 */
	readonly learn: (
		names: ReadonlySet<string>,
		patience?: () => AbortSignal,
	) => Promise<"some" | "none">;
	/** Whether the server is asked for no other type. */
	readonly isOver: () => boolean;
	/** What the server has told since this was last asked. */
	readonly takeLearnt: () => readonly Schema[];
};

/** A name that a type can have: what a message says may be anything. */
const TYPE_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** Types of one call, which begin with those of a registry. */
export function packedTypes(
	{ registry, add }: GrowingRegistry,
	ask: AskTypes,
): PackedTypes {
	const asked = new Set<string>();
	let left = MAX_ASKED;
	let learnt: Schema[] = [];
	const learnAll = async (
		names: readonly string[],
		patience: () => AbortSignal,
	) => {
		const unasked = names
			.filter((name) => TYPE_NAME.test(name) && !asked.has(name))
			.slice(0, left);
		if (unasked.length === 0) return;
		for (const name of unasked) asked.add(name);
		const signal = patience();
		const told = await ask(unasked, signal);
		left = told === undefined || signal.aborted ? 0 : left - unasked.length;
		for (const types of told ?? []) {
			add(types.registry);
			learnt.push(types);
		}
	};
	let turn = Promise.resolve();
	return {
		add: (types) => add(types.registry),
		async learn(names, patience = patienceOf(PATIENCE_MS)) {
			// A request may want what a response has just asked for.
			turn = turn.then(() => learnAll([...names], patience));
			await turn;
			const has = (name: string) => registry.getMessage(name) !== undefined;
			return [...names].some(has) ? "some" : "none";
		},
		isOver: () => left === 0,
		takeLearnt() {
			const taken = learnt;
			learnt = [];
			return taken;
		},
	};
}

/** A patience that begins once. */
function patienceOf(patienceMs: number): () => AbortSignal {
	let signal: AbortSignal | undefined;
	return () => {
		signal ??= AbortSignal.timeout(patienceMs);
		return signal;
	};
}

type Knowing = Pick<Known, "method" | "schema" | "types">;

type Reading = {
	/** Whether anybody reads the responses, or they are passed on as bytes. */
	readonly bodies: "read" | "passed-on";
	/** Of the call. */
	readonly deadlineMs: number | undefined;
	/** Takes the types that messages were read with. */
	readonly keep: (types: Schema) => Promise<void>;
};

/**
 * Passes facts on, and asks the server before for what responses and the details of the status have packed in an Any, and the method's
 * files do not have: a program is often linked with more than its services name.
 */
export async function* withPackedTypes(
	known: Knowing,
	facts: AsyncIterable<CallFact>,
	{ bodies, deadlineMs = Number.POSITIVE_INFINITY, keep }: Reading,
): AsyncGenerator<CallFact, void> {
	const { types } = known;
	for await (const fact of facts) {
		if (fact.kind !== "headers" && (bodies === "read" || fact.kind === "end"))
			await learnLacking(known, fact, deadlineMs);
		for (const learnt of types.takeLearnt()) await keep(learnt);
		yield fact;
	}
}

type WithMessages = Exclude<CallFact, { kind: "headers" }>;

/** Whoever has given the call a time waits no longer than that. */
async function learnLacking(
	known: Knowing,
	fact: WithMessages,
	deadlineMs: number,
): Promise<void> {
	const leftMs = Math.min(PATIENCE_MS, Math.ceil(deadlineMs - fact.atMs));
	if (leftMs <= 0) return;
	const patience = patienceOf(leftMs);
	// What is told may have others packed in it.
	while (!known.types.isOver()) {
		const names = await lacking(known, fact);
		if (names.size === 0) return;
		if ((await known.types.learn(names, patience)) === "none") return;
	}
}

const NONE: ReadonlySet<string> = new Set();

async function lacking(
	{ method: { output }, schema: { registry } }: Knowing,
	fact: WithMessages,
): Promise<ReadonlySet<string>> {
	switch (fact.kind) {
		case "response": {
			const { body } = fact;
			return body instanceof Uint8Array && holdsAny(output)
				? unknownPackedTypes(
						output,
						body,
						registry,
						memoryBudgetFor(body, "omit"),
					)
				: NONE;
		}
		case "end": {
			const { details } = fact.status;
			if (details === undefined || fact.reason !== "status") return NONE;
			const { unknownDetails } = await import(
				"../../schema/details/decode-status-details.ts"
			);
			return unknownDetails(details, registry);
		}
	}
}

const holding = new WeakMap<DescMessage, boolean>();

/** Whether a message of the type may have something packed in it; what extensions bring is not looked at. */
function holdsAny(desc: DescMessage): boolean {
	const found = holding.get(desc);
	if (found !== undefined) return found;
	const seen = new Set([desc]);
	// A set is walked with what is added meanwhile.
	for (const { fields } of seen)
		for (const { message } of fields) if (message) seen.add(message);
	const holds = [...seen].some(
		({ typeName }) => typeName === AnySchema.typeName,
	);
	holding.set(desc, holds);
	return holds;
}
