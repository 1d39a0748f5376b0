import type { DescMessage } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import { orAborted } from "../../abort.ts";
import { toPluginError } from "../../errors.ts";
import type { KeptConnection } from "../../grpc/kept-connection.ts";
import { openReflection } from "../../grpc/reflection.ts";
import { isAboutName } from "../../schema/reflection/reflection-error.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { Schema } from "../../schema/schema.ts";
import type { SchemaMaking } from "../../schema/source/schema-making.ts";
import { unknownPackedTypes } from "../../schema/wire/find-wire-fault.ts";
import { roomFor } from "../../schema/wire/room.ts";
import type { CallFact } from "./facts.ts";
import type { Known } from "./learn-method.ts";
import type { Shown } from "./run-of.ts";

/** For one message nobody waits longer. */
const PATIENCE_MS = 2000;
/** Types that one call asks for, which bounds what a server can make it ask. */
const MAX_ASKED = 20;

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
	making: SchemaMaking,
): AskTypes {
	return async (names, patience) => {
		if (flags.reflection === "off") return undefined;
		const signal = AbortSignal.any([context.signal, patience]);
		// The server may have left with its answer.
		const session = openReflection(() => orAborted(take(), signal), {
			deadlineMs: Math.min(PATIENCE_MS, flags["rpc-timeout"]),
			metadata: plan.reflectionMetadata,
			signal,
		});
		const source = reflectionSource(session, making);
		const schemas: Schema[] = [];
		try {
			for (const name of names) {
				const types = await source.schemaOf(name).catch(unlessOfName);
				if (types !== undefined) schemas.push(types);
			}
			return schemas;
		} catch {
			// What cannot be asked for stays bytes, and the call is what matters.
			return schemas.length > 0 ? schemas : undefined;
		} finally {
			session.close();
		}
	};
}

/** @throws all that is not about the name */
function unlessOfName(caught: unknown): undefined {
	if (!isAboutName(toPluginError(caught))) throw caught;
}

/**
 * Passes facts on, and asks the server before for what responses and the details of the status have packed in an Any, and the method's
 * files do not have: a program is often linked with more than its services name.
 */
export async function* withPackedTypes(
	known: Known,
	facts: AsyncIterable<CallFact>,
	keep: (types: Schema) => Promise<void>,
): AsyncGenerator<CallFact, void> {
	const asked = new Set<string>();
	let left = MAX_ASKED;
	for await (const fact of facts) {
		let patience: AbortSignal | undefined;
		// What is told may have others packed in it.
		while (left > 0) {
			const names = [...(await lacking(known, fact))]
				.filter((name) => !asked.has(name))
				.slice(0, left);
			if (names.length === 0) break;
			for (const name of names) asked.add(name);
			patience ??= AbortSignal.timeout(PATIENCE_MS);
			const told = await known.askTypes(names, patience);
			const isOver = told === undefined || patience.aborted;
			left = isOver ? 0 : left - names.length;
			for (const types of told ?? []) {
				known.addTypes(types);
				await keep(types);
			}
		}
		yield fact;
	}
}

const NONE: ReadonlySet<string> = new Set();

async function lacking(
	{ method: { output }, schema: { registry } }: Known,
	fact: CallFact,
): Promise<ReadonlySet<string>> {
	switch (fact.kind) {
		case "headers":
			return NONE;
		case "response": {
			const { body } = fact;
			return body instanceof Uint8Array && holdsAny(output)
				? unknownPackedTypes(output, body, registry, roomFor(body, "omit"))
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
